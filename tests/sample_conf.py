"""The shipped definition cut to few cities, so that many runs are short: with all logs, indicators and weights."""

import csv
import shutil
from collections import Counter
from pathlib import Path

from raw_logs import CONF
from sample_events import CITIES

QUIET = ("120000", "130200", "320100", "330200", "350200", "440600", "500000", "610100", "650100", "659005")
"""Cities in which nothing happens."""
Rows = list[dict[str, str]]


def write_conf(folder: Path) -> Path:
    """A sound definition in a new folder."""
    shutil.copytree(CONF, folder)
    cities = [row for row in rows(folder / "cities.csv") if row["city_code"] in {*CITIES, *QUIET}]
    save(folder / "cities.csv", cities)
    provinces, clusters, tiers = (Counter(row[name] for row in cities) for name in ("province_code", "cluster", "tier"))
    classes = Counter(row["tier_source"] for row in cities)
    save(
        folder / "provinces.csv",
        [
            row | {"city_count": str(provinces[row["province_code"]])}
            for row in rows(folder / "provinces.csv")
            if row["province_code"] in provinces
        ],
    )
    regions = {row["economic_region"] for row in cities}
    listed = rows(folder / "economic_regions.csv")
    save(folder / "economic_regions.csv", [row for row in listed if row["economic_region"] in regions])
    save(
        folder / "clusters.csv",
        [
            row | {"member_count": str(clusters[row["id"]])}
            for row in rows(folder / "clusters.csv")
            if row["id"] in clusters
        ],
    )
    kept = [row for row in rows(folder / "tiers.csv") if row["tier_source"] in classes]
    others: Counter[str] = Counter()
    for row in kept:
        others[row["alt_tier"]] += classes[row["tier_source"]]
    for row in kept:
        row["tier_source_city_count"] = str(classes[row["tier_source"]])
        row["tier_city_count"] = str(tiers[row["tier"]])
        row["alt_tier_city_count"] = str(others[row["alt_tier"]])
    save(folder / "tiers.csv", kept)
    regions = {*provinces, *(row["hu_line"] for row in cities)}
    save(folder / "formations.csv", [row for row in rows(folder / "formations.csv") if row["region"] in regions])
    return folder


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def save(path: Path, members: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, members[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(members)
