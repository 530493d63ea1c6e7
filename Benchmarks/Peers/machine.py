"""What a record says of the machine, the commit and the programs that were measured."""

import os
import pathlib
import platform
import re
import subprocess
from datetime import date
from importlib.metadata import version

PACKAGES = ["SimpleITK", "nibabel", "numpy", "connected-components-3d", "picsl_c3d"]


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def lines(text):
    """`name: value` a line, as a dictionary."""
    pairs = (line.partition(":")[::2] for line in text.splitlines())
    return {name.strip(): value.strip() for name, value in pairs}


def commit(root):
    """The commit, and whether what is measured is that commit."""
    name = output("git", "-C", str(root), "rev-parse", "--short=10", "HEAD")
    changed = output(
        "git", "-C", str(root), "status", "--porcelain", "--", "Sources", "Package.swift"
    )
    return name + ("-changed" if changed else "")


def describe(root):
    # In the words of lscpu, which are the same on every architecture.
    processor = lines(output("lscpu"))
    memory = lines(pathlib.Path("/proc/meminfo").read_text())["MemTotal"]
    return {
        "schema": "volumetry.benchmark-peers.v1",
        "date": date.today().isoformat(),
        "commit": commit(root),
        "machine": {
            "architecture": processor["Architecture"],
            "processor": processor["Model name"],
            "family": processor.get("CPU family", "-"),
            "model": processor["Model"],
            "cores": os.cpu_count(),
            "cores_allowed": len(os.sched_getaffinity(0)),
            "memory_mib": int(memory.removesuffix("kB")) // 1024,
            "virtual": "Hypervisor vendor" in processor,
            "kernel": platform.release(),
            "system": platform.freedesktop_os_release()["PRETTY_NAME"],
        },
        "compiler": re.search(r"Swift version \S+", output("swift", "--version"))[0],
        "load_average_before": os.getloadavg()[0],
        "peers": {
            "python": platform.python_version(),
            **{name: version(name) for name in PACKAGES},
            "mrtrix3": output("dpkg-query", "-W", "-f", "${Version}", "mrtrix3"),
        },
    }


def record_name(kind, record):
    """One name a machine and commit: measured again, a record is replaced."""
    machine = record["machine"]
    words = f"{machine['processor']} {machine['family']} {machine['model']}".lower()
    return f"{kind}-{re.sub(r'[^a-z0-9]+', '-', words).strip('-')}-{record['commit']}.json"
