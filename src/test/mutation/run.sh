#!/usr/bin/env bash
# Mutation testing by PIT: at least 85 % of the mutants of each package die by that package's own tests.
#
#   bash src/test/mutation/run.sh [token|caller|client|key…]     all four take an hour on two processors
#
# Reports are in target/mutation/PACKAGE/; README.md beside this file names the survivors that no test can kill.
set -euo pipefail
cd "$(dirname "$0")/../../.."
[ $# -gt 0 ] || set -- key caller token client
passed=0
for package in "$@"; do
  ./mvnw -B -ntp -Pmutation "-Dmutated=$package" -Dspotless.check.skip test-compile org.pitest:pitest-maven:mutationCoverage \
    || continue
  passed=$((passed + 1))
done
echo "mutation: $passed passed, $(($# - passed)) failed"
[ "$passed" = $# ]
