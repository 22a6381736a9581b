# For the scripts here that start the service themselves, as the image does: it has processor 0, the load (wrk) processor 1.
#
#   BENCH_JAR   the jar to measure (target/kore-sts.jar)
#   JAVA      the java to run it with (java)
#   BENCH_JVM   options for it, for instance the image's: "@src/main/docker/jvm.options"
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jar=${BENCH_JAR:-$project/target/kore-sts.jar}
java=$(command -v "${JAVA:-java}")
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
url() { echo "http://127.0.0.1:$1/api/users/sts"; }
serve() { # FOLDER PORT: with the application.yaml of that folder, and management on the next port; waits for a token
  # shellcheck disable=SC2086 # BENCH_JVM holds several words
  MALLOC_ARENA_MAX=2 chrt --batch 0 taskset -c 0 "$java" ${BENCH_JVM:-} -jar "$jar" "--server.port=$2" --server.address=127.0.0.1 \
    "--management.server.port=$(($2 + 1))" "--spring.config.additional-location=file:$1/" >"$1/log" 2>&1 &
  pids+=($!)
  for _ in $(seq 1200); do
    ! curl -sf -o /dev/null -d identity=a "$(url "$2")" || return 0
    sleep 0.1
  done
  echo "the service did not answer; its log ends:" >&2
  tail -n 20 "$1/log" >&2
  exit 1
}
two_clients() { # FOLDER: hs and rs
  cat >"$1/application.yaml" <<YAML
sts:
  caller.mode: open
  default-client: hs
  clients:
    hs: {client-id: cs-hs, algorithm: HS256, client-secret: '$(openssl rand -base64 32)'}
    rs:
      client-id: cs-rs
      algorithm: RS256
      private-key: |
$(openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>/dev/null | sed 's/^/        /')
YAML
}
load() { # PORT CLIENT CONNECTIONS SECONDS: what wrk says
  cat >"$work/$2.lua" <<LUA
wrk.method = 'POST'
wrk.headers['Content-Type'] = 'application/json'
wrk.body = '{"identity":"user@example.com","clientId":"cs-$2"}'
LUA
  taskset -c 1 wrk -t1 -c"$3" -d"$4s" --timeout 30s --latency -s "$work/$2.lua" "$(url "$1")"
}
row() { # WORDS PORT CLIENT CONNECTIONS SECONDS
  load "${@:2}" | awk -v words="$1" '
    /99%/ { p99 = $2 } /requests in/ { all = $1; time = $4 * ($4 ~ /m/ ? 60 : 1) } /Non-2xx/ { bad = $NF }
    END { printf "  %-28s %8.0f tokens/s %8.0f refusals/s   p99 %s\n", words, (all - bad) / time, bad / time, p99 }'
}
