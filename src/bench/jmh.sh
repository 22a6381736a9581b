#!/usr/bin/env bash
# The mint alone, without HTTP: time and allocation. Arguments go to JMH, for instance: src/bench/jmh.sh -f 1 -wi 3 -i 5 Sign
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
./mvnw -q -B -Pbench -Dspotless.check.skip test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath
exec "${JAVA:-java}" -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" org.openjdk.jmh.Main -prof gc "$@"
