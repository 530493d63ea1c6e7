#!/usr/bin/env bash
# The whole path on a phantom: two scans, volumes, growth, answer. Prints every command before its
# output; the first that fails ends the demo.
set -euo pipefail
cd "$(dirname "$0")/.."

volumetry=.build/release/volumetry
if [[ ! -x $volumetry ]]; then
  echo "demo: $volumetry is not there: run 'make build' first" >&2
  exit 66
fi

run() {
  printf '\n$ volumetry'
  printf ' %q' "$@"
  printf '\n'
  "$volumetry" "$@"
}

run phantom two-stage --output-dir demo
run measure demo/before.nii.gz demo/after.nii.gz
run liver --liver 1-8 --tumour 9 --flr 2,3 --height-cm 165 --weight-kg 62 \
  demo/before.nii.gz demo/after.nii.gz
run kinetics demo/case.yaml
run readiness demo/case.yaml
run readiness --protocol all demo/case.yaml
