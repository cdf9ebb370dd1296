"""Which usage is attributed to which industry, so that the index by industry meets its targets."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dti_spark.demo.calibrated.carriers import Carrier, Kind
from dti_spark.demo.calibrated.wanted import Mix
from dti_spark.demo.calibrated.wholes import NoRoomError, apportioned

KEPT = 0.02
"""Share of a target that is left to quantities, whatever whole events carry."""
ATTRIBUTED = (0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05)
"""Shares of counted events that are attributed to an industry; the first for which the targets have room is taken."""

Numbers = list[list[list[int]]]
"""By quarter, city and industry."""


@dataclass(frozen=True)
class Attributed:
    """Of each kind that the index by industry counts or sums: attributed events, or points of that index."""

    events: Mapping[Kind, Numbers]
    points: Mapping[Kind, Mix]


def attributed(mix: Mix, carriers: Sequence[Carrier], events: Mapping[Kind, list[list[int]]], base: int) -> Attributed:
    """The parts of each kind in the targets of industries.

    `events`: of counted kinds, by quarter and city; `base`: position of the base quarter. Quantities take up what whole
    events leave of the targets, each with its weight.

    Raises:
        NoRoomError: events are too few for the targets.
    """
    numbers: dict[Kind, Numbers] = {}
    left = mix
    for carrier in carriers:
        if carrier.trades and carrier.trades[0] == "count":
            numbers[carrier.kind], left = _counts(left, mix, carrier, events[carrier.kind], base)
    summed = {carrier.kind: carrier.trades[1] for carrier in carriers if carrier.trades and carrier.trades[0] == "sum"}
    whole = sum(summed.values())
    points = {
        kind: [[[value * weight / whole for value in city] for city in quarter] for quarter in left]
        for kind, weight in summed.items()
    }
    return Attributed(numbers, points)


def _counts(left: Mix, mix: Mix, carrier: Carrier, events: Sequence[Sequence[int]], base: int) -> tuple[Numbers, Mix]:
    """Attributed events, and what they leave of the targets."""
    weight = carrier.trades[1] if carrier.trades else 0.0
    for share in ATTRIBUTED:
        total = int(share * carrier.totals["count"])
        if not total:
            break
        point = 100 * weight / total
        try:
            numbers = [
                _quarter(rest, want, list(most), point, weight, total if q == base else None)
                for q, (rest, want, most) in enumerate(zip(left, mix, events, strict=True))
            ]
        except NoRoomError:
            continue
        return numbers, _less(left, numbers, point)
    raise NoRoomError(f"events of {carrier.kind[1]} are too few for the targets of industries")


def _less(left: Mix, numbers: Numbers, point: float) -> Mix:
    """What events, each so many points, leave of the targets."""
    return [
        [
            [value - n * point for value, n in zip(city, cell, strict=True)]
            for city, cell in zip(quarter, found, strict=True)
        ]
        for quarter, found in zip(left, numbers, strict=True)
    ]


def _quarter(
    left: list[list[float]],
    mix: list[list[float]],
    events: list[int],
    point: float,
    weight: float,
    total: int | None,
) -> list[list[int]]:
    """Attributed events of one quarter by city and industry; in the base quarter `total` in all."""
    caps = [[int(value * (1 - KEPT) / point) for value in city] for city in left]
    upper = [min(most, sum(cap)) for most, cap in zip(events, caps, strict=True)]
    wanted = [math.fsum(city) * weight / point for city in mix]
    whole = min(round(sum(wanted)), sum(upper)) if total is None else total
    by_city = apportioned(wanted, whole, [0] * len(upper), upper)
    return [
        apportioned([v * n / (math.fsum(city) or 1.0) for v in city], n, [0] * len(city), cap)
        for city, n, cap in zip(mix, by_city, caps, strict=True)
    ]
