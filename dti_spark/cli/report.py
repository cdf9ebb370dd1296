"""The command that writes the site."""

from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.options import Conf, Debug, Json, LakeRoot, ProfileName, Release, app, opened, profile_of
from dti_spark.definition.load import load
from dti_spark.pipeline.site import site
from dti_spark.report.site.folders import checked
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
        told = {"site": str(folder / "index.html"), "folder": str(built.folder), "files": built.files}
        answers.print_json({**told, "bytes": built.bytes, "maps": built.maps})
        return
    without = "" if built.maps else ", without maps (pip install 'dti-spark[maps]' brings their geometry)"
    printed(f"{built.files} files, {size(built.bytes)}{without}: open {folder / 'index.html'}")
