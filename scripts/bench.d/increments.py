"""Times what comes after a full build: a day of the last quarter, a day of an old one, other weights, nothing new.

Run by `scripts/bench increments`; prints a Markdown table of seconds, and of the partitions that got new files.
"""

import csv
import shutil
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from contenders import Setting, dti_run
from data import made, write_conf, write_day
from deltalake import DeltaTable
from machine import machine
from measured import Measured, measured
from options import CONF, parsed, parser, tell
from report import MACHINE, spread
from steps import READING

from dti_spark import quarters
from dti_spark.definition.load import load
from dti_spark.definition.model import Definition

TABLES = ("silver.events", "silver.indicator_values", "gold.index_values", "gold.rankings", "gold.growth")
TIMES = (
    "| run | process, s: min / median / max | ÷ full build | reading | all else | peak RSS, MiB |",
    "|---|---|---|---|---|---|",
)
REWRITTEN = ("| run | " + " | ".join(TABLES) + " |", "|---|" + "---|" * len(TABLES))


@dataclass(frozen=True)
class Place:
    """A lake of its own with its logs, and what was measured there, by kind of run."""

    folder: Path
    setting: Setting
    definition: Definition
    took: dict[str, list[Measured]] = field(default_factory=lambda: defaultdict(list))
    wrote: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def run(self, what: str) -> None:
        """Run the job, and note what it took and which partitions it wrote."""
        before = {table: self._files(table) for table in TABLES}
        one = measured(dti_run(self.setting, self.folder), self.folder)
        self.took[what].append(one)
        self.wrote[what] = {table: {part for part, _ in self._files(table) - before[table]} for table in TABLES}
        tell(f"{what}: {one.seconds:.1f} s, peak {one.peak_mib} MiB")

    def score(self) -> None:
        """Let the first expert give the first layer another score."""
        file = self.setting.conf / "expert_scores.csv"
        with file.open(encoding="utf-8", newline="") as table:
            header, first, *others = csv.reader(table)
        first[-1] = str(1 + int(first[-1]) % 5)
        with file.open("w", encoding="utf-8", newline="") as table:
            csv.writer(table, lineterminator="\n").writerows([header, first, *others])

    def _files(self, table: str) -> set[tuple[str, str]]:
        """The files of a table, with the partition of each."""
        path = self.folder / "lake" / table.replace(".", "/")
        if not path.exists():
            return set()
        return {(Path(file).parent.name.partition("=")[2], Path(file).name) for file in DeltaTable(path).file_uris()}


def main() -> int:
    """Build a lake from the whole log, then change one thing at a time; the exit code."""
    options = parsed(parser("scripts/bench increments", __doc__))
    here = machine()
    place = _place(options)
    calendar = place.definition.index.calendar
    old = quarters.shift(calendar.first, 2)
    days = {quarter: _days(place.definition, quarter) for quarter in (calendar.last, old)}
    numbers = iter(range(options.events, 2 * options.events, options.events // 800))
    try:
        place.run("full build")
        for _ in range(options.repeat):
            for quarter in days:
                write_day(
                    place.setting.raw, place.definition, next(days[quarter]), next(numbers), options.events // 800
                )
                place.run(f"a day of {quarter}")
            place.score()
            place.run("other scores")
            place.run("nothing new")
    except RuntimeError as error:
        tell(f"error: {error}")
        return 1
    sys.stdout.write(_told({**here, "events": options.events, "rounds": options.repeat}, place))
    shutil.rmtree(place.folder)
    return 0


def _place(options: Namespace) -> Place:
    """The log, linked file by file so that days can be added, and no lake yet."""
    folder: Path = options.dir / "increments"
    shutil.rmtree(folder, ignore_errors=True)
    conf = write_conf(CONF, folder / "conf", format=options.format, cores=options.cores, memory=options.memory)
    log = made(options.dir, conf, options.events)
    shutil.copytree(log, folder / "raw", copy_function=lambda source, target: Path(target).hardlink_to(source))
    return Place(folder, Setting(folder / "raw", options.format, conf, options.cores, options.memory), load(conf))


def _days(definition: Definition, quarter: str) -> Iterator[datetime]:
    """The days of a quarter from its tenth on."""
    first = quarters.start(quarter, definition.index.calendar.timezone)
    return (first + timedelta(days=day) for day in range(9, 80))


def _told(about: dict[str, str | int | float], place: Place) -> str:
    full = place.took["full build"][0]
    days = "{events:,} events, then {rounds} times each: a day's file with 1/800 of them, other scores, nothing new."
    parts = [
        days.format_map(about),
        "\n".join([*TIMES, *(_times(what, took, full) for what, took in place.took.items())]),
        "\n".join([*REWRITTEN, *(_parts(what, wrote) for what, wrote in place.wrote.items())]),
        MACHINE.format_map(about),
    ]
    return "\n\n".join(parts) + "\n"


def _times(what: str, took: list[Measured], full: Measured) -> str:
    seconds, reading = [one.seconds for one in took], [one.step(READING) for one in took]
    rest = median(one.seconds - one.step(READING) for one in took)
    ratio, peak = median(seconds) / full.seconds, max(one.peak_mib for one in took)
    return f"| {what} | {spread(seconds)} | {ratio:.3f} | {median(reading):.1f} | {rest:.1f} | {peak:,} |"


def _parts(what: str, wrote: dict[str, set[str]]) -> str:
    return f"| {what} | {' | '.join(', '.join(sorted(parts)) or 'none' for parts in wrote.values())} |"


if __name__ == "__main__":
    sys.exit(main())
