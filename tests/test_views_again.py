"""Views made anew: for some quarters, for a file of conf/ that no index value rests on, and after a while without."""

import csv
from pathlib import Path
from typing import Any

import yaml
from lakes import VIEWS, different, versions
from raw_logs import write
from sample_events import sound
from small_index import LATER, SECOND, SOURCES, Place, deliver

from dti_spark.pipeline import releasing
from dti_spark.views.contributions import contributions


def moved(place: Place) -> set[str]:
    """What a run rewrites in gold, releases and all; it must publish one."""
    before = versions(place.root / "lake")
    assert place.run().release is not None
    after = versions(place.root / "lake")
    return {name for name in after if name.startswith("gold.") and after[name] != before.get(name)}


def test_another_mapping_of_indicators_moves_the_window_and_another_formation_its_figures_alone(place: Place) -> None:
    place.edit("lake.yml", "views: core", "views: all")
    window = place.conf / "dio.yml"
    said: dict[str, Any] = yaml.safe_load(window.read_text(encoding="utf-8"))
    first = said["indicators"][0]
    first["outcome"] = next(level["id"] for level in said["outcomes"] if level["id"] != first["outcome"])
    window.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert moved(place) == {"gold.dio_profile", "gold.nodes", "gold.releases"}
    formations = place.conf / "formations.csv"
    without_last_row(formations)
    assert moved(place) == {"gold.formation_values", "gold.formations", "gold.releases"}
    assert place.run().release is None


def test_views_of_quarters_that_moved_are_those_of_a_run_over_all_of_them(place: Place) -> None:
    place.edit("lake.yml", "views: core", "views: all")
    deliver(place.raw, LATER)
    late = [event for event in sound(SECOND, "late ") if event.source in SOURCES]
    write(place.raw, late, lambda event: f"dt=2020-12-31/{event.kind}")
    assert place.run().work.index == ["2020Q2", "2020Q3"]
    assert different(place.root / "lake", place.anew().root / "lake", views=True) == []


def test_views_that_were_left_out_for_a_while_are_made_whole_once_they_are_asked_for(place: Place) -> None:
    deliver(place.raw, LATER)
    place.run()
    assert not releasing.published(place.lake).exists(contributions)
    assert place.run().release is None
    place.edit("lake.yml", "views: core", "views: all")
    outcome = place.run()
    assert {*outcome.tables} >= {*VIEWS}
    assert outcome.work.index == []
    assert releasing.published(place.lake).exists(contributions)
    assert different(place.root / "lake", place.anew().root / "lake", views=True) == []
    assert place.run().release is None


def without_last_row(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        *kept, _ = csv.reader(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(kept)
