"""Iterative proportional fitting: a table with given sums of rows and columns, as near as can be to a first table."""

import numpy as np
from numpy.typing import NDArray

ROUNDS = 2000
EXACT = 1e-13


def fitted(table: NDArray[np.float64], rows: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table, its rows and columns scaled in turn until they have the sums; ends on rows.

    Both sums have to have the same total, and no entry may be 0 or less.
    """
    found: NDArray[np.float64] = table * (rows / table.sum(axis=1))[:, None]
    for _ in range(ROUNDS):
        off = columns / found.sum(axis=0)
        if np.abs(off - 1).max() < EXACT:
            break
        found = found * off
        found = found * (rows / found.sum(axis=1))[:, None]
    return found
