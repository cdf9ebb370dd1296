"""What a run has to do, decided from the ledger, the storage and the definition before anything is read."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dti_spark.definition.lookups import city_keys, industry_keys
from dti_spark.definition.model import Definition, Source
from dti_spark.errors import DataRefusedError, UsageError
from dti_spark.lake.raw_files import RawFile
from dti_spark.quarters import between, complete_years, number, shift, year


@dataclass(frozen=True)
class Entry:
    """What the ledger holds of a file."""

    file: RawFile
    batch: int
    reading: str
    records: int
    rejected: int
    quarters: tuple[str, ...]
    state: str = "done"


@dataclass(frozen=True)
class Published:
    """What the last release rests on, and the tables that it holds; `last_batch` is 0 before the first.

    `definition` is that of index values.
    """

    release: str | None
    last_batch: int
    definition: str
    tables: frozenset[str] = frozenset()


NOTHING = Published(None, 0, "")


@dataclass(frozen=True)
class Work:
    """What to refresh: `measure` quarters of indicator values and `index` quarters of index values, within `panel`.

    `new_periods`: the panel has quarters that the last release had not. `views` are those that are kept up to date, and
    `redrawn` those of them to be made anew whole, though index values may stay as they are. Where everything is
    refreshed, tables are replaced whole, so that nothing of an older panel stays.
    """

    panel: list[str]
    measure: list[str]
    index: list[str]
    everything_measured: bool
    everything_indexed: bool
    new_periods: bool
    views: tuple[str, ...] = ()
    redrawn: tuple[str, ...] = ()

    @property
    def years(self) -> list[str]:
        """The complete years of the panel."""
        return complete_years(self.panel)


NO_WORK = Work([], [], [], everything_measured=False, everything_indexed=False, new_periods=False)


def work(
    definition: Definition,
    entries: Sequence[Entry],
    published: Published,
    *,
    measured_with: dict[str, object],
    views: tuple[str, ...] = (),
    redrawn: tuple[str, ...] = (),
) -> Work:
    """What the unpublished batches and the definition ask for.

    `measured_with` is what the indicator values were last computed with (`measured`); the base quarter moves
    everything, and so does a changed definition.
    """
    quarters = panel(entries, definition)
    fresh = {q for entry in entries if entry.batch > published.last_batch for q in entry.quarters} & set(quarters)
    all_measured = measured_with != measured(definition, entries)
    measure = quarters if all_measured else sorted(fresh)
    all_indexed = (
        all_measured
        or published.definition != definition.index_fingerprint
        or definition.index.calendar.base in measure
    )
    before = panel([entry for entry in entries if entry.batch <= published.last_batch], definition)
    index = quarters if all_indexed else sorted(fresh | (set(quarters) - set(before)))
    return Work(
        quarters,
        measure,
        index,
        all_measured,
        all_indexed,
        new_periods=quarters != before,
        views=views,
        redrawn=redrawn,
    )


def measured(definition: Definition, entries: Sequence[Entry]) -> dict[str, object]:
    """What indicator values rest on: the measures of the indicators, and the first batch since the last full run."""
    measures = [i.model_dump(include={"id", "source", "kind", "measure"}) for i in definition.index.indicators]
    return {"measures": _hash(measures), "first_batch": min((entry.batch for entry in entries), default=0)}


def reading(definition: Definition, source: Source, key_id: str) -> str:
    """Fingerprint of all that decides what a file of a source says, apart from the last quarter of the calendar."""
    calendar = definition.index.calendar
    needs = {kind: "sum" in measures for kind, measures in definition.kinds(source.id).items()}
    return _hash(
        [
            source.model_dump(mode="json", exclude={"name", "path", "files"}),
            [calendar.timezone, calendar.first],
            definition.index.out_of_scope.model_dump(mode="json"),
            needs,
            city_keys(definition),
            industry_keys(definition),
            key_id,
        ]
    )


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def refuse_other_readings(ledger: Iterable[Entry], readings: dict[str, str]) -> None:
    """Stop when a source is now defined otherwise than when its files were read."""
    for entry in ledger:
        if entry.reading != readings.get(entry.file.source, entry.reading):
            raise UsageError(
                f"source {entry.file.source}: files such as {entry.file.file} were read with another definition "
                "(sources, kinds, cities, industries or hash key); run once with --full to read everything again"
            )


def batches(files: Sequence[RawFile], limit: int) -> list[list[RawFile]]:
    """Files in delivery order, cut into batches of at most `limit` bytes (or one file)."""
    cut: list[list[RawFile]] = []
    size = 0
    for file in sorted(files, key=lambda file: (file.file.split("/", 1)[-1], file.file)):
        if not cut or size + file.size > limit:
            cut.append([])
            size = 0
        cut[-1].append(file)
        size += file.size
    return cut


def refuse_too_many_rejects(pending: Sequence[Entry], limit: float, why: Callable[[], str]) -> None:
    """Stop when more of the unpublished records than the definition allows are rejected; `why` says what for."""
    records, rejected = sum(e.records for e in pending), sum(e.rejected for e in pending)
    if records and rejected / records > limit:
        worst = max(pending, key=lambda entry: (entry.rejected, entry.file.file))
        raise DataRefusedError(
            f"{rejected} of {records} unpublished records are rejected ({rejected / records:.1%}), index.yml allows "
            f"{limit:.1%}; most in {worst.file.file} ({worst.rejected} of {worst.records}), see "
            f"silver.rejected_records; {why()}"
        )


def panel(ledger: Sequence[Entry], definition: Definition) -> list[str]:
    """The quarters of the index: from the calendar's first to the latest that has accepted events."""
    calendar = definition.index.calendar
    found = [quarter for entry in ledger for quarter in entry.quarters if quarter <= calendar.last]
    return between(calendar.first, max(found)) if found else []


def touched_periods(quarters: Iterable[str]) -> set[str]:
    """The quarters and their years."""
    return {period for quarter in quarters for period in (quarter, year(quarter))}


def ranked_anew(touched: set[str]) -> set[str]:
    """Periods whose rankings depend on touched ones: themselves, and all that compare with a touched year."""
    following = {str(int(period) + 1) for period in touched if len(period) == 4}
    return touched | following | {f"{y}Q{q}" for y in following for q in range(1, 5)}


def grown_anew(touched: set[str]) -> set[str]:
    """Periods whose growth depends on touched ones: one quarter, one year and two years later."""
    return _later(touched, quarters=(0, 1, 4, 8), years=(0, 1, 2))


def compared_anew(touched: set[str]) -> set[str]:
    """Periods that are compared with touched ones: one quarter and one year later."""
    return _later(touched, quarters=(0, 1, 4), years=(0, 1))


def _later(touched: set[str], *, quarters: Iterable[int], years: Iterable[int]) -> set[str]:
    of_quarters = {shift(period, by) for period in touched if len(period) > 4 for by in quarters}
    return of_quarters | {str(int(period) + by) for period in touched if len(period) == 4 for by in years}


def accumulated_anew(touched: set[str], panel: set[str]) -> set[str]:
    """Periods of a panel to which touched ones add up: themselves and all that follow."""
    return {period for period in panel if touched and period >= min(touched)}


def ranked_from(periods: set[str]) -> set[str]:
    """Periods that rankings of some rest on: themselves, and the years before them."""
    return periods | {str(int(period[:4]) - 1) for period in periods}


def grown_from(periods: set[str]) -> set[str]:
    """Periods that growth of some rests on: from two years before the first to the last, without a gap."""
    quarters, years = _split(periods)
    found = set(between(shift(min(quarters), -8), max(quarters))) if quarters else set()
    return found | {str(y) for y in range(min(years) - 2, max(years) + 1)} if years else found


def summed_from(periods: set[str]) -> set[str]:
    """Quarters that add up to some periods and to those a year before: whole years, without a gap."""
    years = {int(period[:4]) for period in periods}
    return set(between(f"{min(years) - 1}Q1", f"{max(years)}Q4")) if years else set()


def accumulated_from(periods: set[str], panel: set[str]) -> set[str]:
    """Periods of a panel that add up to some: all until the last of them."""
    return {period for period in panel if periods and period <= max(periods)}


def _split(periods: set[str]) -> tuple[set[str], set[int]]:
    """Quarters, and years as numbers."""
    return {p for p in periods if len(p) > 4}, {int(p) for p in periods if len(p) == 4}


def within(periods: set[str], quarters: Sequence[str], years: Sequence[str]) -> list[str]:
    """Those periods that the panel has, in order."""
    return sorted(periods & {*quarters, *years}, key=lambda p: (number(p if "Q" in p else f"{p}Q1"), p))
