#!/usr/bin/env bash
# Many connections at a time beside few: tokens a second.
#
#   src/bench/connections.sh [--secs 5] [--many 2000]     and the variables of service.sh
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/service.sh"
secs=5 many=2000
while [ $# -gt 0 ]; do
  case $1 in
    --secs) secs=$2 ;; --many) many=$2 ;;
    *) echo "unknown option: $1" >&2; exit 2 ;;
  esac
  shift 2
done
two_clients "$work"
serve "$work" 27400
for name in hs rs; do
  load 27400 "$name" 32 20 >/dev/null
  echo "${name^^}256"
  for _ in 1 2 3; do
    row "32 connections" 27400 "$name" 32 "$secs"
    row "$many connections" 27400 "$name" "$many" "$secs"
  done
done
