"""Fewer and larger cells: what is too little for events of its own goes to a neighbour."""

from collections.abc import Sequence
from itertools import chain

from dti_spark.demo.calibrated.wanted import Mix
from dti_spark.demo.calibrated.wholes import NoRoomError


def pooled(mix: Mix, groupings: Sequence[Sequence[str]], sizes: Sequence[float], cells: int) -> Mix:
    """A mix with no more than so many cells above 0, the same sum for every group of cities, industry and quarter.

    What lies below a threshold moves to the largest city of its group, industry by industry. The first of `groupings`
    (a name for each city) that gives few enough cells is taken, with the lowest threshold that does. `sizes` say which
    city of a group is the largest.

    Raises:
        NoRoomError: no grouping gives so few cells.
    """
    values = sorted({v for v in chain.from_iterable(chain.from_iterable(mix)) if v > 0}, reverse=True)
    if sum(v > 0 for quarter in mix for city in quarter for v in city) <= cells:
        return mix
    for groups in groupings:
        to = _largest(groups, sizes)
        if _count(_moved(mix, to, float("inf"))) > cells:
            continue
        low, high = 0, len(values)
        # the more of the largest values keep their place, the more cells: values[:low] may, values[:high] may not
        while high - low > 1:
            middle = (low + high) // 2
            fits = _count(_moved(mix, to, values[middle - 1])) <= cells
            low, high = (middle, high) if fits else (low, middle)
        return _moved(mix, to, values[low - 1] if low else float("inf"))
    raise NoRoomError(f"industries of any grouping need more than {cells} cells")


def _largest(groups: Sequence[str], sizes: Sequence[float]) -> list[int]:
    """For every city the largest one of its group."""
    found: dict[str, int] = {}
    for i, group in enumerate(groups):
        if group not in found or sizes[i] > sizes[found[group]]:
            found[group] = i
    return [found[group] for group in groups]


def _moved(mix: Mix, to: Sequence[int], least: float) -> Mix:
    """The mix after every value below `least` has moved."""
    made = []
    for quarter in mix:
        new = [[0.0] * len(city) for city in quarter]
        for i, city in enumerate(quarter):
            for trade, value in enumerate(city):
                new[i if value >= least else to[i]][trade] += value
        made.append(new)
    return made


def _count(mix: Mix) -> int:
    return sum(value > 0 for quarter in mix for city in quarter for value in city)
