#!/usr/bin/env bash
# Callers who begin a request and do not end it, beside 32 connections of others: tokens a second.
#
#   src/bench/slow.sh [--secs 5] [--slow "1 3 10 40"]     and the variables of service.sh; also needs node
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/service.sh"
secs=5 slow='1 3 10 40'
while [ $# -gt 0 ]; do
  case $1 in
    --secs) secs=$2 ;; --slow) slow=$2 ;;
    *) echo "unknown option: $1" >&2; exit 2 ;;
  esac
  shift 2
done
two_clients "$work"
serve "$work" 27500
for name in hs rs; do
  load 27500 "$name" 32 30 >/dev/null
  echo "${name^^}256"
  for _ in 1 2 3; do
    row "no slow caller" 27500 "$name" 32 "$secs"
    for many in $slow; do
      taskset -c 1 node "$project/src/bench/slow.mjs" 27500 "$many" & callers=$!
      sleep 1
      row "$many slow" 27500 "$name" 32 "$secs"
      kill "$callers"
      wait "$callers" || true
      sleep 1
    done
  done
done
