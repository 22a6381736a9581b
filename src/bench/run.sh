#!/usr/bin/env bash
# The service side by side with what it could be swapped for: each server on processor 0, the load (wrk) on processor 1, rounds in
# turn, medians and ratios.
#
#   src/bench/run.sh [--rounds 3] [--secs 6] [--warm 30] [--conns 32] [--json FILE]
#
#   BENCH_JAR   the jar to measure (target/kore-sts.jar)
#   JAVA      the java to run it with (the newest under /usr/lib/jvm, else the one on the PATH)
#   BENCH_JVM   options for it, for instance the image's: "@src/main/docker/jvm.options"
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
rounds=3 secs=6 warm=30 conns=32 json=
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2 ;; --secs) secs=$2 ;; --warm) warm=$2 ;; --conns) conns=$2 ;; --json) json=$2 ;;
    *) echo "unknown option: $1" >&2; exit 2 ;;
  esac
  shift 2
done
for tool in wrk node npm openssl curl taskset chrt; do
  command -v "$tool" >/dev/null || { echo "$tool is needed" >&2; exit 2; }
done

newest_java() {
  local java
  for java in /usr/lib/jvm/*/bin/java; do
    [ ! -x "$java" ] || echo "$("$java" -version 2>&1 | sed -n '1s/[^"]*"\([0-9]*\).*/\1/p') $java"
  done | sort -n | tail -n 1 | cut -d' ' -f2
}
jar=${BENCH_JAR:-$project/target/kore-sts.jar}
java=${JAVA:-$(newest_java)}
java=${java:-java}
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

export BENCH_PEM=$work/key.pem BENCH_SECRET
BENCH_SECRET=$(openssl rand -base64 32)
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$BENCH_PEM" 2>/dev/null
cat >"$work/application.yaml" <<YAML
sts:
  caller.mode: open
  default-client: hs
  clients:
    hs: {client-id: cs-hs, algorithm: HS256, jti: true, client-secret: '$BENCH_SECRET'}
    rs:
      client-id: cs-rs
      algorithm: RS256
      jti: true
      private-key: |
$(sed 's/^/        /' "$BENCH_PEM")
YAML

names=() ports=()
start() { # NAME PORT COMMAND...
  local name=$1 port=$2 began
  shift 2
  began=$(date +%s%N)
  (cd "$work" && PORT=$port exec taskset -c 0 "$@") >"$work/$name.log" 2>&1 &
  pids+=($!)
  for _ in $(seq 1200); do
    if curl -sf -o /dev/null -H 'content-type: application/json' -d '{"identity":"a","clientId":"cs-hs"}' \
      "http://127.0.0.1:$port/api/users/sts"; then
      echo "$name first token after $((($(date +%s%N) - began) / 1000000)) ms"
      names+=("$name") ports+=("$port")
      return
    fi
    sleep 0.05
  done
  echo "$name did not answer; its log ends:" >&2
  tail -n 20 "$work/$name.log" >&2
  exit 1
}
# shellcheck disable=SC2086 # BENCH_JVM holds several words
start sts 27000 chrt --batch 0 "$java" ${BENCH_JVM:-} -jar "$jar" --server.port=27000 --server.address=127.0.0.1 \
  --management.server.port=27001 "--spring.config.additional-location=file:$work/"
cp -r "$here/peers/express" "$work/express"
(cd "$work/express" && npm install --silent --no-audit --no-fund >/dev/null 2>&1)
start express 27002 node "$work/express/server.js"
start node 27003 node "$here/peers/node/server.js"
if command -v go >/dev/null && GO111MODULE=off GOPATH=/usr/share/gocode go build -o "$work/peer" "$here/peers/go/main.go" 2>/dev/null; then
  start go 27004 "$work/peer"
else
  echo "go is not measured: Go or golang-jwt is not installed"
fi

for key in hs rs; do
  cat >"$work/$key.lua" <<LUA
wrk.method = 'POST'
wrk.headers['Content-Type'] = 'application/json'
wrk.body = '{"identity":"user@example.com","clientId":"cs-$key"}'
LUA
done
load() { # PORT KEY SECONDS
  taskset -c 1 wrk -t1 -c"$conns" -d"$3s" --latency -s "$work/$2.lua" "http://127.0.0.1:$1/api/users/sts"
}
for i in "${!names[@]}"; do
  long=$([ "${names[$i]}" = sts ] && echo "$warm" || echo 3)
  load "${ports[$i]}" hs "$long" >/dev/null
  load "${ports[$i]}" rs "$long" >/dev/null
done
for key in hs rs; do
  for _ in $(seq "$rounds"); do
    for i in "${!names[@]}"; do
      load "${ports[$i]}" "$key" "$secs" | awk -v key="$key" -v name="${names[$i]}" '
        /99%/ { p99 = $2 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { bad = $NF }
        END { print key, name, rate, p99, bad + 0 }' >>"$work/rows"
    done
  done
done
openssl_rate=$(taskset -c 0 openssl speed -seconds 3 rsa2048 2>/dev/null | awk '/^rsa 2048/ { print $6 }')
for i in "${!names[@]}"; do
  awk -v name="${names[$i]}" '/VmRSS/ { print name, int($2 / 1024) }' "/proc/${pids[$i]}/status" >>"$work/memory"
done
node "$here/report.mjs" "$work/rows" "$work/memory" "$openssl_rate" "$json"
