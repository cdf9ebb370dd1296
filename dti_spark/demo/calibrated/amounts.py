"""Quantities in whole smallest units: what counts leave of a layer's targets, split over the kinds that are summed."""

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dti_spark.demo.calibrated.carriers import Carrier, Kind
from dti_spark.demo.calibrated.margins import spread
from dti_spark.demo.calibrated.wanted import Levels, Mix
from dti_spark.demo.calibrated.wholes import telescoped

MOST = 0.9
"""No more of a quantity is attributed to industries."""
FREE = 0.05
"""Share of what quantities carry in a city that is never attributed."""
ENOUGH = 2.0
"""Events of a kind that a city may expect before it has every kind of its layer."""

Units = list[list[int]]
"""By quarter and city."""
TradeUnits = list[list[list[int]]]
"""By quarter, city and industry."""


@dataclass(frozen=True)
class Amounts:
    """Units of each summed kind: those of no industry, and those of the kinds that the index by industry sums."""

    free: Mapping[Kind, Units]
    attributed: Mapping[Kind, TradeUnits]


def amounts(
    left: Levels,
    carriers: Sequence[Carrier],
    points: Mapping[Kind, Mix],
    entities: Mapping[Kind, list[list[int]]],
    *,
    cities: Sequence[str],
    base: int,
) -> Amounts:
    """The quantities of one layer.

    `left`: points that counts leave, by quarter and city. `points`: of kinds that the index by industry sums, points
    of that index. `entities`: of kinds whose entities are counted, which need events. Every city with something left
    has one kind at least; the nation has each carrier's total in the base quarter. A value misses its target by less
    than two smallest units of each kind.
    """
    summed = [carrier for carrier in carriers if "sum" in carrier.measures]
    by_trade = [carrier for carrier in summed if carrier.kind in points]
    share = _attributable(left, by_trade, points)
    parts = {c.kind: int(share * c.totals["sum"]) if c in by_trade else 0 for c in summed}
    free_points = [100 * c.measures["sum"] * (1 - parts[c.kind] / c.totals["sum"]) for c in summed]
    columns = [value / math.fsum(free_points) for value in free_points]
    least = min(carrier.events for carrier in summed) / math.fsum(math.fsum(quarter) for quarter in left)
    order = sorted(range(len(cities)), key=lambda i: zlib.crc32(cities[i].encode()))
    free: dict[Kind, Units] = {carrier.kind: [] for carrier in summed}
    for q, quarter in enumerate(left):
        rows = [value - _taken(by_trade, points, parts, q, i) for i, value in enumerate(quarter)]
        broad = [rows[i] * least >= ENOUGH or any(e[q][i] for e in entities.values()) for i in range(len(rows))]
        # neighbours in the list share a kind where they are small: an order that means nothing mixes them
        cells = spread([rows[i] for i in order], columns, [broad[i] for i in order])
        found = dict(zip(order, cells, strict=True))
        for j, carrier in enumerate(summed):
            total = carrier.totals["sum"] - parts[carrier.kind]
            column = [found[i][j] for i in range(len(rows))]
            free[carrier.kind].append(_units(column, free_points[j], total, exact=q == base))
    attributed = {c.kind: _by_trade(points[c.kind], c, parts[c.kind], base) for c in by_trade}
    return Amounts(free, attributed)


def _attributable(left: Levels, by_trade: Sequence[Carrier], points: Mapping[Kind, Mix]) -> float:
    """The largest share of the totals that may be attributed without any city attributing more than it has."""
    most = MOST
    for q, quarter in enumerate(left):
        for i, value in enumerate(quarter):
            asked = _taken(by_trade, points, {c.kind: c.totals["sum"] for c in by_trade}, q, i)
            if asked * most > value * (1 - FREE):
                most = value * (1 - FREE) / asked
    return most


def _taken(by_trade: Sequence[Carrier], points: Mapping[Kind, Mix], parts: Mapping[Kind, int], q: int, i: int) -> float:
    """Points of the layer that attributed units of a city make."""
    return sum(math.fsum(points[c.kind][q][i]) / (100 * _weight(c)) * parts[c.kind] * c.points("sum") for c in by_trade)


def _by_trade(points: Mix, carrier: Carrier, part: int, base: int) -> TradeUnits:
    """Attributed units by quarter, city and industry; `part` in all in the base quarter."""
    found = []
    for q, quarter in enumerate(points):
        size = len(quarter[0])
        flat = [value for city in quarter for value in city]
        units = _units(flat, 100 * _weight(carrier), part, exact=q == base)
        found.append([units[i : i + size] for i in range(0, len(units), size)])
    return found


def _units(points: Sequence[float], whole: float, total: int, *, exact: bool) -> list[int]:
    """Points as units, of which `total` make the `whole`; exactly that many where the points are those of the base."""
    return telescoped(points, total if exact else round(math.fsum(points) / whole * total))


def _weight(carrier: Carrier) -> float:
    return carrier.trades[1] if carrier.trades else 1.0
