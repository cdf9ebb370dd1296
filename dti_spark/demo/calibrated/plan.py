"""The plan: what every log holds of every city and quarter, so that an index of it meets its targets."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dti_spark.definition.model import Definition
from dti_spark.demo.calibrated import events as numbers
from dti_spark.demo.calibrated.amounts import Amounts, amounts
from dti_spark.demo.calibrated.carriers import Carrier, Kind, carriers, kinds
from dti_spark.demo.calibrated.counts import Unit, counted
from dti_spark.demo.calibrated.events import DRAWN, Cell
from dti_spark.demo.calibrated.mix import Attributed, attributed
from dti_spark.demo.calibrated.pooled import pooled
from dti_spark.demo.calibrated.wanted import Levels, Wanted
from dti_spark.demo.calibrated.wholes import NoRoomError, apportioned, telescoped
from dti_spark.demo.logs import LOGS, Log
from dti_spark.errors import UsageError

CELLS = 0.6
"""Share of a kind's events that may go to giving each cell of the index by industry one of its own."""
Counts = dict[Unit, list[list[int]]]
"""Of each kind and measure, by quarter and city."""


@dataclass(frozen=True)
class Plan:
    """What is to be drawn.

    `cells` of every kind of event; `carriers` say what each kind means to the index; `wanted` is what is met, scaled to
    100 in the base quarter; `pooled` says whether events were too few for every city to have its own industries, so
    that the largest city of a province and cluster, or of more, has those of its neighbours.
    """

    wanted: Wanted
    carriers: tuple[Carrier, ...]
    cells: Mapping[Kind, list[Cell]]
    pooled: bool

    def events(self, source: str) -> int:
        """Events of a source in all."""
        return sum(cell.events for kind, cells in self.cells.items() if kind[0] == source for cell in cells)


def plan(definition: Definition, wanted: Wanted, events: int, logs: Sequence[Log] = LOGS) -> Plan:
    """A plan of so many events that meets the targets.

    Exact but for whole units: no value of a layer misses its target by more than two smallest units of each quantity in
    it (see `bound`), and no value of an industry by more than one.

    Raises:
        UsageError: the events are too few, or the definition is one that targets cannot be met with.
    """
    met = wanted.based(definition.index.calendar.base)
    try:
        return _planned(definition, met, events, logs)
    except NoRoomError as error:
        tried = [events * 2**doubled for doubled in range(1, 9)]
        enough = next((more for more in tried if _fits(definition, met, more, logs)), None)
        told = f"; {enough} are enough" if enough else f", and so are {tried[-1]}"
        places = f"{len(met.cities)} cities in {len(met.quarters)} quarters"
        raise UsageError(
            f"generate: {events} events are too few to meet the targets of {places}{told}; "
            "give more, or --free for logs that meet none"
        ) from error


def _fits(definition: Definition, wanted: Wanted, events: int, logs: Sequence[Log]) -> bool:
    """Whether so many events meet the targets."""
    try:
        _planned(definition, wanted, events, logs)
    except NoRoomError:
        return False
    return True


def bound(carriers: Sequence[Carrier], layer: str) -> float:
    """Points by which a value of a layer may miss its target, for want of smaller units."""
    return 2 * sum(c.points("sum") for c in carriers if c.layer == layer and "sum" in c.measures)


def _planned(definition: Definition, wanted: Wanted, events: int, logs: Sequence[Log]) -> Plan:
    """The plan, for targets that are 100 in the base quarter."""
    base = wanted.quarters.index(definition.index.calendar.base)
    levels = {name: math.fsum(v for quarter in layer for v in quarter) for name, layer in wanted.layers.items()}
    largest = {name: max(v for quarter in layer for v in quarter) for name, layer in wanted.layers.items()}
    found, made = carriers(definition, logs, events, levels, largest), kinds(definition, logs, events)
    counts, left = _counts(wanted, found, base)
    by_trade = [carrier for carrier in found if carrier.trades]
    room = min(int(c.events * CELLS) for c in by_trade if "sum" in c.measures)
    mix = pooled(wanted.mix, _groupings(definition, wanted), _sizes(wanted), room)
    parts = attributed(mix, by_trade, {kind: n for (kind, measure), n in counts.items() if measure == "count"}, base)
    cells: dict[Kind, list[Cell]] = {}
    for kind in (carrier.kind for carrier in found if "sum" not in carrier.measures):
        cells[kind] = numbers.of_counts(counts[kind, "count"], counts.get((kind, "distinct")), parts.events.get(kind))
    units: dict[Kind, list[Cell]] = {}
    for layer in wanted.layers:
        quantities = _amounts(left[layer], layer, found, parts, counts, wanted, base)
        units |= {kind: _cells(quantities, kind) for kind in quantities.free}
    unmeasured = sorted(made.keys() - cells.keys() - units.keys())
    rest = events - sum(cell.events for kind in cells for cell in cells[kind]) - sum(made[kind] for kind in unmeasured)
    cells |= _summed(units, counts, made, rest)
    layer_of = {carrier.kind[0]: carrier.layer for carrier in reversed(found)}
    for kind in unmeasured:
        cells[kind] = _unmeasured(wanted.layers[layer_of.get(kind[0], next(iter(wanted.layers)))], made[kind])
    return Plan(wanted, tuple(found), cells, mix is not wanted.mix)


def _summed(
    units: Mapping[Kind, list[Cell]], counts: Counts, made: Mapping[Kind, int], events: int
) -> dict[Kind, list[Cell]]:
    """Cells of the kinds whose quantities are summed, with so many events in all: as planned, but enough for each."""
    entities = {kind: counts.get((kind, "distinct")) for kind in units}
    lower = [numbers.needed(units[kind], entities[kind]) for kind in units]
    wanted = [made[kind] for kind in units]
    many = apportioned(wanted, events, lower, [max(events, low) for low in lower])
    return {kind: numbers.of_amounts(units[kind], entities[kind], n) for kind, n in zip(units, many, strict=True)}


def _counts(wanted: Wanted, found: Sequence[Carrier], base: int) -> tuple[Counts, dict[str, Levels]]:
    """Events and entities of every layer and quarter, and the points that they leave of the targets."""
    counts: Counts = {}
    left: dict[str, Levels] = {}
    for layer, levels in wanted.layers.items():
        of_layer = [carrier for carrier in found if carrier.layer == layer]
        for q, quarter in enumerate(levels):
            made = counted(quarter, of_layer, base=q == base)
            for unit, by_city in made.numbers.items():
                counts.setdefault(unit, []).append(by_city)
            left.setdefault(layer, []).append(made.left)
    return counts, left


def _amounts(
    left: Levels,
    layer: str,
    found: Sequence[Carrier],
    parts: Attributed,
    counts: Counts,
    wanted: Wanted,
    base: int,
) -> Amounts:
    of_layer = [carrier for carrier in found if carrier.layer == layer and "sum" in carrier.measures]
    entities = {c.kind: counts[c.kind, "distinct"] for c in of_layer if "distinct" in c.measures}
    points = {c.kind: parts.points[c.kind] for c in of_layer if c.kind in parts.points}
    return amounts(left, of_layer, points, entities, cities=wanted.cities, base=base)


def _cells(quantities: Amounts, kind: Kind) -> list[Cell]:
    """Cells with units and no events yet; those of a city and quarter side by side."""
    by_trade, found = quantities.attributed.get(kind), []
    for q, quarter in enumerate(quantities.free[kind]):
        for i, free in enumerate(quarter):
            row = [*by_trade[q][i], free] if by_trade else [free]
            first = 0 if by_trade else DRAWN
            found += [Cell(q, i, first + t, 0, 0, units) for t, units in enumerate(row) if units]
    return found


def _unmeasured(levels: Levels, events: int) -> list[Cell]:
    """Events that no indicator measures: as many as there is usage, in the mean."""
    flat = [(q, i) for q, quarter in enumerate(levels) for i in range(len(quarter))]
    many = telescoped([levels[q][i] for q, i in flat], events)
    return [Cell(q, i, DRAWN, n, numbers.some(n), 0) for (q, i), n in zip(flat, many, strict=True) if n]


def _groupings(definition: Definition, wanted: Wanted) -> list[list[str]]:
    """Groups of cities that may share industries, finer ones first: a name for each city."""
    of = {city.city_code: city for city in definition.cities}
    cities = [of[code] for code in wanted.cities]
    return [
        [f"{city.province_code}/{city.cluster}" for city in cities],
        [city.province_code for city in cities],
        [city.economic_region for city in cities],
    ]


def _sizes(wanted: Wanted) -> list[float]:
    """What says which city is larger: the sum of all its targets."""
    return [
        math.fsum(quarter[i] for layer in wanted.layers.values() for quarter in layer)
        for i in range(len(wanted.cities))
    ]
