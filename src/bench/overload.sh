#!/usr/bin/env bash
# More than the service can do: tokens a second at the bound of its queue, and with ten times as many callers, who ask again at
# once whatever the answer.
#
#   src/bench/overload.sh [--secs 5] [--queue 64]     and the variables of service.sh
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/service.sh"
secs=5 queue=64
while [ $# -gt 0 ]; do
  case $1 in
    --secs) secs=$2 ;; --queue) queue=$2 ;;
    *) echo "unknown option: $1" >&2; exit 2 ;;
  esac
  shift 2
done
two_clients "$work"
echo "  limits.queue: $queue" >>"$work/application.yaml"
serve "$work" 27100
for name in hs rs; do
  load 27100 "$name" 32 20 >/dev/null
  echo "${name^^}256"
  for _ in 1 2; do
    row "$queue callers" 27100 "$name" "$queue" "$secs"
    row "$((10 * queue)) callers" 27100 "$name" $((10 * queue)) "$secs"
  done
  sleep 1
  row "32 callers, a second later" 27100 "$name" 32 "$secs"
done
