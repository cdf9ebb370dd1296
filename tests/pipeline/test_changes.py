"""Changes split into parts: they add up to the last bit, and what cannot be split is told."""

from pathlib import Path

import pytest
from deliveries import Generated
from lakes import INDEX_KEY, table
from pyspark.sql import SparkSession
from small_index import interpreted

from dti_spark.definition.model import Definition
from dti_spark.errors import UsageError
from dti_spark.lake.delta import Lake
from dti_spark.pipeline.changes import SPLITS, changed

NATION = {"index": "dti", "region_type": "nation", "region": "CN", "industry": "all", "node": "dti"}
BOTH = {"since": "2020Q1", "until": "2021Q3"}


@pytest.fixture
def lake(spark: SparkSession, faulty: Generated) -> Lake:
    return Lake(interpreted(spark), str(faulty.lake))


@pytest.mark.parametrize(
    ("by", "value"),
    [
        *((by, NATION) for by in SPLITS),
        ("indicator", NATION | {"node": "infrastructure", "region_type": "cluster", "region": "prd"}),
        ("city", NATION | {"region_type": "province", "region": "440000"}),
        ("industry", NATION | {"index": "industry", "node": "cloud_compute"}),
        ("industry", NATION | {"index": "industry", "node": "industry", "industry": "industry_tools"}),
    ],
)
def test_the_parts_of_a_change_add_up_to_it_to_the_last_bit(
    lake: Lake, definition: Definition, by: str, value: dict[str, str]
) -> None:
    whole, *parts = changed(lake, definition, value, by=by, **BOTH)
    assert whole["part"] == "whole"
    assert len(parts) > 1
    for column in ("points_before", "points", "change"):
        assert sum(part[column] for part in parts) == whole[column]
        assert sum(part[column] for part in reversed(parts)) == whole[column]
    assert whole["change"] == whole["points"] - whole["points_before"] != 0
    sizes = [abs(part["change"]) for part in parts]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(part["share_of_change"] for part in parts) == pytest.approx(1)


def test_the_whole_of_a_change_is_that_of_the_index_values(lake: Lake, definition: Definition) -> None:
    values = table(Path(lake.root), "gold.index_values").select([*INDEX_KEY, "value"]).to_pylist()
    found = {row["period"]: row["value"] for row in values if NATION.items() <= row.items()}
    before, now = (found[period] for period in BOTH.values())
    whole, *_ = changed(lake, definition, NATION, by="layer", **BOTH)
    assert whole["change"] == pytest.approx(now - before, abs=1e-8)
    assert whole["contribution"] == pytest.approx(now / before - 1)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"index": "gdp"}, "there is no index gdp; there are dti, industry"),
        ({"by": "cluster"}, "is not made of parts by cluster; a split is by layer, indicator, industry, "),
        ({"node": "cloud_compute"}, "is not made of parts by layer"),
        ({"by": "industry", "industry": "games"}, "is not made of parts by industry"),
        ({"by": "industry", "node": "cloud_compute"}, "is not made of parts by industry"),
        ({"by": "tier", "region_type": "cluster", "region": "prd"}, "is not made of parts by tier"),
        ({"by": "city", "region_type": "moon", "region": "1"}, "is not made of parts by city"),
        ({"industry": "farming"}, "dti nation CN farming dti is not in gold.contributions"),
        ({"until": "2031Q1"}, "2031Q1 is not a published period; there are 2020, 2020Q1, 2020Q2"),
        ({"since": "2020Q2", "until": "2020Q1"}, "2020Q2 and 2020Q1 cannot be compared"),
        (
            {"since": "2020Q1", "until": "2020Q1"},
            "cannot be compared; give two quarters or two years, the earlier first",
        ),
    ],
)
def test_what_cannot_be_split_or_compared_is_told(
    lake: Lake, definition: Definition, change: dict[str, str], says: str
) -> None:
    asked = {**NATION, **BOTH, "by": "layer", **change}
    value = {name: asked.pop(name) for name in NATION}
    with pytest.raises(UsageError, match=says):
        changed(lake, definition, value, **asked)


def test_an_index_that_is_not_linear_has_no_parts(lake: Lake, definition: Definition) -> None:
    first, *others = definition.index.indices
    bent = definition.index.model_copy(
        update={"indices": (first.model_copy(update={"aggregate": "geometric"}), *others)}
    )
    with pytest.raises(UsageError, match="dti is not linear"):
        changed(lake, definition.model_copy(update={"index": bent}), NATION, by="layer", **BOTH)
