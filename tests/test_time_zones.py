"""The same logs on machines in other time zones give the same instants and the same bits."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import begin_run
from lakes import different
from raw_logs import write
from sample_events import MAOYAN, TAPD
from small_index import LATER, Place, usage

ZONES = ("America/New_York", "Asia/Kathmandu")
"""One whose clocks leave out an hour in spring, and one that is a quarter of an hour off."""
LEFT_OUT = datetime(2020, 3, 7, 18, 30, tzinfo=UTC)
"""In Shanghai it is 2020-03-08 02:30, which is no time in New York: clocks went from 02:00 to 03:00."""


@pytest.mark.fault(19)
def test_neither_the_zone_of_the_machine_nor_an_hour_that_it_leaves_out_moves_an_instant_or_a_bit(
    place: Place, tmp_path: Path
) -> None:
    left_out = [replace(event, time=LEFT_OUT) for event in (MAOYAN, TAPD)]
    files = write(place.raw, [*usage(LATER), *left_out], lambda event: f"dt=2020-09-30/{event.kind}")
    places = [place.copy(tmp_path / zone.replace("/", "-")) for zone in ZONES]
    runs = [begin_run(elsewhere.root, TZ=zone) for elsewhere, zone in zip(places, ZONES, strict=True)]
    for run in runs:
        said, _ = run.communicate(timeout=600)
        assert run.returncode == 0, said
    one, two = (elsewhere.root / "lake" for elsewhere in places)
    assert different(one, two) == []
    delivered = Counter((file, event.time) for file, events in files.items() for event in events)
    for elsewhere in places:
        # the hour that is left out lies in the base quarter, which all values rest on
        assert elsewhere.rows("gold.releases", release="0002")[0]["refreshed"] == ["2020Q1", "2020Q2", "2020Q3"]
        rows = elsewhere.rows("silver.events", batch=2)
        assert Counter((row["file"], row["occurred_at"]) for row in rows) == delivered
