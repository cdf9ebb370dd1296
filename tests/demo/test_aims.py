"""Usage in whole numbers gives index values that say what the report prints."""

from collections import Counter, defaultdict

import pytest

from dti_spark.definition.load import load
from dti_spark.definition.model import Definition
from dti_spark.demo.aims import Aims, aims, standardised
from dti_spark.demo.targets import Targets, targets
from dti_spark.errors import DefinitionError, UsageError
from dti_spark.published.check import check
from dti_spark.published.figures import figures
from dti_spark.published.panel import Key, of_cities
from dti_spark.published.subjects import Subjects
from dti_spark.published.weights import weights


@pytest.fixture(scope="module")
def shipped() -> Definition:
    return load()


@pytest.fixture(scope="module")
def aim(shipped: Definition) -> Targets:
    return targets(shipped)


@pytest.fixture(scope="module")
def aimed(shipped: Definition, aim: Targets) -> Aims:
    return aims(shipped, aim)


def test_layers_come_out_as_they_were_aimed_at(shipped: Definition, aim: Targets, aimed: Aims) -> None:
    weight = weights(shipped, "dti")
    for layer in shipped.index.indices[0].children:
        values: dict[tuple[str, str], float] = defaultdict(float)
        for child in layer.children:
            for cell, value in standardised(aimed.usage[child.key], "2020Q1").items():
                values[cell] += weight[child.key] * value
        off = [abs(values[row.city_code, row.quarter] - getattr(row, layer.key)) for row in aim.cities]
        assert max(off) < 1e-8, layer.key


def test_usage_is_never_negative_and_nothing_is_used_by_nobody(aimed: Aims) -> None:
    assert min(min(cells.values()) for cells in aimed.usage.values()) >= 0
    pairs = {
        "cloud_compute": "cloud_customers",
        "pay_transactions": "pay_merchants",
        "shop_orders": "shop_sellers",
        "meeting_minutes": "meeting_organisations",
        "doc_edits": "doc_teams",
        "agile_items": "agile_teams",
    }
    for used, users in pairs.items():
        for cell, value in aimed.usage[used].items():
            assert (value > 0) == (aimed.usage[users][cell] > 0), (used, cell)
            assert value >= aimed.usage[users][cell], (used, cell)


def test_industries_never_exceed_the_cities_of_their_cell(shipped: Definition, aimed: Aims) -> None:
    places = {city.city_code: (city.province_code, city.cluster or "") for city in shipped.cities}
    for indicator, cells in aimed.attributed.items():
        used: Counter[tuple[str, str, str]] = Counter()
        for (city, quarter), value in aimed.usage[indicator].items():
            used[(*places[city], quarter)] += value
        attributed: Counter[tuple[str, str, str]] = Counter()
        for (province, cluster, quarter, _), value in cells.items():
            assert value >= 0
            attributed[province, cluster, quarter] += value
        assert all(attributed[cell] <= used[cell] for cell in used), indicator


def test_every_figure_holds_on_what_the_usage_gives(shipped: Definition, aimed: Aims) -> None:
    weight, key_weight = weights(shipped, "dti"), weights(shipped, "industry")
    values: dict[Key, float] = defaultdict(float)
    for layer in shipped.index.indices[0].children:
        for child in layer.children:
            for (city, quarter), value in standardised(aimed.usage[child.key], "2020Q1").items():
                part = weight[child.key] * value
                values["dti", "city", city, "all", quarter, layer.key] += part
                values["dti", "city", city, "all", quarter, "dti"] += weight[layer.key] * part
    groups = {industry.id: industry.industry_group for industry in shipped.industries}
    one_of = {(city.province_code, city.cluster or ""): city.city_code for city in shipped.cities}
    for indicator, cells in aimed.attributed.items():
        total = sum(value for cell, value in cells.items() if cell[2] == "2020Q1")
        for (province, cluster, quarter, industry), value in cells.items():
            for name in ("all", groups[industry]):
                # one city of the cell stands for all: the figures go by province and cluster
                key: Key = ("industry", "city", one_of[province, cluster], name, quarter, "industry")
                values[key] += key_weight[indicator] * 100 * value / total
    rows = check(figures(), shipped, of_cities(Subjects(shipped), values.items(), weight))
    assert [row.figure for row in rows if row.verdict == "missed"] == []
    assert Counter(row.verdict for row in rows)["holds"] == 1001


def test_a_definition_with_other_layers_is_told(shipped: Definition, aim: Targets) -> None:
    first = shipped.index.indices[0]
    other = first.model_copy(update={"children": (first.children[0].model_copy(update={"id": "base"}),)})
    index = shipped.index.model_copy(update={"indices": (other, *shipped.index.indices[1:])})
    with pytest.raises(DefinitionError, match="has no layer base; run scripts/calibrate"):
        aims(shipped.model_copy(update={"index": index}), aim)


def test_totals_too_small_for_whole_numbers_are_told(shipped: Definition, aim: Targets) -> None:
    with pytest.raises(UsageError, match="pay_merchants: 200 in the base quarter are too few for whole numbers"):
        aims(shipped, aim, {"pay_merchants": 200})
