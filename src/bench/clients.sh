#!/usr/bin/env bash
# Many clients: how long the service takes to start with them, to read them again, how much of the heap they take, and what they
# leave of the throughput of one. The service has processor 0, the load (wrk) processor 1.
#
#   src/bench/clients.sh [--clients 10000] [--secs 5]
#
#   STS_JAR, JAVA, STS_JVM: as for run.sh; jcmd is to be beside java
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
clients=10000 secs=5
while [ $# -gt 0 ]; do
  case $1 in
    --clients) clients=$2 ;; --secs) secs=$2 ;;
    *) echo "unknown option: $1" >&2; exit 2 ;;
  esac
  shift 2
done
java=$(command -v "${JAVA:-java}")
jcmd=$(dirname "$(readlink -f "$java")")/jcmd
jar=${STS_JAR:-$project/target/kore-sts.jar}
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
configure() { # FOLDER CLIENTS
  mkdir "$work/$1"
  {
    printf 'sts:\n  caller.mode: open\n  default-client: c1\n  clients:\n'
    openssl rand -base64 $(($2 * 33)) | tr -d '\n' | fold -w 44 | awk '{ printf "    c%d: {client-id: cs-%d, algorithm: HS256, client-secret: \"%s\"}\n", NR, NR, $0 }'
  } >"$work/$1/application.yaml"
}
start() { # FOLDER PORT
  local began
  began=$(date +%s%N)
  # shellcheck disable=SC2086 # STS_JVM holds several words
  (cd "$work" && exec taskset -c 0 "$java" ${STS_JVM:-} -jar "$jar" "--server.port=$2" --server.address=127.0.0.1 \
    "--management.server.port=$(($2 + 1))" "--spring.config.additional-location=file:$work/$1/") >"$work/$1.log" 2>&1 &
  pids+=($!)
  for _ in $(seq 1200); do
    ! curl -sf -o /dev/null -d identity=a "http://127.0.0.1:$2/api/users/sts" || break
    sleep 0.1
  done
  echo "$1: first token after $(awk -v ms=$((($(date +%s%N) - began) / 1000000)) 'BEGIN { printf "%.1f", ms / 1000 }') s"
}
cpu() { awk '{ print ($14 + $15) / 100 }' "/proc/$1/stat"; }
refresh() { curl -sf -o /dev/null -X POST "http://127.0.0.1:$1/actuator/refresh"; }
heap() { # PID
  "$jcmd" "$1" GC.run >/dev/null
  "$jcmd" "$1" GC.run >/dev/null
  "$jcmd" "$1" GC.class_histogram | awk '/^Total/ { print $3 }'
}
load() { # PORT SECONDS
  taskset -c 1 wrk -t1 -c32 -d"$2s" -s "$work/load.lua" "http://127.0.0.1:$1/api/users/sts" | awk '/Requests\/sec/ { print $2 } /Non-2xx/ { exit 1 }'
}
cat >"$work/load.lua" <<LUA
wrk.method = 'POST'
wrk.headers['Content-Type'] = 'application/json'
wrk.body = '{"identity":"user@example.com"}'
LUA
configure one 1
configure many "$clients"
start one 27200
start many 27300
refresh 27301
before=$(cpu "${pids[1]}")
refresh 27301
echo "one more reading of many: $(awk -v a="$before" -v b="$(cpu "${pids[1]}")" 'BEGIN { print b - a }') s of the processor"
load 27200 20 >/dev/null
load 27300 20 >/dev/null
for _ in 1 2 3; do
  load 27200 "$secs" >>"$work/one"
  load 27300 "$secs" >>"$work/many"
done
median() { sort -n "$1" | sed -n 2p; }
echo "tokens a second: one $(median "$work/one"), many $(median "$work/many")"
refresh 27201
refresh 27301
awk -v one="$(heap "${pids[0]}")" -v many="$(heap "${pids[1]}")" -v n="$clients" \
  'BEGIN { printf "live heap: one %.1f MiB, many %.1f MiB: %.2f KiB a client\n", one / 2^20, many / 2^20, (many - one) / (n - 1) / 1024 }'
