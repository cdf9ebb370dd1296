"""The command that tells what tables a lake holds."""

from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.options import Debug, Json, app
from dti_spark.errors import UsageError
from dti_spark.pipeline.tables import TABLES
from dti_spark.report import dictionary


@app.command()
def tables(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the whole data dictionary.")] = False,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """List every table of a lake; with --markdown or --json also every column, with unit and what may be added up."""
    if markdown and json_:
        raise UsageError("--markdown and --json exclude each other; give one of them")
    if markdown:
        typer.echo(dictionary.markdown(TABLES), nl=False)
    elif json_:
        for table in dictionary.described(TABLES):
            answers.print_json(table)
    else:
        answers.rows("Tables", dictionary.overview(TABLES), as_json=False)
