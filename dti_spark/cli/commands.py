"""The command line: each command checks its words, calls the pipeline, and prints."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from dti_spark.cli import answers, jars
from dti_spark.definition.load import load
from dti_spark.definition.model import Definition, Profile
from dti_spark.errors import DtiError, UsageError
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import absolute
from dti_spark.lake.raw_logs import generate as write_logs
from dti_spark.lake.session import session
from dti_spark.pipeline import ask
from dti_spark.pipeline import run as pipeline
from dti_spark.quarters import QUARTER
from dti_spark.report.terminal import drawn, printed

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(jars.app, name="jars")
errors = Console(stderr=True, soft_wrap=True, highlight=False)

Conf = Annotated[Path | None, typer.Option(help="Folder with the definition; by default the one that is shipped.")]
ProfileName = Annotated[str, typer.Option("--profile", help="Profile of lake.yml.")]
Raw = Annotated[str, typer.Option(help="Root of the raw logs: a path, or s3a://, abfss://, gs://, hdfs://.")]
LakeRoot = Annotated[str, typer.Option("--lake", help="Root of the lake, likewise.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the stack trace of an error.")]
Last = Annotated[str, typer.Option(help="Last quarter of the logs.")]

DEMO_EVENTS, DEMO_SEED, DEMO_DAYS = 2_000_000, 2022, 14


def main() -> None:
    """Run the command line; an error becomes one sentence and an exit code."""
    try:
        app(standalone_mode=True)
    except DtiError as error:
        if "--debug" in sys.argv:
            raise
        errors.print(f"[red]error:[/red] {escape(str(error))}", markup=True)
        sys.exit(error.exit_code)


@contextmanager
def working(doing: str) -> Iterator[None]:
    """Show on standard error that a step is at work, and how long it took."""
    begun = monotonic()
    with errors.status(doing) if errors.is_terminal else _quiet():
        yield
    errors.print(f"[dim]{monotonic() - begun:7.1f} s[/dim]  {doing}")


@contextmanager
def _quiet() -> Iterator[None]:
    yield


@app.command()
def check(conf: Conf = None, json_: Json = False, debug: Debug = False) -> None:
    """Check the definition and report every fault at once."""
    definition = load(conf)
    answers.definition(definition, as_json=json_)


@app.command()
def generate(
    raw: Raw,
    events: Annotated[int, typer.Option(help="Clean events in all.")] = DEMO_EVENTS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same events.")] = DEMO_SEED,
    first: Annotated[str, typer.Option(help="First quarter of the logs.")] = "2020Q1",
    last: Last = "2022Q1",
    faults: Annotated[float, typer.Option(help="Share of events that get a faulty companion.")] = 0.0,
    every: Annotated[int, typer.Option(help="Days that one dt= folder holds.")] = DEMO_DAYS,
    profile: ProfileName = "local",
    conf: Conf = None,
    debug: Debug = False,
) -> None:
    """Write synthetic raw logs of all sources."""
    definition = load(conf)
    spark = session(_profile(definition, profile), [raw])
    with working(f"writing {events:,} synthetic events"), told("writing synthetic logs"):
        write_logs(spark, definition, raw, events=events, seed=seed, first=first, last=last, faults=faults, every=every)


@app.command()
def run(
    raw: Raw,
    lake: LakeRoot,
    release: Annotated[str | None, typer.Option(help="Name of the release; by default its number.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Read every file again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Bring the lake up to date with the raw logs, and publish a release if anything moved."""
    definition = load(conf)
    settings = _profile(definition, profile)
    begun = replace(
        pipeline.start(_lake(lake, settings, raw), definition, settings, raw),
        release=release,
        full=full,
        progress=working,
    )
    outcome = pipeline.preview(begun) if dry_run else pipeline.execute(begun)
    answers.outcome(outcome, dry=dry_run, as_json=json_)


@app.command()
def show(
    table: Annotated[str, typer.Argument(help=f"One of {', '.join(ask.TABLES)}.")],
    lake: LakeRoot,
    where: Annotated[list[str] | None, typer.Option(help="column=value; may be given several times.")] = None,
    top: Annotated[int, typer.Option(help="Rows to show.", min=1)] = 10,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Show the first rows of a table; by default cities, whole index, latest quarter."""
    pairs = [condition.partition("=") for condition in where or []]
    for column, equals, _ in pairs:
        if not equals:
            raise UsageError(f"--where {column}: write it as column=value, such as --where period=2021")
    chosen = {column: value for column, _, value in pairs}
    rows = ask.show(_lake(lake, _profile(load(conf), profile)), table, where=chosen, top=top)
    answers.rows(table, rows, as_json=json_)


@app.command()
def explain(
    city: Annotated[str, typer.Argument(help="City by code or name.")],
    quarter: Annotated[str, typer.Argument(help="Quarter, such as 2022Q1.")],
    lake: LakeRoot,
    index: Annotated[str, typer.Option(help="An index of index.yml.")] = "dti",
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Take one value of a city apart: layers, indicators, weights, raw sums and events."""
    if not QUARTER.match(quarter):
        raise UsageError(f"{quarter} is not a quarter; write it as 2022Q1")
    definition = load(conf)
    told_apart = ask.explain(
        _lake(lake, _profile(definition, profile)), definition, city=city, quarter=quarter, index=index
    )
    answers.explanation(told_apart, as_json=json_)


@app.command()
def demo(
    dir: Annotated[Path, typer.Option(help="Folder for raw logs and lake.")],
    events: Annotated[int, typer.Option(help="Clean events in all.")] = DEMO_EVENTS,
    profile: ProfileName = "local",
    conf: Conf = None,
    debug: Debug = False,
) -> None:
    """Generate synthetic logs if there are none, run, and show the ten largest cities and provinces."""
    definition = load(conf)
    settings = _profile(definition, profile)
    raw, lake = str(dir / "raw"), _lake(str(dir / "lake"), settings)
    if not (dir / "raw" / "_README.txt").exists():
        with working(f"writing {events:,} synthetic events"), told("writing synthetic logs"):
            write_logs(
                lake.spark,
                definition,
                raw,
                events=events,
                seed=DEMO_SEED,
                first=definition.index.calendar.first,
                last=definition.index.calendar.last,
                faults=0.01,
                every=DEMO_DAYS,
            )
    begun = replace(pipeline.start(lake, definition, settings, raw), progress=working)
    answers.outcome(pipeline.execute(begun), dry=False, as_json=False)
    for region_type, title in (("city", "cities"), ("province", "provinces")):
        rows = ask.show(lake, "rankings", where={"region_type": region_type}, top=10)
        keep = ("region", "name_zh", "name_en", "rank", "value", "share_of_nation", "rank_change")
        printed(drawn(f"Ten largest {title}, {ask.latest_quarter(lake)}", [{k: r[k] for k in keep} for r in rows]))
    errors.print("The data are synthetic: they show the method, not any city. Tables lie under", dir / "lake" / "gold")


def _profile(definition: Definition, name: str) -> Profile:
    if name not in definition.profiles:
        raise UsageError(f"there is no profile {name} in lake.yml; there are {', '.join(definition.profiles)}")
    return definition.profiles[name]


def _lake(root: str, profile: Profile, *others: str) -> Lake:
    with working("starting Spark"):
        spark = session(profile, [root, *others])
    with told(f"opening {root}"):
        return Lake(spark, absolute(spark, root))
