"""How many events and entities tell of what a city has of a kind in a quarter: the cells of a plan."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dti_spark.demo.calibrated.wholes import apportioned

EVENTS_PER_ENTITY = 3
"""Events of an entity in a quarter, in the mean."""
MOST_ENTITIES = 90_000
"""No city has more entities of one kind in a quarter, so that their numbers have room."""
Place = tuple[int, int]
"""A quarter and a city, by position."""
DRAWN = -1
"""In place of an industry: events of this cell draw theirs."""


@dataclass(frozen=True)
class Cell:
    """Events of one kind, city, quarter and industry: how many, of how many entities, with how many units in all.

    `quarter`, `city` and `trade` are positions in the lists of what is wanted; `trade` is DRAWN where nothing depends
    on it, and the number of industries for usage of none. `units` is 0 where nothing sums quantities.
    """

    quarter: int
    city: int
    trade: int
    events: int
    entities: int
    units: int


def needed(units: Sequence[Cell], entities: Sequence[Sequence[int]] | None) -> int:
    """The fewest events that have room for one in each cell, and for the entities of each city."""
    return sum(_fewest(place, cells, entities) for place, cells in _by_place(units).items())


def of_amounts(units: Sequence[Cell], entities: Sequence[Sequence[int]] | None, events: int) -> list[Cell]:
    """Cells with `events` events in all: one or more in each, others in proportion to units, never more than units.

    `units`: cells without events, those of a city and quarter side by side. `entities` by quarter and city: they have
    room in the events; where nobody counts them, there are `some`.

    Raises:
        NoRoomError: there are fewer events than cells and entities need.
    """
    by_place = _by_place(units)
    places = list(by_place)
    sums = [sum(cell.units for cell in by_place[place]) for place in places]
    lower = [_fewest(place, by_place[place], entities) for place in places]
    spare, whole = max(0, events - sum(lower)), math.fsum(sums) or 1.0
    wanted = [low + spare * units / whole for low, units in zip(lower, sums, strict=True)]
    found = []
    for place, count in zip(places, apportioned(wanted, events, lower, sums), strict=True):
        cells = by_place[place]
        numbers = _within(cells, count)
        known = entities[place[0]][place[1]] if entities else some(count)
        for cell, number, entity in zip(cells, numbers, _shared(numbers, known), strict=True):
            found.append(Cell(cell.quarter, cell.city, cell.trade, number, entity, cell.units))
    return found


def of_counts(
    events: Sequence[Sequence[int]],
    entities: Sequence[Sequence[int]] | None,
    attributed: Sequence[Sequence[Sequence[int]]] | None,
) -> list[Cell]:
    """Cells of a kind whose events are counted, by quarter and city, some of them attributed to industries."""
    found = []
    for q, quarter in enumerate(events):
        for i, count in enumerate(quarter):
            numbers, trades = [count], [DRAWN]
            if attributed:
                by_trade = attributed[q][i]
                numbers, trades = [*by_trade, count - sum(by_trade)], list(range(len(by_trade) + 1))
            shared = _shared(numbers, entities[q][i] if entities else some(count))
            found += [
                Cell(q, i, trade, number, entity, 0)
                for trade, number, entity in zip(trades, numbers, shared, strict=True)
                if number
            ]
    return found


def _by_place(cells: Sequence[Cell]) -> dict[Place, list[Cell]]:
    found: dict[Place, list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.quarter, cell.city), []).append(cell)
    return found


def _fewest(place: Place, cells: Sequence[Cell], entities: Sequence[Sequence[int]] | None) -> int:
    return max(len(cells), entities[place[0]][place[1]] if entities else 0)


def some(events: int) -> int:
    """Entities of so many events where no indicator counts them."""
    return min(-(-events // EVENTS_PER_ENTITY), MOST_ENTITIES)


def _within(cells: Sequence[Cell], count: int) -> list[int]:
    """A city's events by industry: one or more in each."""
    whole = sum(cell.units for cell in cells)
    spare = count - len(cells)
    wanted = [1 + spare * cell.units / whole for cell in cells]
    return apportioned(wanted, count, [1] * len(cells), [cell.units for cell in cells])


def _shared(events: Sequence[int], entities: int) -> list[int]:
    """Entities by industry: in proportion to events, and not more."""
    whole = sum(events) or 1
    return apportioned([entities * number / whole for number in events], entities, [0] * len(events), list(events))
