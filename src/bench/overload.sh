#!/usr/bin/env bash
# More than the service can do: tokens a second at the bound of its queue, and with ten times as many callers, who ask again at
# once whatever the answer. The service has processor 0, the load (wrk) processor 1.
#
#   src/bench/overload.sh [--secs 5] [--queue 64]
#
#   STS_JAR, JAVA, STS_JVM: as for run.sh
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
secs=5 queue=64
while [ $# -gt 0 ]; do
  case $1 in
    --secs) secs=$2 ;; --queue) queue=$2 ;;
    *) echo "unknown option: $1" >&2; exit 2 ;;
  esac
  shift 2
done
jar=${STS_JAR:-$project/target/kore-sts.jar}
work=$(mktemp -d)
trap 'kill "${pid:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
secret=$(openssl rand -base64 32)
key=$(openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>/dev/null | sed 's/^/        /')
cat >"$work/application.yaml" <<YAML
sts:
  caller.mode: open
  default-client: hs
  limits.queue: $queue
  clients:
    hs: {client-id: cs-hs, algorithm: HS256, client-secret: '$secret'}
    rs:
      client-id: cs-rs
      algorithm: RS256
      private-key: |
$key
YAML
cd "$work"
# shellcheck disable=SC2086 # STS_JVM holds several words
taskset -c 0 "${JAVA:-java}" ${STS_JVM:-} -jar "$jar" --server.port=27100 --server.address=127.0.0.1 \
  --management.server.port=27101 "--spring.config.additional-location=file:$work/" >"$work/log" 2>&1 &
pid=$!
for _ in $(seq 600); do
  ! curl -sf -o /dev/null -d identity=a http://127.0.0.1:27100/api/users/sts || break
  sleep 0.1
done
load() { # KEY CONNECTIONS SECONDS
  cat >"$work/$1.lua" <<LUA
wrk.method = 'POST'
wrk.headers['Content-Type'] = 'application/json'
wrk.body = '{"identity":"user@example.com","clientId":"cs-$1"}'
LUA
  taskset -c 1 wrk -t1 -c"$2" -d"$3s" --timeout 30s --latency -s "$work/$1.lua" http://127.0.0.1:27100/api/users/sts
}
row() { # WORDS KEY CONNECTIONS
  load "$2" "$3" "$secs" | awk -v words="$1" '
    /99%/ { p99 = $2 } /requests in/ { all = $1; time = $4 } /Non-2xx/ { bad = $NF }
    END { sub(/s,?$/, "", time); printf "  %-28s %8.0f tokens/s %8.0f refusals/s   p99 %s\n", words, (all - bad) / time, bad / time, p99 }'
}
for name in hs rs; do
  load "$name" 32 20 >/dev/null
  echo "${name^^}256"
  for _ in 1 2; do
    row "$queue callers" "$name" "$queue"
    row "$((10 * queue)) callers" "$name" $((10 * queue))
  done
  sleep 1
  row "32 callers, a second later" "$name" 32
done
