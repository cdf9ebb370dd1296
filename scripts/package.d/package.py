"""Fills a folder with what spark-submit needs. Run by scripts/package."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import Project, distributions, packed
from pins import pins
from sbom import bill

from dti_spark.errors import DtiError
from dti_spark.lake import jars

ROOT = Path(__file__).parents[2]
SUMS = "SHA256SUMS"
BEFORE_GIT = "1640995200"
"""Time of files in the wheel where no commit tells one: 2022-01-01."""


def main() -> int:
    """Build everything beside the folder, then put it in its place; the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/package", description=__doc__)
    parser.add_argument("dir", nargs="?", type=Path, default=ROOT / "dist", metavar="DIR")
    parser.add_argument("--s3a", action="store_true", help="with the jars of the S3 connector")
    wanted = parser.parse_args()
    place = wanted.dir.absolute()
    if place.exists() and any(place.iterdir()) and not (place / SUMS).exists():
        parser.error(f"{place} holds something that scripts/package did not make; name another folder, or empty it")
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".packing-", dir=place.parent) as packing:
        try:
            pack(Path(packing, "dist"), s3a=wanted.s3a)
        except (DtiError, subprocess.CalledProcessError) as error:
            say(f"error: {error}")
            return 4
        shutil.rmtree(place, ignore_errors=True)
        Path(packing, "dist").rename(place)
    say(f"{place} is ready; check it anywhere with: sha256sum -c {SUMS}")
    return 0


def pack(dist: Path, *, s3a: bool) -> None:
    """Make a folder with all parts of the package."""
    (dist / "jars").mkdir(parents=True)
    wheel = built(dist)
    shutil.copy2(wheel, dist / "dti_spark.zip")
    shutil.copytree(ROOT / "jobs", dist / "jobs", ignore=shutil.ignore_patterns("__pycache__"))
    project = Project.read(ROOT / "pyproject.toml")
    needed = distributions(project.dependencies)
    packed(dist / "environment.tar.gz", needed.values())
    # pip makes a wheel of pyspark, which comes as sources, by setuptools
    packages = {*distributions(project.dependencies, without=()), "setuptools"}
    lock = [f"{pin}\n" for name, pin in pins().items() if name in packages]
    (dist / "requirements.lock").write_text("".join(lock), encoding="utf-8")
    locked, cache = jars.locked(jars.SETS if s3a else ("delta",)), jars.kept_in()
    jars.fetch(locked, cache)
    for jar in jars.paths(locked, cache):
        shutil.copy2(jar, dist / "jars")
    (dist / "sbom.cdx.json").write_text(bill(project, wheel, needed, locked, int(_epoch())), encoding="utf-8")
    files = sorted(path for path in dist.rglob("*") if path.is_file())
    sums = [f"{_sha256(path)}  {path.relative_to(dist).as_posix()}\n" for path in files]
    (dist / SUMS).write_text("".join(sums), encoding="utf-8")


def built(dist: Path) -> Path:
    """The wheel, with the time of the commit on all its files, so that one commit gives one sequence of bytes."""
    subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--disable-pip-version-check",
                "--no-input",
                "--no-deps",
            ),
            *("--no-index", "--no-build-isolation", "--wheel-dir", dist, ROOT),
        ],
        env=os.environ | {"SOURCE_DATE_EPOCH": _epoch()},
        stdin=subprocess.DEVNULL,
        check=True,
    )
    (wheel,) = dist.glob("*.whl")
    return wheel


def _epoch() -> str:
    """The time of the commit, in seconds since 1970."""
    if named := os.environ.get("SOURCE_DATE_EPOCH"):
        return named
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return told.stdout.strip() or BEFORE_GIT


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def say(sentence: str) -> None:
    """Tell people, on standard error."""
    sys.stderr.write(f"package: {sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
