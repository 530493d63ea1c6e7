"""A record as text for the terminal, and as docs/BENCHMARKS.md with its charts.

    page.py RECORD      writes the page and the charts anew from a record
"""

import json
import pathlib
import statistics
import sys

import chart
import machine
from cases import CASES, FILES, MOST_MIB, PEERS

HERE = pathlib.Path(__file__).parent
COLUMNS = [
    *["file", "against", "ours ms", "peer ms", "times faster", "asked", "reached"],
    *["ours MiB", "peer MiB", "times less", "asked", "reached"],
]


def record_text(record):
    """JSON, a row of measurements a line, so that records can be compared with diff."""
    rows = ",\n    ".join(json.dumps(row) for row in record["rows"])
    rest = json.dumps({**record, "rows": []}, indent=2)
    return rest.replace('"rows": []', f'"rows": [\n    {rows}\n  ]') + "\n"


def number(value):
    """Three digits, and never a power of ten."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def judged(value, target):
    if target is None:
        return ["-", ""]
    return [f">= {target:g}", "yes" if value >= target else "NO"]


def figures(row):
    wall, memory = row["wall_ratio"], row["memory_ratio"]
    return [
        number(row["ours_ms"]["median"]),
        number(row["peer_ms"]["median"]),
        f"{number(wall['median'])} ({number(wall['min'])}-{number(wall['max'])})",
        *judged(wall["median"], row["wall_target"]),
        number(row["ours_mib"]["median"]),
        number(row["peer_mib"]["median"]),
        number(memory["median"]),
        *judged(memory["median"], row["memory_target"]),
    ]


def cells(row):
    return [FILES[row["file"]].title, PEERS[row["peer"]].title, *figures(row)]


def our_times(record, key):
    """What our process took for a file, over all pairs of all its cases."""
    rows = [row for row in record["rows"] if row["file"] == key]
    return [ours for row in rows for ours, _ in row["pairs_ms"]]


def our_peak(record, key):
    return max(row["ours_mib"]["max"] for row in record["rows"] if row["file"] == key)


def ours(record):
    """Our process for each file that was measured, and the issue's limits."""
    found = []
    for key in record["inputs"]:
        file, times = FILES[key], our_times(record, key)
        time, peak = statistics.median(times), our_peak(record, key)
        limit = ["-", ""]
        if file.most_ms is not None:
            limit = [f"<= {file.most_ms:g}", "yes" if time <= file.most_ms else "NO"]
        found.append(
            [
                file.title,
                f"{record['inputs'][key]['bytes'] / 1e6:.2f}",
                f"{number(time)} ({number(min(times))}-{number(max(times))})",
                *limit,
                number(peak),
                f"<= {MOST_MIB}",
                "yes" if peak <= MOST_MIB else "NO",
            ]
        )
    return found


OURS = ["file", "MB", "ours ms", "asked", "reached", "peak MiB", "asked", "reached"]


def aligned(header, rows):
    widths = [max(len(cell) for cell in column) for column in zip(header, *rows)]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
        for line in lines
    )


def text_table(record):
    peers = aligned(COLUMNS, [cells(row) for row in record["rows"]])
    return f"{peers}\n\n{aligned(OURS, ours(record))}\n\n{machine.measured(record)}"


def markdown(header, rows, words):
    """A table whose first columns are words and whose others are numbers."""
    line = ["---"] * words + ["--:"] * (len(header) - words)
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, line, *rows])


def bold(row):
    """What falls short is seen at once."""
    return ["**no**" if cell == "NO" else cell for cell in row]


def write(root, path):
    """docs/BENCHMARKS.md and the two charts, from the record at `path`."""
    record = json.loads(path.read_text())
    missing = {(case.file, case.peer) for case in CASES} - {
        (row["file"], row["peer"]) for row in record["rows"]
    }
    if missing:
        raise SystemExit(f"the record lacks cases: {sorted(missing)}")
    peers = ", ".join(f"{name} {version}" for name, version in record["peers"].items())
    text = (HERE / "page.md").read_text()
    for key, value in {
        "@MEASURED@": machine.measured(record),
        "@PAIRS@": str(record["pairs"]),
        "@RECORD@": path.name,
        "@PEERS@": peers,
        "@OURS@": markdown(OURS, [bold(row) for row in ours(record)], 1),
        "@CASES@": markdown(COLUMNS, [bold(cells(row)) for row in record["rows"]], 2),
    }.items():
        text = text.replace(key, value)
    docs = root / "docs"
    (docs / "BENCHMARKS.md").write_text(text)
    caption = f"commit {record['commit']}, {record['machine']['processor']}, {record['date']}"
    wall = {key: statistics.median(our_times(record, key)) for key in record["inputs"]}
    peak = {key: our_peak(record, key) for key in record["inputs"]}
    for name, title, key, unit, figures in [
        ("benchmarks-wall", "Wall time of the whole process", "ms", "ms", wall),
        ("benchmarks-memory", "Peak memory of the whole process", "mib", "MiB", peak),
    ]:
        groups = chart.groups(record, key, figures)
        svg = chart.svg(f"{title}, {unit}, logarithmic", caption, groups, unit)
        (docs / f"{name}.svg").write_text(svg)


if __name__ == "__main__":
    write(HERE.parent.parent, pathlib.Path(sys.argv[1]))
