#!/usr/bin/env bash
# A million requests of every kind in turn, against the jar with the image's options and memory: each gets the answer that it should, and the
# process is as large after the last hundred thousand as after the first, within 5 %.
#
#   bash src/test/soak/run.sh [REQUESTS]       about ten minutes on two processors
#
# In the first tens of thousands Java compiles, and grows: with fewer requests than a million, the 5 % say nothing of a leak.
#
# STS_JAR is the service's jar (target/kore-sts.jar unless set), JAVA_HOME the JDK, best the image's version.
set -euo pipefail
cd "$(dirname "$0")/../../.."
if [ ! src/e2e/node_modules/.package-lock.json -nt src/e2e/package-lock.json ]; then
  npm ci --prefix src/e2e --no-audit --no-fund
fi
export JAVA=${JAVA_HOME:+$JAVA_HOME/bin/java}
export JAVA=${JAVA:-java} STS_JAR=${STS_JAR:-$PWD/target/kore-sts.jar}
exec node src/test/soak/soak.mjs "${1:-1000000}"
