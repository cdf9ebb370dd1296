"""Times what dashboards ask of the release that counts, by DuckDB, delta-rs and an SQL endpoint; they must agree.

Run by `scripts/bench dashboards`; prints a Markdown table of milliseconds, and of the files and bytes of each query.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median

from agreement import DisagreementError
from deltalake import DeltaTable
from machine import machine
from options import tell
from queries import Query, Took, files, queries, timed
from report import MACHINE

import dti_spark
from dti_spark.errors import DtiError

DEMO = Path(__file__).parents[2] / "demo" / "lake"
TIMES = (
    "| query | reader | cold, ms: min / median / max | warm, ms: min / median / max | files read | KiB read | rows |",
    "|---|---|---|---|---|---|---|",
)
WORDS = (
    "Cold: {repeat} new processes, each of which opens the tables and runs the query once; start and imports are not "
    "counted, and what the system holds of the files is dropped first. For PyHive: new connections. Warm: {warm} runs "
    "more in each process. Files: those of the fact that partition and statistics leave, of all. KiB: what the process "
    "read of the disk or the system's cache for a warm run."
)


def main() -> int:
    """Run every query with every reader; the exit code."""
    options = _options()
    try:
        gold = Path(dti_spark.open(options.lake).opened.folder) / "gold"
    except DtiError as error:
        tell(f"error: {error}")
        return error.exit_code
    places = {"DuckDB": str(gold), "delta-rs": str(gold)} | ({"PyHive": options.endpoint} if options.endpoint else {})
    here, lines = machine(), list(TIMES)
    try:
        for query in queries(max(_quarters(gold))):
            lines += _lines(query, gold, places, options)
    except (DisagreementError, DtiError) as error:
        tell(f"error: {error}")
        return error.exit_code if isinstance(error, DtiError) else 1
    about = {**here, "repeat": options.repeat, "warm": options.warm}
    sys.stdout.write("\n".join([*lines, "", WORDS.format_map(about), "", MACHINE.format_map(about)]) + "\n")
    return 0


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="scripts/bench dashboards", description=__doc__)
    options.add_argument(
        "--lake", type=Path, default=DEMO, help="a lake with a release (default: that of scripts/demo)"
    )
    options.add_argument("--endpoint", help="HOST:PORT at which dti sql answers; without it, files alone are read")
    options.add_argument("--repeat", type=int, default=5, help="cold runs (default: %(default)s)")
    options.add_argument("--warm", type=int, default=10, help="warm runs after each (default: %(default)s)")
    found = options.parse_args()
    if min(found.repeat, found.warm) < 1:
        options.error("--repeat and --warm: give at least 1")
    if found.endpoint and not found.endpoint.rpartition(":")[2].isdigit():
        options.error(f"--endpoint {found.endpoint}: write it as HOST:PORT, such as 127.0.0.1:10000")
    return found


def _quarters(gold: Path) -> Iterator[str]:
    parts = DeltaTable(gold / "rankings").partitions()
    return (part["period"] for part in parts if "Q" in part["period"])


def _lines(query: Query, gold: Path, places: dict[str, str], options: argparse.Namespace) -> list[str]:
    """A line for each reader, once all have given the same rows."""
    took = {reader: _took(reader, place, query, options) for reader, place in places.items()}
    rows = {reader: found[0].rows for reader, found in took.items()}
    others = [reader for reader in rows if rows[reader] != rows["DuckDB"] or not rows[reader]]
    if others:
        raise DisagreementError(f"{query.name}: {', '.join(others)} found no rows, or others than DuckDB")
    read, every = files(gold, query)
    return [_line(query, reader, found, f"{read} of {every}") for reader, found in took.items()]


def _took(reader: str, place: str, query: Query, options: argparse.Namespace) -> list[Took]:
    """What the query took in processes of its own."""
    new = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=new, max_tasks_per_child=1) as pool:
        found = [pool.submit(timed, reader, place, query, options.warm).result() for _ in range(options.repeat)]
    tell(f"{query.name}, {reader}: {_spread([one.seconds[0] for one in found])} ms cold")
    return found


def _line(query: Query, reader: str, took: list[Took], read: str) -> str:
    cold = _spread([one.seconds[0] for one in took])
    warm = _spread([seconds for one in took for seconds in one.seconds[1:]])
    size = "-" if took[0].read is None else f"{median(one.read or 0 for one in took) / 1024:,.0f}"
    return f"| {query.name} | {reader} | {cold} | {warm} | {read} | {size} | {len(took[0].rows)} |"


def _spread(seconds: list[float]) -> str:
    """Smallest, median and largest, in milliseconds."""
    return " / ".join(f"{found * 1000:,.0f}" for found in (min(seconds), median(seconds), max(seconds)))


if __name__ == "__main__":
    sys.exit(main())
