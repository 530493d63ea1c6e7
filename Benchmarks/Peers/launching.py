"""Two programs in turn, timed by the launcher, as a row of a record."""

import statistics
import subprocess
import sys

RECORDED_PAIRS = 11


def say(words):
    print(f"bench-peers: {words}", file=sys.stderr, flush=True)


def stop(words):
    say(words)
    raise SystemExit(65)


def launch(name, ours, peer, pairs, place):
    """Both programs `pairs` times in turn: times and peaks a pair, and what they wrote."""
    outputs = [place / "ours.out", place / "peer.out"]
    command = [place / "launcher", str(pairs), *outputs, *ours, "--", *peer]
    # Nobody reads what a user happens to have set; MRtrix insists on a home.
    home = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": place, "MRTRIX_QUIET": "1"}
    with open(place / "errors.out", "w+") as errors:
        found = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=home
        )
        if found.returncode != 0:
            errors.seek(0)
            stop(f"{name}: {errors.read()[-2000:]}")
    lines = [[int(word) for word in line.split()] for line in found.stdout.splitlines()]
    return lines, [output.read_bytes() for output in outputs]


def spread(values, digits):
    return {
        "median": round(statistics.median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
    }


def measured(lines, wall_target, memory_target):
    """Milliseconds, MiB, and the medians of the ratios of each pair."""
    return {
        "ours_ms": spread([a / 1e6 for a, _, _, _ in lines], 3),
        "peer_ms": spread([b / 1e6 for _, _, b, _ in lines], 3),
        "wall_ratio": spread([b / a for a, _, b, _ in lines], 2),
        "wall_target": wall_target,
        "ours_mib": spread([a / 1024 for _, a, _, _ in lines], 2),
        "peer_mib": spread([b / 1024 for _, _, _, b in lines], 2),
        "memory_ratio": spread([b / a for _, a, _, b in lines], 2),
        "memory_target": memory_target,
        "pairs_ms": [[round(a / 1e6, 3), round(b / 1e6, 3)] for a, _, b, _ in lines],
    }
