"""Times contenders in turn on the same raw log, and prints a Markdown table. Run by scripts/bench."""

import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from agreement import DisagreementError, agreed
from contenders import CONTENDERS, Contender, Setting
from data import made, write_conf
from machine import machine
from measured import measured
from options import CONF, parsed, parser, tell
from report import Round, told


def main() -> int:
    """Make the log, run the rounds, print the table; the exit code."""
    options = _options()
    folder: Path = options.dir
    conf = write_conf(CONF, folder / "conf", format=options.format, cores=options.cores, memory=options.memory)
    begun = monotonic()
    setting = Setting(made(folder, conf, options.events), options.format, conf, options.cores, options.memory)
    tell(f"raw log of {options.events:,} events ready after {monotonic() - begun:.1f} s")
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
        tell(f"error: {error}")
        return 1
    shutil.rmtree(folder / "out")
    about = {**here, "events": events, "cells": cells, "format": options.format, "rounds": options.repeat}
    about |= {"used_cores": options.cores, "limit_gib": options.memory}
    sys.stdout.write(told(about, rounds))
    if options.json:
        took = [{name: {**asdict(one), "work": one.work} for name, one in found.items()} for found in rounds]
        options.json.write_text(json.dumps({**about, "took": took}, indent=2) + "\n")
    return 0


def _options() -> Namespace:
    options = parser("scripts/bench", __doc__)
    options.add_argument("--json", type=Path, help="file for everything that was measured")
    found = parsed(options)
    if found.json and not found.json.absolute().parent.is_dir():
        options.error(f"--json {found.json}: is in no folder that exists; make the folder first")
    return found


def _round(title: str, order: Sequence[Contender], setting: Setting, folder: Path) -> Round:
    found: Round = {}
    for contender in order:
        out = folder / "out" / contender.name
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        one = measured(contender.command(setting, out), out)
        found[contender.name] = one
        tell(f"{title}: {contender.name} {one.seconds:.1f} s, of it the work {one.work:.1f} s, peak {one.peak_mib} MiB")
    return found


if __name__ == "__main__":
    sys.exit(main())
