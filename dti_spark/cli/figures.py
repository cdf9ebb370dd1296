"""The command about the figures that the report prints."""

from collections import Counter

import typer

from dti_spark.cli import answers
from dti_spark.cli.options import Conf, Debug, Json, LakeRoot, ProfileName, Release, Wait, app, opened, profile_of
from dti_spark.definition.load import load
from dti_spark.pipeline import job
from dti_spark.pipeline.verify import verify as verified
from dti_spark.report.terminal import drawn, printed

TOLD = ("figure", "source_line", "published", "computed", "tolerance", "reason")
"""What people see of a figure that is missed; the table has all of it."""


@app.command()
def verify(
    context: typer.Context,
    lake: LakeRoot,
    release: Release = None,
    wait: Wait = job.WAIT,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Check what the report prints against a release; exit code 1 where a figure is missed that targets promise."""
    definition = load(conf)
    settings = profile_of(definition, profile)
    there, owner = opened(context.obj, lake, settings), f"verify-{job.new_name()}"
    rows = verified(
        there, definition, release=release, owner=owner, seconds=settings.lease_seconds, wait=wait, conf=conf
    )
    missed = [row for row in rows if row["verdict"] == "missed"]
    broken = [row for row in missed if row["promised"]]
    if json_:
        answers.print_json({"figures": rows, "broken": len(broken)})
    else:
        if missed:
            printed(
                drawn("Figures of the report that are missed", [{name: row[name] for name in TOLD} for row in missed])
            )
        counts = Counter(row["verdict"] for row in rows)
        printed(
            f"Release {rows[0]['release']}: " + ", ".join(f"{n} {verdict}" for verdict, n in counts.most_common()) + "."
        )
    if broken:
        raise typer.Exit(1)
