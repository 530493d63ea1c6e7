"""Turns the rows of StageTable into a record and docs/STAGES.md.

    stages.py ROWS LOAD   a new record from the TSV of `StageTable run`, and the page; the load
                          average that the machine had before
    stages.py RECORD      the page anew from a record, .json
"""

import csv
import json
import os
import pathlib
import sys

import machine
import page

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
RIVALS = ["plain", "zlib", "libdeflate", "isal", "limit"]
JUDGE = "libdeflate"
LIBRARIES = ["zlib1g-dev", "libdeflate-dev", "libisal-dev"]


def new_record(path, load_before):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    words = ("case", "contender")
    record = {"schema": "volumetry.benchmark-stages.v1", **machine.describe(ROOT)}
    record["load_average_before"] = float(load_before)
    record["load_average_after"] = os.getloadavg()[0]
    record["libraries"] = {name: machine.debian(name) for name in LIBRARIES}
    record["rows"] = [
        {
            key: value if key in words else None if value == "-" else float(value)
            for key, value in row.items()
        }
        for row in rows
    ]
    place = ROOT / "Benchmarks/record" / machine.record_name("stages", record)
    place.write_text(page.record_text(record))
    return place


def tables(record):
    """A table a stage: our time and speed, and how many times our time each contender takes."""
    cases = {}
    for row in record["rows"]:
        cases.setdefault(row["case"], {})[row["contender"]] = row
    stages = {}
    for name, found in cases.items():
        stage, subject = name.split(".", 1)
        ours, asked = found["ours"], found["ours"]["asked"]
        cells = [f"`{subject}`", page.number(ours["median_ms"])]
        cells.append(page.number(ours["bytes"] / ours["median_ms"] / 1e6))
        cells += [page.number(found[r]["ratio"]) if r in found else "-" for r in RIVALS]
        cells += page.judged(found[JUDGE]["ratio"], asked) if asked else ["-", ""]
        stages.setdefault(stage, []).append(page.bold(cells))
    header = ["on", "ours ms", "GB/s", *RIVALS, "asked", "reached"]
    return {stage: page.markdown(header, rows, 1) for stage, rows in stages.items()}


def write(path):
    record = json.loads(path.read_text())
    text = (HERE / "stages.md").read_text()
    text = text.replace("@MEASURED@", machine.measured(record)).replace("@RECORD@", path.name)
    libraries = ", ".join(f"{name} {version}" for name, version in record["libraries"].items())
    text = text.replace("@LIBRARIES@", libraries)
    for stage, table in tables(record).items():
        text = text.replace(f"@{stage.upper()}@", table)
    (ROOT / "docs/STAGES.md").write_text(text)


def main():
    path = pathlib.Path(sys.argv[1])
    if path.suffix != ".json":
        path = new_record(path, sys.argv[2])
        print(path.relative_to(ROOT))
    write(path)


main()
