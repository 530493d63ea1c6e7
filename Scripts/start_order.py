"""Writes Scripts/start-order.txt: what is run or read at every start, for the linker to gather.

Of 19 MB of program a start needs 2, spread over all of it. The kernel maps 64 KB around whatever is
touched, so the spread costs memory and time; what that is stands in Scripts/build.sh. A name that
no longer exists is passed over, and one that is missing costs at most its 64 KB: the list may be
older than the program. `make order` renews it.

Needs valgrind and strip (apt-get install valgrind binutils), and lld, which comes with Swift.
"""

import bisect
import pathlib
import re
import subprocess
from collections import Counter

LIST = pathlib.Path("Scripts/start-order.txt")
BINARY = pathlib.Path(".build/release/volumetry")
MAP = pathlib.Path(".build/start-order.map")
STRIPPED = pathlib.Path(".build/start-order")
SCAN = "Tests/Data/real/files/derived/orient48/draw_LSP.nii.gz"
STARTS = [
    ["--version"],
    ["measure", SCAN],
    ["measure", "--format", "csv", SCAN],
    ["measure", "--format", "json", SCAN],
    ["measure", "--background", SCAN],
    ["inspect", SCAN],
    ["compare", "--metrics", "overlap", "--format", "json", SCAN, SCAN],
    ["compare", SCAN, SCAN],
]

# A section that is longer than this stays where it is: a start needs little of it.
LONGEST = 50_000
# A name of several sections moves them all; of small ones that does no harm.
MOST_OF_ONE_NAME, LONGEST_OF_ONE_NAME = 20, 512


class Section:
    """A piece that the linker can move: where it lies, and the names defined in it."""

    def __init__(self, address, size):
        self.address, self.size, self.names = address, size, []


def link():
    """Links the program anew, with a map of where everything lies, and without what confuses
    valgrind."""
    BINARY.unlink(missing_ok=True)
    flags = [f"-Map={MAP.absolute()}", "--no-demangle"]
    options = [word for flag in flags for word in ("-Xlinker", flag)]
    subprocess.run(["Scripts/build.sh", *options], check=True)
    subprocess.run(["strip", "--strip-debug", "-o", STRIPPED, BINARY], check=True)


def sections():
    """The sections of the map, by address."""
    row = re.compile(r"\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+ (\s*)(\S.*)$")
    found = []
    for line in MAP.read_text(errors="replace").splitlines():
        match = row.match(line)
        if not match or int(match[1], 16) == 0:
            continue
        # Names are indented: a part of the program, a section of an object file, a symbol.
        depth, name = len(match[3]) // 8, match[4].strip()
        if depth == 1 and ":(" in name:
            found.append(Section(int(match[1], 16), int(match[2], 16)))
        elif depth == 2 and found:
            found[-1].names.append(name)
    return sorted((s for s in found if s.size > 0), key=lambda s: s.address)


def touched(arguments):
    """The words of 8 bytes that a run of the program executes, reads or writes."""
    trace = re.compile(r"(?:I | L| S| M) ([0-9a-f]+),\d+$")
    command = ["valgrind", "--tool=lackey", "--trace-mem=yes", STRIPPED, *arguments]
    run = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    words = {int(match[1], 16) >> 3 for match in map(trace.match, run.stderr) if match}
    if run.wait() != 0 or not words:
        raise SystemExit(f"start_order: no trace of {arguments}")
    return words


def order(found, words):
    """One name for each section that is touched and can be told from the others."""
    starts = [section.address for section in found]
    needed = set()
    for word in words:
        # The last section that begins before the word ends.
        index = bisect.bisect_left(starts, (word + 1) << 3) - 1
        if index >= 0 and word << 3 < found[index].address + found[index].size:
            needed.add(index)
    sharers = Counter(name for section in found for name in section.names)
    for index in sorted(needed):
        section = found[index]
        names = [name for name in section.names if re.fullmatch(r"[\w.$]+", name)]
        own = [name for name in names if sharers[name] == 1]
        if section.size <= LONGEST_OF_ONE_NAME:
            own += [name for name in names if sharers[name] <= MOST_OF_ONE_NAME]
        # Conformances (Mc) are read one and all; they are thousands, and lie close as it is.
        if own and section.size <= LONGEST and not own[0].endswith("Mc"):
            yield own[0]


def main():
    link()
    words = set().union(*map(touched, STARTS))
    names = sorted(set(order(sections(), words)))
    LIST.write_text("".join(f"{name}\n" for name in names))
    BINARY.unlink()
    subprocess.run(["Scripts/build.sh"], check=True)


main()
