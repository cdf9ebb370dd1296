"""The commands about what a lake holds: its releases, which of them counts, and housekeeping."""

from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.options import Conf, Debug, Json, LakeRoot, ProfileName, Raw, Wait, app, opened, profile_of
from dti_spark.definition.load import load
from dti_spark.errors import DataRefusedError, StorageError
from dti_spark.lake import released
from dti_spark.pipeline import job, releasing
from dti_spark.pipeline import maintain as upkeep
from dti_spark.pipeline import reconcile as reconciling
from dti_spark.report.terminal import printed

Name = Annotated[str, typer.Argument(help="Name of the release.")]

release = typer.Typer(no_args_is_help=True, help="One release.")
app.add_typer(release, name="release")


@app.command()
def releases(
    context: typer.Context,
    lake: LakeRoot,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """List what has counted from when on, the newest first; the first line is what counts now."""
    found = releasing.history(opened(context.obj, lake, profile_of(load(conf), profile)))
    answers.rows("Releases", found, as_json=json_)


@app.command()
def rollback(
    context: typer.Context,
    name: Name,
    lake: LakeRoot,
    wait: Wait = job.WAIT,
    profile: ProfileName = "local",
    conf: Conf = None,
    debug: Debug = False,
) -> None:
    """Let an older release count again, until a run publishes the next one; nothing is deleted."""
    settings = profile_of(load(conf), profile)
    there = opened(context.obj, lake, settings)
    owner = f"rollback-{job.new_name()}"
    again = releasing.rolled_back(there, name, owner=owner, seconds=settings.lease_seconds, wait=wait)
    printed(f"Release {again.release} counts again ({released.place(there, again.folder)}).")


@app.command()
def maintain(
    context: typer.Context,
    lake: LakeRoot,
    retain_hours: Annotated[float, typer.Option(help="Hours for which files of older versions stay.", min=0)] = 168,
    wait: Wait = job.WAIT,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Put small files together, remove those that nothing needs, and forget what the profile keeps no longer."""
    settings = profile_of(load(conf), profile)
    there = opened(context.obj, lake, settings)
    found = upkeep.maintain(there, settings, hours=retain_hours, owner=f"maintain-{job.new_name()}", wait=wait)
    answers.rows("Tables", found, as_json=json_)


@app.command()
def reconcile(
    context: typer.Context,
    raw: Raw,
    lake: LakeRoot,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Compare raw files, ledger and events; exit code 3 where something does not add up."""
    definition = load(conf)
    there = opened(context.obj, lake, profile_of(definition, profile), raw)
    found = reconciling.reconcile(there, definition, raw)
    if json_:
        answers.print_json({"sources": found.sources, "faults": found.faults})
    else:
        answers.rows("Raw files by state, and records", found.sources, as_json=False)
        printed(*found.faults)
    if found.faults:
        raise DataRefusedError(f"{len(found.faults)} faults between {raw}, the ledger and the events")
    if not json_:
        printed("Storage, ledger and events agree.")


@release.command()
def verify(
    context: typer.Context,
    name: Name,
    lake: LakeRoot,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Compare every file of a release with the SHA-256 that was published with it; exit code 4 where one differs."""
    found = releasing.verified(opened(context.obj, lake, profile_of(load(conf), profile)), name)
    if json_:
        answers.print_json(found)
    else:
        printed(
            f"Release {name}: {found['files']} files, {found['bytes']:,} bytes in {found['folder']}",
            f"Definition {found['definition']}, dti_spark {found['code_version']}, run {found['run']}",
            *found["faults"],
        )
    if found["faults"]:
        raise StorageError(f"release {name} is not what was published: {len(found['faults'])} faults")
    if not json_:
        printed("Every file is as it was published.")
