"""Times `volumetry compare` and peers, pair by pair, and writes the record and its page.

    compare.py PLACE VOLUMETRY [--pairs N] [--only PAIR]

PLACE holds the launcher and the written pairs. Every answer is compared before anything is timed.
With `--only`, and with fewer pairs than RECORDED_PAIRS, there is a table and no record.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import sys
import time

import agreement
import machine
import page
import pairs
from bench import describe
from comparisons import COMPARISONS, PEERS, TITLES
from launching import launch, measured, say, stop

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
# A pair of runs takes the peers up to 20 s.
RECORDED_PAIRS = 7
COLUMNS = ["pair", *page.COLUMNS[1:]]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("place", type=pathlib.Path)
    parser.add_argument("volumetry", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=RECORDED_PAIRS)
    parser.add_argument("--only", choices=list(TITLES))
    return parser.parse_args()


def write_inputs(chosen, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for key in chosen:
        say(f"writing the pair {key}")
        pairs.write_pair(key, folder)


def measure(case, options, folder):
    """A row of the record; the answers were found to agree before."""
    peer, name = PEERS[case.peer], f"{case.pair}, {case.peer}"
    paths = pairs.paths(case.pair, folder)
    ours = [options.volumetry, "compare", "-f", "json", *peer.options, *paths]
    theirs = [sys.executable, str(HERE / "readers" / peer.program), *paths]
    _, outputs = launch(name, ours, theirs, 0, options.place)
    if found := agreement.differences(case.peer, *(output.decode() for output in outputs)):
        stop(f"{name}: other answers\n" + "\n".join(found[:20]))
    lines, again = launch(name, ours, theirs, options.pairs, options.place)
    if again != outputs:
        stop(f"{name}: another answer than the one that was checked")
    row = {"pair": case.pair, "peer": case.peer, "peer_said": outputs[1].decode()[:200]}
    return row | measured(lines, case.wall, case.memory)


def cells(row):
    return [TITLES[row["pair"]], PEERS[row["peer"]].title, *page.figures(row)]


def versions():
    names = ["surface-distance", "SimpleITK", "connected-components-3d", "nibabel", "numpy"]
    found = {name: importlib.metadata.version(name) for name in [*names, "scipy"]}
    return {"python": platform.python_version(), **found}


def write_page(path):
    """docs/BENCHMARKS-COMPARE.md from the record at `path`."""
    record = json.loads(path.read_text())
    missing = {(case.pair, case.peer) for case in COMPARISONS} - {
        (row["pair"], row["peer"]) for row in record["rows"]
    }
    if missing:
        raise SystemExit(f"the record lacks cases: {sorted(missing)}")
    text = (HERE / "compare.md").read_text()
    for key, value in {
        "@MEASURED@": machine.measured(record),
        "@PAIRS@": str(record["pairs"]),
        "@RECORD@": path.name,
        "@PEERS@": ", ".join(f"{name} {version}" for name, version in record["peers"].items()),
        "@CASES@": page.markdown(COLUMNS, [page.bold(cells(row)) for row in record["rows"]], 2),
    }.items():
        text = text.replace(key, value)
    (ROOT / "docs/BENCHMARKS-COMPARE.md").write_text(text)


def main():
    options = arguments()
    # The launcher does not search the folder that this was started in.
    options.place, options.volumetry = options.place.resolve(), options.volumetry.resolve()
    chosen = [case for case in COMPARISONS if options.only in (None, case.pair)]
    keys = list(dict.fromkeys(case.pair for case in chosen))
    folder = options.place / "pairs"
    write_inputs(keys, folder)
    files = {path.name: path for key in keys for path in pairs.paths(key, folder)}
    record = {"schema": "volumetry.benchmark-compare.v1", **machine.describe(ROOT)}
    record["peers"] = versions()
    record |= {"pairs": options.pairs, "inputs": describe(files), "rows": []}
    started = time.monotonic()
    for number, case in enumerate(chosen, 1):
        say(f"{number} of {len(chosen)}: {TITLES[case.pair]}, {PEERS[case.peer].title}")
        row = {"load": round(os.getloadavg()[0], 1)} | measure(case, options, folder)
        record["rows"].append(row)
    record["seconds"] = round(time.monotonic() - started)
    record["load_average_after"] = os.getloadavg()[0]
    print(page.aligned(COLUMNS, [cells(row) for row in record["rows"]]))
    print(f"\n{machine.measured(record)}", flush=True)
    (options.place / "last-compare.json").write_text(page.record_text(record))
    if options.only or options.pairs < RECORDED_PAIRS:
        say(f"no record but {options.place}/last-compare.json: a part, or few pairs")
        return
    path = ROOT / "Benchmarks/record" / machine.record_name("compare", record)
    path.write_text(page.record_text(record))
    write_page(path)
    say(f"{path.relative_to(ROOT)} and docs/BENCHMARKS-COMPARE.md are written")


if __name__ == "__main__":
    main()
