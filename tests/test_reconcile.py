"""Whatever does not add up between storage, ledger and events is named."""

import pytest
from small_index import LATER, SOURCES, Place, deliver

from dti_spark.definition.load import load
from dti_spark.events.events import events
from dti_spark.pipeline.reconcile import Reconciled, reconcile


def reconciled(place: Place) -> Reconciled:
    return reconcile(place.lake, load(place.conf), str(place.raw))


def test_what_a_run_has_left_adds_up_and_new_files_are_no_fault(place: Place) -> None:
    before = reconciled(place)
    assert before.faults == []
    assert {row["source"] for row in before.sources} == set(SOURCES)
    for row in before.sources:
        assert row["done"] == len([path for path in (place.raw / str(row["source"])).rglob("*.*") if path.is_file()])
        assert (row["new"], row["changed"], row["vanished"]) == (0, 0, 0)
        assert row["records_in_ledger"] == row["records_in_events"] != 0
    deliver(place.raw, LATER)
    after = reconciled(place)
    assert after.faults == []
    assert all(row["new"] for row in after.sources)


@pytest.mark.fault(8)
def test_files_that_were_rewritten_or_have_vanished_are_named(place: Place) -> None:
    gone, rewritten, *_ = sorted(path for path in (place.raw / "tapd").rglob("*.*") if path.is_file())
    gone.unlink()
    rewritten.write_bytes(rewritten.read_bytes() + b"\n")
    found = reconciled(place)
    assert found.faults == [
        f"{gone.relative_to(place.raw)} is vanished",
        f"{rewritten.relative_to(place.raw)} is changed",
    ]
    (row,) = (row for row in found.sources if row["source"] == "tapd")
    assert (row["changed"], row["vanished"]) == (1, 1)


def test_events_and_rejected_records_that_the_ledger_does_not_count_are_named(place: Place) -> None:
    file = place.rows("silver.ingested_files", source="tapd")[0]["file"]
    sql = place.spark.sql
    sql(f"DELETE FROM delta.`{place.lake.path(events)}` WHERE file = '{file}' AND verdict = 'accepted'")
    row = place.lake.read(events).where("source = 'maoyan'").limit(1)
    place.lake.append(events, row, {})
    (again,) = (row["file"] for row in row.collect())
    faults = reconciled(place).faults
    assert len(faults) == 2
    assert faults[0].startswith(f"{again} has ")
    assert faults[1].startswith(f"{file} has ")
    assert faults[1].endswith("accepted records in the ledger and 0 in the events")


def test_a_source_that_has_lost_all_its_files_is_told_as_such(place: Place) -> None:
    for path in (place.raw / "tapd").rglob("*.*"):
        if path.is_file():
            path.unlink()
    faults = reconciled(place).faults
    assert faults[0].startswith("source tapd: no file matches ")
    assert all("is vanished" in fault for fault in faults[1:])
    assert len(faults) > 2
