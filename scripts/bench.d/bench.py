"""Times contenders in turn on the same raw log, and prints a Markdown table. Run by scripts/bench."""

import argparse
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from agreement import DisagreementError, agreed
from contenders import CONTENDERS, Contender, Setting
from data import made, write_conf
from machine import machine
from measured import measured
from report import Round, told

FEWEST = 50_000
"""With fewer events an indicator may have no usage in the base quarter."""
CONF = Path(__file__).parents[2] / "conf"


def main() -> int:
    """Make the log, run the rounds, print the table; the exit code."""
    # a contender has a session of its own: it ends with this process only if this process gets to end it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    options = _options()
    folder: Path = options.dir.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    conf = write_conf(CONF, folder / "conf", cores=options.cores, memory=options.memory)
    begun = monotonic()
    setting = Setting(made(folder, conf, options.events), conf, options.cores, options.memory)
    _tell(f"raw log of {options.events:,} events ready after {monotonic() - begun:.1f} s")
    here = machine()
    rounds: list[Round] = []
    cells = events = 0
    try:
        for number in range(options.repeat):
            # who begins changes, so that none always meets the same neighbour
            order = [*CONTENDERS[number % len(CONTENDERS) :], *CONTENDERS[: number % len(CONTENDERS)]]
            rounds.append(_round(f"round {number + 1} of {options.repeat}", order, setting, folder))
            cells, events = agreed({c.name: c.cells(setting, folder / "out" / c.name) for c in CONTENDERS})
    except (RuntimeError, DisagreementError) as error:
        _tell(f"error: {error}")
        return 1
    shutil.rmtree(folder / "out")
    about = {**here, "events": events, "cells": cells, "rounds": options.repeat}
    about |= {"used_cores": options.cores, "limit_gib": options.memory}
    sys.stdout.write(told(about, rounds))
    if options.json:
        took = [{name: {**asdict(one), "work": one.work} for name, one in found.items()} for found in rounds]
        options.json.write_text(json.dumps({**about, "took": took}, indent=2) + "\n")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000_000, help="events in the raw log (default: %(default)s)")
    parser.add_argument("--repeat", type=int, default=3, help="rounds (default: %(default)s)")
    parser.add_argument("--cores", type=int, default=2, help="threads of each contender (default: %(default)s)")
    parser.add_argument(
        "--memory", type=int, default=4, help="GiB: Spark's heap, DuckDB's limit (default: %(default)s)"
    )
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "dti-bench", help="where data lie")
    parser.add_argument("--json", type=Path, help="file for everything that was measured")
    options = parser.parse_args()
    if options.events < FEWEST:
        parser.error(f"--events {options.events}: give at least {FEWEST}, so that every indicator has usage to compare")
    if options.json and not options.json.absolute().parent.is_dir():
        parser.error(f"--json {options.json}: is in no folder that exists; make the folder first")
    if min(options.repeat, options.cores, options.memory) < 1:
        parser.error("--repeat, --cores and --memory: give at least 1")
    return options


def _round(title: str, order: Sequence[Contender], setting: Setting, folder: Path) -> Round:
    found: Round = {}
    for contender in order:
        out = folder / "out" / contender.name
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        one = measured(contender.command(setting, out), out)
        found[contender.name] = one
        _tell(
            f"{title}: {contender.name} {one.seconds:.1f} s, of it the work {one.work:.1f} s, peak {one.peak_mib} MiB"
        )
    return found


def _tell(what: str) -> None:
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
