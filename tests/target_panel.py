"""Made-up targets with the shape of the report's: few large cities, many small ones, and layers that grow apart."""

import math
import random

from dti_spark import quarters
from dti_spark.definition.model import Definition
from dti_spark.demo.calibrated.wanted import Wanted

BY_CLASS = {"一线": 25.0, "新一线": 3.4, "二线": 1.9, "三线": 0.72, "四线": 0.33, "五线": 0.16, "未列入": 0.05}
"""Size of a city of a class of the source list."""
GROWTH = {"infrastructure": 1.85, "platform": 1.6, "application": 1.9}
"""A quarter, as a multiple of that a year earlier."""
STEEPER = {"infrastructure": 1.25, "platform": 0.85, "application": 1.0}
"""Exponent of size: how much a layer gathers in large cities."""


def panel(definition: Definition, *, seed: int = 1, first: str = "2020Q1", last: str = "2022Q1") -> Wanted:
    """Wanted for all cities and industries of a definition."""
    chance = random.Random(seed)
    times = quarters.between(first, last)
    sizes = [BY_CLASS[city.tier_source] * math.exp(chance.gauss(0, 0.3)) for city in definition.cities]
    pace = [math.exp(chance.gauss(0, 0.1)) for _ in sizes]
    layers = {}
    for layer, growth in GROWTH.items():
        start = [size ** STEEPER[layer] * math.exp(chance.gauss(0, 0.2)) for size in sizes]
        levels = [[s * (growth * p) ** (q / 4) for s, p in zip(start, pace, strict=True)] for q in range(len(times))]
        layers[layer] = [[value * 100 / sum(levels[0]) for value in quarter] for quarter in levels]
    shares = [1 / rank for rank in range(1, len(definition.industries) + 1)]
    tilts = [[share * math.exp(chance.gauss(0, 0.4)) for share in shares] for _ in sizes]
    mix = [
        [
            [(0.7 * infra + 0.3 * app) * t / sum(tilt) for t in tilt]
            for infra, app, tilt in zip(layers["infrastructure"][q], layers["application"][q], tilts, strict=True)
        ]
        for q in range(len(times))
    ]
    return Wanted(
        quarters=tuple(times),
        cities=tuple(city.city_code for city in definition.cities),
        industries=tuple(industry.id for industry in definition.industries),
        layers=layers,
        mix=mix,
    )
