"""`dti jars`: the Java archives beside Spark, for machines that fetch them ahead and for `spark-submit`."""

from pathlib import Path
from typing import Annotated

import typer

from dti_spark.lake import jars

app = typer.Typer(no_args_is_help=True, help="The jars of Delta and of the S3 connector, as jars.lock names them.")

To = Annotated[
    Path | None, typer.Option("--to", help="Folder of the jars; by default DTI_JARS, or the account's cache.")
]
S3a = Annotated[bool, typer.Option("--s3a", help="Also those of the S3 connector: 616 MiB more.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the stack trace of an error.")]


@app.command()
def fetch(to: To = None, s3a: S3a = False, debug: Debug = False) -> None:
    """Fetch the jars that are not there, and check the SHA-256 of all."""
    wanted, folder = _wanted(s3a), _folder(to)
    fetched = jars.fetch(wanted, folder)
    for jar in wanted:
        typer.echo(f"{jar.sha256}  {jar.name}  {jar.size:,} bytes, {'fetched' if jar in fetched else 'was here'}")
    typer.echo(f"{len(wanted)} jars in {folder}, {len(fetched)} fetched, all as jars.lock has them.")


@app.command("list")
def list_(to: To = None, s3a: S3a = False, debug: Debug = False) -> None:
    """Print the paths of the jars with commas between, as `spark-submit --jars` takes them; fetch them first."""
    typer.echo(",".join(map(str, jars.paths(_wanted(s3a), _folder(to)))))


def _wanted(s3a: bool) -> tuple[jars.Jar, ...]:
    return jars.locked(jars.SETS if s3a else ("delta",))


def _folder(to: Path | None) -> Path:
    return jars.kept_in() if to is None else to.absolute()
