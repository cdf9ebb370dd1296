"""The Python environment of the job as an archive: what this package imports, in the versions installed here."""

import shutil
import tarfile
import tempfile
import tomllib
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BROUGHT = frozenset({"pyspark", "py4j"})
"""What every place with spark-submit has, in the version of its Spark."""


def packed(archive: Path, project: Path) -> None:
    """Write an archive of a virtual environment with all that a pyproject.toml needs at run time.

    It may be unpacked anywhere. Its Python is the one this environment rests on and must stand in the same place there.
    """
    needed = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "environment")
        venv.create(home, symlinks=True, with_pip=False)
        (site,) = home.glob("lib/python*/site-packages")
        for found in distributions(needed):
            copied(found, site)
        # the lowest level takes less than half the time of the usual one, for an archive an eighth larger
        with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
            tar.add(home, arcname=".")


def distributions(requirements: list[str]) -> list[Distribution]:
    """The installed distributions that meet requirements, and those that they require in turn."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if applies and name not in found and name not in BROUGHT:
            found[name] = distribution(name)
            waiting += [Requirement(text) for text in found[name].requires or ()]
    return list(found.values())


def copied(installed: Distribution, site: Path) -> None:
    """Copy the files of a distribution, without its commands and without compiled bytecode."""
    for file in installed.files or ():
        if ".." not in file.parts and "__pycache__" not in file.parts:
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file.locate(), target)
