"""Whether `volumetry compare` and a peer say the same of a pair, in words where they do not."""

import json

# mm and shares, of numbers that both compute in double precision.
SLACK = 1e-9
# The longest way through a voxel of pairs.SPACING, mm.
VOXEL = (0.78**2 + 0.78**2 + 1.5**2) ** 0.5


def differences(peer, our_text, their_text):
    rows = json.loads(our_text)["pairs"][0]["labels"]
    lines = [line.split() for line in their_text.splitlines()]
    judges = {
        "surface-distance": surface,
        "sitk-overlap": overlap,
        "sitk-hausdorff": hausdorff,
        "cc3d": components,
    }
    return judges[peer](rows, lines)


def apart(name, ours, theirs, slack=SLACK):
    if ours is not None and abs(ours - theirs) <= slack:
        return []
    return [f"{name}: {ours} of ours, {theirs} of the peer"]


def surface(rows, lines):
    """Dice, HD95, ASSD and the NSD at the one tolerance."""
    ours = {**rows[0], "nsd": rows[0]["nsd"][0]["value"]}
    found = [] if len(rows) == 1 and len(lines) == 4 else ["one label and four numbers expected"]
    for name, value in lines:
        found += apart(name, ours[name], float(value))
    return found


def overlap(rows, lines):
    """Dice and Jaccard of every label."""
    ours = {row["label"]: row for row in rows}
    labels = [int(line[0]) for line in lines]
    found = [] if sorted(ours) == labels else [f"labels {sorted(ours)} of ours, {labels}"]
    for label, dice, jaccard in lines:
        row = ours.get(int(label), {"dice": None, "jaccard": None})
        found += apart(f"Dice of {label}", row["dice"], float(dice))
        found += apart(f"Jaccard of {label}", row["jaccard"], float(jaccard))
    return found


def hausdorff(rows, lines):
    """ITK measures between voxel centres, ours between corners: at most a voxel apart here."""
    return apart(lines[0][0], rows[0]["hd_mm"], float(lines[0][1]), VOXEL)


def components(rows, lines):
    """How many there are in each file, and the voxels of each."""
    found = []
    for side, line in zip(("reference", "prediction"), lines, strict=True):
        ours = sorted(lesion["voxels"] for lesion in rows[0]["lesions"][side])
        theirs = [int(word) for word in line]
        if [len(ours), *ours] != theirs:
            found.append(f"{side}: {len(ours)} components of ours, {theirs[0]}, or other sizes")
    return found
