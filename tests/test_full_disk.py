"""Disks that are full, one for the lake and one for what Spark puts aside: each is told apart."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import begin_run
from small_index import LATER, Place, deliver

from dti_spark.errors import StorageError

BLOCK, LARGE = 2**12, 2**30
Disk = Callable[[Path, int], Path]


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Makes a disk of some bytes at a folder; it is gone when the test ends."""
    mounted: list[Path] = []

    def made(folder: Path, size: int) -> Path:
        folder.mkdir()
        words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        said = subprocess.run(words, capture_output=True, text=True, check=False)
        if said.returncode:
            pytest.skip(f"this account may not mount a disk in memory: {said.stderr.strip()}")
        mounted.append(folder)
        return folder

    yield made
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def resize(disk: Path, size: int) -> None:
    """Give a disk another size."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


@pytest.mark.fault(15)
def test_a_full_disk_of_the_lake_is_told_as_such_and_the_run_goes_on_when_there_is_room(
    place: Place, disk: Disk, tmp_path: Path
) -> None:
    deliver(place.raw, LATER)
    # the lease cannot be given back on a full disk, and this process lives on
    place.edit("lake.yml", "local:\n", "local:\n  lease_seconds: 15\n")
    root = disk(tmp_path / "disk", LARGE)
    small = place.copy(root)
    resize(root, shutil.disk_usage(root).used + 40 * BLOCK)
    with pytest.raises(StorageError) as stopped:
        small.run()
    said = str(stopped.value)
    assert "the disk of the lake is full; make room" in said
    assert "spark.local.dir" not in said
    assert "\n" not in said
    assert [path.name for path in (root / "lake" / "releases" / "_published").iterdir()] == ["0000000001.json"]
    resize(root, LARGE)
    assert small.run(wait=60).release == "0002"


@pytest.mark.fault(15)
def test_a_full_disk_of_what_spark_puts_aside_is_told_as_such(place: Place, disk: Disk, tmp_path: Path) -> None:
    deliver(place.raw, LATER)
    scratch = disk(tmp_path / "scratch", 24 * BLOCK)
    run = begin_run(place.root, SPARK_LOCAL_DIRS=str(scratch))
    said, _ = run.communicate(timeout=300)
    assert run.returncode == 4, said
    (sentence,) = (line for line in said.splitlines() if line.startswith("error: "))
    assert "the disk for what Spark puts aside is full; make room there, or let spark.local.dir name" in sentence
    assert "the disk of the lake" not in sentence
    assert [row["release"] for row in place.rows("gold.releases")] == ["0001"]
    assert [path.name for path in (place.root / "lake" / "releases" / "_published").iterdir()] == ["0000000001.json"]
