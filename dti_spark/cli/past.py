"""The commands that tell of past runs."""

from collections.abc import Iterable

import typer
from rich.markup import escape

from dti_spark.cli import answers
from dti_spark.cli.options import Conf, Debug, Json, LakeRoot, ProfileName, RunId, Top, app, opened, profile_of
from dti_spark.definition.load import load
from dti_spark.pipeline import history
from dti_spark.pipeline.history import Record
from dti_spark.report.terminal import Cell, drawn, printed, told

OF_RUN = (
    "run",
    "status",
    "release",
    "seconds",
    "bytes_read",
    "bytes_written",
    "spilled_disk",
    "files_read",
    "records",
    "rejected",
    "measured",
    "indexed",
)
"""What people see of a run; JSON has all of it."""


@app.command()
def runs(
    context: typer.Context,
    lake: LakeRoot,
    top: Top = 10,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """List the last runs, newest first: how they ended, what they cost and what they changed."""
    found = history.past(opened(context.obj, lake, profile_of(load(conf), profile)), top)
    if json_:
        for run in found:
            answers.print_json(run)
    else:
        printed(drawn("Runs", [_row(run, OF_RUN) for run in found]))


@app.command()
def status(
    context: typer.Context,
    lake: LakeRoot,
    run: RunId = None,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Tell how a run ended, by default the last one, with its steps; the exit code is that of the run."""
    ended, steps = history.state(opened(context.obj, lake, profile_of(load(conf), profile)), run)
    if json_:
        answers.print_json({**ended, "steps": steps})
    else:
        printed(*(f"{name.replace('_', ' ')}: {escape(told(name, cell))}" for name, cell in _row(ended, ended).items()))
        printed(answers.steps(steps))
    raise typer.Exit(ended["exit_code"])


def _row(record: Record, columns: Iterable[str]) -> dict[str, Cell]:
    """Some columns of a record for people; of many quarters their number."""
    return {column: _listed(cell) if isinstance(cell := record[column], list) else cell for column in columns}


def _listed(quarters: list[str]) -> str:
    return (", ".join(quarters) or "-") if len(quarters) < 3 else f"{len(quarters)} quarters"
