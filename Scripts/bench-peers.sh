#!/usr/bin/env bash
# Times volumetry against its peers, whole processes pair by pair, and writes a record under
# Benchmarks/record, docs/BENCHMARKS.md and its charts. Some ten minutes; needs python3 with venv, and
# PyPI the first time.
#
#   Scripts/bench-peers.sh [--pairs N] [--only FILE] [--inputs FOLDER]   a part of it, without a record
#   Scripts/bench-peers.sh compare [--pairs N] [--only PAIR]             `compare` in place of `measure`
set -euo pipefail
cd "$(dirname "$0")/.."

place=.build-peers/bench
peers=Benchmarks/Peers
volumetry=.build/release/volumetry
if [[ ! -x $volumetry ]]; then
  echo "bench-peers: $volumetry is not there: run 'make build' first" >&2
  exit 66
fi

mkdir -p "$place"
if ! cmp -s "$peers/requirements.txt" "$place/requirements.txt"; then
  python3 -m venv --clear "$place/venv"
  "$place/venv/bin/pip" install --quiet --disable-pip-version-check -r "$peers/requirements.txt"
  cp "$peers/requirements.txt" "$place/requirements.txt"
fi
clang -O2 -static -Wall -Wextra -Werror -o "$place/launcher" "$peers/launcher.c"

program=bench.py
if [[ ${1:-} == compare ]]; then
  program=compare.py
  shift
fi
exec "$place/venv/bin/python" -B "$peers/$program" "$place" "$volumetry" "$@"
