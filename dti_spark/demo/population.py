"""Who uses what, where and how much: the weights behind the synthetic logs, derived from the definition."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from dti_spark import quarters
from dti_spark.definition.lists import City
from dti_spark.definition.lookups import city_keys
from dti_spark.definition.model import Definition
from dti_spark.demo.trades import Trade, trades
from dti_spark.demo.urns import whole

TIER_STEP = {"infrastructure": 0.26, "platform": 0.38, "application": 0.31}
"""Usage of a city of one tier, as a share of one of the tier above it: infrastructure gathers in large cities."""
ANNUAL = {"infrastructure": 1.62, "platform": 1.6, "application": 1.93}
"""Events of a quarter, as a multiple of those a year earlier, in the first tier."""
CATCHING_UP = 0.05
"""What each tier below the first adds to the annual multiple."""
SEASON = {1: 0.86, 2: 1.0, 3: 1.02, 4: 1.05}
"""Usage by quarter of the year: the first has the New Year holidays."""
WITHIN_TIER = 0.55
"""Zipf exponent of cities within their tier."""
DEFAULT_LAYER = "platform"


@dataclass(frozen=True)
class Place:
    """A city as logs see it; its districts have the codes `code + first_district`, `+ 1` and so on."""

    code: int
    official: str
    short: str
    tier: int
    weight: int
    first_district: int
    districts: int


@dataclass(frozen=True)
class Population:
    """The places by tier and then weight, the trades, the quarters, and how many tiers there are."""

    places: tuple[Place, ...]
    trades: tuple[Trade, ...]
    quarters: tuple[str, ...]
    tiers: int
    base: str


def population(definition: Definition, first: str, last: str) -> Population:
    """Everything that usage is drawn from, for the quarters first to last."""
    found = tuple(_places(definition))
    return Population(
        places=found,
        trades=trades(definition),
        quarters=tuple(quarters.between(first, last)),
        tiers=found[-1].tier + 1,
        base=definition.index.calendar.base,
    )


def cells(people: Population, layer: str, favours: dict[str, float]) -> list[float]:
    """Weight of each quarter x tier x trade, in that order; `favours` multiplies the trades that use a product most."""
    return [
        level(layer, quarter, people.base, tier)
        * days(quarter)
        * TIER_STEP[layer] ** tier
        * sum(place.tier == tier for place in people.places)
        * trade.weight
        * favours.get(trade.id or "", 1.0)
        * (1.15 ** (1 - tier) if trade.digital_native else 1.0)
        for quarter in people.quarters
        for tier in range(people.tiers)
        for trade in people.trades
    ]


def level(layer: str, quarter: str, base: str, tier: int) -> float:
    """Usage in a quarter as a multiple of that in the base quarter, season apart."""
    annual = ANNUAL[layer] + CATCHING_UP * tier
    years = (quarters.number(quarter) - quarters.number(base)) / 4
    return float(SEASON[int(quarter[-1])] * annual**years)


def days(quarter: str) -> int:
    """Days in a quarter."""
    return (quarters.start(quarters.shift(quarter, 1), "UTC") - quarters.start(quarter, "UTC")).days


def layers(definition: Definition) -> dict[str, str]:
    """The layer that each source's indicators stand in; one that the numbers above do not know counts as platform."""
    found: dict[str, str] = {}
    sources = {indicator.id: indicator.source for indicator in definition.index.indicators}
    for index in definition.index.indices:
        for node, parent in index.walk():
            if node.indicator and parent and parent.key != index.id:
                layer = parent.key if parent.key in ANNUAL else DEFAULT_LAYER
                found.setdefault(sources[node.indicator], layer)
    return found


def _places(definition: Definition) -> list[Place]:
    """The cities, largest tier first; in a tier by class of the source list, then in an order that means nothing."""
    classes = [tier.tier_source for tier in definition.tiers]
    ordered = sorted(
        definition.cities,
        key=lambda city: (city.tier, classes.index(city.tier_source), zlib.crc32(city.city_code.encode())),
    )
    tiers = sorted({city.tier for city in ordered})
    keys = city_keys(definition)
    return [
        _place(city, tier, weight, keys)
        for tier, name in enumerate(tiers)
        for city, weight in _zipf([city for city in ordered if city.tier == name])
    ]


def _zipf(cities: Sequence[City]) -> list[tuple[City, int]]:
    weights = whole([rank**-WITHIN_TIER for rank in range(1, len(cities) + 1)])
    return list(zip(cities, weights, strict=True))


def _place(city: City, tier: int, weight: int, keys: dict[str, str]) -> Place:
    """A city with its codes and names; where the short name means a province (Jilin), logs write the official one."""
    municipality, whole_prefecture = city.admin_type == "municipality", city.city_code.endswith("00")
    return Place(
        code=int(city.city_code),
        official=city.full_name_zh,
        short=city.name_zh if keys.get(city.name_zh) == city.city_code else city.full_name_zh,
        tier=tier,
        weight=weight,
        first_district=101 if municipality else 2,
        districts=16 if municipality else 8 if whole_prefecture else 0,
    )
