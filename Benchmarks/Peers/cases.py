"""What is measured: the files, the peers, and what the issue asks for. The only place that lists them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A phantom of 512 x 512 x 400 voxels, written by `volumetry phantom`."""

    title: str
    family: str
    datatype: str = "uint8"
    # Of gzip; none is a plain .nii.
    level: int | None = None
    # The limit for our whole process, where it states one.
    most_ms: float | None = None

    def name(self, key):
        return f"{key}.nii" if self.level is None else f"{key}.nii.gz"

    def arguments(self, path):
        """The words behind `volumetry phantom`."""
        level = [] if self.level is None else ["--gzip-level", str(self.level)]
        return [self.family, "--datatype", self.datatype, *level, "--output", str(path)]


FILES = {
    "sparse-l6": File("sparse liver, .nii.gz level 6", "sparse-liver", level=6, most_ms=5),
    "sparse-l1": File("sparse liver, .nii.gz level 1", "sparse-liver", level=1, most_ms=5),
    "sparse": File("sparse liver, .nii", "sparse-liver"),
    "sparse-float64-l6": File(
        "sparse liver, float64, .nii.gz level 6", "sparse-liver", datatype="float64", level=6
    ),
    "segments104-l6": File("104 labels, .nii.gz level 6", "segments104", level=6),
    "dense-l6": File("dense trunk, .nii.gz level 6", "dense-trunk", level=6, most_ms=12),
    "dense-l1": File("dense trunk, .nii.gz level 1", "dense-trunk", level=1, most_ms=15),
    "body-l6": File("dense body, .nii.gz level 6", "dense-body", level=6),
    "body-l1": File("dense body, .nii.gz level 1", "dense-body", level=1),
    "noise-l6": File("noise, .nii.gz level 6", "noise", level=6),
}

# The limit for our peak memory, for every file.
MOST_MIB = 8


@dataclass(frozen=True)
class Peer:
    title: str
    # What comes before the path: a program of Debian, or one of readers/.
    program: str


PEERS = {
    "sitk": Peer("SimpleITK LabelShapeStatistics", "readers/sitk.py"),
    "bincount": Peer("nibabel + np.bincount", "readers/nibabel_bincount.py"),
    "unique": Peer("nibabel + np.unique", "readers/nibabel_unique.py"),
    "unique-flat": Peer("nibabel + np.unique, flattened", "readers/nibabel_unique_flat.py"),
    "mrtrix": Peer("MRtrix labelstats", "labelstats"),
    "c3d": Peer("c3d -lstat", "readers/c3d_lstat.py"),
    "cc3d": Peer("cc3d.statistics", "readers/cc3d_statistics.py"),
}


@dataclass(frozen=True)
class Case:
    file: str
    peer: str
    # How many times our wall time and our peak memory the peer's must be; none: for comparison.
    wall: float | None = None
    memory: float | None = None


CASES = [
    Case("sparse-l6", "sitk", 80, 40),
    Case("sparse-l6", "bincount", 150, 100),
    Case("sparse-l6", "unique"),
    Case("sparse-l6", "mrtrix", 130, 12),
    Case("sparse-l6", "c3d"),
    Case("sparse-l6", "cc3d"),
    Case("sparse-l1", "sitk", 80, 40),
    Case("sparse-l1", "bincount", 150, 100),
    Case("sparse-l1", "mrtrix", 130, 12),
    Case("sparse", "sitk", 20, 40),
    Case("sparse", "bincount"),
    Case("sparse", "mrtrix"),
    Case("sparse-float64-l6", "unique", 500, 150),
    Case("sparse-float64-l6", "unique-flat"),
    Case("segments104-l6", "sitk"),
    Case("segments104-l6", "bincount"),
    Case("segments104-l6", "mrtrix"),
    Case("segments104-l6", "cc3d"),
    Case("dense-l6", "sitk", 35, 40),
    Case("dense-l6", "bincount"),
    Case("dense-l6", "mrtrix"),
    Case("dense-l6", "cc3d"),
    Case("dense-l1", "sitk", 28, 40),
    Case("dense-l1", "bincount"),
    Case("body-l6", "sitk"),
    Case("body-l1", "sitk"),
    Case("noise-l6", "sitk", 30, 100),
    Case("noise-l6", "bincount", 4, 100),
]
