#!/usr/bin/env bash
# Mutation testing by PIT: at least 85 % of the mutants of each package die by that package's own tests.
#
#   bash src/test/mutation/run.sh [token|caller|client|key…]     all four take an hour on two processors
#
# Reports are in target/mutation/PACKAGE/. These mutants are equivalent, so that no test can kill them:
#   FormRequestReader.read, equals < 0            a pair without a name has no effect
#   FormRequestReader.octet, the first bound      the second digit is missing then too
#   GatewayCallerCheck.text, "" for null          a blank identity is none
#   KeyLoader.areInverse, > 0                     Java's key class refuses a modulus of 0
#   NativeRsa.of                                  the JDK signs the same bytes
#   Schedule, ClientSet.toString                  thread names and debuggers only
# Tests of other packages kill further ones, such as those of KeyLoader.requirePlainRsa, ClaimPolicy and JwtSigner.compact.
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
