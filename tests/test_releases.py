"""Releases: immutable copies of tables that belong together, and the pointer that says which counts."""

import shutil
from dataclasses import replace
from functools import partial

import pytest
from pyspark.sql import SparkSession
from readers import by_delta_rs, by_duckdb, counting
from small_index import LATER, Place, deliver, stopped_run

from dti_spark.definition.load import load
from dti_spark.errors import DataRefusedError, StorageError, UsageError
from dti_spark.lake import released
from dti_spark.lake.delta import Lake
from dti_spark.pipeline import ask, releasing
from dti_spark.pipeline.audit import audit
from dti_spark.views.rankings import rankings


def score(place: Place) -> None:
    """Let an expert give another score."""
    file = place.conf / "expert_scores.csv"
    header, first, *others = file.read_text(encoding="utf-8").splitlines()
    name, _, given = first.rpartition(",")
    file.write_text("\n".join([header, f"{name},{1 + int(given) % 5}", *others]) + "\n", encoding="utf-8")


def test_a_release_is_a_lake_of_its_own_whose_every_file_is_as_published(place: Place) -> None:
    (line,) = releasing.history(place.lake)
    assert (line["release"], line["folder"]) == ("0001", str(counting(place.root / "lake")))
    verified = releasing.verified(place.lake, "0001")
    assert verified["faults"] == []
    assert verified["files"] > len(releasing.TABLES) * 2
    for table in releasing.TABLES:
        there = releasing.published(place.lake).read(table)
        assert there.exceptAll(place.lake.read(table)).isEmpty()
        assert there.count() == place.lake.read(table).count() > 0
    folder = counting(place.root / "lake")
    assert by_delta_rs(folder, "index_values") == by_delta_rs(folder, "rankings")


def test_files_that_were_changed_removed_or_added_are_named(place: Place) -> None:
    folder = counting(place.root / "lake")
    changed, removed = sorted((folder / "gold" / "rankings").rglob("*.parquet"))[:2]
    changed.write_bytes(changed.read_bytes() + b"x")
    removed.unlink()
    (folder / "gold" / "more.csv").write_text("a")
    faults = releasing.verified(place.lake, "0001")["faults"]
    assert faults == [
        f"{removed.relative_to(folder)} is missing",
        "gold/more.csv is not part of the release",
        f"{changed.relative_to(folder)} was changed",
    ]
    manifest = folder / "release.json"
    manifest.write_text(manifest.read_text().replace("0001", "0002"))
    with pytest.raises(StorageError, match=r"release\.json is not what was published"):
        releasing.verified(place.lake, "0001")


def test_an_older_release_counts_again_until_the_next_is_published(place: Place) -> None:
    before = ask.show(place.lake, "rankings", where={}, top=5)
    score(place)
    assert place.run().release == "0002"
    after = ask.show(place.lake, "rankings", where={}, top=5)
    assert before != after
    assert ask.show(place.lake, "rankings", where={}, top=5, release="0001") == before
    back = partial(releasing.rolled_back, place.lake, owner="editor", seconds=60, wait=0)
    with pytest.raises(UsageError, match=r"there is no release 0003 in .+; there are 0001, 0002"):
        back("0003")
    back("0001")
    assert ask.show(place.lake, "rankings", where={}, top=5) == before
    assert place.run().release is None
    assert ask.show(place.lake, "rankings", where={}, top=5) == before
    assert next(line["by"] for line in releasing.history(place.lake)) == "rollback"
    score(place)
    assert place.run(release="0004").release == "0004"
    score(place)
    assert place.run().release == "0005"
    assert [line["release"] for line in releasing.history(place.lake)] == ["0005", "0004", "0001", "0002", "0001"]
    assert all(releasing.verified(place.lake, f"000{number}")["faults"] == [] for number in (1, 2, 4, 5))


@pytest.mark.fault(5)
def test_a_run_that_dies_while_it_publishes_is_finished_by_the_next(place: Place) -> None:
    deliver(place.raw, LATER)
    first = counting(place.root / "lake")
    for mark in ("release.copied", "release.sealed"):
        stopped_run(place, mark)
        assert counting(place.root / "lake") == first
    stopped_run(place, "release.published")
    second = counting(place.root / "lake")
    assert second != first
    assert by_delta_rs(second, "index_values") == by_delta_rs(second, "rankings")
    assert [row["release"] for row in place.rows("gold.releases")] == ["0001"]
    releasing.rolled_back(place.lake, "0001", owner="editor", seconds=60, wait=0)
    assert sorted(row["release"] for row in place.rows("gold.releases")) == ["0001", "0002"]
    assert place.run().release is None
    assert counting(place.root / "lake") == first


def test_a_number_that_another_run_has_taken_is_not_published_again(place: Place) -> None:
    last = released.current(place.lake)
    assert last is not None
    released.point(place.lake, last)  # the answer to the first attempt may have been lost
    with pytest.raises(StorageError, match="release 0009 was not published: another run has published 0001 meanwhile"):
        released.point(place.lake, replace(last, release="0009"))
    there = releasing.published(place.lake)
    with pytest.raises(StorageError, match="a release is immutable"):
        there.append(rankings, there.empty(rankings), {})


@pytest.mark.fault(26)
def test_a_release_outlives_the_working_tables(place: Place) -> None:
    before = by_duckdb(counting(place.root / "lake"), "rankings")
    shutil.rmtree(place.root / "lake" / "gold")
    assert by_duckdb(counting(place.root / "lake"), "rankings") == before
    assert len(before) > 100


def test_a_release_on_an_object_store_is_copied_and_verified(spark: SparkSession, place: Place, store: object) -> None:
    there = Lake(spark, f"s3a://index/{place.root.name}")
    for table in releasing.TABLES:
        there.replace(table, place.lake.read(table), {})
    folder, files = released.copied(there, "0001", releasing.TABLES)
    seal = released.seal(
        there, folder, {"release": {"run": "r", "definition": "d", "code_version": "1"}, "files": files}
    )
    released.point(there, released.Publication(1, "0001", folder, seal, "r", "2026-01-01T00:00:00+00:00"))
    assert releasing.verified(there, "0001")["faults"] == []
    assert releasing.published(there).read(rankings).count() == place.lake.read(rankings).count()
    with pytest.raises(StorageError, match="was not published"):
        released.point(there, released.Publication(1, "0002", folder, seal, "r", "2026-01-02T00:00:00+00:00"))


SPOILT = {
    "is not the sum over each city": ("index_values", "value * 2", "region = '440300' and period = '2020Q2'"),
    "at a node in the base quarter": ("index_values", "value + 1", "region_type = 'nation' and period = '2020Q1'"),
    "in gold.rankings does not hold the values": ("rankings", "value + 1", "region = '440300'"),
    "in gold.growth does not hold the keys": ("growth", None, "region = '440300' and period = '2020Q2'"),
    "differs from its usage in silver": ("index_values", "value * 3", "period = '2020Q2'"),
}


@pytest.mark.parametrize("says", SPOILT)
def test_a_release_that_contradicts_itself_or_silver_is_not_published(place: Place, says: str) -> None:
    table, value, where = SPOILT[says]
    path = f"delta.`{place.root}/lake/gold/{table}`"
    place.spark.sql(
        f"UPDATE {path} SET value = {value} WHERE {where}" if value else f"DELETE FROM {path} WHERE {where}"
    )
    with pytest.raises(DataRefusedError, match=f"release 0002 was not published, because its audit failed: .*{says}"):
        audit(place.lake, load(place.conf), release="0002")


def test_a_lake_that_a_run_has_left_passes_its_audit(place: Place) -> None:
    audit(place.lake, load(place.conf), release="0001")
