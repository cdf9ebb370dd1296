"""Drawing from weights in constant time (Walker's alias method), exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

RESOLUTION = 10**12
"""Weights given as fractions are rounded to whole multiples of 1 / RESOLUTION of the largest."""


@dataclass(frozen=True)
class Urns:
    """Weighted lists laid end to end: urn `k` holds `size[k]` items from position `start[k]` on.

    To draw from an urn, take any of its positions with equal chance; keep it with chance `keep[position] / total[k]`,
    else take `other[position]`. Positions count over all urns.
    """

    start: tuple[int, ...]
    size: tuple[int, ...]
    total: tuple[int, ...]
    keep: tuple[int, ...]
    other: tuple[int, ...]


def urns(groups: Sequence[Sequence[int]]) -> Urns:
    """Urns from whole weights, one list an urn; each list needs at least one positive weight and none below zero."""
    start, size, total = [], [], []
    keep: list[int] = []
    other: list[int] = []
    for weights in groups:
        if not any(weights) or min(weights) < 0:
            raise ValueError("an urn needs a positive weight, and no weight may be negative")
        first = len(keep)
        kept, others = _alias(weights)
        start.append(first)
        size.append(len(weights))
        total.append(sum(weights))
        keep += kept
        other += [first + position for position in others]
    return Urns(tuple(start), tuple(size), tuple(total), tuple(keep), tuple(other))


def whole(weights: Sequence[float]) -> list[int]:
    """Positive weights as whole numbers in the same proportions, none of them 0."""
    largest = max(weights)
    return [max(1, round(weight / largest * RESOLUTION)) for weight in weights]


def _alias(weights: Sequence[int]) -> tuple[list[int], list[int]]:
    """Chances to keep each position, out of the sum of weights, and what is taken instead.

    Whole numbers throughout, so that no chance is lost to rounding: each position holds sum(weights) shares, filled up
    from a position that has more than that.
    """
    total = sum(weights)
    left = [weight * len(weights) for weight in weights]
    keep, other = [total] * len(weights), list(range(len(weights)))
    small = [position for position, share in enumerate(left) if share < total]
    large = [position for position, share in enumerate(left) if share >= total]
    while small:
        position, donor = small.pop(), large[-1]
        keep[position], other[position] = left[position], donor
        left[donor] -= total - left[position]
        if left[donor] < total:
            small.append(large.pop())
    return keep, other
