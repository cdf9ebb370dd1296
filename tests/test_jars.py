"""Jars by a lock file: from a real repository on this machine, by the same Ivy that fetches from the public one."""

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pyspark
import pytest
from command_line import process
from object_store import free_port

from dti_spark.errors import StorageError
from dti_spark.lake.jars import SETS, Jar, fetch, locked, paths

SHIPPED = [path.name for path in (Path(pyspark.__file__).parent / "jars").glob("*.jar")]
SMALL, LARGE = b"a jar", b"another jar, and larger"


def jar(artifact: str, content: bytes) -> Jar:
    return Jar("delta", "some.group", artifact, "1.0", hashlib.sha256(content).hexdigest(), len(content), "MIT")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A repository with two jars, laid out as Maven's are."""
    root = tmp_path / "a repository"
    for artifact, content in (("small", SMALL), ("large_2.13", LARGE)):
        place = root / "some" / "group" / artifact / "1.0" / f"{artifact}-1.0.jar"
        place.parent.mkdir(parents=True)
        place.write_bytes(content)
    monkeypatch.setenv("DTI_MAVEN", root.as_uri())
    return root


def test_the_lock_is_of_the_installed_spark_and_delta() -> None:
    versions = {jar.artifact: jar.version for jar in locked()}
    release = ".".join(version("pyspark").split(".")[:2])
    assert versions[f"delta-spark_{release}_2.13"] == version("delta-spark")
    assert f"hadoop-client-api-{versions['hadoop-aws']}.jar" in SHIPPED


def test_the_lock_names_nothing_twice_and_nothing_that_spark_ships() -> None:
    names = [jar.name for jar in locked()]
    assert len(set(names)) == len(names)
    assert {jar.set for jar in locked()} == set(SETS)
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) for jar in locked())
    shipped = {re.sub(r"-\d.*", "", name) for name in SHIPPED}
    assert [jar.name for jar in locked() if jar.artifact in shipped] == []


def test_what_is_missing_is_fetched_once_and_only_what_is_missing(repository: Path, tmp_path: Path) -> None:
    small, large, folder = jar("small", SMALL), jar("large_2.13", LARGE), tmp_path / "kept here"
    assert fetch([small], folder) == [small]
    (repository / "some" / "group" / "small" / "1.0" / "small-1.0.jar").unlink()
    assert fetch([small, large], folder) == [large]
    assert fetch([small, large], folder) == []
    assert [path.read_bytes() for path in paths([small, large], folder)] == [SMALL, LARGE]
    assert sorted(path.name for path in folder.iterdir()) == ["large_2.13-1.0.jar", "small-1.0.jar"]


def test_a_repository_that_gives_other_bytes_is_refused(repository: Path, tmp_path: Path) -> None:
    (repository / "some" / "group" / "small" / "1.0" / "small-1.0.jar").write_bytes(b"forged")
    with pytest.raises(StorageError, match=r"small-1.0.jar has the SHA-256 \w+, jars.lock says .* is not used"):
        fetch([jar("small", SMALL)], tmp_path / "jars")
    assert list((tmp_path / "jars").iterdir()) == []


def test_a_jar_that_was_cut_off_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "small-1.0.jar").write_bytes(SMALL[:3])
    with pytest.raises(StorageError, match=r"small-1.0.jar has the SHA-256 .* remove it .* run dti jars fetch"):
        fetch([jar("small", SMALL), jar("nowhere", b"")], tmp_path)


def test_a_jar_that_is_not_there_has_no_path(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=f"small-1.0.jar is not in {tmp_path}; run dti jars fetch"):
        paths([jar("small", SMALL)], tmp_path)


def test_processes_that_fetch_at_once_do_not_break_each_other(repository: Path, tmp_path: Path) -> None:
    folder, wanted = tmp_path / "jars", jar("small", SMALL)
    fetching = f"""from pathlib import Path
from dti_spark.lake.jars import Jar, fetch
fetch([{wanted}], Path({str(folder)!r}))"""
    together = [subprocess.Popen([sys.executable, "-c", fetching]) for _ in range(2)]
    assert [each.wait(60) for each in together] == [0, 0]
    assert [path.read_bytes() for path in folder.iterdir()] == [SMALL]


@pytest.mark.fault(28)
def test_without_jars_and_network_one_sentence_says_within_seconds_what_to_do(tmp_path: Path) -> None:
    nowhere = {"DTI_JARS": str(tmp_path / "jars"), "DTI_MAVEN": f"http://127.0.0.1:{free_port()}"}
    begun = time.monotonic()
    said = process("show", "rankings", "--lake", tmp_path / "lake", **nowhere)
    assert time.monotonic() - begun < 10
    assert (said.returncode, said.stdout) == (4, "")
    (sentence,) = said.stderr.splitlines()
    smallest = min(locked(["delta"]), key=lambda jar: jar.size)
    assert sentence.startswith(f"error: {smallest.name} is not in {tmp_path / 'jars'} and cannot be fetched (")
    assert "Connection refused" in sentence
    assert "run dti jars fetch" in sentence
    java = process("jars", "fetch", **nowhere, JAVA_HOME=str(tmp_path / "no java"))
    assert (java.returncode, java.stdout) == (4, "")
    assert "No such file or directory: " in java.stderr
    assert len(java.stderr.splitlines()) == 1


def test_the_command_line_lists_what_it_has_fetched(tmp_path: Path) -> None:
    here = {"DTI_JARS": str(tmp_path)}
    for locked_jar in locked(["delta"]):
        (tmp_path / locked_jar.name).write_bytes(b"not what the lock says")
    listed = process("jars", "list", **here)
    assert listed.stdout == ",".join(str(tmp_path / jar.name) for jar in locked(["delta"])) + "\n"
    checked = process("jars", "fetch", **here)
    assert (checked.returncode, checked.stdout) == (4, "")
    assert "jars.lock says" in checked.stderr
    other = process("jars", "list", "--s3a", **here)
    assert (other.returncode, other.stdout) == (4, "")
    assert other.stderr == f"error: hadoop-aws-3.4.2.jar is not in {tmp_path}; run dti jars fetch\n"
