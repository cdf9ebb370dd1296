"""What the commands of scripts/bench have in common: options, and how they tell where they are."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

FEWEST = 50_000
"""With fewer events an indicator may have no usage in the base quarter."""
FORMATS = ("parquet", "json")
CONF = Path(__file__).parents[2] / "conf"


def parser(name: str, about: str | None) -> argparse.ArgumentParser:
    """The options of all commands."""
    found = argparse.ArgumentParser(prog=name, description=about)
    found.add_argument("--events", type=int, default=20_000_000, help="events in the raw log (default: %(default)s)")
    found.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="of the raw log (default: %(default)s)")
    found.add_argument("--repeat", type=int, default=3, help="rounds (default: %(default)s)")
    found.add_argument("--cores", type=int, default=2, help="threads of each process (default: %(default)s)")
    found.add_argument("--memory", type=int, default=4, help="GiB: Spark's heap, DuckDB's limit (default: %(default)s)")
    found.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "dti-bench", help="where data lie")
    return found


def parsed(options: argparse.ArgumentParser) -> argparse.Namespace:
    """Options within their bounds; the folder is there.

    A process that is timed has a session of its own: it ends with the command only if the command gets to end it.
    """
    found = options.parse_args()
    if found.events < FEWEST:
        options.error(f"--events {found.events}: give at least {FEWEST}, so that every indicator has usage to compare")
    if min(found.repeat, found.cores, found.memory) < 1:
        options.error("--repeat, --cores and --memory: give at least 1")
    found.dir.mkdir(parents=True, exist_ok=True)
    found.dir = found.dir.absolute()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    return found


def tell(what: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()
