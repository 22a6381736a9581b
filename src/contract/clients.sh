#!/usr/bin/env bash
# Generates clients from openapi.yaml, compiles them, and has each get a token from the packaged service.
#
#   bash src/contract/clients.sh
#
# STS_JAR is the service's jar (target/kore-sts.jar unless set). openapi-generator comes from Maven Central, openapi-typescript
# from npm, the python client's libraries from PyPI.
set -euo pipefail
cd "$(dirname "$0")/clients"
project=$(cd ../../.. && pwd)
tools=$project/.tools/clients
made=$project/target/contract/clients
generator=7.25.0
description=$project/src/main/resources/openapi.yaml
maven() { "$project/mvnw" -B -ntp -q -f pom.xml "$@"; }

if [ ! -f "$tools/openapi-generator-cli-$generator.jar" ] || [ ! "$tools/java" -nt pom.xml ]; then
  maven dependency:copy "-Dartifact=org.openapitools:openapi-generator-cli:$generator" "-DoutputDirectory=$tools"
  maven dependency:copy-dependencies "-DoutputDirectory=$tools/java"
  touch "$tools/java"
fi
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-audit --no-fund
fi
if [ ! ../../e2e/node_modules/.package-lock.json -nt ../../e2e/package-lock.json ]; then
  npm ci --prefix ../../e2e --no-audit --no-fund
fi

rm -rf "$made"
mkdir -p "$made"
generate() { # NAME, options of the generator
  java -Xmx512m -jar "$tools/openapi-generator-cli-$generator.jar" generate -i "$description" -g "$1" -o "$made/$1" "${@:2}" \
    >"$made/$1.log" 2>&1 || { cat "$made/$1.log"; exit 1; }
}
generate java --library native --additional-properties=useJakartaEe=true
generate typescript-fetch --additional-properties=importFileExtension=.js
generate python
node_modules/.bin/openapi-typescript "$description" -o "$made/openapi-typescript.d.ts" >/dev/null

javac -d "$made/java/classes" -cp "$tools/java/*" MintToken.java $(find "$made/java/src/main" -name '*.java')
ln -s "$PWD/node_modules" "$made/node_modules"
cp mint-*.ts package.json "$made"
(cd "$made" && node_modules/.bin/tsc --strict --target es2022 --module nodenext --skipLibCheck --lib es2022,dom,dom.iterable mint-*.ts)
if ! cmp -s "$made/python/requirements.txt" "$tools/requirements.txt"; then
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --upgrade \
    --target "$tools/python" --requirement "$made/python/requirements.txt"
  cp "$made/python/requirements.txt" "$tools/requirements.txt"
fi

MADE=$made TOOLS=$tools node clients.mjs
