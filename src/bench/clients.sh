#!/usr/bin/env bash
# Many clients beside one: how long the service takes to start with them and to read them again, how much of the heap they take,
# and tokens a second. By default each round is as long as the time between two readings, so that one falls into it.
#
#   src/bench/clients.sh [--secs 60] [--clients 10000]     and the variables of service.sh; jcmd is to be beside java
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/service.sh"
secs=60 clients=10000
while [ $# -gt 0 ]; do
  case $1 in
    --secs) secs=$2 ;; --clients) clients=$2 ;;
    *) echo "unknown option: $1" >&2; exit 2 ;;
  esac
  shift 2
done
jcmd=$(dirname "$(readlink -f "$java")")/jcmd
configure() { # FOLDER CLIENTS: those, and one by the name of hs
  mkdir "$1"
  {
    printf 'sts:\n  caller.mode: open\n  default-client: hs\n  clients:\n'
    openssl rand -base64 $((($2 + 1) * 33)) | tr -d '\n' | fold -w 44 | awk '{
      name = NR == 1 ? "hs" : "c" NR
      printf "    %s: {client-id: cs-%s, algorithm: HS256, client-secret: \"%s\"}\n", name, name, $0 }'
  } >"$1/application.yaml"
}
cpu() { awk '{ print ($14 + $15) / 100 }' "/proc/$1/stat"; }
refresh() { curl -sf --retry 30 --retry-connrefused --retry-delay 1 -o /dev/null -X POST "http://127.0.0.1:$1/actuator/refresh"; }
heap() { # PID: bytes of live objects
  "$jcmd" "$1" GC.run >/dev/null
  "$jcmd" "$1" GC.run >/dev/null
  "$jcmd" "$1" GC.class_histogram | awk '/^Total/ { print $3 }'
}
configure "$work/one" 0
configure "$work/many" "$clients"
serve "$work/one" 27200
began=$(date +%s)
serve "$work/many" 27300
echo "  start with $clients more: $(($(date +%s) - began)) s"
for _ in 1 2 3; do
  before=$(cpu "${pids[1]}")
  refresh 27301
  echo "  they are read again: $(awk -v a="$before" -v b="$(cpu "${pids[1]}")" 'BEGIN { print b - a }') s of the processor"
done
load 27200 hs 32 20 >/dev/null
load 27300 hs 32 20 >/dev/null
for _ in 1 2 3; do
  row "one client" 27200 hs 32 "$secs"
  row "$clients more" 27300 hs 32 "$secs"
done
refresh 27201
refresh 27301
awk -v one="$(heap "${pids[0]}")" -v many="$(heap "${pids[1]}")" -v n="$clients" \
  'BEGIN { printf "  heap for each of them: %.2f KiB\n", (many - one) / n / 1024 }'
