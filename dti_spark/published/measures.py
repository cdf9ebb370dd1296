"""What a reading measures on a panel: levels, shares, rates of change and ranks, as the report uses these words.

The panel may hold floats, or numbers that carry their derivatives: the calibration solves for figures through the very
formulas that check them.
"""

from collections.abc import Sequence
from typing import Generic, Protocol, Self, TypeVar

from dti_spark import quarters
from dti_spark.published.subjects import Subject, spelt

MEASURES = ("level", "share", "qoq", "yoy", "growth")


class Quantity(Protocol):
    """What can be added and divided like a float."""

    def __add__(self, other: Self | float, /) -> Self:
        """The sum."""

    def __sub__(self, other: Self | float, /) -> Self:
        """The difference."""

    def __mul__(self, other: Self | float, /) -> Self:
        """The product."""

    def __truediv__(self, other: Self | float, /) -> Self:
        """The quotient."""


N = TypeVar("N", bound=Quantity)
N_co = TypeVar("N_co", covariant=True)


class Panel(Protocol[N_co]):
    """Values of the indices by subject and quarter, in index points."""

    def value(self, subject: Subject, quarter: str) -> N_co:
        """The value of a subject, whose regions are taken together."""

    def weight(self, node: str) -> float:
        """Share of a layer in the index, 1 for the index itself."""


class Measures(Generic[N]):
    """The measures of a panel; rates and shares in percent, levels in index points."""

    def __init__(self, panel: Panel[N]) -> None:
        self.panel = panel

    def of(self, measure: str, subject: Subject, period: str, whole: Subject | None = None) -> N:
        """A measure of a subject in a quarter, a year or a span.

        Raises:
            ValueError: the measure is not known, or a share is of nothing.
        """
        if measure == "share":
            if whole is None:
                raise ValueError("a share needs a whole")
            return self.share(subject, whole, period)
        by_name = {"level": self.level, "qoq": self.qoq, "yoy": self.yoy, "growth": self.growth}
        if measure not in by_name:
            raise ValueError(f"{measure!r} is no measure; it is one of {', '.join(MEASURES)}")
        return by_name[measure](subject, period)

    def level(self, subject: Subject, period: str) -> N:
        """The value; of a year or span the sum of its quarters (README of published/: annual value)."""
        first, *rest = (self.panel.value(subject, quarter) for quarter in spelt(period))
        for value in rest:
            first = first + value
        return first

    def share(self, subject: Subject, whole: Subject, period: str) -> N:
        """Percent of a whole; a layer within the index counts with its weight."""
        weight = self.panel.weight(subject.node) / self.panel.weight(whole.node)
        return self.level(subject, period) / self.level(whole, period) * (100 * weight)

    def yoy(self, subject: Subject, quarter: str) -> N:
        """Percent by which a quarter exceeds the same quarter a year earlier."""
        return self._change(subject, quarter, 4)

    def qoq(self, subject: Subject, quarter: str) -> N:
        """Percent by which a quarter exceeds the quarter before."""
        return self._change(subject, quarter, 1)

    def growth(self, subject: Subject, quarter: str) -> N:
        """Mean of the yoy of a quarter and of the same quarter a year earlier (report, lines 315 and 1088)."""
        return (self.yoy(subject, quarter) + self.yoy(subject, quarters.shift(quarter, -4))) * 0.5

    def _change(self, subject: Subject, quarter: str, by: int) -> N:
        before = self.panel.value(subject, quarters.shift(quarter, -by))
        return (self.panel.value(subject, quarter) / before - 1.0) * 100


def ranks(values: Sequence[float], decimals: int | None = None) -> list[int]:
    """Rank of each value, 1 = largest; ties share the smaller rank.

    `decimals`: values that print alike are ties.

    >>> ranks([3.0, 1.0, 3.0])
    [1, 3, 1]
    """
    rounded = [value if decimals is None else round(value, decimals) for value in values]
    return [1 + sum(other > value for other in rounded) for value in rounded]
