#!/usr/bin/env bash
# Whether the packaged service does what openapi.yaml says, for requests that Schemathesis (PyPI) generates from it.
#
#   bash src/contract/run.sh [SECONDS [SEED]]      120 seconds by default, and the start of three services
#
# The playground is not in openapi.yaml, and so not here: it is off unless a developer turns it on, and nobody is to build on it.
# STS_JAR is the service's jar (target/kore-sts.jar unless set). What failed is in target/contract/.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=4.32.5
tool=.tools/schemathesis

if ! PYTHONPATH=$tool "$tool/bin/schemathesis" --version 2>/dev/null | grep -qF "$version"; then
  rm -rf "$tool"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$tool" "schemathesis==$version"
fi
if [ ! src/e2e/node_modules/.package-lock.json -nt src/e2e/package-lock.json ]; then
  npm ci --prefix src/e2e --no-audit --no-fund
fi
PYTHONPATH=$PWD/$tool SCHEMATHESIS=$PWD/$tool/bin/schemathesis SECONDS_ALL=${1:-120} SEED=${2:-} node src/contract/schemathesis.mjs
