"""A run that is started once more, at once or later, and a lake that has lost all that no table needs."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from lakes import versions
from small_index import LATER, Place, deliver

from dti_spark.definition.load import load
from dti_spark.pipeline import job
from dti_spark.pipeline.job import Outcome
from dti_spark.pipeline.run import execute


@pytest.mark.fault(18)
def test_of_two_attempts_at_the_same_run_that_overlap_one_publishes(place: Place) -> None:
    deliver(place.raw, LATER)
    definition = load(place.conf)

    def attempt(_: int) -> Outcome:
        begun = job.start(place.lake, definition, definition.profiles["local"], str(place.raw), name="nightly")
        return execute(replace(begun, wait=300))

    with ThreadPoolExecutor(2) as pool:
        releases = [outcome.release for outcome in pool.map(attempt, range(2))]
    assert sorted(releases, key=str) == ["0002", None]
    assert sorted(row["release"] for row in place.rows("gold.releases")) == ["0001", "0002"]
    read = [row["file"] for row in place.rows("silver.ingested_files")]
    assert len(read) == len(set(read))
    before = versions(place.root / "lake")
    shutil.copy(file := next(place.raw.glob("tapd/*/*")), file.with_name(f"new.{file.name}"))
    assert attempt(2).release is None
    assert versions(place.root / "lake") == before


@pytest.mark.fault(9)
def test_a_lake_that_keeps_its_tables_alone_is_read_no_file_again(place: Place) -> None:
    lake = place.root / "lake"
    (lake / "_staging" / "left").mkdir(parents=True)
    tables = {path.parent for path in lake.rglob("_delta_log")}
    beside = [
        path
        for path in lake.rglob("_*")
        if path.name != "_delta_log" and not any(table in path.parents for table in tables) and path.exists()
    ]
    assert {"_lease", "_staging", "_published"} <= {path.name for path in beside}
    for path in beside:
        if path.name != "_published":
            shutil.rmtree(path)
    events = sorted(map(str, place.rows("silver.events")))
    assert place.run().release is None
    deliver(place.raw, LATER)
    outcome = place.run()
    assert outcome.release == "0002"
    assert sorted(map(str, place.rows("silver.events", batch=1))) == events
