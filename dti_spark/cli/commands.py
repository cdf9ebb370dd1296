"""The commands that make and read an index."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.log import Log
from dti_spark.cli.options import (
    Conf,
    Debug,
    Free,
    Json,
    LakeRoot,
    Last,
    ProfileName,
    Raw,
    Release,
    RunId,
    Top,
    Wait,
    app,
    conditions,
    opened,
    profile_of,
    started,
)
from dti_spark.cli.report import of_demo
from dti_spark.definition.load import load
from dti_spark.definition.model import Definition
from dti_spark.demo.calibrated.aims import check_quarters, wanted
from dti_spark.demo.calibrated.wanted import Wanted
from dti_spark.demo.targets import targets
from dti_spark.errors import UsageError
from dti_spark.lake.failures import told
from dti_spark.lake.raw_logs import generate as write_logs
from dti_spark.pipeline import ask, job
from dti_spark.pipeline import run as pipeline
from dti_spark.pipeline.job import Outcome
from dti_spark.quarters import QUARTER
from dti_spark.report.site.folders import checked
from dti_spark.report.terminal import drawn, printed

RUN_ID = re.compile(r"[\w.:+-]{1,120}", re.ASCII)
RELEASE = re.compile(r"[A-Za-z0-9][\w.-]{0,119}", re.ASCII)
"""What names a folder on every storage, and none that is hidden or lies elsewhere."""
DEMO_EVENTS, DEMO_SEED, DEMO_DAYS = 2_000_000, 2022, 14


@app.command()
def check(conf: Conf = None, json_: Json = False, debug: Debug = False) -> None:
    """Check the definition and report every fault at once."""
    definition = load(conf)
    answers.definition(definition, as_json=json_)


@app.command()
def generate(
    context: typer.Context,
    raw: Raw,
    events: Annotated[int, typer.Option(help="Clean events in all.")] = DEMO_EVENTS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same events.")] = DEMO_SEED,
    first: Annotated[str, typer.Option(help="First quarter of the logs.")] = "2020Q1",
    last: Last = "2022Q1",
    faults: Annotated[float, typer.Option(help="Share of events that get a faulty companion.")] = 0.0,
    every: Annotated[int, typer.Option(help="Days that one dt= folder holds.")] = DEMO_DAYS,
    free: Free = False,
    profile: ProfileName = "local",
    conf: Conf = None,
    debug: Debug = False,
) -> None:
    """Write synthetic raw logs of all sources, calibrated to published figures of the report: not Tencent's data."""
    definition = load(conf)
    aim = _aim(definition, conf, first, last, free=free)
    log: Log = context.obj
    spark = started(log, profile_of(definition, profile), raw)
    with log.working(_writing(events, free=free)), told("writing synthetic logs"):
        write_logs(
            spark,
            definition,
            raw,
            events=events,
            seed=seed,
            first=first,
            last=last,
            faults=faults,
            every=every,
            wanted=aim,
        )


def _aim(definition: Definition, conf: Path | None, first: str, last: str, *, free: bool) -> Wanted | None:
    """The targets that logs are to meet; none for free logs."""
    if free:
        return None
    aim = wanted(definition, targets(definition, conf))
    check_quarters(aim, first, last)
    return aim


def _writing(events: int, *, free: bool) -> str:
    return f"writing {events:,} synthetic events, {'free' if free else 'calibrated to published figures'}"


@app.command()
def run(
    context: typer.Context,
    raw: Raw,
    lake: LakeRoot,
    release: Annotated[str | None, typer.Option(help="Name of the release; by default its number.")] = None,
    run: RunId = None,
    full: Annotated[bool, typer.Option("--full", help="Read every file again.")] = False,
    wait: Wait = job.WAIT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Bring the lake up to date with the raw logs, and publish a release if anything moved."""
    if run is not None and not RUN_ID.fullmatch(run):
        raise UsageError(f"--run {run}: write it with letters, digits, and . _ : + -, at most 120 of them")
    if release is not None and not RELEASE.fullmatch(release):
        raise UsageError(f"--release {release}: write it as up to 120 letters, digits, and . _ -, no sign first")
    log: Log = context.obj
    log.run = run or job.new_name()
    definition = load(conf)
    settings = profile_of(definition, profile)
    there = opened(log, lake, settings, raw)
    begun = job.start(there, definition, settings, raw, name=log.run)
    begun = replace(begun, release=release, full=full, wait=wait, show=log.step)
    outcome = pipeline.preview(begun) if dry_run else pipeline.execute(begun)
    answers.outcome(outcome, dry=dry_run, as_json=json_)
    _tell_cost(log, outcome)


def _tell_cost(log: Log, outcome: Outcome) -> None:
    """What the steps of a run cost, for people; and why it is not in ops.runs, if it should be."""
    if outcome.steps and not log.as_json:
        printed(answers.steps([step.told for step in outcome.steps]), error=True)
    if outcome.unrecorded:
        log.warned(outcome.unrecorded)


@app.command()
def show(
    context: typer.Context,
    table: Annotated[str, typer.Argument(help=f"One of {', '.join(ask.TABLES)}.")],
    lake: LakeRoot,
    where: Annotated[
        list[str] | None, typer.Option(help="column=value; a list must contain it. May be given several times.")
    ] = None,
    top: Top = 10,
    release: Release = None,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Show the first rows of a table, with the trend of each; by default cities, whole index, latest quarter."""
    chosen = dict(conditions(where))
    there = opened(context.obj, lake, profile_of(load(conf), profile))
    rows = ask.show(there, table, where=chosen, top=top, release=release, trend=not json_)
    answers.rows(table, rows, as_json=json_)


@app.command()
def explain(
    context: typer.Context,
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
    there = opened(context.obj, lake, profile_of(definition, profile))
    told_apart = ask.explain(there, definition, city=city, quarter=quarter, index=index)
    answers.explanation(told_apart, as_json=json_)


@app.command()
def demo(
    context: typer.Context,
    dir: Annotated[Path, typer.Option(help="Folder for raw logs, lake and site.")],
    events: Annotated[int, typer.Option(help="Clean events in all.")] = DEMO_EVENTS,
    free: Free = False,
    profile: ProfileName = "local",
    conf: Conf = None,
    debug: Debug = False,
) -> None:
    """Generate synthetic logs if there are none, run, show the ten largest cities and provinces, write the site."""
    definition = load(conf)
    settings = profile_of(definition, profile)
    log: Log = context.obj
    site = checked(str(dir / "site"))
    raw, lake = str(dir / "raw"), opened(log, str(dir / "lake"), settings)
    if not (dir / "raw" / "_README.txt").exists():
        calendar = definition.index.calendar
        aim = _aim(definition, conf, calendar.first, calendar.last, free=free)
        with log.working(_writing(events, free=free)), told("writing synthetic logs"):
            write_logs(
                lake.spark,
                definition,
                raw,
                events=events,
                seed=DEMO_SEED,
                first=calendar.first,
                last=calendar.last,
                faults=0.01,
                every=DEMO_DAYS,
                wanted=aim,
            )
    outcome = pipeline.execute(replace(job.start(lake, definition, settings, raw), show=log.step))
    answers.outcome(outcome, dry=False, as_json=False)
    _tell_cost(log, outcome)
    for region_type, title in (("city", "cities"), ("province", "provinces")):
        rows = ask.show(lake, "rankings", where={"region_type": region_type}, top=10)
        keep = ("region", "name_zh", "name_en", "rank", "value", "share_of_nation", "rank_change")
        printed(drawn(f"Ten largest {title}, {ask.latest_quarter(lake)}", [{k: r[k] for k in keep} for r in rows]))
    of_demo(log, lake, definition, settings, site)
    how = "free" if free else "calibrated to published figures of the Digital Transformation Index Report 2022"
    log.said(f"The data are synthetic, {how}, and not Tencent's. Tables lie under {dir / 'lake' / 'gold'}")
