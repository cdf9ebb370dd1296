"""First stage: the index of 351 cities in nine quarters."""

from collections.abc import Iterator, Sequence

import numpy as np
import prior
from dual import Dual
from numpy.typing import NDArray
from programme import Rows
from scipy import sparse
from stage import Squares, passes, smooth
from unknowns import QUARTERS, Cell, DualPanel, Unknowns, summing

from dti_spark.definition.model import Definition
from dti_spark.published.readings import Reading
from dti_spark.published.subjects import Subjects
from dti_spark.published.tables import CityRow

NATION = (100, 139.4, 176.8, 205.9, 237, 266.1, 284.6, 302.2, 299.2)
YOY = {4: (0.05, 4.6), 5: (0.0, 3.2), 6: (-0.05, 2.4), 7: (-0.08, 1.8), 8: (-0.04, 0.50)}
"""Bounds on the yoy of every city, by number of the quarter, as fractions: none halves, none explodes."""
QOQ = {
    1: (-0.05, 0.95),
    2: (-0.06, 0.7),
    3: (-0.06, 0.5),
    4: (-0.06, 0.45),
    5: (-0.08, 0.3),
    6: (-0.08, 0.25),
    7: (-0.06, 0.25),
    8: (-0.10, 0.12),
}
"""Bounds on the qoq of every city."""
PULL = 0.08
"""Weight of staying near the first guess, against staying smooth."""
UNLISTED = 1.93
"""Growth that no city stays above that the report does not count among the ten fastest."""


def solved(
    definition: Definition, subjects: Subjects, wanted: Sequence[tuple[str, Reading]], rows: Sequence[CityRow]
) -> tuple[NDArray[np.float64], dict[str, float]]:
    """City by quarter, in index points, and the demands that are missed."""
    cities = definition.cities
    printed = {row.city: row for row in rows}
    rate, known = prior.growth(cities, printed)
    fixed = known | np.array([city.full_name_zh in prior.FASTEST for city in cities])
    guess = prior.paths(cities, prior.sizes(cities, printed), rate, NATION)
    base = [("city", city.city_code, "dti", quarter) for city in cities for quarter in QUARTERS]
    summed, sums = summing(_sums(subjects, [c.city_code for c in cities]), len(base))
    unknowns = Unknowns(base, guess.ravel().copy(), summed, sums, {})

    def mend(u: Unknowns) -> None:
        v = u.values.reshape(-1, 9)
        v[fixed, 0] = prior.first_quarter(v[fixed, 4], v[fixed, 8], rate[fixed])
        u.values = v.ravel()

    def bounds(panel: DualPanel, out: Rows) -> None:
        _bounds(panel, out, fixed, rate)

    missed = passes(subjects, unknowns, wanted, _smooth(guess), bounds, mend)
    return unknowns.values.reshape(-1, 9), missed


def _sums(subjects: Subjects, codes: Sequence[str]) -> Iterator[tuple[Cell, int, float]]:
    at = {code: i for i, code in enumerate(codes)}
    for kind in ("nation", "province", "cluster", "tier"):
        for region in ["CN"] if kind == "nation" else subjects.names(kind):
            for city in subjects.cities(kind, region):
                for t, quarter in enumerate(QUARTERS):
                    yield (kind, region, "dti", quarter), at[city] * 9 + t, 1.0


def _smooth(guess: NDArray[np.float64]) -> Squares:
    """Squares to be least: bends against the nation, and the way from the guess; large cities count more."""
    seen = np.sqrt(np.clip(guess[:, 8], 1.0, None))
    bend = sparse.diags_array([1.0, -2.0, 1.0], offsets=[0, 1, 2], shape=(7, 9))
    bends = sparse.csr_array(sparse.kron(sparse.diags_array(seen), bend))
    course = np.tile(np.array(NATION, dtype=np.float64), len(guess))
    return smooth(bends, course, guess.ravel(), np.repeat(PULL * np.sqrt(seen), 9))


def _bounds(panel: DualPanel, out: Rows, fixed: NDArray[np.bool_], rate: NDArray[np.float64]) -> None:
    """Changes of a city that are plausible, and the growth that it must have or must stay below."""
    for city in range(len(fixed)):
        cells = [Dual(float(panel.now[at]), {at: float(panel.now[at])}) for at in range(city * 9, city * 9 + 9)]
        for limits, lag in ((YOY, 4), (QOQ, 1)):
            for t, (low, high) in limits.items():
                if not (fixed[city] and lag == t == 4):
                    _change(f"city {city}, quarter {t} against {t - lag}", cells[t] / cells[t - lag], low, high, out)
        growth = (cells[4] / cells[0] + cells[8] / cells[4] - 2.0) * 0.5
        if fixed[city]:
            away = rate[city] - growth.value
            out.add(f"growth of city {city}", growth.slopes, away, away, 1.0, 3000.0)
        elif growth.value > UNLISTED - 0.4:
            out.add(f"growth of city {city}", growth.slopes, float("-inf"), UNLISTED - growth.value, 1.0, 1000.0)


def _change(name: str, change: Dual, low: float, high: float, out: Rows) -> None:
    """Bounds on a change; those that are far off are left out, to keep the programme small."""
    if change.value < 1 + low + 0.3:
        out.add(name, change.slopes, 1 + low - change.value, float("inf"), 1.0, 500.0)
    if change.value > (1 + high) * 0.75:
        out.add(name, change.slopes, float("-inf"), 1 + high - change.value, 1.0, 500.0)
