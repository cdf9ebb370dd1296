"""Second pass over conf/: what must hold between its files, on whatever of them has the right shape."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from dti_spark.definition import dio_checks, formations, places, sectors, sources, trees
from dti_spark.definition.model import Source
from dti_spark.definition.repeats import repeated
from dti_spark.definition.shapes import Parts
from dti_spark.definition.tokens import tokens
from dti_spark.quarters import number


def faults(parts: Parts) -> list[str]:
    """Everything that does not hold, one sentence each.

    A list that lost entries in the first pass is still checked entry by entry, but nothing is said to be missing from
    it: that would blame the wrong line.
    """
    return [
        *_calendar(parts),
        *_indicators(parts),
        *trees.faults(parts),
        *trees.score_faults(parts),
        *sources.faults(parts),
        *places.faults(parts),
        *places.economic_region_faults(parts),
        *places.name_faults(parts),
        *sectors.faults(parts),
        *formations.faults(parts),
        *dio_checks.faults(parts),
        *_profiles(parts),
    ]


def _calendar(parts: Parts) -> Iterator[str]:
    for place, calendar in parts.calendar.entries:
        try:
            ZoneInfo(calendar.timezone)
        except (LookupError, OSError, ValueError):
            yield f"{place}.timezone: {calendar.timezone!r} is not a time zone; name one such as Asia/Shanghai"
        if number(calendar.first) > number(calendar.last):
            yield f"{place}: first {calendar.first} is after last {calendar.last}; exchange them"
        elif not number(calendar.first) <= number(calendar.base) <= number(calendar.last):
            yield f"{place}.base: {calendar.base} is not between first {calendar.first} and last {calendar.last}"


def _indicators(parts: Parts) -> Iterator[str]:
    yield from repeated(parts.indicators.entries, lambda i: i.id, "id {} is taken by {}; every indicator needs its own")
    yield from repeated(
        parts.indicators.entries,
        lambda i: (i.source, i.kind, i.measure),
        "source, kind and measure {} are those of {}; they would count twice",
    )
    known = {source.id: source for source in parts.sources.items}
    for place, indicator in parts.indicators.entries:
        source = known.get(indicator.source)
        if source is None and parts.sources.whole:
            yield f"{place}.source: {indicator.source!r} is not in sources.yml; it has {_names(known)}"
        constant = _constant(source) if source else None
        if constant not in (None, indicator.kind):
            yield (
                f"{place}.kind: {indicator.kind!r} never occurs: sources.yml gives every event of {indicator.source}"
                f" the kind {constant!r}"
            )


def _constant(source: Source) -> str | None:
    """The kind that a source gives to all of its events, where its expression is a plain text."""
    words = tokens(source.event.kind)
    return words[0].text[1:-1] if len(words) == 1 and words[0].text[:1] in ("'", '"') else None


def _profiles(parts: Parts) -> Iterator[str]:
    for place, profile in parts.profiles.entries:
        for key in profile.spark:
            if not key.startswith("spark."):
                yield f"{place}.spark: {key} is no Spark setting; their names begin with spark."


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)
