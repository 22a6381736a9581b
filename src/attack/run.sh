#!/usr/bin/env bash
# Attacks the packaged jar with the image's Java options in the image's memory, and fails if innocent callers notice.
#
#   bash src/attack/run.sh [ATTACK…]
#
# Needs Node.js 20 and target/kore-sts.jar (or STS_JAR); takes the newest JDK under /usr/lib/jvm, or JAVA_HOME's. Loopback only.
# ATTACK_SECONDS (10) is the time for each attack, ATTACK_P99_MILLIS (1000) how long 1 % of the innocent may wait. Everything it starts ends with it, and after ten minutes in any case.
set -euo pipefail
cd "$(dirname "$0")/../.."
newest=$(for jdk in /usr/lib/jvm/*/; do
  [ ! -x "${jdk}bin/java" ] || echo "$("${jdk}bin/java" -version 2>&1 | sed -n '1s/[^"]*"\([0-9]*\).*/\1/p') ${jdk}bin/java"
done | sort -n | tail -n 1 | cut -d' ' -f2)
export JAVA=${JAVA_HOME:+$JAVA_HOME/bin/java}
export JAVA=${JAVA:-${newest:-java}} STS_JAR=${STS_JAR:-$PWD/target/kore-sts.jar}
ulimit -n 16384 2>/dev/null || ulimit -n "$(ulimit -Hn)"
exec timeout 600 node src/attack/attack.mjs "$@"
