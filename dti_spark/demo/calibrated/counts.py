"""Events and entities: the whole numbers that carry a layer, as near to its targets as whole numbers come."""

from collections.abc import Sequence
from dataclasses import dataclass

from dti_spark.demo.calibrated.carriers import Carrier, Kind
from dti_spark.demo.calibrated.wholes import apportioned

KEPT = 0.005
"""Share of a target that is left to quantities, whatever whole numbers carry."""
Unit = tuple[Kind, str]
"""A kind of events, and what is counted of it."""


@dataclass
class Counted:
    """Numbers of events and entities by city for what is counted, and the points that they leave of the targets."""

    numbers: dict[Unit, list[int]]
    left: list[float]


def counted(targets: Sequence[float], carriers: Sequence[Carrier], *, base: bool) -> Counted:
    """The counts of one layer in one quarter.

    What one count makes too much or too little for a city, the finer ones after it make up for; none makes a city
    exceed its target. No city has more entities than events. In the base quarter the counts are the carriers' totals.

    Raises:
        NoRoomError: the units are too coarse for the targets.
    """
    by_unit = {(carrier.kind, m): carrier for carrier in carriers for m in carrier.measures if m != "sum"}
    units = sorted(by_unit, key=lambda unit: (unit[1] == "count", -by_unit[unit].points(unit[1])))
    share = sum(by_unit[unit].measures[unit[1]] for unit in units)
    numbers: dict[Unit, list[int]] = {}
    used = [0.0] * len(targets)
    promised = [0.0] * len(targets)
    for i, unit in enumerate(units):
        carrier, measure = by_unit[unit], unit[1]
        points = carrier.points(measure)
        rest = sum(by_unit[later].measures[later[1]] for later in units[i:])
        part = carrier.measures[measure] / rest / points
        wanted = [max(0.0, (target * share - done) * part) for target, done in zip(targets, used, strict=True)]
        lower, company = [0] * len(targets), 0.0
        if measure == "count" and "distinct" in carrier.measures:
            lower = numbers[carrier.kind, "distinct"]
            promised = [p - low * points for p, low in zip(promised, lower, strict=True)]
        if measure == "distinct" and "count" in carrier.measures:
            company = carrier.points("count")
        room = [t * (1 - KEPT) - u - p for t, u, p in zip(targets, used, promised, strict=True)]
        upper = [max(low, int(max(0.0, r) / (points + company))) for low, r in zip(lower, room, strict=True)]
        total = carrier.totals[measure] if base else min(round(sum(wanted)), sum(upper))
        number = apportioned(wanted, max(total, sum(lower)), lower, upper)
        numbers[unit] = number
        used = [u + n * points for u, n in zip(used, number, strict=True)]
        promised = [p + n * company for p, n in zip(promised, number, strict=True)]
    return Counted(numbers, [target - done for target, done in zip(targets, used, strict=True)])
