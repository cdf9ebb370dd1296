"""What each form of reading finds on a panel, against what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

from dti_spark.definition.model import Definition
from dti_spark.published import readings as r
from dti_spark.published.measures import Measures, Panel, ranks
from dti_spark.published.subjects import Subject, Subjects
from dti_spark.quarters import between


@dataclass(frozen=True)
class Found:
    """What was computed, how far it is off (0 where bounds hold), the tolerance as text, and whether it holds."""

    computed: str
    difference: float
    tolerance: str
    holds: bool


class Evaluator:
    """Evaluates readings on one panel. Terms of zero division raise ZeroDivisionError: the panel has no value there."""

    def __init__(self, definition: Definition, panel: Panel[float]) -> None:
        self.subjects = Subjects(definition)
        self.measures = Measures(panel)
        calendar = definition.index.calendar
        self._sizes = {
            "industries in full": len(definition.industries),
            "quarters": len(between(calendar.first, calendar.last)),
            "key indicators": sum(len(index.leaves) for index in definition.index.indices if index.by_industry),
            "cities of clusters": sum(city.cluster is not None for city in definition.cities),
        }

    @singledispatchmethod
    def found(self, reading: r.Reading) -> Found:
        """What a reading finds."""
        raise TypeError(f"no evaluation for {type(reading).__name__}")

    @found.register
    def _(self, reading: r.Number) -> Found:
        values = [self.number(reading, each, period) for each in reading.each for period in reading.periods]
        return _numbers(values, reading.expect)

    @found.register
    def _(self, reading: r.Rank) -> Found:
        base = self.subjects.read(reading.context)
        members = self.subjects.members(reading.among, base)
        subjects = [self.subjects.read(text, base) for text in reading.subjects]
        failed, shown, worst = 0, [], 0
        for period in reading.periods:
            by_member = self.ranked(reading, members, period)
            got = [by_member[subject] for subject in subjects]
            off = [abs(a - b) for a, b in zip(got, reading.ranks, strict=True)] if reading.ranks else []
            off = off or [max(0, rank - (reading.top or 0)) for rank in got]
            failed += any(off)
            worst = max(worst, *off)
            shown.append("; ".join(map(str, got)))
        allowed = 0 if reading.hold_in is None else len(reading.periods) - reading.hold_in
        holds = failed <= allowed
        text = shown[0] if len(set(shown)) == 1 else " | ".join(shown)
        wanted = f"top {reading.top}" if reading.top else "exact"
        return Found(text, 0.0 if holds else float(worst), wanted, holds)

    @found.register
    def _(self, reading: r.Count) -> Found:
        base = self.subjects.read(reading.context)
        values = [
            self.measures.of(reading.measure, member, reading.period, self.subjects.whole(reading.whole, member))
            for member in self.subjects.members(reading.among, base)
        ]
        return _numbers([float(sum(reading.member.holds(value) for value in values))], reading.expect)

    @found.register
    def _(self, reading: r.Extreme) -> Found:
        pick = min if reading.which == "smallest" else max
        members = self.subjects.members(reading.among, self.subjects.nation)
        return _numbers(
            [pick(self.measures.of(reading.measure, member, reading.period) for member in members)], reading.expect
        )

    @found.register
    def _(self, reading: r.RankChange) -> Found:
        change = self.changes(reading.among, reading.earlier, reading.later)
        return _numbers([float(change[self.subjects.read(text)]) for text in reading.subjects], reading.expect)

    @found.register
    def _(self, reading: r.Moved) -> Found:
        change = self.changes(reading.among, reading.earlier, reading.later)
        return _numbers([float(sum(moved != 0 for moved in change.values()))], reading.expect)

    @found.register
    def _(self, reading: r.TopCount) -> Found:
        industries = self.subjects.among("industries")
        counts = dict.fromkeys([subject.industry for subject in industries], 0.0)
        for region in self.subjects.among(reading.regions):
            members = self.subjects.among("industries", region)
            placed = ranks([self.measures.level(member, reading.period) for member in members])
            for member, rank in zip(members, placed, strict=True):
                counts[member.industry] += rank <= reading.top
        by_industry = dict(zip(counts, ranks(list(counts.values())), strict=True))
        got = [by_industry[self.subjects.read(text).industry] for text in reading.industries]
        off = max(abs(a - b) for a, b in zip(got, reading.ranks, strict=True))
        return Found("; ".join(map(str, got)), float(off), "exact", off == 0)

    @found.register
    def _(self, reading: r.MemberCount) -> Found:
        value = float(self.size(reading.set) - len(reading.without))
        if reading.of is not None:
            value *= 100 / self.size(reading.of)
        return _numbers([value], reading.expect)

    @found.register
    def _(self, reading: r.TopShare) -> Found:
        base = self.subjects.read(reading.context)
        members = self.subjects.members(reading.among, base)
        placed = ranks([self.measures.of(reading.measure, member, reading.period) for member in members])
        named = {self.subjects.read(text, base) for text in reading.names}
        count = sum(rank <= reading.top and member in named for member, rank in zip(members, placed, strict=True))
        return _numbers([float(count)], reading.expect)

    def number(self, reading: r.Number, each: str, period: str) -> float:
        """The number of one subject and period."""
        value = self.term(reading.term, each, period)
        if reading.less is not None:
            value -= self.term(reading.less, each, period)
        if reading.by is not None:
            value /= self.term(reading.by, each, period)
        return value

    def term(self, term: r.Term, each: str, period: str) -> float:
        """A term, whose gaps are filled by the subject and period at hand."""
        subject, period = self.subjects.read(term.of or each), term.period or period
        if term.mean_over is not None:
            values = [self.measures.of(term.measure, m, period) for m in self.subjects.among(term.mean_over)]
            return sum(values) / len(values)
        return self.measures.of(term.measure, subject, period, self.subjects.whole(term.whole, subject))

    def ranked(self, reading: r.Rank, members: Sequence[Subject], period: str) -> dict[Subject, int]:
        """Rank of every member in a period."""
        values = [
            self.measures.of(reading.measure, member, period, self.subjects.whole(reading.whole, member))
            for member in members
        ]
        if reading.per_city:
            sizes = [len(self.subjects.cities(member.region_type, member.regions[0])) for member in members]
            values = [value / size for value, size in zip(values, sizes, strict=True)]
        return dict(zip(members, ranks(values, reading.decimals), strict=True))

    def changes(self, among: str, earlier: str, later: str) -> dict[Subject, int]:
        """Rank of every member in the earlier period less that in the later one."""
        members = self.subjects.among(among)
        before, after = (
            ranks([self.measures.level(member, period) for member in members]) for period in (earlier, later)
        )
        return {member: a - b for member, a, b in zip(members, before, after, strict=True)}

    def size(self, name: str) -> int:
        """Number of members of a set."""
        return self._sizes[name] if name in self._sizes else len(self.subjects.among(name))


def _numbers(values: list[float], expect: r.Expect) -> Found:
    """The number that is furthest off stands for all."""
    worst = max(values, key=lambda value: (not expect.holds(value), abs(expect.difference(value))))
    text = f"{worst:.6g}" if len(values) == 1 else f"{worst:.6g} (of {min(values):.6g} to {max(values):.6g})"
    return Found(text, expect.difference(worst), str(expect), all(expect.holds(value) for value in values))
