"""Where it was measured."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("dti-spark", "pyspark", "delta-spark", "duckdb", "deltalake", "polars")


def machine() -> dict[str, str | int | float]:
    """Processor, memory, load before the first run, and versions."""
    memory = re.search(r"MemTotal: +(\d+)", Path("/proc/meminfo").read_text())
    processor = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    java = subprocess.run(
        [f"{os.environ['JAVA_HOME']}/bin/java", "-version"], capture_output=True, text=True, check=True
    )
    release = re.search(r'version "([^"]+)"', java.stderr)
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": processor[1] if processor else platform.machine(),
        "memory_gib": round(int(memory[1]) / 2**20) if memory else 0,
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "java": release[1] if release else "",
        **{package: version(package) for package in PACKAGES},
    }
