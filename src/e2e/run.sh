#!/usr/bin/env bash
# Runs the end-to-end tests against the packaged service, all of them or the named ones: src/e2e/run.sh [chat|requests|…]
# STS_JAR is the service's jar (target/kore-sts.jar unless set), JAVA_HOME the JDK that runs it (java of the PATH unless
# set), CHROMIUM the browser (/usr/bin/chromium unless set). The service's logs go to target/e2e/.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
STS_JAR=$(realpath -m "${STS_JAR:-$project/target/kore-sts.jar}")
export STS_JAR
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}

fail() {
  echo "$1" >&2
  exit 1
}

[ -f "$STS_JAR" ] || fail "There is no $STS_JAR: package the service first (./mvnw package), or set STS_JAR."
[ -x "$CHROMIUM" ] || fail "There is no $CHROMIUM: install Debian's chromium, or set CHROMIUM."
command -v node >/dev/null || fail "There is no node: the tests need Node.js 20 or newer."

cd "$here"
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-audit --no-fund
fi

tests=()
for name in "$@"; do
  tests+=("./${name%.test.js}.test.js")
done
[ ${#tests[@]} -gt 0 ] || tests=(./*.test.js)

tally=$(mktemp)
trap 'rm -f "$tally"' EXIT
status=0
node --test --test-concurrency=1 \
  --test-reporter=spec --test-reporter-destination=stdout \
  --test-reporter=./lib/tally.js --test-reporter-destination="$tally" \
  "${tests[@]}" || status=$?

result=$(cat "$tally")
[ "$status" -eq 0 ] || echo "The logs of the service are in $project/target/e2e/."
echo "${result:-0 passed, 0 failed}"
[[ $status -eq 0 && $result =~ ^[1-9][0-9]*\ passed,\ 0\ failed$ ]]
