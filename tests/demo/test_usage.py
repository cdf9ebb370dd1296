from collections import Counter
from dataclasses import replace

import pytest
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from dti_spark.definition.model import Definition
from dti_spark.demo.faults import Delivery
from dti_spark.demo.logs import LOGS, shares
from dti_spark.demo.population import Population, population
from dti_spark.demo.records import at_will, delivered, lines, records
from dti_spark.demo.usage import first_day, last_day

DOCS = next(log for log in LOGS if log.source == "tencent_docs")
EVENTS = 60_000


@pytest.fixture(scope="session")
def people(definition: Definition) -> Population:
    return population(definition, "2020Q1", "2022Q1")


@pytest.fixture(scope="session")
def cells(spark: SparkSession, definition: Definition, people: Population) -> list[Row]:
    """Events of one product by quarter, place and organisation."""
    delivery = Delivery(first_day(people), last_day(people), 1)
    clean = at_will(spark.range(EVENTS), definition, people, DOCS, seed=1)
    usage = delivered(clean, definition, DOCS, seed=1, delivery=delivery, faults=0.0)
    day = F.date_from_unix_date("day")
    quarter = F.concat(F.year(day), F.lit("Q"), F.quarter(day)).alias("quarter")
    return usage.groupBy(quarter, "place", "organisation").count().collect()


def written(
    spark: SparkSession, definition: Definition, people: Population, *, seed: int, partitions: int
) -> list[str]:
    delivery = Delivery(first_day(people), last_day(people), 30)
    ids = spark.range(0, 500, 1, partitions)
    clean = at_will(ids, definition, people, DOCS, seed=seed)
    usage = delivered(clean, definition, DOCS, seed=seed, delivery=delivery, faults=0.3)
    return sorted(str(row) for row in lines(records(usage, people, DOCS), definition.source(DOCS.source)).collect())


def test_the_seed_alone_decides_what_is_written(
    spark: SparkSession, definition: Definition, people: Population
) -> None:
    once = written(spark, definition, people, seed=1, partitions=1)
    assert once == written(spark, definition, people, seed=1, partitions=7)
    assert not set(once) & set(written(spark, definition, people, seed=2, partitions=1))


def test_a_few_cities_have_much_of_the_usage(cells: list[Row], people: Population) -> None:
    usage: Counter[int] = Counter()
    for cell in cells:
        usage[cell["place"]] += cell["count"]
    ordered = [count for _, count in usage.most_common()]
    assert len(ordered) > 340
    assert sum(ordered[:10]) > 0.3 * EVENTS
    assert ordered[0] > 20 * ordered[len(ordered) // 2]
    assert people.places[usage.most_common(1)[0][0]].tier == 0


def test_a_few_organisations_use_much_and_most_use_little(cells: list[Row]) -> None:
    usage: Counter[int] = Counter()
    for cell in cells:
        usage[cell["organisation"]] += cell["count"]
    ordered = [count for _, count in usage.most_common()]
    assert sum(ordered[: len(ordered) // 10]) > EVENTS / 3
    assert ordered[len(ordered) // 2] <= 2


def test_larger_places_have_more_organisations(cells: list[Row], people: Population) -> None:
    found = Counter(place for place, _ in {(cell["place"], cell["organisation"]) for cell in cells})
    tiers = [[found[i] for i, place in enumerate(people.places) if place.tier == tier] for tier in range(people.tiers)]
    means = [sum(tier) / len(tier) for tier in tiers]
    assert means == sorted(means, reverse=True)


def test_usage_grows_over_the_years_and_dips_in_the_first_quarter(cells: list[Row]) -> None:
    usage: Counter[str] = Counter()
    for cell in cells:
        usage[cell["quarter"]] += cell["count"]
    assert min(usage) == "2020Q1"
    assert len(usage) == 9
    assert usage["2020Q1"] < usage["2020Q4"] > usage["2021Q1"] < usage["2021Q4"] > usage["2022Q1"]
    assert 2.5 < usage["2022Q1"] / usage["2020Q1"] < 5


def test_shares_add_up_to_all_events() -> None:
    assert sum(shares(LOGS, 1_000_003)) == 1_000_003
    assert sum(log.share for log in LOGS) == 100
    assert shares((replace(DOCS, share=1), replace(DOCS, share=3)), 10) == [3, 7]
