"""Times the whole job on logs of several sizes, with the same heap. Run by `scripts/bench growth`."""

import shutil
import sys
from pathlib import Path
from statistics import median

from contenders import Setting, dti_run
from data import made, write_conf
from machine import machine
from measured import Measured, measured
from options import CONF, parsed, parser, tell
from report import MACHINE, spread

SHARES = (0.25, 1, 4)
"""Sizes of the logs, as multiples of --events."""
TIMES = (
    "| events | process, s: min / median / max | work, s | work, µs per event | ÷ smallest | peak RSS, MiB |",
    "|---|---|---|---|---|---|",
)


def main() -> int:
    """Run the job on each log in turn, as often as asked for; the exit code."""
    options = parsed(parser("scripts/bench growth", __doc__))
    here = machine()
    conf = write_conf(CONF, options.dir / "conf", format=options.format, cores=options.cores, memory=options.memory)
    sizes = [int(share * options.events) for share in SHARES]
    took: dict[int, list[Measured]] = {size: [] for size in sizes}
    out: Path = options.dir / "out" / "growth"
    try:
        for _ in range(options.repeat):
            for size in sizes:
                setting = Setting(made(options.dir, conf, size), options.format, conf, options.cores, options.memory)
                shutil.rmtree(out, ignore_errors=True)
                out.mkdir(parents=True)
                one = measured(dti_run(setting, out), out)
                took[size].append(one)
                tell(f"{size:,} events: {one.seconds:.1f} s, of it the work {one.work:.1f} s, peak {one.peak_mib} MiB")
    except RuntimeError as error:
        tell(f"error: {error}")
        return 1
    shutil.rmtree(out)
    smallest = _per_event(sizes[0], took[sizes[0]])
    rows = [_row(size, found, smallest) for size, found in took.items()]
    sys.stdout.write("\n".join([*TIMES, *rows, "", MACHINE.format_map(here)]) + "\n")
    return 0


def _row(size: int, took: list[Measured], smallest: float) -> str:
    each, work = _per_event(size, took), median(one.work for one in took)
    peak = max(one.peak_mib for one in took)
    seconds = spread([one.seconds for one in took])
    return f"| {size:,} | {seconds} | {work:.1f} | {each:.2f} | {each / smallest:.2f} | {peak:,} |"


def _per_event(size: int, took: list[Measured]) -> float:
    """Microseconds of work for each event, over the rounds."""
    return median(one.work for one in took) / size * 1e6


if __name__ == "__main__":
    sys.exit(main())
