"""One stage of the calibration: passes of a linearised programme until no unknown moves."""

import sys
from collections.abc import Callable, Sequence

import numpy as np
from demands import Demands
from numpy.typing import NDArray
from programme import Rows, solve
from scipy import sparse
from unknowns import DualPanel, Unknowns

from dti_spark.published.readings import Reading
from dti_spark.published.subjects import Subject, Subjects

REACH = (0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.06, 0.04, 0.02, 0.01, 0.005, 0.002, 0.001)
"""How far each pass may move an unknown, as a fraction of it. What a pass leaves open is of the order of its square."""
STILL = (0.0, 0.0, 0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5)
"""Weight of not moving: measures bend, and without it the last passes go to and fro between their bends."""


Squares = Callable[[NDArray[np.float64]], tuple[sparse.csr_array, NDArray[np.float64]]]
"""From the unknowns, matrix and aim of the squares to be least: |R d - r|^2, d being relative changes."""


def smooth(
    bends: sparse.csr_array, course: NDArray[np.float64], guess: NDArray[np.float64], pull: NDArray[np.float64] | float
) -> Squares:
    """Squares of the bends of log(unknown / course), and of the way from a first guess, which weighs `pull`."""
    pulled = sparse.diags_array(np.broadcast_to(np.asarray(pull, dtype=np.float64), guess.shape).copy())
    matrix = sparse.csr_array(sparse.vstack([bends, pulled]))

    def squares(values: NDArray[np.float64]) -> tuple[sparse.csr_array, NDArray[np.float64]]:
        now = np.log(values)
        return matrix, np.concatenate([-(bends @ (now - np.log(course))), -(pulled @ (now - np.log(guess)))])

    return squares


def passes(
    subjects: Subjects,
    unknowns: Unknowns,
    wanted: Sequence[tuple[str, Reading]],
    squares: Squares,
    bounds: Callable[[DualPanel, Rows], None],
    mend: Callable[[Unknowns], None],
) -> dict[str, float]:
    """Moves the unknowns until they settle; gives the rows that are still missed and by how much."""
    others: dict[str, list[Subject]] = {}
    missed: dict[str, float] = {}
    for i, (reach, still) in enumerate(zip(REACH, STILL, strict=True)):
        panel = DualPanel(unknowns)
        demands = Demands(subjects, panel, others)
        for name, reading in wanted:
            demands.demand(reading, name)
        rows = demands.finish()
        bounds(panel, rows)
        matrix, aim = squares(unknowns.values)
        n, extra = len(unknowns.base), len(unknowns.summed)
        ridge = sparse.eye_array(n) * (1e-6 + 2 * still)
        quadratic = sparse.csr_array(
            sparse.block_diag([matrix.T @ matrix * 2 + ridge, sparse.csr_array((extra, extra))])
        )
        linear = np.concatenate([-2 * (matrix.T @ aim), np.zeros(extra)])
        found = solve(quadratic, linear, unknowns.ties(), rows, reach)
        step = found.x[:n]
        unknowns.values = unknowns.values * (1 + step)
        mend(unknowns)
        missed = found.missed
        told = f"pass {i + 1}: {found.status}, {len(rows.low)} rows, largest step {np.abs(step).max():.1e}"
        sys.stderr.write(f"  {told}, {len(missed)} missed\n")
    for name, by in sorted(missed.items(), key=lambda item: -item[1])[:10]:
        sys.stderr.write(f"  missed by {by:.4f}: {name}\n")
    return missed
