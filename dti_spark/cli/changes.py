"""The command that tells what moved a value."""

from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.options import Conf, Debug, Json, LakeRoot, ProfileName, Release, app, opened, profile_of
from dti_spark.definition.load import load
from dti_spark.definition.regions import NATION
from dti_spark.index.members import ALL
from dti_spark.pipeline.changes import SPLITS, changed


@app.command()
def changes(
    context: typer.Context,
    since: Annotated[str, typer.Argument(help="The earlier period, such as 2021Q1 or 2020.")],
    until: Annotated[str, typer.Argument(help="The later period.")],
    lake: LakeRoot,
    by: Annotated[str, typer.Option(help=f"What to split the change into: {', '.join(SPLITS)}.")] = "layer",
    index: Annotated[str, typer.Option(help="An index of index.yml.")] = "dti",
    node: Annotated[str | None, typer.Option(help="A node of the index; by default the whole.")] = None,
    region_type: Annotated[str, typer.Option(help="Type of the region.")] = "nation",
    region: Annotated[str, typer.Option(help="The region: code, cluster id, tier, or CN.")] = NATION,
    industry: Annotated[str, typer.Option(help="Industry or group.")] = ALL,
    release: Release = None,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Split the change of a value between two periods into parts that add up to it exactly; by default the nation's."""
    definition = load(conf)
    there = opened(context.obj, lake, profile_of(definition, profile))
    value = {"index": index, "region_type": region_type, "region": region, "industry": industry, "node": node or index}
    found = changed(there, definition, value, since=since, until=until, by=by, release=release)
    answers.rows(f"Points of {index} from {since} to {until}", found, as_json=json_)
