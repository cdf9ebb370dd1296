"""A release made by hand, without Spark: Parquet files, the manifest that names them, and the pointer to it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from dti_spark.lake.opened import schema_of
from dti_spark.pipeline.releasing import TABLES
from dti_spark.tables import Table

Row = dict[str, object]
BY_NAME = {table.name: table for table in TABLES}
PERIODS = ("2020", "2021Q3")
PLACES = (
    *(("nation", "CN", "全国", "China"), ("economic_region", "东部", "东部地区", "East")),
    *(("province", "110000", "北京", "Beijing"), ("city", "110000", "北京", "Beijing")),
    ("city", "440300", "深圳", "Shenzhen"),
)
FORMULA = '=HYPERLINK("http://example.org","x")'


def members() -> dict[str, list[Row]]:
    """The dimensions that name what facts are about."""
    zh_en = ("name_zh", "name_en")
    regions = [dict(zip(("region_type", "region", *zh_en), place, strict=True)) for place in PLACES]
    names = [("dti", "dti", "数字化转型指数", "DTI"), ("dti", "ai_calls", "AI调用量", "AI calls")]
    nodes = [dict(zip(("index", "node", *zh_en), name, strict=True)) for name in names]
    nodes[1] |= {"level": 2, "parent": "dti"}
    return {
        "gold.regions": _ordered(regions),
        "gold.cities": _ordered([{"city_code": r["region"], **r} for r in regions if r["region_type"] == "city"]),
        "gold.industries": _ordered([{"industry": "all", "name_zh": "全行业", "name_en": "All industries"}]),
        "gold.nodes": _ordered(nodes),
        "gold.formations": _ordered([{"formation": "belt", "part": "coast", "regions": ["310000", "350000"]}]),
    }


def facts() -> dict[str, list[Row]]:
    """Facts in which everything occurs that a format may get wrong: nulls, decimals, booleans, lists, formulas."""
    key = {"index": "dti", "industry": "all", "node": "dti", "period_type": "quarter", "level": 0}
    places = [
        {**key, "region_type": place[0], "region": place[1], "period": period} for period in PERIODS for place in PLACES
    ]
    rankings = [{**row, "value": at / 3, "rank": at + 1} for at, row in enumerate(places)]
    rankings[0] |= {"share_of_nation": 1.0, "rank_change": -2}
    usage = {"city": "440300", "indicator": "ai_calls", "quarter": "2021Q3"}
    return {
        "gold.rankings": rankings,
        "gold.industry_profiles": [{**places[0], "size_class": "top", "double_high": True}, places[1]],
        "silver.indicator_values": [
            {**usage, "industry": "all", "value": "1234567890123456789.654321", "largest": "0.000001", "events": 3},
            {**usage, "industry": "unattributed", "value": "12.5", "events": 2**60},
        ],
        "gold.dio_cases": [
            {"tool": "a", "tool_zh": FORMULA, "tool_en": "http://example.org", "inputs": ["x", "y"], "figure_to": 0.1},
            {"tool": "b", "tool_zh": '甲,"乙"\n丙', "tool_en": "-7", "is_context": True, "result_number": 5},
        ],
    }


def made(lake: Path, tables: Mapping[str, Sequence[Row]] | None = None, *, release: str = "0001") -> Path:
    """Publish tables as a release, by default all of the above; what rows leave out is null, or else zero or empty."""
    number, rows = int(release), members() | facts() if tables is None else tables
    folder = lake / "releases" / f"{release}-made"
    for name, given in rows.items():
        table = BY_NAME[name]
        for part, of_part in _parts(table, given).items():
            write(folder, table, part, arrow(table, of_part))
    return pointed(lake, folder, release, number)


def pointed(lake: Path, folder: Path, release: str, number: int) -> Path:
    """Let the files of a folder be a release."""
    files = {str(file.relative_to(folder)): {"size": 0} for file in folder.rglob("*.parquet")}
    manifest = json.dumps({"release": {"release": release}, "files": files})
    (folder / "release.json").write_text(manifest, encoding="utf-8")
    seal = hashlib.sha256(manifest.encode()).hexdigest()
    pointer = {"number": number, "release": release, "folder": folder.name, "manifest": seal, "run": None}
    pointers = lake / "releases" / "_published"
    pointers.mkdir(parents=True, exist_ok=True)
    (pointers / f"{number:010d}.json").write_text(json.dumps(pointer | {"published": ""}), encoding="utf-8")
    return lake


def arrow(table: Table[Any], rows: Sequence[Row]) -> pa.Table:
    """Rows as the contract has them."""
    schema, nullable = schema_of(table, table.schema.names), {column.name for column in table.nullable}
    columns = {field.name: [row.get(field.name, _none(field, nullable)) for row in rows] for field in schema}
    return pa.table({name: _cells(schema.field(name).type, cells) for name, cells in columns.items()}, schema)


def write(folder: Path, table: Table[Any], part: str, rows: pa.Table) -> None:
    """One file of a table, without the columns that its folder tells."""
    place = folder / table.name.replace(".", "/") / part
    place.mkdir(parents=True)
    parquet.write_table(rows.drop_columns([column.name for column in table.partition_by]), place / "part-0.parquet")


def _parts(table: Table[Any], rows: Sequence[Row]) -> dict[str, list[Row]]:
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        parts["/".join(f"{column.name}={row[column.name]}" for column in table.partition_by)].append(row)
    return parts


def _cells(kind: pa.DataType, cells: list[object]) -> pa.Array:
    return pa.array([Decimal(str(cell)) for cell in cells] if pa.types.is_decimal(kind) else cells, kind)


def _none(field: pa.Field, nullable: set[str]) -> object:
    if field.name in nullable:
        return None
    if pa.types.is_nested(field.type):
        return []
    if pa.types.is_string(field.type):
        return ""
    return False if pa.types.is_boolean(field.type) else 0


def _ordered(rows: list[Row]) -> list[Row]:
    return [{**row, "sort_order": place} for place, row in enumerate(rows, 1)]
