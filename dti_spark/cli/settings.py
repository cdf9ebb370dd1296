"""The command that tells which settings a run would have."""

from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.options import Conf, Debug, Json, ProfileName, app, profile_of
from dti_spark.definition.load import load
from dti_spark.lake.settings import resolved
from dti_spark.report.terminal import Cell


@app.command()
def config(
    everything: Annotated[
        bool, typer.Option("--resolved", help="Also what the product, Spark's defaults and the environment set.")
    ] = False,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Show the settings of a profile; with --resolved all that a run would have, each with where it comes from."""
    settings = resolved(profile_of(load(conf), profile), profile)
    rows: list[dict[str, Cell]] = [
        {"setting": setting.name, "value": setting.value, "from": setting.origin}
        for setting in settings
        if everything or setting.origin.startswith("profile ")
    ]
    answers.rows("Settings", rows, as_json=json_)
