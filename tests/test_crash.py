"""A run that is killed at any place leaves a lake that the next run finishes, to the same last bit."""

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from command_line import begin_run
from lakes import different, table
from pyspark.sql import SparkSession
from raw_logs import Event
from small_index import FIRST, SECOND, Place, deliver, published, rows, stopped_run, write_conf

from dti_spark.errors import StorageError
from dti_spark.pipeline.history import state


def killed_run(root: Path, crash_at: str) -> None:
    """One run in a process of its own, which must be killed where it was told to be, and its Java end with it."""
    run = begin_run(root, DTI_CRASH_AT=crash_at)
    said, _ = run.communicate(timeout=600)
    assert run.returncode == -signal.SIGKILL, f"{crash_at}: {said}"
    deadline = time.monotonic() + 30
    while alive(run.pid):
        assert time.monotonic() < deadline, f"{crash_at}: processes of the run are still alive"
        time.sleep(0.2)


def alive(group: int) -> bool:
    """Whether a process group still has members."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.fault(3, 5)
def test_runs_that_are_killed_anywhere_end_in_the_gold_of_an_undisturbed_run(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    undisturbed = published(spark, tmp_path_factory.getbasetemp()).root / "lake"
    place, lake = Place(spark, tmp_path), tmp_path / "lake"
    write_conf(place.conf)

    files = deliver(tmp_path / "raw", FIRST)
    stopped_run(place, "staging.after")
    killed_run(tmp_path, "silver.events.after")
    for mark in ("silver.ingested_files.after", "gold.index_values.after"):
        stopped_run(place, mark)
    every_record_is_there_once(lake, files)
    assert not (lake / "gold" / "releases").exists()
    place.run()
    assert refreshed(lake) == [["2020Q1"]]

    files |= deliver(tmp_path / "raw", SECOND)
    killed_run(tmp_path, "silver.rejected_records.after")
    its_end_is_not_known(place)
    for mark in ("silver.indicator_values.before", "silver.after"):
        stopped_run(place, mark)
    killed_run(tmp_path, "gold.rankings.before")
    every_record_is_there_once(lake, files)
    place.run()
    assert refreshed(lake) == [["2020Q1"], ["2020Q2"]]
    assert different(lake, undisturbed) == []
    what_was_said_is_the_same(lake, undisturbed)

    stopped_run(place, "silver.ingested_files.after", full=True)
    assert rows(lake, "silver.ingested_files") == []
    stopped_run(place, "gold.after")
    place.run()
    every_record_is_there_once(lake, files)
    assert different(lake, undisturbed) == []
    what_was_said_is_the_same(lake, undisturbed)
    assert [path for path in (lake / "_staging").glob("*") if path.is_dir()] == []


def its_end_is_not_known(place: Place) -> None:
    """The run that wrote the last batch of events has left traces, but no row in ops.runs."""
    last = max(rows(place.root / "lake", "silver.events"), key=lambda row: row["batch"])
    with pytest.raises(StorageError, match=f"run {last['run']} has begun and not ended"):
        state(place.lake, last["run"])


def refreshed(lake: Path) -> list[list[str]]:
    """The quarters that each release computed anew, from the first on."""
    return [row["refreshed"] for row in sorted(rows(lake, "gold.releases"), key=lambda row: row["finished"])]


def every_record_is_there_once(lake: Path, files: dict[str, list[Event]]) -> None:
    """Each file's records are in the events as often as the file holds them, and so says the ledger."""
    held = Counter({file: len(events) for file, events in files.items()})
    assert Counter(row["file"] for row in rows(lake, "silver.events")) == held
    assert Counter({row["file"]: row["records"] for row in rows(lake, "silver.ingested_files")}) == held


def what_was_said_is_the_same(lake: Path, other: Path) -> None:
    """Every record has the same verdict in both lakes, whichever run and batch brought it."""
    for name in ("silver.events", "silver.rejected_records"):
        one, two = (table(each, name).drop_columns(["run", "batch"]) for each in (lake, other))
        assert Counter(map(repr, one.to_pylist())) == Counter(map(repr, two.to_pylist())), name
