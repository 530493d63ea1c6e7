"""Writes the pairs of label maps that comparisons are timed on, each file from its formula alone.

    pairs.py KEY FOLDER      KEY-reference.nii.gz and KEY-prediction.nii.gz

A solid is what lies within a radius that changes with the direction; a prediction moves its border
by a sum of waves through space, so that the mean distance of the two borders is what the key says.
No random number is drawn: everybody gets the same voxels.
"""

import gzip
import math
import pathlib
import sys
from dataclasses import dataclass

import nibabel
import numpy

SHAPE = (512, 512, 400)
SPACING = (0.78, 0.78, 1.5)
# zlib's own level, which most writers leave as it is.
LEVEL = 6


@dataclass(frozen=True)
class Solid:
    """What lies within `radius` mm of a centre, more or less by a tenth with the direction."""

    label: int
    # mm from the first voxel.
    centre: tuple
    # mm along i, j and k.
    radius: tuple


@dataclass(frozen=True)
class Waves:
    """How far a prediction's border lies outside of the reference's: a sum of waves, in mm."""

    height: float
    # mm from crest to crest.
    length: float


LIVER = Solid(1, (200, 200, 300), (94, 72, 66))
ORGANS = [
    LIVER,
    Solid(2, (310, 240, 310), (32, 45, 50)),
    Solid(3, (290, 300, 250), (28, 28, 52)),
    Solid(4, (130, 300, 250), (28, 28, 52)),
    Solid(5, (300, 150, 330), (45, 38, 40)),
    Solid(6, (190, 120, 230), (16, 16, 36)),
    Solid(7, (240, 210, 215), (62, 14, 14)),
    Solid(8, (200, 265, 120), (9, 9, 110)),
    Solid(9, (218, 268, 120), (8, 8, 110)),
    Solid(10, (305, 245, 385), (9, 14, 5)),
    Solid(11, (145, 245, 385), (9, 14, 5)),
]


def lesions(count):
    """Balls on a spiral through the liver, radii from 2.5 to 6.5 mm."""
    found = []
    for number in range(count):
        turn = number * 2.399963
        height = 1 - 2 * (number + 0.5) / count
        ring = math.sqrt(1 - height * height)
        depth = 0.35 + 0.45 * ((number * 7) % count) / count
        toward = (ring * math.cos(turn), ring * math.sin(turn), height)
        centre = tuple(c + r * depth * t for c, r, t in zip(LIVER.centre, LIVER.radius, toward))
        found.append(Solid(2, centre, (2.5 + (number * 5) % 5,) * 3))
    return found


PAIRS = {
    "liver-near": ([LIVER], Waves(1.1, 14)),
    "liver-far": ([LIVER], Waves(14, 90)),
    "organs": (ORGANS, Waves(1.0, 20)),
    "lesions": ([LIVER, *lesions(120)], Waves(1.0, 20)),
}


def outward(waves, points):
    """The sum of five waves whose directions share no plane; its mean square is height²."""
    total = 0
    for number in range(5):
        angle, slope = 1.3 + 2.1 * number, 0.35 * number - 0.7
        toward = (
            math.cos(angle) * math.cos(slope),
            math.sin(angle) * math.cos(slope),
            math.sin(slope),
        )
        along = sum(t * p for t, p in zip(toward, points))
        total = total + numpy.sin(2 * math.pi * along / waves.length + number)
    return waves.height * math.sqrt(2 / 5) * total


def paint(volume, solid, moved):
    """Sets the voxels of a solid, its border moved by waves or not."""
    reach = [1.25 * r + (3 * moved.height if moved else 0) for r in solid.radius]
    box = [
        slice(max(0, math.floor((c - r) / s)), min(n, math.ceil((c + r) / s) + 1))
        for c, r, s, n in zip(solid.centre, reach, SPACING, SHAPE)
    ]
    sides = [numpy.arange(b.start, b.stop) * s for b, s in zip(box, SPACING)]
    points = numpy.meshgrid(*sides, indexing="ij", sparse=True)
    x, y, z = (p - c for p, c in zip(points, solid.centre))
    a, b, c = solid.radius
    # In units of the radius, then the radius of this direction in mm.
    share = numpy.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2) + 1e-9
    length = numpy.sqrt(x * x + y * y + z * z)
    u, v, w = x / (a * share), y / (b * share), z / (c * share)
    shape = 1 + 0.1 * u * v + 0.08 * (u * u * w) - 0.06 * v * w + 0.05 * numpy.cos(5 * u + 3 * w)
    inside = length < shape * length / share + (outward(moved, points) if moved else 0)
    volume[tuple(box)][inside] = solid.label


def write(path, solids, moved):
    volume = numpy.zeros(SHAPE, numpy.uint8, order="F")
    for solid in solids:
        paint(volume, solid, moved)
    image = nibabel.Nifti1Image(volume, numpy.diag([*SPACING, 1.0]))
    image.header.set_xyzt_units("mm")
    # No name and no time in the gzip header: the same bytes every time.
    with open(path, "wb") as file, gzip.GzipFile("", "wb", LEVEL, file, 0) as packed:
        packed.write(image.to_bytes())


def paths(key, folder):
    return [folder / f"{key}-{side}.nii.gz" for side in ("reference", "prediction")]


def write_pair(key, folder):
    solids, moved = PAIRS[key]
    for path, waves_of_side in zip(paths(key, folder), (None, moved)):
        write(path, solids, waves_of_side)


if __name__ == "__main__":
    write_pair(sys.argv[1], pathlib.Path(sys.argv[2]))
