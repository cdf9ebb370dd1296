"""Whole numbers that keep proportions and totals: of events, of entities, of smallest units."""

import heapq
import math
from collections.abc import Sequence


class NoRoomError(ValueError):
    """A total does not fit between the bounds of its parts."""


def apportioned(wanted: Sequence[float], total: int, lower: Sequence[int], upper: Sequence[int]) -> list[int]:
    """Whole numbers that add to `total`, each between its bounds and as near to what is wanted as these allow.

    Units go to whoever lacks most and are taken from who has most too much; ties go to the first, so that equal input
    gives equal output.

    Raises:
        NoRoomError: the bounds do not allow the total.

    >>> apportioned([0.4, 0.4, 2.2], 3, [0, 0, 0], [9, 9, 9])
    [1, 0, 2]
    """
    found = [min(max(math.floor(want), low), high) for want, low, high in zip(wanted, lower, upper, strict=True)]
    if any(low > high for low, high in zip(lower, upper, strict=True)):
        raise NoRoomError("a lower bound is above its upper bound")
    if not sum(lower) <= total <= sum(upper):
        raise NoRoomError(f"{total} is not between {sum(lower)} and {sum(upper)}")
    missing = total - sum(found)
    step = 1 if missing > 0 else -1
    bound = upper if missing > 0 else lower
    queue = [(step * (found[i] - wanted[i]), i) for i in range(len(found)) if found[i] != bound[i]]
    heapq.heapify(queue)
    for _ in range(abs(missing)):
        lack, i = queue[0]
        found[i] += step
        if found[i] == bound[i]:
            heapq.heappop(queue)
        else:
            heapq.heapreplace(queue, (lack + 1, i))
    return found


def telescoped(amounts: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to the amounts that add to `total`.

    What is rounded is the running sum, so that any run of neighbours is off by less than one unit, not only each.

    Raises:
        NoRoomError: there is a total and no amount.

    >>> telescoped([0.4, 0.4, 0.4, 0.4, 0.4], 2)
    [0, 1, 0, 1, 0]
    """
    whole = math.fsum(amounts)
    if whole <= 0:
        if total:
            raise NoRoomError(f"{total} cannot be split over nothing")
        return [0] * len(amounts)
    found, running, done = [], 0.0, 0
    for amount in amounts:
        running += amount
        upto = min(total, math.floor(running / whole * total + 0.5))
        found.append(upto - done)
        done = upto
    last = max(i for i, amount in enumerate(amounts) if amount > 0)
    found[last] += total - done
    return found
