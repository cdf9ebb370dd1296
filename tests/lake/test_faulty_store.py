"""A store behind a faulty network: what was done is done once, and what failed is told."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from faulty_store import FaultyStore, Trouble, faulty_store, well
from object_store import ObjectStore
from pyspark.sql import SparkSession

from dti_spark.errors import StorageError
from dti_spark.index.weights import weights
from dti_spark.lake import exclusive, released
from dti_spark.lake.delta import Lake
from dti_spark.lake.lease import leased
from dti_spark.lake.metrics import RETRIES, Meter
from dti_spark.lake.released import Publication

WEIGHT = {"index": "dti", "parent": "dti", "weight": 0.5, "experts": 3, "mean_score": 2.0}
FIRST = Publication(1, "0001", "0001-a", "seal", "nightly", "2026-01-01T00:00:00+00:00")


@pytest.fixture
def faulty(store: ObjectStore, spark: SparkSession) -> Iterator[FaultyStore]:
    with faulty_store(store, spark) as found:
        yield found


@pytest.fixture
def lake(spark: SparkSession, faulty: FaultyStore) -> Lake:
    return Lake(spark, f"s3a://{faulty.bucket}/lake")


def rows(lake: Lake, count: int, start: int = 0) -> list[dict[str, object]]:
    return [{**WEIGHT, "node": f"node {start + number}"} for number in range(count)]


def nodes(lake: Lake) -> Counter[str]:
    return Counter(row["node"] for row in lake.read(weights).collect())


class Losing:
    """Loses the answers to puts below a path: so many of each object, or all."""

    def __init__(self, below: str, times: int) -> None:
        self.below, self.times = below, times
        self.seen: Counter[str] = Counter()

    def __call__(self, method: str, path: str) -> Trouble | None:
        if method != "PUT" or self.below not in path:
            return None
        self.seen[path] += 1
        return Trouble.LOST if self.seen[path] <= self.times else None


ALL = 1000


@pytest.mark.fault(6)
def test_rows_whose_commit_lost_its_answer_are_there_once(lake: Lake, faulty: FaultyStore) -> None:
    lake.append(weights, lake.frame(rows(lake, 2), weights.schema), {})
    before = lake.version(weights)
    faulty.chosen = Losing("/_delta_log/", 1)
    lake.append(weights, lake.frame(rows(lake, 2, start=2), weights.schema), {"run": "again"})
    assert faulty.done[Trouble.LOST] > 0
    assert (lake.version(weights), lake.note(weights)) == (before + 1, {"run": "again"})
    assert nodes(lake) == Counter({f"node {number}": 1 for number in range(4)})


@pytest.mark.fault(6)
@pytest.mark.parametrize("times", [1, ALL], ids=["the first answer", "all answers"])
def test_a_release_whose_pointer_lost_its_answer_is_published_once_and_told_to_be(
    lake: Lake, faulty: FaultyStore, times: int
) -> None:
    faulty.chosen = Losing("/_published/", times)
    released.point(lake, FIRST)
    assert faulty.done[Trouble.LOST] > 0
    faulty.chosen = well
    assert released.publications(lake) == [FIRST]
    with pytest.raises(StorageError, match="was not published: another run has published 0001"):
        released.point(lake, Publication(1, "0002", "0002-b", "seal", "rival", FIRST.published))


@pytest.mark.fault(6)
@pytest.mark.parametrize("times", [1, ALL], ids=["the first answer", "all answers"])
def test_a_lease_whose_creation_lost_its_answer_is_held_and_no_rival_gets_it(
    lake: Lake, faulty: FaultyStore, times: int
) -> None:
    faulty.chosen = Losing("/_lease/", times)
    with leased(lake, owner="nightly", seconds=60, wait=0) as held:
        faulty.chosen = well
        held.fence()
        with (
            pytest.raises(StorageError, match="is being written by run nightly"),
            leased(lake, owner="rival", seconds=60, wait=0),
        ):
            pass
    assert faulty.done[Trouble.LOST] > 0


@pytest.mark.fault(14)
def test_a_store_that_is_busy_slow_and_breaks_off_is_written_to_in_the_end(lake: Lake, faulty: FaultyStore) -> None:
    chance, one = random.Random(14), threading.Lock()
    kinds = [Trouble.BUSY] * 6 + [Trouble.RESET] * 2 + [Trouble.LOST] + [Trouble.LATE]

    def brown_out(method: str, path: str) -> Trouble | None:
        with one:
            return chance.choice(kinds) if chance.random() < 0.3 else None

    meter = Meter(lake.spark, [lake.root])
    faulty.chosen = brown_out
    with leased(lake, owner="nightly", seconds=60, wait=0) as held:
        for number in range(3):
            held.append(weights, held.frame(rows(lake, 2, start=2 * number), weights.schema), {})
        folder, files = released.copied(held, "0001", [weights])
        seal = released.seal(held, folder, {"release": {}, "files": files})
        released.point(held, Publication(1, "0001", folder, seal, "nightly", FIRST.published))
    assert set(faulty.done) == set(Trouble)
    # all but the late ones had to be asked for again, and some of those were
    retried = (meter.read() or {})[RETRIES]
    assert 0 < retried <= sum(faulty.done.values())
    faulty.chosen = well
    assert (meter.read() or {})[RETRIES] == 0
    assert nodes(lake) == Counter({f"node {number}": 1 for number in range(6)})
    (published,) = released.publications(lake)
    assert released.faults(lake, published) == []
    assert nodes(released.reader(lake, published)) == nodes(lake)


@pytest.mark.fault(13)
def test_a_store_that_goes_away_is_told_within_a_minute_and_nothing_is_half_there(
    lake: Lake, faulty: FaultyStore
) -> None:
    lake.append(weights, lake.frame(rows(lake, 2), weights.schema), {})
    before, more = lake.version(weights), lake.frame(rows(lake, 2, start=2), weights.schema)
    faulty.chosen = lambda method, path: Trouble.RESET
    begun = time.monotonic()
    with pytest.raises(StorageError) as found:
        lake.append(weights, more, {})
    with pytest.raises(StorageError, match=r"publishing release 0001: no answer from the storage of .+ \(Conn"):
        released.point(lake, FIRST)
    assert time.monotonic() - begun < 120
    assert "no answer from the storage of s3a://" in str(found.value)
    assert "\n" not in str(found.value)
    faulty.chosen = well
    assert lake.version(weights) == before
    lake.append(weights, more, {})
    assert nodes(lake) == Counter({f"node {number}": 1 for number in range(4)})
    assert exclusive.folder(lake.spark, f"{lake.root}/releases/_published").names() == []
