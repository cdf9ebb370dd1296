"""Readings as rows: what a panel must satisfy, made linear at where the unknowns are now."""

from collections import defaultdict
from collections.abc import Sequence
from functools import singledispatchmethod

from dual import Dual
from programme import Rows
from unknowns import DualPanel

from dti_spark.published import readings as r
from dti_spark.published.measures import Measures
from dti_spark.published.subjects import Subject, Subjects

PRICE = 2000.0
"""What a row missed by 100 % costs, against a squared step of growth of 100 %."""
MARGIN = {"level": 0.012, "share": 0.02, "growth": 0.25, "yoy": 0.25, "qoq": 0.25}
"""By how much a rank must be clear of the next: a fraction of the level, or percentage points."""
CLEAR = 0.2
"""By how much a strict inequality must be clear of its bound."""
NEAR = 0.02
"""By how much a bound that is part of the range is kept clear of."""
KEPT, WIDE = 0.6, 0.95
"""Shares of a narrow and a wide tolerance that the solver uses, so that rounding and the last pass do not matter."""


class Demands:
    """Turns readings into rows of one pass; `others` remembers which unnamed members were let stand above."""

    def __init__(self, subjects: Subjects, panel: DualPanel, others: dict[str, list[Subject]]) -> None:
        self.subjects = subjects
        self.measures = Measures(panel)
        self.others = others
        self.rows = Rows()
        self.tops: list[tuple[str, tuple[object, ...], list[Subject], int]] = []
        self.ranked: dict[tuple[object, ...], dict[Subject, int]] = defaultdict(dict)

    @singledispatchmethod
    def demand(self, reading: r.Reading, name: str) -> None:
        """Adds the rows of a reading; those that follow from others, or from choices, add none."""

    @demand.register
    def _(self, reading: r.Number, name: str) -> None:
        low, high = reading.expect.range()
        if reading.expect.equals is not None:
            centre, half = (
                reading.expect.equals,
                reading.expect.within * (KEPT if reading.expect.within < 0.1 else WIDE),
            )
            low, high = centre - half, centre + half
        else:
            strict = reading.expect.above is not None or reading.expect.below is not None
            room = CLEAR if strict else min(NEAR, (high - low) / 10)
            low, high = low + room, high - room
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
        for period in reading.periods:
            key = (reading.among, base, reading.measure, reading.whole, period, reading.per_city)
            named = {self.subjects.read(text, base): i for i, text in enumerate(reading.subjects)}
            if reading.ranks:
                self.ranked[key] |= {subject: reading.ranks[i] for subject, i in named.items()}
            else:
                self.tops.append((name, key, list(named), reading.top or 0))

    @demand.register
    def _(self, reading: r.Extreme, name: str) -> None:
        members = self.subjects.among(reading.among)
        pick = min if reading.which == "smallest" else max
        found = pick((self.measures.of(reading.measure, m, reading.period) for m in members), key=lambda d: d.value)
        half = reading.expect.within * KEPT
        centre = reading.expect.equals or 0.0
        self.within(name, found, centre - half, centre + half, centre)

    @demand.register
    def _(self, reading: r.Count, name: str) -> None:
        if reading.expect.equals is not None:
            return
        base = self.subjects.read(reading.context)
        members = self.subjects.members(reading.among, base)
        values = {m: self._measured(reading.measure, m, reading.period, reading.whole) for m in members}
        low, high = reading.member.range()
        least = int(reading.expect.range()[0] + 0.999)
        order = sorted(members, key=lambda m: -values[m].value if high == float("inf") else values[m].value)
        for member in self.others.setdefault(name, order[:least]):
            self.within(f"{name} {member.regions}", values[member], low + CLEAR, high - CLEAR, 100.0)

    def within(self, name: str, number: Dual, low: float, high: float, scale: float, price: float = PRICE) -> None:
        """A number between bounds."""
        self.rows.add(name, number.slopes, low - number.value, high - number.value, scale, price)

    def finish(self) -> Rows:
        """Adds the ranks that were named one by one, all of a set together, and the rows; a top that they imply adds none."""
        for name, key, named, top in self.tops:
            if any(self.ranked.get(key, {}).get(subject, top + 1) > top for subject in named):
                self._top(f"{name} {key}", key, named, top)
        self.tops.clear()
        for key, named in self.ranked.items():
            self._ranks(key, named)
        self.ranked.clear()
        return self.rows

    def _ranks(self, key: tuple[object, ...], named: dict[Subject, int]) -> None:
        values = self._values(key)
        by_rank = sorted(named, key=lambda subject: (named[subject], -values[subject].value))
        rest = [m for m in sorted(values, key=lambda m: -values[m].value) if m not in named]
        rest = self.others.setdefault(f"{key}", rest)
        name, taken, before = f"rank {key[0]} {key[4]} {key[2]}", 0, None
        for i, subject in enumerate(by_rank):
            if i and named[by_rank[i - 1]] == named[subject]:
                gap = values[by_rank[i - 1]] - values[subject]
                self.within(f"{name} tie", gap, -1e-4, 1e-4, values[subject].value)
                continue
            group = rest[taken : max(taken, named[subject] - 1 - i)]
            for other in group:
                self._above(name, key, values, [before] if before else [], other)
                self._above(name, key, values, [other], subject)
            if before and not group:
                self._above(name, key, values, [before], subject)
            taken, before = taken + len(group), subject
        lowest = [s for s in by_rank if named[s] == named[by_rank[-1]]]
        for other in rest[taken:]:
            self._above(name, key, values, lowest[-1:], other)

    def _top(self, name: str, key: tuple[object, ...], named: list[Subject], top: int) -> None:
        values = self._values(key)
        rest = [m for m in sorted(values, key=lambda m: -values[m].value) if m not in named]
        free = set(self.others.setdefault(name, rest[: max(0, top - len(named))]))
        for other in [m for m in rest if m not in free][:60]:
            self._above(name, key, values, named, other)

    def _above(
        self, name: str, key: tuple[object, ...], values: dict[Subject, Dual], higher: Sequence[Subject], lower: Subject
    ) -> None:
        margin = MARGIN[str(key[2])]
        for subject in higher:
            a, b = values[subject], values[lower]
            label = f"{name}: {_short(subject)} > {_short(lower)}"
            if key[2] == "level":
                if a.value < 2.5 * b.value:
                    self.within(label, a - b * (1 + margin), 0.0, float("inf"), max(b.value, 1e-9))
            elif a.value < b.value + 60:
                self.within(label, a - b, margin, float("inf"), 100.0)

    def _values(self, key: tuple[object, ...]) -> dict[Subject, Dual]:
        among, base, measure, whole, period, per_city = key
        assert isinstance(base, Subject)
        found = {}
        for member in self.subjects.members(str(among), base):
            value = self._measured(str(measure), member, str(period), str(whole) if whole else None)
            size = len(self.subjects.cities(member.region_type, member.regions[0])) if per_city else 1
            found[member] = value / float(size)
        return found

    def _measured(self, measure: str, subject: Subject, period: str, whole: str | None) -> Dual:
        return self.measures.of(measure, subject, period, self.subjects.whole(whole, subject))

    def _term(self, term: r.Term, each: str, period: str) -> Dual:
        if term.mean_over is not None:
            members = self.subjects.among(term.mean_over)
            total = Dual(0.0, {})
            for member in members:
                total = total + self.measures.of(term.measure, member, term.period or period)
            return total / float(len(members))
        return self._measured(term.measure, self.subjects.read(term.of or each), term.period or period, term.whole)


def _short(subject: Subject) -> str:
    return "+".join(subject.regions) + ("" if subject.industry == "all" else f"/{subject.industry}")
