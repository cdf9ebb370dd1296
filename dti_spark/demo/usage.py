"""The usage that logs are written about: who used a product, when, where and how much, in no log's format yet."""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark import quarters
from dti_spark.demo.chance import Chance, draw, entry
from dti_spark.demo.population import TIER_STEP, Population, cells, days, level
from dti_spark.demo.urns import Urns, urns, whole

ORGANISATIONS = 30_000
"""Scale of the number of organisations: what one city and industry with all usage would have."""
CELL_ORGANISATIONS = 100_000
"""Organisations are numbered within city x industry, below this."""
TAIL = 2.2
"""Pareto exponent of quantities: finite mean and variance."""
LARGEST = 5_000.0
"""Largest quantity, as a multiple of the smallest."""
LAST_SECOND = 86_390
"""Events end ten seconds before midnight, so that a copy some seconds later is of the same day."""


@dataclass(frozen=True)
class Product:
    """What usage of a product looks like: its layer, the trades that use it most, and the kinds of its events."""

    layer: str
    favours: dict[str, float]
    kinds: dict[str, int]


def usage(ids: DataFrame, people: Population, product: Product, chance: Chance) -> DataFrame:
    """One made-up use of a product for every row of `ids`.

    Rows: as many as `ids`. Columns: `id`; `kind`; `day` (local, days since 1970); `second` (local, of the day);
    `place` and `trade` (positions in `people`); `organisation` (number, unique over places and trades); `tail`
    (quantity, 1 or more, heavy-tailed); `units`, null: no plan says how much (see `calibrated.drawn`). No other nulls.
    """
    row = F.col("id")
    size, tiers = len(people.trades), people.tiers
    celled = ids.select(row, draw(_cells(people, product), F.lit(0), "cell", chance, row).alias("cell"))
    timed = celled.select(
        row,
        (F.col("cell") % size).alias("trade"),
        (F.floor(F.col("cell") / size) % tiers).cast("int").alias("tier"),
        F.floor(F.col("cell") / (size * tiers)).cast("int").alias("quarter"),
    )
    placed = timed.select(
        row,
        "trade",
        _kind(product, chance, row).alias("kind"),
        day(people, chance, row).alias("day"),
        second(chance, row).alias("second"),
        draw(_places(people), F.col("tier"), "place", chance, row).alias("place"),
        entry(_levels(people, product), F.col("quarter") * tiers + F.col("tier")).alias("level"),
        tail(chance, row).alias("tail"),
    )
    peopled = placed.select("*", _organisations(people, product).alias("organisations"))
    rank = F.floor(F.pow(F.col("organisations") + 1, chance.uniform("organisation", row)))
    cell = (F.col("place") * size + F.col("trade")).cast("bigint")
    return peopled.select(
        row,
        "kind",
        "day",
        "second",
        "place",
        "trade",
        (cell * CELL_ORGANISATIONS + rank).alias("organisation"),
        "tail",
        F.lit(None).cast("bigint").alias("units"),
    )


def day(people: Population, chance: Chance, row: Column) -> Column:
    """A day of the quarter whose position is in the column `quarter`, each with equal chance; in days since 1970."""
    starts, lengths = [_start(quarter) for quarter in people.quarters], [days(q) for q in people.quarters]
    within = chance.whole("day", entry(lengths, F.col("quarter")), row)
    return (entry(starts, F.col("quarter")) + within).cast("int")


def second(chance: Chance, row: Column) -> Column:
    """A second of the day, around noon more often than at night: the mean of two even draws."""
    both = chance.uniform("clock", row) + chance.uniform("clock again", row)
    return F.floor(both / 2 * LAST_SECOND).cast("int")


def tail(chance: Chance, row: Column) -> Column:
    """A quantity at will, 1 or more, heavy-tailed."""
    return F.least(F.pow(1 - chance.uniform("tail", row), F.lit(-1 / TAIL)), F.lit(LARGEST))


def first_day(people: Population) -> int:
    """The first day of the first quarter, in days since 1970."""
    return _start(people.quarters[0])


def last_day(people: Population) -> int:
    """The last day of the last quarter, in days since 1970."""
    return _start(people.quarters[-1]) + days(people.quarters[-1]) - 1


def _cells(people: Population, product: Product) -> Urns:
    return urns([whole(cells(people, product.layer, product.favours))])


def _places(people: Population) -> Urns:
    return urns([[place.weight for place in people.places if place.tier == tier] for tier in range(people.tiers)])


def _levels(people: Population, product: Product) -> list[float]:
    return [level(product.layer, q, people.base, tier) for q in people.quarters for tier in range(people.tiers)]


def _kind(product: Product, chance: Chance, row: Column) -> Column:
    names, weights = list(product.kinds), list(product.kinds.values())
    return entry(names, draw(urns([weights]), F.lit(0), "kind", chance, row))


def _organisations(people: Population, product: Product) -> Column:
    """Organisations of the place and trade that may use the product: more where there is more usage, and more later."""
    step = TIER_STEP[product.layer]
    tiers = [[place.weight for place in people.places if place.tier == tier] for tier in range(people.tiers)]
    mass = sum(step**tier * len(weights) for tier, weights in enumerate(tiers))
    share = [
        step**place.tier * len(tiers[place.tier]) * place.weight / sum(tiers[place.tier]) / mass
        for place in people.places
    ]
    part = entry(share, F.col("place")) * entry([trade.weight for trade in people.trades], F.col("trade"))
    many = F.floor(ORGANISATIONS * F.pow(part, F.lit(0.8)) * F.pow(F.col("level"), F.lit(0.6)))
    return F.least(2 + many, F.lit(CELL_ORGANISATIONS - 2))


def _start(quarter: str) -> int:
    """The first day of a quarter, in days since 1970."""
    return int(quarters.start(quarter, "UTC").timestamp()) // 86_400
