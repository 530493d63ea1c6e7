#!/usr/bin/env bash
# Writes docs/CONFORMANCE.md: what nibabel, SimpleITK, nifti_clib and volumetry make of every file of
# phantoms/conformance. Needs python3 with venv, a C compiler, libnifti-dev, and PyPI the first time.
set -euo pipefail
cd "$(dirname "$0")/.."

place=.build-peers
volumetry=.build/release/volumetry
if [[ ! -x $volumetry ]]; then
  echo "conformance: $volumetry is not there: run 'make build' first" >&2
  exit 66
fi

if ! cmp -s Scripts/peers/requirements.txt "$place/requirements.txt"; then
  python3 -m venv --clear "$place/venv"
  "$place/venv/bin/pip" install --quiet --disable-pip-version-check \
    -r Scripts/peers/requirements.txt
  cp Scripts/peers/requirements.txt "$place/requirements.txt"
fi
clang -O1 -I/usr/include/nifti -Wall -Werror -o "$place/nifti_clib" Scripts/peers/nifti_clib.c -lnifti2 -lznz -lz -lm

"$place/venv/bin/python" Scripts/peers/table.py "$place" "$volumetry" > "$place/CONFORMANCE.md"
mv "$place/CONFORMANCE.md" docs/CONFORMANCE.md
echo "conformance: docs/CONFORMANCE.md" >&2
