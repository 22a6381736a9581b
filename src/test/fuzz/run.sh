#!/usr/bin/env bash
# Coverage-guided fuzzing, by Jazzer (Maven Central), of what reads strangers' bytes. It fails at a 5xx, at an exception that is
# not a refusal of ours, at a token that proves what nobody signed, and where inputs make the heap grow.
#
#   bash src/test/fuzz/run.sh [SECONDS [TARGET…]]     10 seconds each by default; the targets are the XxxFuzz of src/test/java
#   KEEP=1 bash src/test/fuzz/run.sh 3600 Json        a long run, whose new inputs go into the corpus
#
# The corpus is a line of base64 for each input, in src/test/fuzz/TARGET.txt. What failed is in target/fuzz/TARGET/.
set -euo pipefail
cd "$(dirname "$0")/../../.."
seconds=${1:-10}
shift || true
version=0.30.0
tools=.tools/jazzer
work=target/fuzz
instrumented='io.korests.**:tools.jackson.core.**:com.fasterxml.jackson.core.**:io.jsonwebtoken.**:com.nimbusds.**'

if [ ! -f "$tools/jazzer-$version.jar" ]; then
  for artifact in jazzer jazzer-api; do
    ./mvnw -B -ntp -q dependency:copy "-Dartifact=com.code-intelligence:$artifact:$version" "-DoutputDirectory=$tools"
  done
fi
mkdir -p "$work"
./mvnw -B -ntp -q -Dspotless.check.skip test-compile dependency:build-classpath "-Dmdep.outputFile=$work/classpath" -Dmdep.includeScope=test
classpath=target/classes:target/test-classes:$(cat "$work/classpath")

unpack() { # FILE FOLDER
  local line n=0
  while read -r line; do
    n=$((n + 1))
    base64 -d <<<"$line" >"$2/seed-$n"
  done <"$1"
}
pack() { # FOLDER FILE
  local input
  for input in "$1"/*; do base64 -w 0 "$input" && echo; done | LC_ALL=C sort -u >"$2"
}
jazzer() { # TARGET, options
  local class
  class=$(cd src/test/java && echo io/korests/*/"$1"Fuzz.java)
  class=${class%.java}
  MALLOC_ARENA_MAX=2 java -Xmx256m -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading \
    -cp "$tools/jazzer-$version.jar:$tools/jazzer-api-$version.jar:$classpath" com.code_intelligence.jazzer.Jazzer \
    "--target_class=${class//\//.}" "--instrumentation_includes=$instrumented" \
    --disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery \
    "--reproducer_path=$work/$1" -artifact_prefix="$work/$1/" -rss_limit_mb=0 -max_len=1024 -timeout=60 "${@:2}"
}
fuzz() { # TARGET: "ok" or "FAILED" and the last that libFuzzer said
  local folder=$work/$1 line
  rm -rf "$folder"
  mkdir -p "$folder/corpus"
  unpack "src/test/fuzz/$1.txt" "$folder/corpus"
  if ! jazzer "$1" "-max_total_time=$seconds" "$folder/corpus" >"$folder/service.log" 2>"$folder/log"; then
    echo "FAILED  $1"
    grep -vE '^(#[0-9]+|INFO: )' "$folder/log" | tail -n 60
    return
  fi
  line=$(grep -oE '^Done [0-9]+ runs' "$folder/log") || { echo "FAILED  $1 did not run"; tail -n 20 "$folder/log"; return; }
  # libFuzzer adds what reached something new and nothing else.
  [ -z "${KEEP:-}" ] || pack "$folder/corpus" "src/test/fuzz/$1.txt"
  echo "ok      $1: ${line#Done }"
}

targets=("$@")
if [ ${#targets[@]} = 0 ]; then
  for file in src/test/java/io/korests/*/*Fuzz.java; do targets+=("$(basename "${file%Fuzz.java}")"); done
fi
results=$(mktemp)
trap 'rm -f "$results"' EXIT
for target in "${targets[@]}"; do fuzz "$target"; done | tee "$results"
passed=$(grep -c '^ok ' "$results" || true)
echo "fuzz: $passed passed, $((${#targets[@]} - passed)) failed"
[ "$passed" = ${#targets[@]} ]
