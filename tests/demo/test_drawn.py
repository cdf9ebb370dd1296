"""What is drawn from a plan adds up to it, cell by cell."""

import math
from pathlib import Path

import pytest
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from dti_spark.definition.model import Definition
from dti_spark.demo.calibrated.drawn import PIECE, PIECES, drawn, pieces
from dti_spark.demo.calibrated.events import DRAWN, Cell
from dti_spark.demo.calibrated.plan import Plan, bound, plan
from dti_spark.demo.calibrated.wanted import Wanted
from dti_spark.demo.chance import Chance
from dti_spark.demo.logs import LOGS
from dti_spark.demo.population import Population
from dti_spark.lake.delta import Lake
from dti_spark.lake.frames import frame
from dti_spark.pipeline.verify import verify
from dti_spark.views.published_check import published_check

MEETINGS = next(log for log in LOGS if log.source == "tencent_meeting")
KIND = ("tencent_meeting", "meeting")
LARGE = Cell(quarter=0, city=0, trade=DRAWN, events=PIECE * 2 + 7, entities=900, units=10**12 + 3)
CELLS = [
    LARGE,
    Cell(quarter=1, city=0, trade=DRAWN, events=50, entities=50, units=50),
    Cell(quarter=1, city=1, trade=4, events=3, entities=1, units=1_000),
    Cell(quarter=8, city=350, trade=18, events=4, entities=0, units=99),
    Cell(quarter=8, city=349, trade=DRAWN, events=6, entities=2, units=0),
]


def events(spark: SparkSession, aim: Wanted, people: Population, *, partitions: int) -> list[Row]:
    made = Plan(aim, (), {KIND: CELLS}, pooled=False)
    rows = [dict(zip(PIECES.names, piece, strict=True)) for piece in pieces(made, MEETINGS.source, people, 1_000)]
    usage = drawn(frame(spark, rows, PIECES).repartition(partitions), people, MEETINGS, Chance(1, MEETINGS.source))
    quarter = F.expr("concat(year(date_from_unix_date(day)), 'Q', quarter(date_from_unix_date(day)))")
    return usage.select("*", quarter.alias("quarter")).orderBy("id").collect()


@pytest.fixture(scope="session")
def told(spark: SparkSession, aim: Wanted, people: Population) -> list[Row]:
    return events(spark, aim, people, partitions=3)


def of(cell: Cell, told: list[Row]) -> list[Row]:
    start = sum(each.events for each in CELLS[: CELLS.index(cell)])
    return told[start : start + cell.events]


def test_events_are_numbered_without_gaps(told: list[Row]) -> None:
    assert [row.id for row in told] == list(range(1_000, 1_000 + sum(cell.events for cell in CELLS)))


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.events}/{cell.entities}/{cell.units}")
def test_the_events_of_a_cell_add_up_to_it(cell: Cell, told: list[Row], aim: Wanted, people: Population) -> None:
    mine = of(cell, told)
    assert {people.places[row.place].code for row in mine} == {int(aim.cities[cell.city])}
    assert {row.quarter for row in mine} == {aim.quarters[cell.quarter]}
    assert len({row.organisation for row in mine} - {None}) == cell.entities
    assert len({(row.organisation, row.trade) for row in mine if row.organisation}) == cell.entities
    assert cell.trade == DRAWN or {row.trade for row in mine} == {cell.trade}
    if cell.units:
        assert sum(row.units for row in mine) == cell.units
        assert min(row.units for row in mine) >= 1
    else:
        assert {row.units for row in mine} == {None}


def test_a_few_events_of_a_cell_have_much_of_it(told: list[Row]) -> None:
    amounts = [row.units for row in of(LARGE, told)]
    assert max(amounts) == amounts[0]
    assert sum(amounts[: len(amounts) // 100]) == pytest.approx(0.1 * LARGE.units, rel=0.01)
    assert amounts[0] == pytest.approx(LARGE.units / math.sqrt(LARGE.events), rel=0.01)


def test_a_few_organisations_of_a_cell_use_much(told: list[Row]) -> None:
    counts: dict[int, int] = {}
    for row in of(LARGE, told):
        counts[row.organisation] = counts.get(row.organisation, 0) + 1
    ordered = sorted(counts.values(), reverse=True)
    assert sum(ordered[:90]) > LARGE.events / 2
    assert len({row.trade for row in of(LARGE, told)}) == 19


def test_partitions_do_not_change_what_is_drawn(
    spark: SparkSession, told: list[Row], aim: Wanted, people: Population
) -> None:
    assert events(spark, aim, people, partitions=1) == told


def test_gold_meets_the_targets_of_every_city_quarter_and_layer_in_spite_of_faults(
    spark: SparkSession, definition: Definition, aim: Wanted, calibrated_events: int, lake: Path
) -> None:
    gold = spark.read.format("delta").load(f"{lake}/lake/gold/index_values")
    rows = gold.where("index = 'dti' and region_type = 'city' and period_type = 'quarter' and level = 1").collect()
    found = {(row.region, row.period, row.node): row.value for row in rows}
    carriers = plan(definition, aim, calibrated_events).carriers
    assert len(found) == 351 * 9 * 3
    for layer, levels in aim.based("2020Q1").layers.items():
        for quarter, by_city in zip(aim.quarters, levels, strict=True):
            for city, target in zip(aim.cities, by_city, strict=True):
                assert abs(found[city, quarter, layer] - target) < bound(carriers, layer) < 5e-6


def test_gold_meets_the_mix_of_industries_of_every_province(
    spark: SparkSession, definition: Definition, aim: Wanted, lake: Path
) -> None:
    gold = spark.read.format("delta").load(f"{lake}/lake/gold/index_values")
    rows = gold.where("index = 'industry' and region_type = 'province' and node = 'industry'").collect()
    found = {(row.region, row.period, row.industry): row.value for row in rows}
    provinces = {city.city_code: city.province_code for city in definition.cities}
    wanted_by: dict[tuple[str, str, str], float] = {}
    for quarter, by_city in zip(aim.quarters, aim.based("2020Q1").mix, strict=True):
        for city, by_trade in zip(aim.cities, by_city, strict=True):
            for industry, value in zip(aim.industries, by_trade, strict=True):
                key = (provinces[city], quarter, industry)
                wanted_by[key] = wanted_by.get(key, 0.0) + value
    assert len(wanted_by) == 31 * 9 * 18
    assert max(abs(found[key] - value) for key, value in wanted_by.items()) < 1e-5


def test_every_figure_that_targets_promise_holds_in_gold(
    spark: SparkSession, definition: Definition, lake: Path
) -> None:
    there = Lake(spark, str(lake / "lake"))
    for _ in range(2):
        rows = verify(there, definition, release=None, owner="editor", seconds=60, wait=0)
    assert [row["figure"] for row in rows if row["promised"] and row["verdict"] != "holds"] == []
    assert sum(row["promised"] for row in rows) > 900
    written = sorted(map(str, there.read(published_check).collect()))
    assert written == sorted(map(str, there.members(published_check, rows).collect()))


def test_beside_calibrated_logs_stands_that_they_are_synthetic_and_calibrated(lake: Path) -> None:
    text = (lake / "raw" / "_README.txt").read_text()
    assert "Synthetic" in text
    assert "calibrated to published figures" in text
    assert "not Tencent's data, with the industries of small cities in larger neighbours" in text
