"""How a claim of the report is read: what is computed from index values, and what it has to be."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from dti_spark.definition.words import Model, Text

ROUNDING = 1e-9
"""What binary fractions may add to a bound that is written in decimals."""
Measure = Literal["level", "share", "qoq", "yoy", "growth"]
Period = Annotated[str, Field(pattern=r"^\d{4}(Q[1-4])?(\.\.\d{4}Q[1-4])?$")]
"""A quarter, a year, or a span whose quarters are added."""


class Expect(Model):
    """Bounds on a number: `equals` with `within`, or any of the others."""

    equals: float | None = None
    within: float = 0
    above: float | None = None
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> "Expect":
        if all(bound is None for bound in (self.equals, self.above, self.below, self.at_least, self.at_most)):
            raise ValueError("expects nothing; give equals, above, below, at_least or at_most")
        return self

    def difference(self, value: float) -> float:
        """From `equals`, or else how far beyond the nearest bound; 0 where the bounds hold."""
        if self.equals is not None:
            return value - self.equals
        low, high = self.range()
        return min(value - low, 0.0) + max(value - high, 0.0)

    def range(self) -> tuple[float, float]:
        """The lowest and highest value that hold, strictness apart."""
        if self.equals is not None:
            return self.equals - self.within, self.equals + self.within
        lows = [bound for bound in (self.above, self.at_least) if bound is not None]
        highs = [bound for bound in (self.below, self.at_most) if bound is not None]
        return max(lows, default=float("-inf")), min(highs, default=float("inf"))

    def holds(self, value: float) -> bool:
        """Whether a value is what was expected; `above` and `below` exclude the bound itself."""
        low, high = self.range()
        strict = self.equals is None
        if strict and (value == self.above or value == self.below):
            return False
        return low - ROUNDING <= value <= high + ROUNDING

    def __str__(self) -> str:
        """The bounds as text."""
        if self.equals is not None:
            return f"{self.equals:g} ± {self.within:g}"
        signs = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
        return ", ".join(
            f"{sign} {getattr(self, key):g}" for key, sign in signs.items() if getattr(self, key) is not None
        )


class Term(Model):
    """A measure of a subject. `mean_over` takes the plain mean over a set instead."""

    measure: Measure = "level"
    of: Text | None = None
    period: Period | None = None
    whole: Text | None = None
    mean_over: Text | None = None


class Number(Model):
    """A term - less another, or as a multiple of another - that lies within bounds, for each subject and period."""

    form: Literal["number"]
    term: Term
    less: Term | None = None
    by: Term | None = None
    each: tuple[Text, ...] = ("nation",)
    periods: tuple[Period, ...] = Field(min_length=1)
    expect: Expect


class Rank(Model):
    """Ranks of subjects within a set: one by one (`ranks`), or all within the first `top`; in every period.

    `hold_in` is the fewest periods in which they must hold. Values alike at `decimals` are ties. `context` is what
    all members of the set share, such as an industry.
    """

    form: Literal["rank"]
    subjects: tuple[Text, ...] = Field(min_length=1)
    ranks: tuple[int, ...] = ()
    top: int | None = None
    among: Text
    context: Text = "nation"
    measure: Measure = "level"
    whole: Text | None = None
    per_city: bool = False
    periods: tuple[Period, ...] = Field(min_length=1)
    hold_in: int | None = None
    decimals: int | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Rank":
        if (self.top is None) == (not self.ranks):
            raise ValueError("give either ranks or top")
        if self.ranks and len(self.ranks) != len(self.subjects):
            raise ValueError("has other numbers of subjects and ranks; give one rank a subject")
        return self


class Count(Model):
    """How many members of a set have a measure within bounds."""

    form: Literal["count"]
    among: Text
    context: Text = "nation"
    measure: Measure
    whole: Text | None = None
    period: Period
    member: Expect
    expect: Expect


class Extreme(Model):
    """The smallest or largest value of a set."""

    form: Literal["extreme"]
    which: Literal["smallest", "largest"]
    among: Text
    measure: Measure = "level"
    period: Period
    expect: Expect


class RankChange(Model):
    """The rank in an earlier period less that in a later one: positive is up."""

    form: Literal["rank_change"]
    subjects: tuple[Text, ...]
    among: Text
    earlier: Period
    later: Period
    expect: Expect


class Moved(Model):
    """How many members of a set have another rank in a later period."""

    form: Literal["moved"]
    among: Text
    earlier: Period
    later: Period
    expect: Expect


class TopCount(Model):
    """Ranks of industries by the number of regions in whose first `top` they stand."""

    form: Literal["top_count"]
    industries: tuple[Text, ...]
    ranks: tuple[int, ...]
    regions: Text
    top: int
    period: Period


class MemberCount(Model):
    """Number of members of a set, `without` some, or their percent of another set; no value of the index enters."""

    form: Literal["member_count"]
    set: Text
    without: tuple[Text, ...] = ()
    of: Text | None = None
    expect: Expect


class TopShare(Model):
    """How many of the first `top` of a set are among those named."""

    form: Literal["top_share"]
    among: Text
    context: Text = "nation"
    measure: Measure
    top: int
    period: Period
    names: tuple[Text, ...]
    expect: Expect


Reading = Annotated[
    Number | Rank | Count | Extreme | RankChange | Moved | TopCount | MemberCount | TopShare,
    Field(discriminator="form"),
]


class Entry(Model):
    """How one claim is read. All its readings must hold; `contradicted` says what in the source speaks against it."""

    readings: tuple[Reading, ...] = Field(min_length=1)
    contradicted: Text | None = None
    note: Text | None = None


class Unread(Model):
    """Claims that have no reading, and why."""

    reason: Text
    claims: tuple[Text, ...] = Field(min_length=1)


class ReadingsFile(Model):
    """readings.yml."""

    not_computable: tuple[Unread, ...]
    readings: dict[str, Entry]
