"""Runs every reader on every file of phantoms/conformance and prints docs/CONFORMANCE.md.

Each peer runs in a child process of its own, with a limit of time and memory: a crash, a hang and a
lack of memory are outcomes like any other. Nothing printed depends on the day or the machine.
"""

import json
import math
import pathlib
import re
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

SECONDS = 20
BYTES = 4 << 30
TOLERANCE = 1e-5
PEERS = ["nibabel", "SimpleITK", "nifti_clib"]
READERS = PEERS + ["volumetry"]
SETS = pathlib.Path("phantoms/conformance")

# The row of the list of pitfalls, for the set whose truth.json does not say it.
ROWS = {
    row: names.split()
    for row, names in {
        "-": "baseline baseline_nogz",
        "1": "nifti2 nifti2_be",
        "2": "bigendian pair",
        "3": "sform_vs_pixdim",
        "4": "sform_only_pix1",
        "5": "no_xform",
        "6": "pix_neg",
        "7": "pix0_sform_ok pixnan_sform_ok",
        "8": "pix0_nosform pixnan_nosform pixinf_nosform",
        "9": "qfac0 qfac2 qfac_neg",
        "10": "quat_bad",
        "11": "micron meter units0",
        "13": "slope0",
        "14": "slopenan slopeinf",
        "15": "interinf",
        "16": "slope2",
        "17": "slope255",
        "18": "inter1",
        "19": "f32 f64 f32_eps",
        "20": "f32_frac",
        "21": "f32_nan",
        "22": "dt_i1 dt_i2 dt_u2 dt_i4 dt_u4 dt_i8 dt_u8 lab40000 lab2p24 lab3e9",
        "23": "neglabel",
        "24": "dim4_1",
        "25": "onehot4d dim5",
        "26": "dim4_0",
        "27": "dim_trailgarb",
        "28": "dim0_0 dim0_8 dim_neg dim_zero",
        "29": "dim2d",
        "30": "shear shear_pixok",
        "31": "tiny_nonorth",
        "32": "lefthand qs_flip oblique",
        "33": "sform_zero sform_zero_q",
        "34": "sform_nan",
        "35": "rgb24 complex64 binary1",
        "36": "bitpix_bad",
        "37": "dtype0",
        "38": "gz_trunc gz_multi_trunc gz_multi_missing raw_trunc raw_trunc1 empty0 hdronly",
        "39": "gz_trunc_tail gz_crc",
        "40": "gz_multi",
        "41": "gz_garbage gz_zeros",
        "42": "raw_extra",
        "43": "gzname_notgz niiname_gz",
        "44": "vox0",
        "45": "vox348 voxnan voxneg voxhuge",
        "46": "ext_caret0 ext_caret30 ext_comment ext_two ext_big",
        "47": "ext_esize0 ext_esizehuge ext_unaligned",
        "48": "analyze75 magic_ni1",
        "49": "sizeof_bad",
        "50": "bomb",
        "51": "empty",
    }.items()
}
ROW_OF = {name: row for row, names in ROWS.items() for name in names}


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_peer(place, peer, path):
    """What a peer found, as {label: mm3}, or a word for why it found nothing."""
    program = [f"{place}/nifti_clib"]
    if peer != "nifti_clib":
        program = [sys.executable, "Scripts/peers/read.py", peer]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "OPENBLAS_NUM_THREADS": "1"}
    try:
        child = subprocess.run(
            program + [str(path)],
            capture_output=True,
            timeout=SECONDS,
            preexec_fn=limit,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return "hang"
    if child.returncode == 0:
        # A C library may have written to standard output before: the answer is the last line.
        labels = json.loads(child.stdout.splitlines()[-1])["labels"]
        return {label: float(volume) for label, volume in labels.items()}
    if child.returncode == 3:
        return "refused"
    if child.returncode == 4:
        return "memory"
    if child.returncode < 0:
        return "crash"
    raise SystemExit(f"{peer} {path}: exit {child.returncode}: {child.stderr.decode()[-500:]}")


def agrees(found, truth):
    return found.keys() == truth.keys() and all(
        abs(found[label] - truth[label]) <= TOLERANCE * truth[label] for label in truth
    )


def judge(found, truth):
    """One of the kinds that the summary counts."""
    if found in ("crash", "hang", "memory"):
        return found
    if found == "refused":
        return "refused" if truth is None else "unread"
    return "right" if truth is not None and agrees(found, truth) else "wrong"


def number(value):
    return f"{value:.6g}" if math.isfinite(value) else str(value)


def volumes(labels):
    if not labels:
        return "no label"
    shown = list(labels.items())[:3]
    more = f", and {len(labels) - 3} more" if len(labels) > 3 else ""
    return ", ".join(f"{label}: {number(volume)}" for label, volume in shown) + more


def cell(found, kind):
    words = {
        "unread": "not read",
        "memory": "**out of memory**",
        "crash": "**crash**",
        "hang": "**hang**",
    }
    if kind == "wrong":
        return f"**WRONG** {volumes(found)}"
    return words.get(kind, kind)


def row_key(case):
    digits = re.search(r"\d+", case["row"])
    return (int(digits.group()) if digits else 0, case["row"])


def cases(place, volumetry):
    """Every file with its truth and what each reader made of it."""
    report = json.loads(
        subprocess.run(
            [volumetry, "conformance", "--format", "json", str(SETS)], capture_output=True
        ).stdout
    )
    ours = {entry["path"]: entry for entry in report["files"]}
    assert not report["failures"], report["failures"]
    found = []
    for folder in sorted(path.parent for path in SETS.glob("*/truth.json")):
        for name, entry in json.loads((folder / "truth.json").read_text()).items():
            path = folder / entry["path"]
            found.append(
                {
                    "set": folder.name,
                    "name": name,
                    "path": path,
                    "row": entry.get("row", ROW_OF.get(name, "-")),
                    "note": entry["note"],
                    "truth": entry["truth"],
                    "options": entry.get("options"),
                    "volumetry": ours[f"{folder}/{entry['path']}"],
                }
            )
    jobs = [(case, peer) for case in found for peer in PEERS if not case["options"]]
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda job: run_peer(place, job[1], job[0]["path"]), jobs)
        for (case, peer), answer in zip(jobs, answers):
            case[peer] = answer
    return found


def outcome(case, reader):
    """The kind and the text of one cell; nothing where a peer was not asked."""
    if reader == "volumetry":
        entry = case["volumetry"]
        if entry["verdict"] == "wrong":
            refused = entry["found_mm3"] is None
            return ("unread", "not read") if refused else ("wrong", cell(entry["found_mm3"], "wrong"))
        code = f" {entry['code']}" if entry["code"] else ""
        return entry["verdict"], entry["verdict"] + code
    if reader not in case:
        return None, "-"
    kind = judge(case[reader], case["truth"])
    return kind, cell(case[reader], kind)


def summary(chosen):
    kinds = ["right", "refused", "wrong", "unread", "crash", "hang", "memory"]
    lines = [
        "| reader | files | right | refused, as they must be | **wrong number** | not read, though "
        "readable | crash | hang | out of memory |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for reader in READERS:
        counts = [outcome(case, reader)[0] for case in chosen]
        asked = sum(kind is not None for kind in counts)
        cells = [str(counts.count(kind)) for kind in kinds]
        lines.append(f"| {reader} | {asked} | " + " | ".join(cells) + " |")
    return lines


def table(chosen):
    lines = ["| file | row | what it is | truth, mm³ | " + " | ".join(READERS) + " |"]
    lines.append("|---" * (4 + len(READERS)) + "|")
    for case in chosen:
        truth = "refuse" if case["truth"] is None else volumes(case["truth"])
        note = case["note"]
        if case["options"]:
            note += f" ({', '.join(f'{k}: {v}' for k, v in case['options'].items())})"
        cells = [case["name"], case["row"], note, truth]
        cells += [outcome(case, reader)[1] for reader in READERS]
        lines.append("| " + " | ".join(text.replace("|", "\\|") for text in cells) + " |")
    return lines


def clib_version(place):
    words = subprocess.run([f"{place}/nifti_clib", "--version"], capture_output=True, text=True)
    return re.search(r"version[^\d]*([\d.]*\d)", words.stdout + words.stderr).group(1)


TITLES = {
    "quirks": "The independent set, `quirks`",
    "own": "The project's own set, `own`",
    "found": "Files that fuzzing found, `found`",
}


def page(found, place, volumetry):
    ours = subprocess.run([volumetry, "--version"], capture_output=True, text=True).stdout.strip()
    text = pathlib.Path("Scripts/peers/page.md").read_text()
    for key, value in {
        "@FILES@": str(len(found)),
        "@NIBABEL@": version("nibabel"),
        "@NUMPY@": version("numpy"),
        "@SIMPLEITK@": version("SimpleITK"),
        "@CLIB@": clib_version(place),
        "@VOLUMETRY@": ours,
        "@SECONDS@": str(SECONDS),
        "@MEMORY@": f"{BYTES >> 30} GiB",
    }.items():
        text = text.replace(key, value)
    lines = text.splitlines()
    position = lines.index("@SUMMARY@")
    sets = sorted({case["set"] for case in found}, key=lambda name: (name != "quirks", name))
    blocks = []
    for name in sets:
        chosen = [case for case in found if case["set"] == name]
        blocks += [f"{TITLES.get(name, name)}: {len(chosen)} files.", ""] + summary(chosen) + [""]
    lines[position : position + 1] = blocks[:-1]
    for name in sets:
        chosen = sorted((case for case in found if case["set"] == name), key=row_key)
        lines += ["", f"## {TITLES.get(name, name)}", ""] + table(chosen)
    return "\n".join(lines) + "\n"


def main():
    place, volumetry = sys.argv[1:]
    sys.stdout.write(page(cases(place, volumetry), place, volumetry))


main()
