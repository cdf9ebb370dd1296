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


Shape = Callable[[Unknowns], tuple[sparse.csr_array, NDArray[np.float64]]]
"""Matrix and aim of the squares to be least: |R d - r|^2, by relative change d of the base unknowns."""


def passes(
    subjects: Subjects,
    unknowns: Unknowns,
    wanted: Sequence[tuple[str, Reading]],
    shape: Shape,
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
        matrix, aim = shape(unknowns)
        n, extra = len(unknowns.base), len(unknowns.summed)
        ridge = sparse.eye_array(n) * (1e-6 + 2 * still)
        quadratic = sparse.block_diag([matrix.T @ matrix * 2 + ridge, sparse.csr_array((extra, extra))], format="csr")
        linear = np.concatenate([-2 * (matrix.T @ aim), np.zeros(extra)])
        found = solve(quadratic, linear, unknowns.ties(), rows, reach)
        step = found.x[:n]
        unknowns.values = unknowns.values * (1 + step)
        mend(unknowns)
        missed = found.missed
        worst = sorted(missed.items(), key=lambda item: -item[1])[:6]
        largest = float(np.abs(step).max())
        print(
            f"  pass {i + 1}: {found.status}, {len(rows.low)} rows, step {largest:.2e}, missed {len(missed)}",
            worst,
            file=sys.stderr,
        )
    return missed
