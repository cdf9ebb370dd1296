"""What a lake holds, read without Spark: tables in a stated order, and how two of them differ."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

INDEX_KEY = ("index", "region_type", "region", "industry", "period", "node")
GOLD = {
    "gold.index_values": INDEX_KEY,
    "gold.rankings": INDEX_KEY,
    "gold.growth": INDEX_KEY,
    "gold.regions": ("region_type", "region"),
    "gold.cities": ("city_code",),
    "gold.provinces": ("province_code",),
    "gold.clusters": ("cluster",),
    "gold.tiers": ("tier",),
    "gold.industries": ("industry",),
    "gold.nodes": ("index", "node"),
    "gold.periods": ("period",),
    "gold.dio_cells": ("dio_input", "dio_outcome"),
    "gold.dio_cases": ("tool", "sort_order"),
    "gold.formations": ("formation", "part"),
}
"""The tables of every release and their keys; releases, which tell of runs, are none of them."""
VIEWS = {
    "gold.contributions": INDEX_KEY,
    "gold.concentration": INDEX_KEY,
    "gold.region_profiles": INDEX_KEY,
    "gold.leaders": (*INDEX_KEY, "criterion"),
    "gold.industry_profiles": INDEX_KEY,
    "gold.formation_values": ("index", "formation", "part", "industry", "period", "node"),
    "gold.dio_profile": ("index", "region_type", "region", "period", "dio_input", "dio_outcome"),
}
"""Views that a profile may leave out."""


def delta(lake: Path, name: str) -> DeltaTable:
    return DeltaTable(str(lake / name.replace(".", "/")))


def table(lake: Path, name: str, *, periods: list[str] | None = None) -> pa.Table:
    """A table ordered by its key, or by all columns; of those periods only, if some are named."""
    rows = delta(lake, name).to_pyarrow_table()
    if periods is not None:
        rows = rows.filter(pc.is_in(rows["period"], pa.array(periods)))
    key = (GOLD | VIEWS).get(name, [field.name for field in rows.schema if not pa.types.is_nested(field.type)])
    return rows.sort_by([(column, "ascending") for column in key]).combine_chunks()


def different(lake: Path, other: Path, *, periods: list[str] | None = None, views: bool = False) -> list[str]:
    """How the gold of two lakes differs, bit by bit, `views` that a profile may leave out included or not."""
    found = []
    for name, key in (GOLD | VIEWS if views else GOLD).items():
        timed = periods if "period" in key and name != "gold.periods" else None
        found += differences(name, table(lake, name, periods=timed), table(other, name, periods=timed))
    return found


def differences(name: str, one: pa.Table, two: pa.Table) -> list[str]:
    """How two tables differ: columns, number of rows, or the first rows that are not the same."""
    if one.schema.names != two.schema.names or len(one) != len(two):
        return [f"{name}: {len(one)} rows of {one.schema.names}, {len(two)} rows of {two.schema.names}"]
    differ = [column for column in one.schema.names if not _bits(one[column]).equals(_bits(two[column]))]
    if not differ:
        return []
    rows: list[dict[str, Any]] = one.select(differ).to_pylist()
    others: list[dict[str, Any]] = two.select(differ).to_pylist()
    places = [place for place, row in enumerate(rows) if repr(row) != repr(others[place])]
    keys = one.select([column for column in (GOLD | VIEWS).get(name, ()) if column not in differ])
    return [
        f"{name}: {len(places)} rows differ, such as",
        *(f"  {keys.slice(place, 1).to_pylist()}: {rows[place]} and {others[place]}" for place in places[:5]),
    ]


def _bits(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Doubles as their 64 bits, so that equal means equal."""
    if not pa.types.is_float64(column.type):
        return column
    return pa.chunked_array([chunk.view(pa.int64()) for chunk in column.chunks], type=pa.int64())


def versions(lake: Path) -> dict[str, int]:
    """The last commit of every table in a lake."""
    logs = sorted(lake.glob("*/*/_delta_log"))
    return {f"{log.parents[1].name}.{log.parent.name}": DeltaTable(str(log.parent)).version() for log in logs}


def files(lake: Path, name: str) -> dict[str, set[str]]:
    """The data files of a partitioned table, by partition."""
    found: dict[str, set[str]] = {}
    for path in delta(lake, name).file_uris():
        file = Path(path)
        found.setdefault(file.parent.name.partition("=")[2], set()).add(file.name)
    return found


def tree(lake: Path) -> dict[str, int]:
    """Every file in a lake with the time of its last change, but for what is there about runs."""
    found = (path for path in lake.rglob("*") if path.is_file() and path.relative_to(lake).parts[0] != "ops")
    return {str(path.relative_to(lake)): path.stat().st_mtime_ns for path in found}
