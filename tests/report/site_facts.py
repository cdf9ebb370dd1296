"""A small release worked out by hand, as tables of Arrow: what a site is made from, without Spark."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

from dti_spark.pipeline.site import SHOWN
from dti_spark.pipeline.tables import TABLES
from dti_spark.report import dictionary
from dti_spark.report.site.facts import Facts

Row = dict[str, Any]
HOSTILE = '</script><script>alert("1")</script>\'&\u2028'
"""A name that would break out of scripts, attributes, markup and JSON that is no JavaScript."""
PERIODS = (("2020Q1", "quarter"), ("2020Q2", "quarter"), ("2020Q3", "quarter"), ("2020Q4", "quarter"), ("2020", "year"))
CITIES = (("110000", "北京", "Beijing"), ("440300", "深圳", "Shenzhen"), ("469005", "文昌", HOSTILE))
NODES = (
    ("dti", "dti", None, 0),
    ("dti", "infrastructure", "dti", 1),
    ("dti", "cloud_compute", "infrastructure", 2),
    ("industry", "industry", None, 0),
    ("industry", "cloud_compute", "industry", 2),
)
INDUSTRIES = (("finance", "tools"), ("games", "tools"), ("tools", None), ("all", None))
RELEASE: Row = {
    "release": "0001",
    "folder": "0001-abcdef12",
    "run": "run",
    "methodology": "1",
    "definition": "f" * 64,
    "code_version": "0",
    "files": 1,
    "last_batch": 1,
    "started": "2026-01-01T00:00:00+00:00",
    "finished": "2026-01-01T00:10:00+00:00",
}


def regions() -> list[Row]:
    found = [("nation", "CN", "全国", "China"), ("province", "440000", "广东", "Guangdong")]
    found += [
        ("economic_region", "东部", "东部", "East"),
        ("cluster", "prd", "珠三角", "PRD"),
        ("tier", "1", "一线", "1"),
    ]
    rows = [*found, *(("city", *city) for city in CITIES)]
    return [{"region_type": t, "region": r, "name_zh": zh, "name_en": en, "cities": 1} for t, r, zh, en in rows]


def value(region: str, period: str) -> float:
    """Shenzhen has no usage in the second quarter; all others have a third of a point more in each quarter."""
    if (region, period) == ("440300", "2020Q2"):
        return 0.0
    return (1 + [name for name, _ in PERIODS].index(period)) / 3


def facts(
    *, release: str = "0001", published: str = RELEASE["finished"], rows: Mapping[str, Sequence[Row]] = {}
) -> Facts:
    """The release; `rows` stand in place of those of some tables."""
    said = RELEASE | {"release": release, "finished": published}
    tables = {table.name: _table(table.schema, rows.get(table.name, _rows().get(table.name, []))) for table in SHOWN}
    return Facts(release=said, tables=tables, dictionary=dictionary.described(TABLES))


def _table(schema: StructType, rows: Sequence[Row]) -> pa.Table:
    numbered = [{"sort_order": place, **row} for place, row in enumerate(rows)]
    return pa.Table.from_pylist(numbered, schema=to_arrow_schema(schema))


def _rows() -> dict[str, list[Row]]:
    return {**_dimensions(), **_facts_rows()}


def _dimensions() -> dict[str, list[Row]]:
    in_guangdong = {"province_code": "440000", "economic_region": "东部", "tier": "1", "hu_line": "southeast"}
    cities = [
        {"city_code": code, "name_zh": zh, "name_en": en, "full_name_zh": f"{zh}市", "longitude": 1.5, "latitude": 2.5}
        | in_guangdong
        | {"cluster": "prd" if code == "440300" else None}
        for code, zh, en in CITIES
    ]
    return {
        "gold.regions": regions(),
        "gold.cities": cities,
        "gold.provinces": [
            {
                "province_code": "440000",
                "name_zh": "广东",
                "name_en": "Guangdong",
                "full_name_zh": "广东省",
                "economic_region": "东部",
            }
        ],
        "gold.clusters": [{"cluster": "prd", "name_zh": "珠三角", "name_en": "PRD", "cities": 1}],
        "gold.tiers": [{"tier": "1", "name_zh": "一线", "name_en": "1", "cities": 3}],
        "gold.industries": [
            {"industry": id, "name_zh": id, "name_en": id, "industry_group": group, "is_group": group is None}
            for id, group in INDUSTRIES
        ],
        "gold.nodes": [
            {"index": index, "node": node, "parent": parent, "level": level, "name_zh": node, "name_en": node}
            for index, node, parent, level in NODES
        ],
        "gold.periods": [{"period": id, "period_type": kind, "is_base": id == "2020Q1"} for id, kind in PERIODS],
        "silver.weights": [{"index": i, "node": n, "parent": p, "weight": 0.25} for i, n, p, _ in NODES if p],
    }


def _facts_rows() -> dict[str, list[Row]]:
    measured: list[Row] = [
        {
            **{"index": index, "region_type": region["region_type"], "region": region["region"], "industry": industry},
            **{"period": period, "period_type": kind, "node": node, "level": level},
            **{"value": value(region["region"], period), "rank": 1, "rank_in_province": 2, "points": 3.0, "yoy": 0.5},
        }
        for (index, node, _, level), region, (industry, _), (period, kind) in product(
            NODES, regions(), INDUSTRIES, PERIODS
        )
        if index == "industry" or industry == "all"
    ]
    totals = [row for row in measured if row["industry"] == "all"]
    return {
        "gold.rankings": totals,
        "gold.growth": totals,
        "gold.contributions": measured,
        "gold.industry_profiles": [row for row in measured if row["industry"] != "all"],
        "gold.concentration": [{**row, "gini": float("nan")} for row in totals if row["region_type"] != "city"],
    }
