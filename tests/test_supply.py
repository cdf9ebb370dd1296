"""What is installed, packed and fetched: what the locks name and nothing else, under licences that allow its use."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from environment import Project, distributions
from licences import of_package, spdx
from packaged import NOON, ROOT, Package, python
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pins import LOCK, pins
from sbom import bill

from dti_spark.errors import StorageError
from dti_spark.lake.jars import locked

PROJECT = Project.read(ROOT / "pyproject.toml")
REQUIRED = [*PROJECT.dependencies, *PROJECT.extras["dev"]]
DIRECT, ALL = 9, 20
"""How many packages the job may require itself, and how many these may bring; more is a decision, not an accident."""

PERMITTED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD License",  # whichever of its forms is meant
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",  # parts of numpy
        "ISC",
        "MIT",
        "MIT-0",
        "MPL-2.0",  # asks for its own files only, when they are changed
        "PSF-2.0",
        "Zlib",
    }
)


def test_the_lock_is_what_is_installed_no_more_and_no_less() -> None:
    installed = {name: found.version for name, found in distributions(REQUIRED, without=()).items()}
    assert installed == {name: pin.version for name, pin in pins().items() if pin.applies}


@pytest.mark.parametrize("lock", [LOCK, ROOT / "scripts" / "superset.d" / "requirements.lock"])
def test_every_entry_is_one_version_with_hashes_and_no_host_is_named(lock: Path) -> None:
    assert len(pins(lock)) > 80
    for name, pin in pins(lock).items():
        assert [each.operator for each in pin.requirement.specifier] == ["=="], name
        assert pin.sha256, name
        assert all(re.fullmatch("[0-9a-f]{64}", sha256) for sha256 in pin.sha256), name
    text = lock.read_text(encoding="utf-8")
    assert re.findall(r"://.*|^-.*", text, re.MULTILINE) == []


def test_the_lock_in_the_package_is_the_part_that_the_wheel_needs(packed: Package) -> None:
    needed = {*distributions(PROJECT.dependencies, without=()), "setuptools"}
    assert "pyspark" in needed
    assert pins(packed.dist / "requirements.lock") == {name: pin for name, pin in pins().items() if name in needed}


def test_the_lock_keeps_to_pyproject() -> None:
    for requirement in map(Requirement, REQUIRED):
        assert pins()[canonicalize_name(requirement.name)].version in requirement.specifier, requirement


def test_the_job_needs_no_more_packages_than_were_agreed_to() -> None:
    assert len(PROJECT.dependencies) <= DIRECT
    assert len(distributions(PROJECT.dependencies, without=())) <= ALL


def wheel(folder: Path, name: str) -> Path:
    """A wheel with nothing in it."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return path


def source(folder: Path, name: str) -> Path:
    """A source distribution with nothing in it, which setuptools builds, as it does pyspark."""
    (folder / "setup.py").write_text(f"from setuptools import setup\nsetup(name={name!r}, version='1.0')\n")
    (folder / "PKG-INFO").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    with tarfile.open(folder / f"{name}-1.0.tar.gz", "w:gz") as archive:
        for part in ("setup.py", "PKG-INFO"):
            archive.add(folder / part, f"{name}-1.0/{part}")
    return folder / f"{name}-1.0.tar.gz"


def installed(folder: Path, hashes: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Lets scripts/setup install a lock of its own, from a folder and into another."""
    lock = "".join(f"{name}==1.0 \\\n    {option}\n    # via nothing\n" for name, option in hashes.items())
    (folder / "requirements.lock").write_text(lock)
    script = 'set -euo pipefail; source "$1"/scripts/setup; venv="$2"; lock="$3"; install_locked'
    return subprocess.run(
        ["/bin/bash", "-c", script, "it", ROOT, sys.prefix, folder / "requirements.lock"],
        env={
            "PATH": "/usr/bin:/bin",
            "PIP_NO_INDEX": "1",
            "PIP_NO_CACHE_DIR": "1",
            "PIP_FIND_LINKS": str(folder),
            "PIP_TARGET": str(folder / "installed"),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_what_has_another_hash_or_none_is_not_installed(tmp_path: Path) -> None:
    files = {"setuptools": wheel(tmp_path, "setuptools"), "thing": source(tmp_path, "thing")}
    right = {name: f"--hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for name, path in files.items()}
    wrong = f"--hash=sha256:{hashlib.sha256(b'forged').hexdigest()}"
    for name in files:
        for option, sentence in ((wrong, "DO NOT MATCH THE HASHES"), ("", "Hashes are required")):
            tried = installed(tmp_path, right | {name: option})
            assert tried.returncode != 0
            assert sentence in tried.stderr
            assert not (tmp_path / "installed" / f"{name}-1.0.dist-info").exists()
            shutil.rmtree(tmp_path / "installed", ignore_errors=True)
    # the source is built by the setuptools of this environment: that of the folder, which pip would fetch, cannot
    assert installed(tmp_path, right).returncode == 0
    assert (tmp_path / "installed" / "thing-1.0.dist-info").exists()


def refused(licences: Mapping[str, str]) -> list[str]:
    """One sentence for each whose licence is not permitted; of alternatives one is enough."""
    return [
        f"{name} is under {licence!r}, which is not among the permitted licences"
        for name, licence in licences.items()
        if not any(set(choice.split(" AND ")) <= PERMITTED for choice in licence.split(" OR "))
    ]


def test_every_package_is_under_a_licence_that_is_permitted() -> None:
    found = distributions(REQUIRED, without=())
    assert refused({name: of_package(each) for name, each in found.items()}) == []


def test_every_jar_is_under_a_licence_that_is_permitted() -> None:
    assert refused({jar.name: spdx(jar.licence) for jar in locked()}) == []


def test_other_licences_are_refused_in_one_sentence() -> None:
    licences = {"a": "MIT OR GPL-3.0-only", "b": "MIT AND GPL-3.0-only", "c": "MIT AND ISC", "d": "none is named"}
    assert refused(licences) == [
        "b is under 'MIT AND GPL-3.0-only', which is not among the permitted licences",
        "d is under 'none is named', which is not among the permitted licences",
    ]


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ("License-Expression: MIT\nLicense: GPL\nClassifier: License :: OSI Approved :: BSD License", "MIT"),
        ("License: GPL\nClassifier: License :: OSI Approved :: Apache Software License", "Apache-2.0"),
        ("Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: X", "MIT AND X"),
        ("Classifier: Topic :: Software Development\nLicense: Apache 2.0", "Apache-2.0"),
        ("Classifier: License :: Other/Proprietary License", "none is named"),
    ],
)
def test_the_licence_is_the_most_exact_of_what_a_package_says(tmp_path: Path, told: str, licence: str) -> None:
    (tmp_path / "METADATA").write_text(f"Metadata-Version: 2.4\nName: thing\nVersion: 1.0\n{told}\n")
    assert of_package(Distribution.at(tmp_path)) == licence


def test_a_licence_that_only_its_file_tells_is_that_of_its_heading(tmp_path: Path) -> None:
    told = "Metadata-Version: 2.4\nName: thing\nVersion: 1.0\nLicense-File: LICENSE\n"
    (tmp_path / "METADATA").write_text(told)
    assert of_package(Distribution.at(tmp_path)) == "none is named"
    (tmp_path / "licenses").mkdir()
    (tmp_path / "licenses" / "LICENSE").write_text("\nMIT License\n\nPermission is hereby granted\n")
    assert of_package(Distribution.at(tmp_path)) == "MIT"
    (tmp_path / "METADATA").write_text(f"{told}License: GPL\n")
    assert of_package(Distribution.at(tmp_path)) == "GPL"


def test_the_bill_names_every_package_and_jar_with_hashes_licence_and_what_it_requires(tmp_path: Path) -> None:
    packed, jars = distributions(PROJECT.dependencies), locked()
    made = json.loads(bill(PROJECT, wheel(tmp_path, "dti_spark"), packed, jars, int(NOON)))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert made["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    components = {each["purl"]: each for each in made["components"]}
    of_jars = {f"pkg:maven/{jar.group}/{jar.artifact}@{jar.version}": jar.sha256 for jar in jars}
    of_packages = {f"pkg:pypi/{name}@{found.version}": pins()[name] for name, found in packed.items()}
    assert components.keys() == of_jars.keys() | of_packages.keys()
    assert {purl: components[purl]["hashes"] for purl in of_jars} == {
        purl: [{"alg": "SHA-256", "content": sha256}] for purl, sha256 in of_jars.items()
    }
    for purl, pin in of_packages.items():
        (files,) = components[purl]["externalReferences"]
        assert {each["content"] for each in files["hashes"]} == set(pin.sha256)
    assert [purl for purl, each in components.items() if "licenses" not in each] == []
    required = {each["ref"]: each.get("dependsOn", []) for each in made["dependencies"]}
    assert set(of_jars) < set(required["pkg:pypi/dti-spark@1.0"])
    assert (
        f"pkg:pypi/pydantic-core@{packed['pydantic-core'].version}"
        in required[f"pkg:pypi/pydantic@{packed['pydantic'].version}"]
    )


def test_two_bills_of_one_package_are_equal(tmp_path: Path) -> None:
    made = f"""import sys; sys.path.insert(0, {str(ROOT / "scripts" / "package.d")!r})
from pathlib import Path
from sbom import Project, bill
from environment import distributions
from dti_spark.lake.jars import locked
project = Project.read(Path({str(ROOT / "pyproject.toml")!r}))
packed = distributions(project.dependencies)
print(bill(project, Path({str(wheel(tmp_path, "dti_spark"))!r}), packed, locked(), {NOON}))"""
    one, other = (python("-c", made, PYTHONPATH=str(ROOT), PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one == other


def test_no_bill_is_made_of_a_version_that_the_lock_does_not_have(tmp_path: Path) -> None:
    (tmp_path / "METADATA").write_text("Metadata-Version: 2.4\nName: rich\nVersion: 0.1\n")
    with pytest.raises(StorageError, match=r"rich 0\.1 is installed, the lock has [\d.]+; run scripts/setup"):
        bill(PROJECT, wheel(tmp_path, "dti_spark"), {"rich": Distribution.at(tmp_path)}, (), int(NOON))
