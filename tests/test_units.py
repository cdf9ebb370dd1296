"""A log whose unit has changed: times are told by what they were read as, amounts by how they jump."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_index import LATER, Place, deliver

from dti_spark.errors import DataRefusedError
from dti_spark.pipeline import releasing

Record = dict[str, Any]


def rewritten(logs: Path, change: Callable[[Record], Record]) -> None:
    """Change every record of packed JSON logs."""
    for log in logs.glob("*.json.gz"):
        records = [change(json.loads(line)) for line in gzip.decompress(log.read_bytes()).splitlines()]
        log.write_bytes(gzip.compress("".join(f"{json.dumps(record)}\n" for record in records).encode()))


@pytest.mark.fault(20)
@pytest.mark.parametrize(
    ("times", "said"),
    [
        (1e-3, r"out_of_period, with times from 1970-01-\d\d to 1970-01-\d\d: are they in the unit that"),
        (1e3, r"out_of_period, with times from \+5\d{4}-\d\d-\d\d to \+5\d{4}-\d\d-\d\d: are they in the unit that"),
        (1e6, r"missing_time$"),
    ],
    ids=["seconds", "microseconds", "nanoseconds"],
)
def test_times_that_are_no_longer_milliseconds_are_refused_and_told_by_what_they_were_read_as(
    place: Place, times: float, said: str
) -> None:
    deliver(place.raw, LATER)
    logs = place.raw / "tencent_cloud" / "dt=2020-09-30"
    rewritten(logs, lambda record: record | {"ts": int(record["ts"] * times)})
    with pytest.raises(DataRefusedError, match=rf"; \d+ of tencent_cloud are {said}"):
        place.run()
    assert [row["release"] for row in place.rows("gold.releases")] == ["0001"]


@pytest.mark.fault(20)
def test_amounts_in_another_unit_are_not_published_until_somebody_says_that_they_are_right(place: Place) -> None:
    deliver(place.raw, LATER)
    logs = place.raw / "tencent_cloud" / "dt=2020-09-30"
    rewritten(logs, lambda record: record | {"amount": 100 * record["amount"]})
    jumped = r"release 0002 was not published.* cloud_compute has .* in 2020Q3 and .* in 2020Q2, \d+ times as many"
    for _ in range(2):
        with pytest.raises(DataRefusedError, match=jumped):
            place.run()
        assert [line["release"] for line in releasing.history(place.lake)] == ["0001"]
    place.edit("index.yml", "max_mean_ratio: 30", "max_mean_ratio: 3000")
    assert place.run().release == "0002"
