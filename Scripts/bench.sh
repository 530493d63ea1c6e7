#!/usr/bin/env bash
# Times every stage of a measurement in one process, ours and others in turn, and writes a record
# under Benchmarks/record. Then swift-benchmark's own table of our side.
#
#   Scripts/bench.sh [WORD]   only the cases whose name contains WORD, without a record
set -euo pipefail
cd "$(dirname "$0")/.."

place=.build-peers/stages
volumetry=.build/release/volumetry
word=${1-}
if [[ ! -x $volumetry ]]; then
  echo "bench: $volumetry is not there: run 'make build' first" >&2
  exit 66
fi

swift build --package-path Benchmarks -c release --product StageTable >&2
table=Benchmarks/.build/release/StageTable

# Anew: the record states what was measured, and a phantom may have changed.
rm -rf "$place" && mkdir -p "$place/inputs"
"$table" inputs | while IFS=$'\t' read -r file arguments; do
  echo "bench: writing $file" >&2
  # shellcheck disable=SC2086
  "$volumetry" phantom $arguments --output "$place/inputs/$file" >/dev/null 2>"$place/errors.out" || {
    cat "$place/errors.out" >&2
    exit 73
  }
done

load=$(cut -d ' ' -f 1 /proc/loadavg)
# shellcheck disable=SC2086
"$table" run "$place/inputs" "$place/rows.tsv" $word

if [[ -z $word ]]; then
  record=$(python3 -B Benchmarks/Peers/stages.py "$place/rows.tsv" "$load")
  echo "bench: $record" >&2
fi

VOLUMETRY_BENCH_INPUTS=$PWD/$place/inputs swift package --package-path Benchmarks \
  --allow-writing-to-package-directory benchmark --target StageBenchmarks --no-progress --grouping metric ${word:+--filter ".*$word.*"}
