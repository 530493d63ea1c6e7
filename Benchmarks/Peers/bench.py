"""Times whole processes, ours and a peer's, pair by pair, and writes the record and its page.

    bench.py PLACE VOLUMETRY [--pairs N] [--only FILE] [--inputs FOLDER]

PLACE holds the launcher and the written phantoms. Every answer is compared before anything is timed:
a peer that counts other voxels than we do ends the run. `--only` takes one file of cases.py,
`--inputs` files that lie there already, named as cases.py names them; with either, and with fewer
pairs than RECORDED_PAIRS, there is a table and no record.
"""

import argparse
import hashlib
import importlib.metadata
import os
import pathlib
import platform
import subprocess
import sys
import time

import answers
import machine
import page
from cases import CASES, FILES, PEERS
from launching import RECORDED_PAIRS, launch, measured, say, stop

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("place", type=pathlib.Path)
    parser.add_argument("volumetry", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=RECORDED_PAIRS)
    parser.add_argument("--only", choices=list(FILES))
    parser.add_argument("--inputs", type=pathlib.Path)
    return parser.parse_args()


def write_inputs(chosen, options):
    """Every phantom, anew: the record states what was measured, and a phantom may have changed."""
    folder = options.inputs or options.place / "inputs"
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for key in chosen:
        file = FILES[key]
        paths[key] = folder / file.name(key)
        if options.inputs:
            continue
        say(f"writing {paths[key].name}")
        command = [options.volumetry, "phantom", *file.arguments(paths[key])]
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            stop(f"the phantom was not written: volumetry phantom {file.arguments(paths[key])}")
    return paths


def peer_command(key, path):
    program = PEERS[key].program
    start = [sys.executable, str(HERE / program)] if program.endswith(".py") else [program]
    return start + [str(path)]


def run(case, path, pairs, options):
    """One case: both programs `pairs` times in turn, and what they wrote."""
    ours = [options.volumetry, "measure", "-f", "json", path]
    peer = peer_command(case.peer, path)
    return launch(f"{case.file}, {case.peer}", ours, peer, pairs, options.place)


def checked(case, path, options):
    """The outputs of both, once they have been found to say the same."""
    _, outputs = run(case, path, 0, options)
    ours, affine = answers.ours(outputs[0])
    peer = answers.peer(case.peer, outputs[1].decode(), affine)
    if found := answers.differences(ours, peer):
        stop(f"{case.file}, {case.peer}: other answers\n" + "\n".join(found[:20]))
    return outputs


def measure(case, path, options):
    """A row of the record: milliseconds, MiB, and the medians of the ratios of each pair."""
    outputs = checked(case, path, options)
    lines, again = run(case, path, options.pairs, options)
    if again != outputs:
        stop(f"{case.file}, {case.peer}: another answer than the one that was checked")
    row = {"file": case.file, "peer": case.peer}
    return row | measured(lines, case.wall, case.memory)


def describe(paths):
    """Size and the first digits of the checksum: two records with the same ones measured the same."""
    return {
        key: {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest()[:16],
        }
        for key, path in paths.items()
    }


def versions():
    names = ["SimpleITK", "nibabel", "numpy", "connected-components-3d", "picsl_c3d"]
    found = {name: importlib.metadata.version(name) for name in names}
    return {"python": platform.python_version(), **found, "mrtrix3": machine.debian("mrtrix3")}


def main():
    options = arguments()
    # The launcher does not search the folder that this was started in.
    options.place, options.volumetry = options.place.resolve(), options.volumetry.resolve()
    chosen = [case for case in CASES if options.only in (None, case.file)]
    paths = write_inputs(list(dict.fromkeys(case.file for case in chosen)), options)
    record = {"schema": "volumetry.benchmark-peers.v1", **machine.describe(ROOT)}
    record["peers"] = versions()
    record |= {"pairs": options.pairs, "inputs": describe(paths), "rows": []}
    started = time.monotonic()
    for number, case in enumerate(chosen, 1):
        say(f"{number} of {len(chosen)}: {FILES[case.file].title}, {PEERS[case.peer].title}")
        record["rows"].append(measure(case, paths[case.file], options))
    record["seconds"] = round(time.monotonic() - started)
    record["load_average_after"] = os.getloadavg()[0]
    print(page.text_table(record), flush=True)
    (options.place / "last.json").write_text(page.record_text(record))
    if options.only or options.inputs or options.pairs < RECORDED_PAIRS:
        say(f"no record but {options.place}/last.json: a part, or inputs of your own, or few pairs")
        return
    path = ROOT / "Benchmarks/record" / machine.record_name("peers", record)
    path.parent.mkdir(exist_ok=True)
    path.write_text(page.record_text(record))
    page.write(ROOT, path)
    say(f"{path.relative_to(ROOT)}, docs/BENCHMARKS.md and its charts are written")


if __name__ == "__main__":
    main()
