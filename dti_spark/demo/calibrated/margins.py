"""Tables with given margins: what the cities need, over what the kinds of events have."""

import math
from collections.abc import Sequence


def spread(rows: Sequence[float], shares: Sequence[float], broad: Sequence[bool]) -> list[list[float]]:
    """Each row's sum over columns, so that the columns add to their shares of all.

    Broad rows have something in every column. The others have as little as possible: laid end to end, they fill one
    column after the other (the northwest corner rule), so that nearly each of them has one column alone. `shares` add
    to 1.

    >>> spread([4.0, 1.0, 1.0], [0.5, 0.5], [True, False, False])
    [[2.0, 2.0], [1.0, 0.0], [0.0, 1.0]]
    """
    narrow = math.fsum(row for row, wide in zip(rows, broad, strict=True) if not wide)
    free = [narrow * share for share in shares]
    found, column = [], 0
    for row, wide in zip(rows, broad, strict=True):
        if wide:
            found.append([row * share for share in shares])
            continue
        cells, left = [0.0] * len(shares), row
        while left > free[column] and column < len(shares) - 1:
            cells[column] = free[column]
            left -= free[column]
            column += 1
        cells[column] = left
        free[column] -= left
        found.append(cells)
    return found
