"""What was measured, as Markdown."""

from collections.abc import Callable, Mapping
from statistics import median

from contenders import DUCKDB, NAIVE
from measured import Measured
from steps import MEASURING, READING

Round = dict[str, Measured]
"""What each contender took, by name."""

TIMES = (
    "| contender | process, s: min / median / max | ÷ DuckDB | ÷ naive "
    "| work, s: min / median / max | ÷ DuckDB | ÷ naive | peak RSS, MiB |",
    "|---|---|---|---|---|---|---|---|",
)
STEPS = ("| contender, median s | reading | indicator values | all else |", "|---|---|---|---|")
DATA = (
    "{events:,} events of a {format} log, about 1 % delivered twice, to {cells:,} cells; all contenders agree. "
    "Rounds: {rounds}; for each contender: {used_cores} threads, {limit_gib} GiB of heap or memory limit."
)
WORDS = (
    "Process: from start to end, for dti_spark up to gold. Work: reading (copies dropped, clean events persisted by "
    "quarter) and indicator values (sum, count and distinct organisations by cell). Ratios: median over the rounds. "
    "Peak RSS: the largest of all rounds, over all processes of the contender."
)
MACHINE = (
    "Machine: {cores} cores ({processor}), {memory_gib} GiB, load {load} before the first round; Python {python}, "
    "Java {java}, pyspark {pyspark}, delta-spark {delta-spark}, duckdb {duckdb}, deltalake {deltalake}, "
    "polars {polars}, dti_spark {dti-spark}."
)


def told(about: Mapping[str, str | int | float], rounds: list[Round]) -> str:
    """The tables of all rounds, and what they rest on."""
    names = list(rounds[0])
    parts = [
        DATA.format_map(about),
        "\n".join([*TIMES, *(_times(rounds, name) for name in names)]),
        "\n".join([*STEPS, *(_steps([found[name] for found in rounds], name) for name in names)]),
        WORDS,
        MACHINE.format_map(about),
    ]
    return "\n\n".join(parts) + "\n"


def _times(rounds: list[Round], name: str) -> str:
    cells = [name]
    for seconds in (_process, _work):
        cells.append(spread([seconds(found[name]) for found in rounds]))
        cells += [_ratio(rounds, name, other.name, seconds) for other in (DUCKDB, NAIVE)]
    cells.append(f"{max(found[name].peak_mib for found in rounds):,}")
    return f"| {' | '.join(cells)} |"


def _steps(took: list[Measured], name: str) -> str:
    parts = (
        median(one.step(READING) for one in took),
        median(one.step(MEASURING) for one in took),
        median(one.seconds - one.work for one in took),
    )
    return f"| {name} | {' | '.join(f'{part:.1f}' for part in parts)} |"


def _process(one: Measured) -> float:
    return one.seconds


def _work(one: Measured) -> float:
    return one.work


def spread(seconds: list[float]) -> str:
    """Smallest, median and largest."""
    return f"{min(seconds):.1f} / {median(seconds):.1f} / {max(seconds):.1f}"


def _ratio(rounds: list[Round], name: str, other: str, seconds: Callable[[Measured], float]) -> str:
    return f"{median(seconds(found[name]) / seconds(found[other]) for found in rounds):.2f}"
