"""Second stage: the three layers of every city, given the index of the city.

Solved for cells - the cities of tier 5 of a province, and its others - and then given to the cities of a cell by
proportional fitting, so that both the city's index and the cell's layers stay as they are.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from dual import Dual
from fitting import fitted
from numpy.typing import NDArray
from programme import Rows
from scipy import sparse
from stage import passes, smooth
from totals import NATION
from unknowns import QUARTERS, Cell, DualPanel, Unknowns, fixed, summing

from dti_spark.definition.lists import City
from dti_spark.definition.model import Definition
from dti_spark.demo.targets import LAYERS
from dti_spark.published.readings import Reading
from dti_spark.published.subjects import Subjects

INFRASTRUCTURE = (100, 107, 114, 122.5, 132.5, 145.5, 157.5, 167, 176.2)
APPLICATION = (100, 107.5, 115.5, 123.5, 132, 144, 154, 162, 168)
"""First guess at the nation's layers; the platform makes up the rest."""
TILTS = {
    "infrastructure": {"上海": 1.7, "北京": 1.6, "广东": 1.5, "浙江": 1.1, "贵州": 1.3, "江苏": 0.45},
    "platform": {"江苏": 1.5, "广东": 0.75},
    "application": {"广东": 1.25},
}
"""How much more a layer weighs in a province than in the nation; in tier 5 infrastructure weighs little."""
TIER5 = {"infrastructure": 0.09, "platform": 1.15, "application": 1.1}
PULL = 0.10
LEAST_YOY, LEAST_QOQ = -0.04, -0.12
"""The least change of a layer of a cell, as fractions."""
SPREAD = {"infrastructure": 0.25, "platform": 0.1, "application": 0.15}
"""How far the cities of a cell differ, as the largest change of a logarithm."""

Group = tuple[str, bool]
"""A province and whether of tier 5: the cities of a cell."""


def solved(
    definition: Definition,
    subjects: Subjects,
    wanted: Sequence[tuple[str, Reading]],
    totals: NDArray[np.float64],
    weights: Mapping[str, float],
) -> tuple[NDArray[np.float64], dict[str, float]]:
    """City by layer by quarter, in index points of the layer, and the demands that are missed."""
    groups = _groups(definition.cities)
    index = np.array([totals[members].sum(axis=0) for members in groups.values()])
    names = {province.province_code: province.name_zh for province in definition.provinces}
    guess = _guess(list(groups), names, index, weights)
    base = [("cell", str(g), layer, quarter) for g in groups for layer in LAYERS for quarter in QUARTERS]
    summed, sums = summing(_sums(list(groups)), len(base))
    constants = fixed(definition, subjects, totals, ("nation", "province", "tier"), "dti")
    kept = _kept(len(groups), weights)
    unknowns = Unknowns(base, guess.ravel().copy(), summed, sums, weights, constants, kept)

    def mend(u: Unknowns) -> None:
        v = u.values.reshape(-1, 3, 9)
        share = np.array([weights[layer] for layer in LAYERS])[None, :, None]
        u.values = (v * (index / (v * share).sum(axis=1))[:, None, :]).ravel()

    bend = sparse.diags_array([1.0, -2.0, 1.0], offsets=[0, 1, 2], shape=(7, 9))
    bends = sparse.csr_array(sparse.kron(sparse.eye_array(len(groups) * 3), bend))
    squares = smooth(bends, guess.ravel(), guess.ravel(), PULL)
    missed = passes(subjects, unknowns, wanted, squares, _bounds, mend)
    cells = unknowns.values.reshape(-1, 3, 9)
    return _cities(definition.cities, groups, cells, totals, weights), missed


def _groups(cities: Sequence[City]) -> dict[Group, list[int]]:
    found: dict[Group, list[int]] = {}
    for i, city in enumerate(cities):
        found.setdefault((city.province_code, city.tier == "5"), []).append(i)
    return found


def _guess(
    groups: Sequence[Group], names: Mapping[str, str], index: NDArray[np.float64], weights: Mapping[str, float]
) -> NDArray[np.float64]:
    """Cell by layer by quarter; `names` are those of the provinces."""
    w = np.array([weights[layer] for layer in LAYERS])
    rest = (np.array(NATION) - w[0] * np.array(INFRASTRUCTURE) - w[2] * np.array(APPLICATION)) / w[1]
    nation = np.array([INFRASTRUCTURE, rest, APPLICATION]) * w[:, None] / np.array(NATION)
    tilt = np.array(
        [
            [TILTS[layer].get(names[p], 1.0) * (TIER5[layer] if small else 1.0) for layer in LAYERS]
            for p, small in groups
        ]
    )
    # platform and application by turns, so that the cells add up to the nation's layers
    shares = nation[None] * tilt[:, :, None]
    found: NDArray[np.float64] = np.empty_like(shares)
    for t in range(len(NATION)):
        found[:, :, t] = fitted(shares[:, :, t] * index[:, t, None], index[:, t], nation[:, t] * index[:, t].sum())
    found /= w[None, :, None]
    return found


def _sums(groups: Sequence[Group]) -> Iterator[tuple[Cell, int, float]]:
    for g, (province, small) in enumerate(groups):
        for n, layer in enumerate(LAYERS):
            for t, quarter in enumerate(QUARTERS):
                at = (g * 3 + n) * 9 + t
                yield ("nation", "CN", layer, quarter), at, 1.0
                yield ("province", province, layer, quarter), at, 1.0
                if small:
                    yield ("tier", "5", layer, quarter), at, 1.0
                if province in ("110000", "310000"):
                    yield ("city", province, layer, quarter), at, 1.0


def _kept(groups: int, weights: Mapping[str, float]) -> sparse.csr_array:
    """The index of a cell: the weighted sum of its layers."""
    w = sparse.csr_array(np.array([[weights[layer] for layer in LAYERS]]))
    return sparse.csr_array(sparse.kron(sparse.eye_array(groups), sparse.kron(w, sparse.eye_array(9))))


def _bounds(panel: DualPanel, out: Rows) -> None:
    """No layer of a cell halves or jumps."""
    for position, cell in enumerate(panel.unknowns.base):
        _, group, layer, quarter = cell
        t = QUARTERS.index(quarter)
        for lag, least in ((4, LEAST_YOY), (1, LEAST_QOQ)):
            if t >= lag:
                change = _at(panel, position) / _at(panel, position - lag)
                name = f"{group} {layer} {quarter} against {lag} before"
                out.add(name, change.slopes, 1 + least - change.value, float("inf"), 1.0, 500.0)


def _at(panel: DualPanel, position: int) -> Dual:
    value = float(panel.now[position])
    return Dual(value, {position: value})


def _cities(
    cities: Sequence[City],
    groups: Mapping[Group, list[int]],
    cells: NDArray[np.float64],
    totals: NDArray[np.float64],
    weights: Mapping[str, float],
) -> NDArray[np.float64]:
    w = np.array([weights[layer] for layer in LAYERS])
    found = np.empty((len(cities), 3, 9))
    for cell, members in zip(cells, groups.values(), strict=True):
        odds = np.array([[np.exp(SPREAD[n] * _chance(cities[i], n)) for n in LAYERS] for i in members])
        for t in range(9):
            columns = cell[:, t] * w
            first = odds * columns * (totals[members, t] / totals[members, t].sum())[:, None]
            found[members, :, t] = fitted(first, totals[members, t], columns) / w
    return found


def _chance(city: City, what: str) -> float:
    return zlib.crc32(f"{what}{city.city_code}".encode()) / 2**31 - 1
