"""Third stage: what share each industry has of the industry index, by province and cluster, in nine quarters.

The industry index of a city as a whole is its infrastructure: usage is attributed in proportion to it, so that what is
attributed never has to exceed the usage of the city. Shares are solved for in the three first quarters and lie on a
line in between.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from programme import Rows
from scipy import sparse
from stage import passes, smooth
from unknowns import QUARTERS, Cell, DualPanel, Unknowns, fixed, summing

from dti_spark.definition.lists import City
from dti_spark.definition.model import Definition
from dti_spark.published.readings import Rank, Reading
from dti_spark.published.subjects import ALL, Subjects

ANCHORS = (0, 4, 8)
TYPICAL = {
    "industry_tools": (0.225, 28),
    "finance": (0.170, 38),
    "ecommerce": (0.140, 24),
    "culture_sports_entertainment": (0.095, 40),
    "manufacturing_industry": (0.080, 97),
    "life_services": (0.050, 18),
    "government": (0.038, 42),
    "transport": (0.034, 39),
    "retail": (0.032, 40),
    "healthcare": (0.028, 97),
    "games": (0.030, 12),
    "real_estate": (0.026, 10),
    "education": (0.022, 14),
    "logistics": (0.016, 20),
    "culture_tourism": (0.008, 8),
    "energy": (0.008, 16),
}
"""First guess at an industry: its share of the nation in 2022Q1, and its growth in percent."""
PULL = 0.25
WITHIN = {
    "internet_software_it": 0.5,
    "leasing_business_services": 0.3,
    "scientific_technical_services": 0.2,
}
"""Part of an industry in its group, where the group holds several; the report ranks the group only."""
Group = tuple[str, str]
"""A province and a cluster: the cities of a cell."""


def groups(cities: Sequence[City]) -> dict[Group, list[int]]:
    """The cells, with the positions of their cities."""
    found: dict[Group, list[int]] = {}
    for i, city in enumerate(cities):
        found.setdefault((city.province_code, city.cluster or ""), []).append(i)
    return found


def members(definition: Definition) -> dict[str, dict[str, float]]:
    """The industries of each group with their part of it."""
    found: dict[str, dict[str, float]] = {}
    for industry in definition.industries:
        found.setdefault(industry.industry_group, {})[industry.id] = WITHIN.get(industry.id, 1.0)
    return found


def solved(
    definition: Definition,
    subjects: Subjects,
    wanted: Sequence[tuple[str, Reading]],
    whole: NDArray[np.float64],
) -> tuple[NDArray[np.float64], dict[str, float]]:
    """Cell by industry group by quarter, as shares of the cell's industry index, and the demands that are missed.

    `whole` is the industry index of every city in every quarter.
    """
    cells = groups(definition.cities)
    index = np.array([whole[members].sum(axis=0) for members in cells.values()])
    guess = _guess(subjects.groups, index) * _tilt(subjects, wanted, list(cells))[:, :, None]
    guess *= (index[:, ANCHORS] / guess.sum(axis=1))[:, None, :]
    base = [("cell", str(cell), group, QUARTERS[k]) for cell in cells for group in subjects.groups for k in ANCHORS]
    summed, sums = summing(_sums(list(cells), subjects.groups, index), len(base))
    kept = sparse.csr_array(
        sparse.kron(sparse.eye_array(len(cells)), sparse.kron(np.ones((1, len(subjects.groups))), sparse.eye_array(3)))
    )
    constants = fixed(definition, subjects, whole, ("nation", "province", "cluster"), ALL)
    unknowns = Unknowns(base, guess.ravel().copy(), summed, sums, {}, constants, kept)
    anchored = index[:, ANCHORS]

    def mend(u: Unknowns) -> None:
        v = u.values.reshape(len(cells), -1, 3)
        u.values = (v * (anchored / v.sum(axis=1))[:, None, :]).ravel()

    step = sparse.diags_array([-1.0, 1.0], offsets=[0, 1], shape=(2, 3))
    steps = sparse.csr_array(sparse.kron(sparse.eye_array(len(cells) * len(subjects.groups)), step))
    squares = smooth(steps, guess.ravel(), guess.ravel(), PULL)
    missed = passes(subjects, unknowns, wanted, squares, _no_bounds, mend)
    shares = unknowns.values.reshape(len(cells), -1, 3) / anchored[:, None, :]
    return np.einsum("cgk,tk->cgt", shares, _between()), missed


def _between() -> NDArray[np.float64]:
    """Quarter by anchor: the weights of the two anchors that a quarter lies between."""
    return np.array([np.interp(range(9), ANCHORS, row) for row in np.eye(3)]).T


def _guess(industries: Sequence[str], index: NDArray[np.float64]) -> NDArray[np.float64]:
    nation = index[:, ANCHORS].sum(axis=0)
    paths = []
    for industry in industries:
        share, growth = TYPICAL[industry]
        yearly = 1 + growth / 100
        paths.append([share * nation[2] / yearly**2 / nation[0], share * nation[2] / yearly / nation[1], share])
    shares = np.array(paths) / np.array(paths).sum(axis=0)
    found: NDArray[np.float64] = shares[None] * index[:, None, ANCHORS]
    return found


def _tilt(subjects: Subjects, wanted: Sequence[tuple[str, Reading]], cells: Sequence[Group]) -> NDArray[np.float64]:
    """How much more an industry weighs in the provinces that a table ranks by its share: most in the first."""
    ranks = {
        (subjects.read(r.subjects[0]).regions[0], subjects.read(r.context).industry): r.ranks[0]
        for _, r in wanted
        if isinstance(r, Rank) and r.measure == "share" and len(r.subjects) == 1 and r.ranks
    }
    return np.array([[np.exp(0.06 * (11 - ranks.get((p, i), 11))) for i in subjects.groups] for p, _ in cells])


def _sums(
    cells: Sequence[Group], industries: Sequence[str], index: NDArray[np.float64]
) -> Iterator[tuple[Cell, int, float]]:
    between = _between()
    for c, (province, cluster) in enumerate(cells):
        for g, industry in enumerate(industries):
            for t, quarter in enumerate(QUARTERS):
                for k, anchor in enumerate(ANCHORS):
                    if between[t, k] == 0:
                        continue
                    at, share = (c * len(industries) + g) * 3 + k, between[t, k] * index[c, t] / index[c, anchor]
                    yield ("nation", "CN", industry, quarter), at, share
                    yield ("province", province, industry, quarter), at, share
                    if cluster:
                        yield ("cluster", cluster, industry, quarter), at, share


def _no_bounds(panel: DualPanel, out: Rows) -> None:
    """Shares lie between 0 and 1 by themselves: they are positive and add to 1."""
