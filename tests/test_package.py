"""What scripts/package makes: whole, equal when made twice, and enough for spark-submit beside Spark and Python."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pyspark
import pytest
from dockerfile_parse import DockerfileParser
from object_store import ObjectStore
from packaged import NOON, ROOT, Package, packages, python
from packaging.utils import canonicalize_name

from dti_spark.lake.jars import SETS, locked


def wheel(dist: Path) -> Path:
    (found,) = dist.glob("dti_spark-*.whl")
    return found


def test_the_sums_are_of_all_files_and_right(packed: Package, running_store: ObjectStore | None) -> None:
    told = dict(reversed(line.split("  ")) for line in (packed.dist / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(packed.dist).as_posix(): path for path in packed.dist.rglob("*") if path.is_file()}
    del files["SHA256SUMS"]
    assert told == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert {jar.name: jar.sha256 for jar in locked(SETS if running_store else ["delta"])} == {
        name.removeprefix("jars/"): sha256 for name, sha256 in told.items() if name.startswith("jars/")
    }
    assert {name for name in told if name.startswith("jobs/")} == {"jobs/generate.py", "jobs/run.py"}


def test_the_bill_of_materials_is_of_what_is_packed(packed: Package) -> None:
    made = json.loads((packed.dist / "sbom.cdx.json").read_text())
    versions = {each["purl"]: (each["name"], each["version"]) for each in made["components"]}
    (site,) = packed.python.parent.parent.glob("lib/python*/site-packages")
    assert {version for purl, version in versions.items() if purl.startswith("pkg:pypi/")} == {
        (canonicalize_name(each.name), each.version) for each in distributions(path=[str(site)])
    }
    hashes = {each["content"] for jar in made["components"] for each in jar.get("hashes", ())}
    assert hashes == {hashlib.sha256(jar.read_bytes()).hexdigest() for jar in (packed.dist / "jars").iterdir()}
    (of_wheel,) = made["metadata"]["component"]["hashes"]
    assert of_wheel["content"] == hashlib.sha256(wheel(packed.dist).read_bytes()).hexdigest()


def test_the_wheel_holds_the_definition_and_the_lock(packed: Package) -> None:
    held = set(zipfile.ZipFile(wheel(packed.dist)).namelist())
    files = [path for path in (ROOT / "conf").rglob("*") if path.is_file()]
    assert {f"dti_spark/conf/{path.relative_to(ROOT / 'conf')}" for path in files} <= held
    assert {"dti_spark/lake/jars.lock", "dti_spark/py.typed", "dti_spark/cli/jars.py"} <= held
    assert [name for name in held if name.startswith(("tests", "scripts"))] == []


def test_one_commit_gives_one_wheel_wherever_and_whenever_it_is_built(packed: Package, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    for part in ("dti_spark", "conf", "scripts", "jobs"):
        shutil.copytree(ROOT / part, elsewhere / part, copy_function=shutil.copyfile)
    for part in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / part, elsewhere / part)
    again = tmp_path / "dist"
    build = "import sys; sys.path.insert(0, sys.argv[1]); from package import Path, built; built(Path(sys.argv[2]))"
    python("-c", build, elsewhere / "scripts/package.d", again, PYTHONPATH=str(ROOT), SOURCE_DATE_EPOCH=NOON)
    assert wheel(again).read_bytes() == wheel(packed.dist).read_bytes()


def test_from_the_zip_alone_the_package_finds_its_definition_and_its_lock(packed: Package) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        python("-c", "import dti_spark", executable=packed.python)
    asked = """import dti_spark
from dti_spark.definition.load import load
from dti_spark.lake.jars import SETS, locked
print(dti_spark.__file__, len(load().cities), len(locked()))"""
    archive = packed.dist / "dti_spark.zip"
    path = ":".join(map(str, [archive, *(Path(pyspark.__file__).parent / "python" / "lib").glob("*.zip")]))
    found = python("-c", asked, executable=packed.python, PYTHONPATH=path)
    assert found == f"{archive}/dti_spark/__init__.py 351 {len(locked())}\n"


def test_the_image_copies_what_the_package_holds(packed: Package) -> None:
    steps = DockerfileParser(fileobj=(ROOT / "scripts" / "deploy" / "Dockerfile").open("rb")).structure
    copies = [step["value"].split() for step in steps if step["instruction"] == "COPY"]
    sources = [source for first, *others in copies if "--from" not in first for source in (first, *others[:-1])]
    assert len(sources) == 3
    assert all(len(list(packed.dist.glob(source))) == 1 for source in sources)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    refused = subprocess.run([sys.executable, *packages(tmp_path)], capture_output=True, text=True)
    assert refused.returncode == 2
    assert f"{tmp_path} holds something that scripts/package did not make" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
