"""The plan keeps what its targets were calibrated for: the figures that the report prints."""

from collections import defaultdict

import pytest

from dti_spark.definition.model import Definition
from dti_spark.demo.calibrated.aims import check_quarters, wanted
from dti_spark.demo.calibrated.events import Cell
from dti_spark.demo.calibrated.plan import Plan, plan
from dti_spark.demo.targets import Targets, panel, targets
from dti_spark.errors import UsageError
from dti_spark.published.check import check
from dti_spark.published.figures import figures
from dti_spark.published.panel import Key, of_cities
from dti_spark.published.subjects import ALL, Subjects
from dti_spark.published.weights import weights


@pytest.fixture(scope="module")
def aim(definition: Definition) -> Targets:
    return targets(definition)


def measured(cell: Cell, measure: str) -> int:
    return {"sum": cell.units, "count": cell.events, "distinct": cell.entities}[measure]


def city_values(definition: Definition, made: Plan) -> dict[Key, float]:
    """Index values of cities, industries and groups that come out of a plan."""
    weight = weights(definition, "dti")
    groups = {industry.id: industry.industry_group for industry in definition.industries}
    found: dict[Key, float] = defaultdict(float)
    for carrier in made.carriers:
        for cell in made.cells[carrier.kind]:
            city, quarter = made.wanted.cities[cell.city], made.wanted.quarters[cell.quarter]
            value = sum(carrier.points(measure) * measured(cell, measure) for measure in carrier.measures)
            found["dti", "city", city, ALL, quarter, carrier.layer] += value
            found["dti", "city", city, ALL, quarter, "dti"] += value * weight[carrier.layer]
        if carrier.trades is None:
            continue
        measure, by_trade = carrier.trades
        attributed = [cell for cell in made.cells[carrier.kind] if cell.trade < len(made.wanted.industries)]
        total = sum(measured(cell, measure) for cell in attributed if cell.quarter == 0)
        for cell in attributed:
            city, quarter = made.wanted.cities[cell.city], made.wanted.quarters[cell.quarter]
            industry = made.wanted.industries[cell.trade]
            for name in {industry, groups[industry], ALL}:
                found["industry", "city", city, name, quarter, "industry"] += (
                    100 * by_trade * measured(cell, measure) / total
                )
    return found


@pytest.mark.parametrize("events", [150_000, 2_000_000])
def test_every_figure_that_the_targets_hold_is_held_by_the_plan(
    definition: Definition, aim: Targets, events: int
) -> None:
    values = city_values(definition, plan(definition, wanted(definition, aim), events))
    printed = figures()
    of_plan = check(printed, definition, of_cities(Subjects(definition), values.items(), weights(definition, "dti")))
    of_targets = check(printed, definition, panel(definition, aim))
    held = [one.figure for one in of_targets if one.verdict == "holds"]
    assert len(held) > 900
    assert set(held) <= {one.figure for one in of_plan if one.verdict == "holds"}


def test_other_quarters_than_those_of_the_targets_are_refused(definition: Definition, aim: Targets) -> None:
    with pytest.raises(UsageError, match="targets are of 2020Q1 to 2022Q1; give --free for logs of 2020Q1 to 2022Q2"):
        check_quarters(wanted(definition, aim), "2020Q1", "2022Q2")


def test_other_cities_than_those_of_the_targets_are_refused(definition: Definition, aim: Targets) -> None:
    fewer = definition.model_copy(update={"cities": definition.cities[1:]})
    with pytest.raises(UsageError, match=r"not of the cities in cities.csv; give --free"):
        wanted(fewer, aim)
