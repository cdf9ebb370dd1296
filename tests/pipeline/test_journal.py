"""What a run notes of itself, against what can be seen from outside: the files, the ledger, the clock."""

from itertools import pairwise
from pathlib import Path

import pytest
from lakes import delta
from pyspark.sql import SparkSession
from small_index import Place, published

from dti_spark.lake.inbox import Inbox
from dti_spark.ops.run_steps import run_steps
from dti_spark.ops.runs import runs
from dti_spark.pipeline.views import FIRST, SECOND


@pytest.fixture(scope="module")
def there(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A lake that one run has published, to be read only."""
    return published(spark, tmp_path_factory.getbasetemp())


def test_steps_follow_each_other_within_their_run(there: Place) -> None:
    (run,) = there.rows("ops.runs")
    steps = sorted(there.rows("ops.run_steps"), key=lambda step: step["step"])
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
    assert {(step["run"], step["run_started"]) for step in steps} == {(run["run"], run["started"])}
    assert all(step["seconds"] >= 0 for step in steps)
    assert sum(step["seconds"] for step in steps) <= run["seconds"]
    for before, after in pairwise(steps):
        assert (after["started"] - before["started"]).total_seconds() >= before["seconds"] - 0.1
    assert run["started"] <= steps[0]["started"]
    assert steps[-1]["started"] <= run["finished"]
    assert {(step["outcome"], step["error"]) for step in steps} == {("done", None)}


def test_a_run_says_what_the_ledger_and_the_releases_say(there: Place) -> None:
    (run,) = there.rows("ops.runs")
    (release,) = there.rows("gold.releases")
    ledger = there.rows("silver.ingested_files")
    assert (run["status"], run["exit_code"], run["error"]) == ("published", 0, None)
    for name in ("run", "release", "definition", "code_version"):
        assert run[name] == release[name]
    assert run["indexed"] == release["refreshed"] == run["measured"]
    assert run["files_read"] == len(ledger)
    for count in ("records", "accepted", "duplicate", "skipped", "rejected"):
        assert run[count] == sum(file[count] for file in ledger)


def test_reading_costs_at_least_what_was_there_to_read_and_to_write(there: Place) -> None:
    ledger = there.rows("silver.ingested_files")
    (reading,) = (step for step in there.rows("ops.run_steps") if step["name"].startswith("reading "))
    records = sum(file["records"] for file in ledger)
    assert reading["rows_in"] >= records
    assert reading["rows_out"] >= records
    assert reading["bytes_read"] >= sum(file["size"] for file in ledger)
    committed = delta(there.root / "lake", "silver.events").get_add_actions(flatten=True)
    assert reading["bytes_written"] >= sum(committed["size_bytes"].to_pylist())
    assert reading["tasks"] >= len(committed["size_bytes"])
    assert reading["failed_tasks"] == 0
    assert reading["shuffle_written"] > 0


def test_a_step_that_writes_a_table_writes_its_rows(there: Place) -> None:
    steps = {step["name"]: step for step in there.rows("ops.run_steps")}
    written = {
        "indicator values of 2020Q1, 2020Q2": ["silver.indicator_values"],
        "weights and base totals": ["silver.weights", "silver.base_totals"],
        "index values of 2 quarters": ["gold.index_values"],
        ", ".join(view.table.name.removeprefix("gold.") for view in FIRST): [view.table.name for view in FIRST],
        ", ".join(view.table.name.removeprefix("gold.") for view in SECOND): [view.table.name for view in SECOND],
    }
    for name, tables in written.items():
        assert steps[name]["rows_out"] >= sum(len(there.rows(table)) for table in tables)


def test_what_waits_is_read_as_if_it_were_in_its_table_and_is_put_there_once(there: Place, tmp_path: Path) -> None:
    place = there.copy(tmp_path)
    inbox, waiting = Inbox(place.lake, "ops"), place.root / "lake" / "ops" / "_waiting"
    kept = {table.name: place.rows(table.name) for table in (runs, run_steps)}
    later = {name: [row | {"run": "later"} for row in rows] for name, rows in kept.items()}
    inbox.put("1", kept)
    inbox.put("2", later)
    read = sorted((row["run"], row["step"]) for row in Inbox(place.lake, "ops").read(run_steps).collect())
    assert read == sorted((row["run"], row["step"]) for rows in (kept, later) for row in rows["ops.run_steps"])
    crashed = {path: path.read_bytes() for path in waiting.iterdir()}
    for _ in range(2):
        Inbox(place.lake, "ops").settle((run_steps, runs), {"run": "later"})
        assert [path for path in waiting.iterdir() if path.suffix == ".json"] == []
        for name in kept:
            assert sorted(map(repr, place.rows(name))) == sorted(map(repr, [*kept[name], *later[name]]))
        for path, content in crashed.items():
            path.write_bytes(content)
