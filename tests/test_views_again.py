"""Which views are made anew when a file of conf/ changes that no index value rests on."""

import csv
from pathlib import Path
from typing import Any

import yaml
from lakes import versions
from small_index import Place


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


def without_last_row(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        *kept, _ = csv.reader(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(kept)
