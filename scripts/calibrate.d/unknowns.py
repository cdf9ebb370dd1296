"""The unknowns of a stage: positive numbers, and the sums of them that regions are, as a panel with slopes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from dual import Dual
from numpy.typing import NDArray
from scipy import sparse

from dti_spark.definition.model import Definition
from dti_spark.published.subjects import Subject, Subjects
from dti_spark.quarters import between

QUARTERS = between("2020Q1", "2022Q1")
Cell = tuple[str, str, str, str]
"""Region type, region, part (node or industry), quarter."""


@dataclass
class Unknowns:
    """Base unknowns and sums of them; what is fixed already stands in `constants`.

    `sums` has a row for each entry of `summed` and a column for each of `base`. `kept` are sums of base unknowns that
    are right from the start and stay as they are.
    """

    base: list[Cell]
    values: NDArray[np.float64]
    summed: list[Cell]
    sums: sparse.csr_array
    weights: Mapping[str, float]
    constants: Mapping[Cell, float] = field(default_factory=dict)
    kept: sparse.csr_array | None = None

    def __post_init__(self) -> None:
        self.position = {cell: i for i, cell in enumerate([*self.base, *self.summed])}

    @property
    def all_values(self) -> NDArray[np.float64]:
        """Base unknowns and sums as they are now."""
        return np.concatenate([self.values, self.sums @ self.values])

    def ties(self) -> sparse.csr_array:
        """Rows that tie the relative change of each sum to those of its terms; each is 0."""
        left = self.sums @ sparse.diags_array(self.values)
        now = self.sums @ self.values
        scale = sparse.diags_array(1.0 / now)
        ties = [sparse.hstack([scale @ left, -sparse.eye_array(len(now))])]
        if self.kept is not None:
            steady = self.kept @ sparse.diags_array(self.values)
            scale = sparse.diags_array(1.0 / (self.kept @ self.values))
            ties.append(sparse.hstack([scale @ steady, sparse.csr_array((self.kept.shape[0], len(now)))]))
        return sparse.csr_array(sparse.vstack(ties))


class DualPanel:
    """The unknowns as a panel."""

    def __init__(self, unknowns: Unknowns) -> None:
        self.unknowns = unknowns
        self.now = unknowns.all_values

    def value(self, subject: Subject, quarter: str) -> Dual:
        """Sum over the regions of a subject, with slopes."""
        part = subject.industry if subject.index == "industry" else subject.node
        value, slopes = 0.0, {}
        for region in subject.regions:
            cell = (subject.region_type, region, part, quarter)
            if cell in self.unknowns.constants:
                value += self.unknowns.constants[cell]
                continue
            at = self.unknowns.position[cell]
            value += self.now[at]
            slopes[at] = float(self.now[at])
        return Dual(float(value), slopes)

    def weight(self, node: str) -> float:
        """Share of a layer in the index."""
        return self.unknowns.weights.get(node, 1.0)


def summing(entries: Iterable[tuple[Cell, int, float]], columns: int) -> tuple[list[Cell], sparse.csr_array]:
    """The sums named by entries of cell, column and coefficient."""
    cells: dict[Cell, int] = {}
    rows, cols, data = [], [], []
    for cell, column, coefficient in entries:
        rows.append(cells.setdefault(cell, len(cells)))
        cols.append(column)
        data.append(coefficient)
    return list(cells), sparse.csr_array(sparse.coo_array((data, (rows, cols)), shape=(len(cells), columns)))


def fixed(
    definition: Definition, subjects: Subjects, values: NDArray[np.float64], kinds: Iterable[str], part: str
) -> dict[Cell, float]:
    """What an earlier stage has solved, by city and quarter, as the sums of regions of some kinds."""
    at = {city.city_code: i for i, city in enumerate(definition.cities)}
    found: dict[Cell, float] = {}
    for kind in kinds:
        for region in ["CN"] if kind == "nation" else subjects.names(kind):
            value = values[[at[code] for code in subjects.cities(kind, region)]].sum(axis=0)
            found |= {(kind, region, part, quarter): float(value[t]) for t, quarter in enumerate(QUARTERS)}
    return found
