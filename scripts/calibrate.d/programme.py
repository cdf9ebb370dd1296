"""A convex quadratic programme with rows that may be missed at a price, solved by Clarabel's interior point method."""

from dataclasses import dataclass, field

import clarabel
import numpy as np
from numpy.typing import NDArray
from scipy import sparse


@dataclass
class Rows:
    """Linear rows low <= a x <= high, scaled so that misses compare; missing one costs `price` a unit."""

    slopes: list[dict[int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    price: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, name: str, slopes: dict[int, float], low: float, high: float, scale: float, price: float) -> None:
        """A row; `scale` is what counts as one unit."""
        self.slopes.append({k: v / scale for k, v in slopes.items()})
        self.low.append(low / scale)
        self.high.append(high / scale)
        self.price.append(price)
        self.names.append(name)

    def matrix(self, columns: int) -> sparse.csr_array:
        """The rows as a matrix."""
        counts = [len(row) for row in self.slopes]
        at = np.repeat(np.arange(len(counts)), counts)
        cols = np.array([k for row in self.slopes for k in row], dtype=np.int64)
        data = np.array([v for row in self.slopes for v in row.values()], dtype=np.float64)
        return sparse.csr_array(sparse.coo_array((data, (at, cols)), shape=(len(counts), columns)))


@dataclass(frozen=True)
class Solution:
    """The unknowns, and by how much each row is missed."""

    x: NDArray[np.float64]
    missed: dict[str, float]
    status: str


def solve(
    quadratic: sparse.csr_array,
    linear: NDArray[np.float64],
    ties: sparse.csr_array,
    rows: Rows,
    reach: float,
) -> Solution:
    """The x with |x| <= reach that is least in x'Px/2 + q'x + price of missed rows, under `ties` x = 0."""
    n, m = len(linear), len(rows.low)
    a = rows.matrix(n)
    low, high, price = np.array(rows.low), np.array(rows.high), np.array(rows.price)
    below, above = np.isfinite(low), np.isfinite(high)
    slack = sparse.eye_array(m, format="csr")
    zero = sparse.csr_array((m, m))
    blocks = [
        sparse.hstack([ties, sparse.csr_array((ties.shape[0], 2 * m))]),
        sparse.hstack([-a[below], -slack[below], zero[below]]),
        sparse.hstack([a[above], zero[above], -slack[above]]),
        sparse.hstack([sparse.csr_array((2 * m, n)), -sparse.eye_array(2 * m)]),
        sparse.hstack([sparse.eye_array(n), sparse.csr_array((n, 2 * m))]),
        sparse.hstack([-sparse.eye_array(n), sparse.csr_array((n, 2 * m))]),
    ]
    bounds = [np.zeros(ties.shape[0]), -low[below], high[above], np.zeros(2 * m), np.full(2 * n, reach)]
    right = np.concatenate(bounds)
    p = sparse.block_diag([quadratic, sparse.csr_array((2 * m, 2 * m))], format="csc")
    q = np.concatenate([linear, price, price])
    cones = [clarabel.ZeroConeT(ties.shape[0]), clarabel.NonnegativeConeT(len(right) - ties.shape[0])]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    settings.max_iter = 100
    solver = clarabel.DefaultSolver(
        sparse.csc_matrix(sparse.triu(p)),
        q,
        sparse.csc_matrix(sparse.vstack(blocks, format="csc")),
        right,
        cones,
        settings,
    )
    found = solver.solve()
    x = np.array(found.x)
    missed = np.maximum(x[n : n + m], 0) + np.maximum(x[n + m :], 0)
    named = {name: float(by) for name, by in zip(rows.names, missed, strict=True) if by > 1e-6}
    return Solution(x[:n], named, str(found.status))
