"""The command that writes a table for other programs."""

from collections import defaultdict
from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.options import Debug, Json, LakeRoot, Release, app, conditions, refuse_credentials
from dti_spark.lake.opened import opened
from dti_spark.pipeline.export import Format, asked
from dti_spark.pipeline.export import export as exported
from dti_spark.report.export.names import Headers
from dti_spark.report.terminal import printed


@app.command()
def export(
    context: typer.Context,
    table: Annotated[str, typer.Argument(help="A table of a release, such as rankings.")],
    lake: LakeRoot,
    out: Annotated[str, typer.Option(help="The file; its dictionary is put beside it.")],
    format_: Annotated[str, typer.Option("--format", help=f"One of {', '.join(Format)}.")],
    where: Annotated[
        list[str] | None,
        typer.Option(help="column=value, or column= for null. Given several times for a column, any value will do."),
    ] = None,
    headers: Annotated[str, typer.Option(help=f"What stands above columns: {', '.join(Headers)}.")] = Headers.CODE,
    release: Release = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Write a table of a release as CSV, Parquet, a workbook or SDMX-CSV, with its dictionary; needs no Spark."""
    chosen: defaultdict[str, list[str]] = defaultdict(list)
    for column, value in conditions(where):
        chosen[column].append(value)
    refuse_credentials(lake)
    wanted = asked(table, out=out, format=format_, headers=headers, where=chosen)
    with context.obj.working(f"exporting {table}"):
        done = exported(opened(lake, release, None), wanted)
    if json_:
        told = {"release": done.release, "table": done.table, "rows": done.rows}
        answers.print_json({**told, "files": [str(file) for file in done.files]})
        return
    beside = " and ".join(file.name for file in done.files[1:])
    printed(f"{done.files[0]} has {done.rows:,} rows of {done.table}, release {done.release}; beside it {beside}")
