#!/usr/bin/env bash
# The formatter's judgement of every Swift file. The other rules of the house are tests (TidyTests).
set -euo pipefail
cd "$(dirname "$0")/.."

places=(Package.swift Sources Tests Fuzz)
if [[ -d Benchmarks ]]; then places+=(Benchmarks); fi
# Not by folder: a nested package keeps its dependencies in a .build of its own.
find "${places[@]}" -name .build -prune -o -name '*.swift' -print0 |
  xargs -0 swift format "$@"
