"""What a record says of the machine, the commit and the programs that were measured."""

import os
import pathlib
import platform
import re
import subprocess
from datetime import date


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


def debian(package):
    """The version of an installed Debian package."""
    return output("dpkg-query", "-W", "-f", "${Version}", package)


def describe(root):
    """What every record begins with."""
    # In the words of lscpu, which are the same on every architecture.
    processor = lines(output("lscpu"))
    memory = lines(pathlib.Path("/proc/meminfo").read_text())["MemTotal"]
    return {
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
    }


def measured(record):
    """Commit, day and machine, in a sentence each, for a page."""
    machine = record["machine"]
    kind = "virtual machine" if machine["virtual"] else "machine"
    pinned = machine["cores_allowed"] < machine["cores"]
    return (
        f"Commit {record['commit']}, {record['date']}. {machine['processor']} "
        f"(family {machine['family']}, model {machine['model']}, {machine['architecture']}), "
        f"{kind} of {machine['cores']} cores and {machine['memory_mib'] / 1024:.0f} GiB, "
        f"{machine['system']}, kernel {machine['kernel']}, {record['compiler']}. Load "
        f"{record['load_average_before']:.1f} before, {record['load_average_after']:.1f} after"
        + (f"; on {machine['cores_allowed']} of the cores." if pinned else ".")
    )


def record_name(kind, record):
    """One name a machine and commit: measured again, a record is replaced."""
    machine = record["machine"]
    words = f"{machine['processor']} {machine['family']} {machine['model']}".lower()
    return f"{kind}-{re.sub(r'[^a-z0-9]+', '-', words).strip('-')}-{record['commit']}.json"
