"""The command that writes the site."""

from pathlib import Path
from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.log import Log
from dti_spark.cli.options import Conf, Debug, Json, LakeRoot, ProfileName, Release, app, opened, profile_of
from dti_spark.definition.load import load
from dti_spark.definition.model import Definition, Profile
from dti_spark.lake.delta import Lake
from dti_spark.pipeline.site import site
from dti_spark.report.site.build import Built
from dti_spark.report.site.folders import FIRST, checked
from dti_spark.report.terminal import printed, size


@app.command()
def report(
    context: typer.Context,
    lake: LakeRoot,
    out: Annotated[str, typer.Option(help="Folder of the site; releases that it holds already stay.")],
    release: Release = None,
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Say on every page that the data are synthetic.")
    ] = False,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Write a release as a site of pages, charts and tables in Chinese and English that opens from disk."""
    definition, folder = load(conf), checked(out)
    there = opened(context.obj, lake, profile_of(definition, profile))
    with context.obj.working(f"writing the site of {release or 'the release that counts'}"):
        built = site(there, definition, folder, release=release, synthetic=synthetic)
    if json_:
        told = {"site": str(folder / FIRST), "folder": str(built.folder), "files": built.files}
        answers.print_json({**told, "bytes": built.bytes, "maps": built.maps})
        return
    _tell(built, folder)


def of_demo(log: Log, lake: Lake, definition: Definition, profile: Profile, folder: Path) -> None:
    """Write the site of synthetic logs, unless the profile leaves out the tables that pages show."""
    if profile.views == "core":
        log.said("There is no site of this lake: views: core in lake.yml leaves out tables that its pages show.")
        return
    with log.working("writing the site"):
        built = site(lake, definition, folder, release=None, synthetic=True)
    _tell(built, folder)


def _tell(built: Built, folder: Path) -> None:
    without = "" if built.maps else ", without maps (pip install 'dti-spark[maps]' brings their geometry)"
    printed(f"The site has {built.files} files, {size(built.bytes)}{without}: open {folder / FIRST}")
