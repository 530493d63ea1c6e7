"""What `volumetry compare` is measured on: pairs, peers and what the issue asks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    title: str
    # One of readers/.
    program: str
    # What our process is told beside the two files, so that both do the same.
    options: tuple = ()


@dataclass(frozen=True)
class Comparison:
    pair: str
    peer: str
    # How many times our wall time and our peak memory the peer's must be; none: for comparison.
    wall: float | None = None
    memory: float | None = None


TITLES = {
    "liver-near": "liver, borders 0.6 mm apart",
    "liver-far": "liver, borders 9 mm apart",
    "organs": "11 organs",
    "lesions": "120 lesions of a liver",
}

PEERS = {
    "surface-distance": Peer(
        "surface-distance: Dice, HD95, ASSD, NSD", "surface_distance_pair.py"
    ),
    "sitk-overlap": Peer(
        "SimpleITK LabelOverlapMeasures", "sitk_overlap_pair.py", ("--metrics", "overlap")
    ),
    "sitk-hausdorff": Peer("SimpleITK HausdorffDistance", "sitk_hausdorff_pair.py"),
    "cc3d": Peer(
        "cc3d: components of both and their sizes",
        "cc3d_pair.py",
        ("--metrics", "lesions", "--label-set", "lesions=2", "--connectivity", "26"),
    ),
}

COMPARISONS = [
    Comparison("liver-near", "surface-distance", 150, 20),
    Comparison("liver-far", "surface-distance", 20, 20),
    Comparison("organs", "sitk-overlap", 100, 20),
    Comparison("liver-near", "sitk-hausdorff", 100),
    Comparison("lesions", "cc3d", 1),
]
