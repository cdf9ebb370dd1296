"""Tables to take away: gold as CSV, the large ones cut, each cell safe to open in a spreadsheet."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from dti_spark.report.cells import BOM, is_text, safe
from dti_spark.report.site.facts import ALL, Facts, Record

LAYERS = (pc.field("industry") == ALL) & (pc.field("level") <= 1)
ROOTS = pc.field("level") == 0
ROOTS_ABOVE_CITIES = ROOTS & (pc.field("region_type") != "city")
CUTS = {
    "gold.index_values": ("all_industries_layers", LAYERS),
    "gold.rankings": ("all_industries_layers", LAYERS),
    "gold.growth": ("all_industries_layers", LAYERS),
    "gold.contributions": ("all_industries_layers", LAYERS),
    "gold.concentration": ("all_industries_layers", LAYERS),
    "gold.region_profiles": ("all_industries_layers", LAYERS),
    "gold.leaders": ("all_industries_layers", LAYERS),
    "gold.industry_profiles": ("whole_index_by_industry_above_cities", ROOTS_ABOVE_CITIES),
    "gold.formation_values": ("whole_index_by_industry", ROOTS),
}
"""Which rows of the large tables are given: the code of the words that say so, and the rows."""
VALUES = ("index", "region_type", "region", "industry", "period", "node", "period_type", "level", "value")
"""The columns of gold.index_values, all of which gold.rankings has too."""
LARGE = 1_000_000
"""Bytes above which a table is packed."""


def tables(facts: Facts, folder: Path) -> list[Record]:
    """Write the CSVs; one entry each, in the order of the dictionary."""
    folder.mkdir(parents=True)
    return [_written(folder, name, table, cut) for name, table, cut in _chosen(facts)]


def _chosen(facts: Facts) -> Iterator[tuple[str, pa.Table, str | None]]:
    found = dict(facts.tables)
    found["gold.index_values"] = found["gold.rankings"].select(VALUES)
    listed = [str(entry["table"]) for entry in facts.dictionary]
    for name in sorted(found, key=lambda name: (listed.index(name) if name in listed else len(listed), name)):
        code, rows = CUTS.get(name, (None, None))
        yield name, found[name] if rows is None else found[name].filter(rows), code


def _written(folder: Path, name: str, table: pa.Table, cut: str | None) -> Record:
    sink = pa.BufferOutputStream()
    csv.write_csv(safe(_ordered(table)), sink, csv.WriteOptions(quoting_style="needed"))
    content = BOM + sink.getvalue().to_pybytes()
    file = f"{name.split('.')[1]}.csv"
    if len(content) > LARGE:
        # without a time, so that the same release gives the same file
        file, content = f"{file}.gz", gzip.compress(content, 9, mtime=0)
    (folder / file).write_bytes(content)
    return {"name": name, "file": f"data/tables/{file}", "bytes": len(content), "rows": table.num_rows, "cut": cut}


def _ordered(table: pa.Table) -> pa.Table:
    """Rows in the order of their texts, which keys consist of; lists of members in their own."""
    if "sort_order" in table.column_names:
        return table.sort_by("sort_order")
    keys = [field.name for field in table.schema if is_text(field.type)]
    return table.sort_by([(name, "ascending") for name in keys])
