"""One writer per lake, on a disk and on an S3 server."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from pyspark.sql import SparkSession

from dti_spark.errors import StorageError
from dti_spark.lake import exclusive
from dti_spark.lake.delta import Lake
from dti_spark.lake.lease import Lease, leased
from dti_spark.views.releases import releases

SHORT = 3.0
"""Seconds that a lease lasts here; it is renewed three times in them."""
Take = Callable[..., Lease]


@pytest.fixture(params=["disk", "s3a"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a lake that is not there yet."""
    if request.param == "disk":
        return str(tmp_path / "lake")
    request.getfixturevalue("store")
    return f"s3a://index/{uuid4().hex}"


@pytest.fixture
def take(spark: SparkSession, root: str, request: pytest.FixtureRequest) -> Take:
    """Takes the lease on the lake for an owner; given back when the test ends."""

    def taken(owner: str, *, wait: float = 0.0, seconds: float = SHORT) -> Lease:
        lease = Lease(spark, root, owner=owner, seconds=seconds)
        lease.take(wait)
        request.addfinalizer(lease.give_back)
        return lease

    return taken


def die(lease: Lease) -> None:
    """End the renewals without giving the lease back, as a machine does that loses its power."""
    lease._ended.set()
    lease._renewing.join()


@pytest.mark.fault(1, 2)
def test_a_rival_is_told_who_holds_the_lease_and_gets_it_when_that_has_ended(take: Take, root: str) -> None:
    first = take("nightly")
    with pytest.raises(StorageError, match=f"{root} is being written by run nightly on .+ since 20.+Z; try again"):
        take("rival")
    first.check()
    threading.Timer(0.5, first.give_back).start()
    take("rival", wait=20).check()
    with pytest.raises(StorageError, match=r"run nightly has lost its lease on .+ to run rival on"):
        first.check()


def test_a_lease_is_renewed_for_as_long_as_its_holder_lives(take: Take) -> None:
    lease = take("long")
    with pytest.raises(StorageError, match="is being written by run long"):
        take("rival", wait=2.5 * SHORT)
    lease.check()


@pytest.mark.fault(1, 2)
def test_of_many_that_want_it_at_once_one_gets_it(take: Take) -> None:
    barrier = threading.Barrier(8)

    def attempt(number: int) -> bool:
        barrier.wait()
        try:
            take(f"run-{number}", seconds=30)
        except StorageError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1


@pytest.mark.fault(1, 2)
def test_of_many_that_create_the_same_file_one_does(spark: SparkSession, root: str) -> None:
    folder, barrier = exclusive.folder(spark, root), threading.Barrier(8)

    def attempt(number: int) -> bool:
        barrier.wait()
        return folder.create("only", str(number))

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(attempt, range(8)))
    assert sum(made) == 1
    assert folder.read("only") == str(made.index(True))
    assert folder.names() == ["only"]
    folder.replace("only", "other")
    assert folder.read("only") == "other"
    folder.remove("only")
    assert (folder.read("only"), folder.names()) == (None, [])


@pytest.mark.fault(3)
def test_what_a_dead_machine_held_is_taken_over_when_it_has_lasted(take: Take) -> None:
    dead = take("dead")
    die(dead)
    begun = time.monotonic()
    rival = take("rival", wait=20)
    assert 0.6 * SHORT < time.monotonic() - begun < 4 * SHORT
    rival.check()


@pytest.mark.fault(3)
def test_what_a_dead_process_of_this_machine_held_is_taken_over_at_once(
    take: Take, spark: SparkSession, root: str
) -> None:
    dead = take("dead", seconds=600)
    die(dead)
    folder = exclusive.folder(spark, f"{root}/_lease")
    (name,) = folder.names()
    assert dead._held.process is not None
    machine, pid, _ = dead._held.process.split()
    # the same process with another beginning: its number was given out again
    folder.replace(name, json.dumps(vars(replace(dead._held, process=f"{machine} {pid} 1"))))
    begun = time.monotonic()
    take("rival").check()
    assert time.monotonic() - begun < 10


@pytest.mark.fault(4)
def test_a_holder_that_slept_past_its_lease_writes_nothing_more(take: Take, spark: SparkSession, root: str) -> None:
    sleeper = take("sleeper")
    lake = Lake(spark, root, sleeper.check)
    lake.append(releases, lake.empty(releases), {})
    before = lake.version(releases)
    die(sleeper)
    time.sleep(SHORT * 1.1)
    with pytest.raises(StorageError, match=r"run sleeper did not renew its lease on .+ for 3 s"):
        lake.append(releases, lake.empty(releases), {})
    assert lake.version(releases) == before


def test_a_lease_that_is_given_back_leaves_one_small_file(spark: SparkSession, root: str) -> None:
    for owner in ("one", "two", "three"):
        with leased(Lake(spark, root), owner=owner, seconds=SHORT, wait=0) as lake:
            lake.fence()
    folder = exclusive.folder(spark, f"{root}/_lease")
    (name,) = folder.names()
    held = json.loads(folder.read(name) or "")
    assert (held["number"], held["owner"], held["released"]) == (3, "three", True)
