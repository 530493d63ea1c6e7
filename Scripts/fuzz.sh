#!/usr/bin/env bash
# Fuzzes the reader for a number of seconds on each surface, two surfaces at a time.
#
#   Scripts/fuzz.sh SECONDS        every surface; SURFACE=gzip in the environment takes one
#   Scripts/fuzz.sh --rounds N     holds N streams on each core against zlib, without learning;
#                                  SEED=1 in the environment is where they begin
#   Scripts/fuzz.sh --file INPUT   writes the file that an input of SURFACE stands for, INPUT.nii
#
# What was learnt stays in .build-fuzz/corpus and is where the next run begins. A finding lies in
# .build-fuzz/findings, as the fuzzer's input and as the file it stands for, and ends this with 1.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=.build-fuzz
surfaces=(header extensions gzip measure labels)
# The backtracer of Swift can hold a run whose output is a pipe.
export VOLUMETRY_FUZZ=1 SWIFT_BACKTRACE=enable=no
fuzzer=$scratch/release/FuzzScan

say() { printf 'fuzz: %s\n' "$*" >&2; }

build() {
  swift build --scratch-path "$scratch" -c release --product FuzzScan >"$scratch/build.log" 2>&1 || {
    cat "$scratch/build.log" >&2
    say "the fuzzer does not build"
    exit 70
  }
}

# The file that an input stands for, and the law that it breaks.
reproduce() {
  local surface=$1 input=$2
  VOLUMETRY_FUZZ_SURFACE=$surface VOLUMETRY_FUZZ_KEEP=$input.nii "$fuzzer" "$input" 2>&1 |
    grep -a -m 1 -E 'broken law|Fatal error|ERROR: ' >&2 || true
}

run() {
  local surface=$1 seconds=$2
  local corpus=$scratch/corpus/$surface
  mkdir -p "$corpus"
  # Small enough for the largest file that the core may hold in one piece; no volume is.
  VOLUMETRY_FUZZ_SURFACE=$surface "$fuzzer" -max_total_time="$seconds" -max_len=8192 \
    -malloc_limit_mb=64 -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
    -dict=Fuzz/nifti.dict -artifact_prefix="$scratch/findings/$surface-" \
    "$corpus" "Fuzz/seeds/$surface" >"$scratch/$surface.log" 2>&1 || true
  if ! grep -aq '^Done ' "$scratch/$surface.log"; then
    # Nothing found is said by "Done"; a run that ends without it is a finding even if no input was
    # left behind.
    cp "$scratch/$surface.log" "$scratch/findings/$surface.log"
    return
  fi
  say "$surface: $(sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/$surface.log") files" \
    "in $seconds s, nothing found"
}

mkdir -p "$scratch/findings"
if [[ ${1-} == --file && -n ${2-} && -n ${SURFACE-} ]]; then
  build
  reproduce "$SURFACE" "$2"
  say "$2.nii"
  exit
fi
if [[ ${1-} == --rounds && ${2-} =~ ^[1-9][0-9]*$ ]]; then
  build
  rm -f "$scratch"/findings/rounds-*
  for ((core = 0; core < $(nproc); core++)); do
    VOLUMETRY_FUZZ_ROUNDS=$2 VOLUMETRY_FUZZ_SEED=$((${SEED-1} + core)) \
      "$fuzzer" || touch "$scratch/findings/rounds-$((${SEED-1} + core))" &
  done
  wait
  ! compgen -G "$scratch/findings/rounds-*" >/dev/null
  exit
fi
if [[ ! ${1-} =~ ^[1-9][0-9]*$ ]]; then
  say "expected a number of seconds for each surface, found '${1-}'"
  exit 64
fi
if [[ -n ${SURFACE-} ]]; then
  if [[ ! -d Fuzz/seeds/$SURFACE ]]; then
    say "expected SURFACE to be one of ${surfaces[*]} inflate, found '$SURFACE'"
    exit 64
  fi
  surfaces=("$SURFACE")
fi

build
# Findings of an earlier run have been seen or are found again.
rm -f "$scratch"/findings/*
for ((index = 0; index < ${#surfaces[@]}; index += 2)); do
  for surface in "${surfaces[@]:index:2}"; do run "$surface" "$1" & done
  wait
done

found=0
for surface in "${surfaces[@]}"; do
  [[ -f $scratch/findings/$surface.log ]] || continue
  found=1
  say "$surface: found something, see $scratch/findings/$surface.log"
  for input in "$scratch/findings/$surface"-*; do
    [[ -f $input ]] || continue
    reproduce "$surface" "$input"
    say "$input stands for the file $input.nii"
  done
done
exit "$found"
