"""The package that scripts/package makes, made by the Python of these tests."""

import os
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyspark

ROOT = Path(__file__).parent.parent
SPARK = Path(pyspark.__file__).parent
NOON = "1700000000"


@dataclass(frozen=True)
class Package:
    """A package, and its environment unpacked elsewhere: a Python that knows neither dti_spark nor pyspark."""

    dist: Path
    python: Path

    @property
    def submit(self) -> Sequence[str | Path]:
        """The words of spark-submit that bring the package along; its jars are there on every node, as in an image."""
        jars = ",".join(f"local:{jar}" for jar in sorted((self.dist / "jars").iterdir()))
        return (SPARK / "bin" / "spark-submit", "--py-files", self.dist / "dti_spark.zip", "--jars", jars)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of spark-submit: no Python but that of the package, no jars but those."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK", "SPARK", "PYTHON"))
        }
        return kept | {
            "SPARK_HOME": str(SPARK),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": str(self.python),
            "DTI_JARS": str(self.dist / "none"),
        }


def package(folder: Path, *arguments: str) -> Package:
    """Make the package in a folder."""
    python(*packages(folder / "dist", *arguments), PYTHONPATH=str(ROOT), SOURCE_DATE_EPOCH=NOON)
    with tarfile.open(folder / "dist" / "environment.tar.gz") as archive:
        archive.extractall(folder / "environment", filter="fully_trusted")
    return Package(folder / "dist", folder / "environment" / "bin" / "python")


def python(*words: str | Path, executable: str | Path = sys.executable, **environment: str) -> str:
    """What a Python process prints that is not told of this checkout."""
    told = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [executable, *words],
        env=told | environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    return ran.stdout


def packages(*arguments: str | Path, root: Path = ROOT) -> Sequence[str | Path]:
    """The words that make the package of a checkout, for the Python of these tests."""
    return (root / "scripts" / "package.d" / "package.py", *arguments)
