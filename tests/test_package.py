"""What scripts/package makes: whole, equal when made twice, and enough for spark-submit beside Spark and Python."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyspark
import pytest
from dockerfile_parse import DockerfileParser
from small_index import FIRST, deliver, rows, write_conf

from dti_spark.lake.jars import locked

ROOT = Path(__file__).parent.parent
NOON = "1700000000"


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


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("package") / "dist"
    python(*packages(place), PYTHONPATH=str(ROOT), SOURCE_DATE_EPOCH=NOON)
    return place


@pytest.fixture(scope="module")
def environment(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment, unpacked elsewhere; its Python."""
    place = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(dist / "environment.tar.gz") as archive:
        archive.extractall(place, filter="fully_trusted")
    return place / "bin" / "python"


def wheel(dist: Path) -> Path:
    (found,) = dist.glob("dti_spark-*.whl")
    return found


def test_the_sums_are_of_all_files_and_right(dist: Path) -> None:
    told = dict(reversed(line.split("  ")) for line in (dist / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(dist).as_posix(): path for path in dist.rglob("*") if path.is_file()}
    del files["SHA256SUMS"]
    assert told == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert {jar.name: jar.sha256 for jar in locked(["delta"])} == {
        name.removeprefix("jars/"): sha256 for name, sha256 in told.items() if name.startswith("jars/")
    }
    assert {name for name in told if name.startswith("jobs/")} == {"jobs/generate.py", "jobs/run.py"}


def test_the_wheel_holds_the_definition_and_the_lock(dist: Path) -> None:
    held = set(zipfile.ZipFile(wheel(dist)).namelist())
    assert {f"dti_spark/conf/{path.name}" for path in (ROOT / "conf").iterdir()} <= held
    assert {"dti_spark/lake/jars.lock", "dti_spark/py.typed", "dti_spark/cli/jars.py"} <= held
    assert [name for name in held if name.startswith(("tests", "scripts"))] == []


def test_one_commit_gives_one_wheel_wherever_and_whenever_it_is_built(dist: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    for part in ("dti_spark", "conf", "scripts", "jobs"):
        shutil.copytree(ROOT / part, elsewhere / part, copy_function=shutil.copyfile)
    for part in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / part, elsewhere / part)
    again = tmp_path / "dist"
    build = "import sys; sys.path.insert(0, sys.argv[1]); from package import Path, built; built(Path(sys.argv[2]))"
    python("-c", build, elsewhere / "scripts/package.d", again, PYTHONPATH=str(ROOT), SOURCE_DATE_EPOCH=NOON)
    assert wheel(again).read_bytes() == wheel(dist).read_bytes()


def test_from_the_zip_alone_the_package_finds_its_definition_and_its_lock(dist: Path, environment: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        python("-c", "import dti_spark", executable=environment)
    asked = """import dti_spark
from dti_spark.definition.load import load
from dti_spark.lake.jars import locked
print(dti_spark.__file__, len(load().cities), len(locked()))"""
    archive = dist / "dti_spark.zip"
    path = ":".join(map(str, [archive, *(Path(pyspark.__file__).parent / "python" / "lib").glob("*.zip")]))
    found = python("-c", asked, executable=environment, PYTHONPATH=path)
    assert found == f"{archive}/dti_spark/__init__.py 351 {len(locked())}\n"


def test_the_image_copies_what_the_package_holds(dist: Path) -> None:
    steps = DockerfileParser(fileobj=(ROOT / "scripts" / "deploy" / "Dockerfile").open("rb")).structure
    copies = [step["value"].split() for step in steps if step["instruction"] == "COPY"]
    sources = [source for first, *others in copies if "--from" not in first for source in (first, *others[:-1])]
    assert len(sources) == 2
    assert all(len(list(dist.glob(source))) == 1 for source in sources)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    refused = subprocess.run([sys.executable, *packages(tmp_path)], capture_output=True, text=True)
    assert refused.returncode == 2
    assert f"{tmp_path} holds something that scripts/package did not make" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_spark_submit_runs_the_package_with_a_python_that_has_no_dti_spark(
    dist: Path, environment: Path, tmp_path: Path
) -> None:
    delivered = deliver(tmp_path / "raw", FIRST)
    write_conf(tmp_path / "conf")
    spark = Path(pyspark.__file__).parent
    settings = (
        "spark.ui.enabled=false",
        "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m",
    )
    ran = subprocess.run(
        [
            *(spark / "bin" / "spark-submit", "--master", "local[2]"),
            *("--py-files", dist / "dti_spark.zip", "--jars", dist / "jars" / "*.jar"),
            *(word for setting in settings for word in ("--conf", setting)),
            *(dist / "jobs" / "run.py", "--raw", "raw", "--lake", "lake", "--conf", "conf", "--json"),
        ],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK", "SPARK", "PYTHON"))}
        | {"SPARK_HOME": str(spark), "PYSPARK_PYTHON": str(environment), "DTI_JARS": str(tmp_path / "none")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    done = json.loads(ran.stdout.splitlines()[-1])  # spark-submit prints both streams of a Python job to one
    assert done["release"] == "0001"
    assert sum(done["files"].values()) == len(delivered)
    assert all(record["accepted"] > 0 for record in done["records"])
    assert len(rows(tmp_path / "lake", "gold.releases")) == 1
    assert not (tmp_path / "none").exists()
