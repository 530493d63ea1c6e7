"""What each program answered, as {label: Answer}, and whether two answers are one."""

import json
import math
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    voxels: int
    # How far `voxels` may be off because the program did not print more digits.
    slack: int = 0
    # First and last voxel, i, j, k, where the program says.
    bounds: tuple | None = None
    # RAS+ millimetres, where the program says.
    centroid: tuple | None = None


def ours(text):
    """Our JSON: the answers and the rows of the affine that turns voxels into RAS+ millimetres."""
    scan = json.loads(text)["scans"][0]
    answers = {
        row["label"]: Answer(
            row["voxels"],
            bounds=(tuple(row["bounds"]["min"]), tuple(row["bounds"]["max"])),
            centroid=tuple(row["centroid_mm"]),
        )
        for row in scan["labels"]
    }
    return answers, scan["grid"]["affine"]


def peer(key, text, affine):
    """What a peer wrote; background is left out, for not every peer counts it."""
    found = {"mrtrix": mrtrix, "c3d": c3d}.get(key, reader)(text, key, affine)
    return {label: answer for label, answer in found.items() if label != 0}


def reader(text, key, affine):
    """The lines of readers/: label, voxels and, of some, first corner, size and centroid."""
    answers = {}
    for line in text.splitlines():
        words = line.split()
        bounds = centroid = None
        if len(words) > 2:
            corner, size = [int(word) for word in words[2:5]], [int(word) for word in words[5:8]]
            bounds = (tuple(corner), tuple(a + n - 1 for a, n in zip(corner, size)))
            x, y, z = (float(word) for word in words[8:11])
            # ITK's world is LPS+: x and y point the other way. cc3d speaks of voxels.
            centroid = (-x, -y, z) if key == "sitk" else world(affine, (x, y, z))
        answers[int(words[0])] = Answer(int(words[1]), bounds=bounds, centroid=centroid)
    return answers


def world(affine, voxel):
    return tuple(sum(a * b for a, b in zip(row, (*voxel, 1))) for row in affine[:3])


def mrtrix(text, key, affine):
    """`index mass centre`; its masses have six digits, and its centres are on axes of its own."""
    answers = {}
    for line in text.splitlines():
        if match := re.match(r"\s*(\d+)\s+([\d.e+]+)\s+\[", line):
            voxels = float(match[2])
            digits = 6 if "e" in match[2] else None
            slack = 10 ** (math.floor(math.log10(voxels)) + 1 - digits) / 2 if digits else 0
            answers[int(match[1])] = Answer(int(voxels), slack=math.ceil(slack))
    return {label: answer for label, answer in answers.items() if answer.voxels > 0}


def c3d(text, key, affine):
    """Its table: label first, count sixth."""
    rows = [line.split() for line in text.splitlines()]
    return {int(row[0]): Answer(int(row[5])) for row in rows if row and row[0] != "LabelID"}


def differences(our, their):
    """In words, what is not the same; centroids within 0.01 mm, for some print few digits."""
    found = []
    for label in sorted(our.keys() | their.keys()):
        if label not in our or label not in their:
            found.append(f"label {label} only of {'the peer' if label in their else 'ours'}")
            continue
        a, b = our[label], their[label]
        if abs(a.voxels - b.voxels) > b.slack:
            found.append(f"label {label}: {a.voxels} voxels of ours, {b.voxels} of the peer")
        if b.bounds is not None and a.bounds != b.bounds:
            found.append(f"label {label}: bounds {a.bounds} of ours, {b.bounds} of the peer")
        if b.centroid is not None and math.dist(a.centroid, b.centroid) > 0.01:
            found.append(f"label {label}: centroid {a.centroid} of ours, {b.centroid} of the peer")
    if not our:
        found.append("no label at all")
    return found
