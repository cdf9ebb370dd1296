"""Readings as rows: what a panel must satisfy, made linear at where the unknowns are now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

from dual import Dual
from programme import Rows
from unknowns import DualPanel

from dti_spark.published import readings as r
from dti_spark.published.measures import Measures
from dti_spark.published.subjects import Subject, Subjects

PRICE = 2000.0
"""What a row missed by 100 % costs, against a bend of 100 %."""
MARGIN = {"level": 0.012, "share": 0.02, "growth": 0.25, "yoy": 0.25, "qoq": 0.25}
"""By how much a rank must be clear of the next: a fraction of the level, or percentage points."""
CLEAR, NEAR = 0.2, 0.02
"""By how much a strict bound, and one that is part of the range, is kept clear of."""
KEPT, WIDE, NARROW = 0.7, 0.95, 1.0
"""Shares of a narrow and a wide tolerance that are used, so that rounding and the last pass do not matter."""
FAR, FAR_OFF = 2.5, 60
"""A member larger by this factor, or by so many points, needs no row to stay above."""
NEAREST = 60
"""Members outside of a top that get a row; the others are far below."""


@dataclass(frozen=True)
class Compared:
    """A set of subjects by a measure in a period."""

    among: str
    base: Subject
    measure: str
    whole: str | None
    period: str
    per_city: bool


class Demands:
    """Turns readings into rows of one pass.

    `others` remembers which unnamed members were let stand above a rank, so that all passes solve the same problem.
    """

    def __init__(self, subjects: Subjects, panel: DualPanel, others: dict[str, list[Subject]]) -> None:
        self.subjects = subjects
        self.measures = Measures(panel)
        self.others = others
        self.rows = Rows()
        self._tops: list[tuple[str, Compared, list[Subject], int]] = []
        self._ranked: dict[Compared, dict[Subject, int]] = defaultdict(dict)

    @singledispatchmethod
    def demand(self, reading: r.Reading, name: str) -> None:
        """Adds the rows of a reading; those that follow from others, or from choices, add none."""

    @demand.register
    def _(self, reading: r.Number, name: str) -> None:
        low, high = _room(reading.expect)
        for each in reading.each:
            for period in reading.periods:
                number = self._term(reading.term, each, period)
                if reading.less is not None:
                    number = number - self._term(reading.less, each, period)
                if reading.by is not None:
                    number = number / self._term(reading.by, each, period)
                percent = reading.term.measure != "level" and reading.by is None
                scale = 100.0 if percent else max(abs(number.value), 0.05)
                self.within(f"{name} {each} {period}", number, low, high, scale)

    @demand.register
    def _(self, reading: r.Rank, name: str) -> None:
        if reading.hold_in is not None:
            return
        base = self.subjects.read(reading.context)
        named = [self.subjects.read(text, base) for text in reading.subjects]
        for period in reading.periods:
            key = Compared(reading.among, base, reading.measure, reading.whole, period, reading.per_city)
            if reading.top is None:
                self._ranked[key] |= dict(zip(named, reading.ranks, strict=True))
            else:
                self._tops.append((name, key, named, reading.top))

    @demand.register
    def _(self, reading: r.Extreme, name: str) -> None:
        members = self.subjects.among(reading.among)
        pick = min if reading.which == "smallest" else max
        found = pick((self.measures.of(reading.measure, m, reading.period) for m in members), key=lambda d: d.value)
        low, high = _room(reading.expect)
        self.within(name, found, low, high, high)

    @demand.register
    def _(self, reading: r.Count, name: str) -> None:
        if reading.expect.equals is not None:
            return
        values = self._values(self._compared(reading))
        low, high = _room(reading.member)
        least = int(reading.expect.range()[0] + 0.999)
        upwards = high == float("inf")
        order = sorted(values, key=lambda member: values[member].value * (-1 if upwards else 1))
        for member in self.others.setdefault(name, order[:least]):
            self.within(f"{name} {_short(member)}", values[member], low, high, 100.0)

    def within(self, name: str, number: Dual, low: float, high: float, scale: float) -> None:
        """Adds the row of a number between bounds; `scale` is what counts as one unit."""
        self.rows.add(name, number.slopes, low - number.value, high - number.value, scale, PRICE)

    def finish(self) -> Rows:
        """Adds the rows of ranks, those of a set together, and of tops that do not follow from them; gives all."""
        for name, key, named, top in self._tops:
            if any(self._ranked[key].get(subject, top + 1) > top for subject in named):
                self._top(f"{name} {key}", key, named, top)
        for key, ranks in self._ranked.items():
            if ranks:
                self._order(key, ranks)
        return self.rows

    def _order(self, key: Compared, named: dict[Subject, int]) -> None:
        """Rows for ranks one by one; where ranks in between are not named, those stay there that stand there first."""
        values = self._values(key)
        by_rank = sorted(named, key=lambda subject: (named[subject], -values[subject].value))
        rest = [member for member in sorted(values, key=lambda m: -values[m].value) if member not in named]
        rest = self.others.setdefault(f"order {key}", rest)
        taken, before = 0, None
        for i, subject in enumerate(by_rank):
            if i and named[by_rank[i - 1]] == named[subject]:
                tie = values[by_rank[i - 1]] - values[subject]
                self.within(f"tie {_short(subject)}", tie, -1e-4, 1e-4, values[subject].value)
                continue
            group = rest[taken : max(taken, named[subject] - 1 - i)]
            for other in group:
                self._above(key, values, [before] if before else [], other)
                self._above(key, values, [other], subject)
            if before and not group:
                self._above(key, values, [before], subject)
            taken, before = taken + len(group), subject
        for other in rest[taken:]:
            self._above(key, values, by_rank[-1:], other)

    def _top(self, name: str, key: Compared, named: list[Subject], top: int) -> None:
        values = self._values(key)
        rest = [member for member in sorted(values, key=lambda m: -values[m].value) if member not in named]
        free = self.others.setdefault(name, rest[: max(0, top - len(named))])
        for other in [member for member in rest if member not in free][:NEAREST]:
            self._above(key, values, named, other)

    def _above(self, key: Compared, values: dict[Subject, Dual], higher: Sequence[Subject], lower: Subject) -> None:
        margin, b = MARGIN[key.measure], values[lower]
        for subject in higher:
            a = values[subject]
            name = f"{key.measure} {key.period}: {_short(subject)} above {_short(lower)}"
            if key.measure == "level" and a.value < FAR * b.value:
                self.within(name, a - b * (1 + margin), 0.0, float("inf"), max(b.value, 1e-9))
            elif key.measure != "level" and a.value < b.value + FAR_OFF:
                self.within(name, a - b, margin, float("inf"), 100.0)

    def _compared(self, reading: r.Count) -> Compared:
        base = self.subjects.read(reading.context)
        return Compared(reading.among, base, reading.measure, reading.whole, reading.period, False)

    def _values(self, key: Compared) -> dict[Subject, Dual]:
        found = {}
        for member in self.subjects.members(key.among, key.base):
            value = self._measured(key.measure, member, key.period, key.whole)
            size = len(self.subjects.cities(member.region_type, member.regions[0])) if key.per_city else 1
            found[member] = value / float(size)
        return found

    def _measured(self, measure: str, subject: Subject, period: str, whole: str | None) -> Dual:
        return self.measures.of(measure, subject, period, self.subjects.whole(whole, subject))

    def _term(self, term: r.Term, each: str, period: str) -> Dual:
        if term.mean_over is None:
            return self._measured(term.measure, self.subjects.read(term.of or each), term.period or period, term.whole)
        members = self.subjects.among(term.mean_over)
        total = Dual(0.0, {})
        for member in members:
            total = total + self.measures.of(term.measure, member, term.period or period)
        return total / float(len(members))


def _room(expect: r.Expect) -> tuple[float, float]:
    """Bounds a little narrower than those that hold."""
    low, high = expect.range()
    if expect.equals is not None:
        half = expect.within * (KEPT if expect.within < NARROW else WIDE)
        return expect.equals - half, expect.equals + half
    strict = expect.above is not None or expect.below is not None
    room = CLEAR if strict else min(NEAR, (high - low) / 10)
    return low + room, high - room


def _short(subject: Subject) -> str:
    return "+".join(subject.regions) + ("" if subject.industry == "all" else f"/{subject.industry}")
