"""Housekeeping changes no row, keeps every release, and leaves few files."""

import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from small_index import LATER, Place, deliver, stopped_run

from dti_spark.definition.load import load
from dti_spark.errors import StorageError
from dti_spark.pipeline import job, releasing
from dti_spark.pipeline.maintain import maintain
from dti_spark.pipeline.reconcile import reconcile
from dti_spark.pipeline.tables import TABLES


def kept_up(place: Place) -> dict[str, tuple[int, int]]:
    """Files of each table before and after housekeeping that keeps no older version."""
    profile = load(place.conf).profiles["local"]
    rows = maintain(place.lake, profile, hours=0, owner="weekly", wait=0)
    return {str(row["table"]): (int(row["files_before"] or 0), int(row["files_after"] or 0)) for row in rows}


def test_housekeeping_moves_no_row_and_no_release_and_the_next_run_finds_nothing_new(place: Place) -> None:
    deliver(place.raw, LATER)
    stopped_run(place, "release.copied")
    folders = sorted(path.name for path in (place.root / "lake" / "releases").glob("0*"))
    place.run()
    tables = [table for table in TABLES if place.lake.exists(table)]
    before = {table.name: sorted(map(str, place.lake.read(table).collect())) for table in tables}
    files = kept_up(place)
    assert list(files) == [table.name for table in tables]
    assert all(after <= before for before, after in files.values())
    assert files["silver.events"][1] < files["silver.events"][0]
    assert files["gold.releases"] == (2, 1)
    for table in tables:
        assert sorted(map(str, place.lake.read(table).collect())) == before[table.name], table.name
        there = {path for path in Path(place.lake.path(table)).rglob("*.parquet") if "_delta_log" not in path.parts}
        assert len(there) == files[table.name][1], table.name
    assert [releasing.verified(place.lake, name)["faults"] for name in ("0001", "0002")] == [[], []]
    assert len(folders) == 2
    assert len(list((place.root / "lake" / "releases").glob("0*"))) == 2
    outcome = place.run()
    assert (outcome.release, len(outcome.steps)) == (None, 1)


@pytest.mark.fault(25, 26)
def test_a_reader_that_has_opened_a_release_reads_to_its_end_whatever_housekeeping_removes(place: Place) -> None:
    lake = place.root / "lake"
    (release,) = (lake / "releases").glob("0001-*")
    opened, working = (DeltaTable(root / "gold" / "rankings").to_pyarrow_dataset() for root in (release, lake))
    before = opened.to_table()
    place.spark.sql(f"UPDATE delta.`{lake}/gold/rankings` SET value = value + 1")
    kept_up(place)
    # what the tables held is gone for whoever had opened them
    with pytest.raises(FileNotFoundError):
        working.to_table()
    assert opened.to_table().equals(before)
    assert DeltaTable(release / "gold" / "rankings").to_pyarrow_table().num_rows == before.num_rows > 100
    assert releasing.verified(place.lake, "0001")["faults"] == []


@pytest.mark.fault(5)
def test_what_a_dead_run_has_begun_is_finished_before_housekeeping(place: Place) -> None:
    deliver(place.raw, LATER)
    stopped_run(place, "silver.events.after")
    with pytest.raises(StorageError, match="died before it had entered batch 2 in the ledger; start dti run once"):
        kept_up(place)
    assert place.run().release == "0002"
    kept_up(place)
    held = json.loads(max((place.root / "lake" / "_lease").iterdir()).read_text())
    assert (held["owner"], held["released"]) == ("weekly", True)
    assert held["seconds"] < job.WAIT


def test_texts_of_rejected_records_and_runs_go_when_their_days_are_over_and_nothing_else_does(place: Place) -> None:
    text = "a torn line that somebody's name is in"
    (place.raw / "tencent_cloud" / "dt=2020-09-30").mkdir()
    (place.raw / "tencent_cloud" / "dt=2020-09-30" / "torn.json.gz").write_bytes(gzip.compress(f"{text}\n".encode()))
    place.edit("index.yml", "max_rejected: 0.05", "max_rejected: 1.0")
    deliver(place.raw, LATER)
    place.run()
    before = {table.name: place.lake.read(table).count() for table in TABLES}
    assert held(place, text)
    kept_up(place)
    assert held(place, text)
    place.edit("lake.yml", "rejected_texts: 30", "rejected_texts: 0")
    place.edit("lake.yml", "runs: 400", "runs: 0")
    kept_up(place)
    assert not held(place, text)
    assert {table.name: place.lake.read(table).count() for table in TABLES} == before | {
        "ops.runs": 0,
        "ops.run_steps": 0,
    }
    assert reconcile(place.lake, load(place.conf), str(place.raw)).faults == []
    assert place.run().release is None


def held(place: Place, text: str) -> list[Path]:
    """The Parquet files of the lake that hold a text."""
    return [
        path
        for path in (place.root / "lake").rglob("*.parquet")
        if any(text in str(row) for row in pq.ParquetFile(path).read().to_pylist())
    ]
