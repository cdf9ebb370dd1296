"""Night after night: readers see whole releases, the first one stays, and neither files nor seconds add up."""

import os
import sys
import threading
from contextlib import AbstractContextManager
from itertools import cycle
from pathlib import Path
from statistics import linear_regression, mean, median
from time import monotonic

import pytest
from beside import beside
from deltalake import DeltaTable
from lakes import GOLD, table
from raw_logs import write
from readers import by_delta_rs, by_duckdb, by_spark, counting, mixed
from sample_events import QUARTERS, sound
from small_index import Place

from dti_spark.definition.load import load
from dti_spark.pipeline import releasing
from dti_spark.pipeline.maintain import maintain

READ = int(os.environ.get("DTI_READ_NIGHTS", "2"))
NIGHTS = int(os.environ.get("DTI_NIGHTS", "10"))
"""How many nights somebody reads beside the runs, and how many are timed without; 50 and 200 tell more."""
PAUSE = 1
"""Seconds between two readings, which leave the cores to the runs."""
WEEK = 7
LOGS = (*GOLD, "silver.events", "silver.ingested_files", "silver.indicator_values", "gold.releases", "ops.runs")


def reading(place: Place, seen: list[str], folders: set[str]) -> AbstractContextManager[None]:
    """Readers who read for as long as the context lasts, and note what does not belong together."""

    def read(ended: threading.Event) -> None:
        spark = place.spark.newSession()
        ways = (by_duckdb, by_delta_rs, lambda folder, table: by_spark(spark, folder, table))
        for way in cycle(ways):
            if ended.wait(PAUSE):
                return
            folder = counting(place.root / "lake")
            folders.add(folder.name)
            try:
                values, rankings = (way(folder, name) for name in ("index_values", "rankings"))
                seen.extend(mixed(folder) if values == rankings and len(values) > 100 else ["values and rankings"])
            except Exception as error:  # an assertion in a thread would go unheard
                seen.append(f"{folder}: {error!r}")

    return beside(read)


def deliver(place: Place, night: int) -> None:
    """A file with a few events of the last quarter that was published."""
    events = [event for event in sound([QUARTERS[1]], f"night {night} ") if event.source == "maoyan"]
    write(place.raw, events[:3], lambda event: f"dt=2020-06-30/night-{night:03d}")


def files(lake: Path) -> dict[str, int]:
    """How many files each table has as it is now."""
    return {name: len(DeltaTable(lake / name.replace(".", "/")).file_uris()) for name in LOGS}


@pytest.mark.fault(25)
def test_who_reads_night_after_night_sees_whole_releases_and_the_first_one_stays(place: Place) -> None:
    first = table(counting(place.root / "lake"), "gold.rankings")
    mixtures, folders = list[str](), set[str]()
    with reading(place, mixtures, folders):
        for night in range(1, READ + 1):
            run_at(place, night)
    assert mixtures == []
    assert len(folders) > 1
    keep_house(place)
    assert releasing.verified(place.lake, "0001")["faults"] == []
    assert table(Path(str(releasing.verified(place.lake, "0001")["folder"])), "gold.rankings").equals(first)
    sys.stdout.write(f"{READ} nights, {len(folders)} releases were read\n")


@pytest.mark.fault(27)
def test_neither_files_nor_seconds_add_up_night_after_night(place: Place) -> None:
    lake = place.root / "lake"
    before, seconds = files(lake), list[float]()
    for night in range(1, NIGHTS + 1):
        seconds.append(run_at(place, night))
        now = files(lake)
        assert {name: now[name] for name in GOLD} == {name: before[name] for name in GOLD}
        assert all(now[name] <= before[name] + 2 * WEEK for name in LOGS)
    slope = linear_regression(range(NIGHTS), seconds).slope / mean(seconds)
    sys.stdout.write(
        f"{NIGHTS} nights: {min(seconds):.1f} / {median(seconds):.1f} / {max(seconds):.1f} s, {slope:+.2%} a night\n"
    )
    assert slope < 0.01


def run_at(place: Place, night: int) -> float:
    """Seconds that the run after a delivery takes; once a week somebody keeps house after it."""
    deliver(place, night)
    begun = monotonic()
    assert place.run().release == f"{night + 1:04d}"
    seconds = monotonic() - begun
    if night % WEEK == 0:
        keep_house(place)
    return seconds


def keep_house(place: Place) -> None:
    maintain(place.lake, load(place.conf).profiles["local"], hours=0, owner="weekly", wait=0)
