"""The command line's words: the application, options that commands share, and what they name."""

from pathlib import Path
from typing import Annotated

import typer
from pyspark.sql import SparkSession

from dti_spark.cli.log import Log
from dti_spark.definition.model import Definition, Profile
from dti_spark.errors import UsageError
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import absolute
from dti_spark.lake.session import session
from dti_spark.redaction import USERINFO

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The command line: each command checks its words, calls the pipeline, and prints.",
)

Conf = Annotated[Path | None, typer.Option(help="Folder with the definition; by default the one that is shipped.")]
ProfileName = Annotated[str, typer.Option("--profile", help="Profile of lake.yml.")]
Raw = Annotated[str, typer.Option(help="Root of the raw logs: a path, or s3a://, abfss://, gs://, hdfs://.")]
LakeRoot = Annotated[str, typer.Option("--lake", help="Root of the lake, likewise.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, and progress as JSON lines.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the stack trace of an error.")]
Last = Annotated[str, typer.Option(help="Last quarter of the logs.")]
Free = Annotated[bool, typer.Option("--free", help="Calibrate to nothing: for load tests, and for other quarters.")]
Wait = Annotated[float, typer.Option(help="Seconds to wait for another run on this lake to end.")]
RunId = Annotated[str | None, typer.Option("--run", help="Id of the run; by default the time at which it starts.")]
Release = Annotated[str | None, typer.Option(help="Name of a release; by default the one that counts.")]
Top = Annotated[int, typer.Option(help="Rows to show.", min=1)]


def profile_of(definition: Definition, name: str) -> Profile:
    """A profile by name."""
    if name not in definition.profiles:
        raise UsageError(f"there is no profile {name} in lake.yml; there are {', '.join(definition.profiles)}")
    return definition.profiles[name]


def started(log: Log, profile: Profile, *roots: str) -> SparkSession:
    """A session that can reach roots."""
    refuse_credentials(*roots, profile.event_log or "")
    with log.working("starting Spark"):
        return session(profile, roots)


def opened(log: Log, root: str, profile: Profile, *others: str) -> Lake:
    """A lake, in a session that can also reach other roots."""
    spark = started(log, profile, root, *others)
    with told(f"opening {root}"):
        return Lake(spark, absolute(spark, root))


def refuse_credentials(*roots: str) -> None:
    """Stop at an address that holds a user and a password: logs, plans and tables would repeat it."""
    for root in roots:
        if USERINFO.search(root):
            raise UsageError(
                f"{root.partition('://')[0]}://...: an address must not hold credentials; give those in the "
                "environment, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and the address without them"
            )


def conditions(where: list[str] | None) -> list[tuple[str, str]]:
    """Columns and values of options that read column=value."""
    pairs = [condition.partition("=") for condition in where or []]
    for column, equals, _ in pairs:
        if not equals:
            raise UsageError(f"--where {column}: write it as column=value, such as --where period=2021")
    return [(column, value) for column, _, value in pairs]
