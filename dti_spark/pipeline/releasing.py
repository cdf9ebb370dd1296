"""Publishing: the gold tables are copied, sealed, and then pointed at; and what can be done with what was published."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any

from pyspark.sql import Row

from dti_spark import __version__
from dti_spark import columns as c
from dti_spark.definition import dimensions
from dti_spark.events.events import events
from dti_spark.events.ingested_files import ingested_files
from dti_spark.index.base_totals import base_totals
from dti_spark.index.index_values import index_values
from dti_spark.index.weights import weights
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.lake import released
from dti_spark.lake.delta import Lake, Note
from dti_spark.lake.lease import leased
from dti_spark.lake.marks import crash_mark
from dti_spark.lake.raw_files import RawFile
from dti_spark.lake.released import Publication
from dti_spark.pipeline.audit import audit
from dti_spark.pipeline.job import Run
from dti_spark.pipeline.plan import Entry, Work
from dti_spark.pipeline.views import ALL, VIEWS
from dti_spark.tables import Table
from dti_spark.views.releases import releases

TABLES: tuple[Table[Any], ...] = (
    *dimensions.DIMENSIONS,
    index_values,
    *(view.table for view in VIEWS),
    weights,
    base_totals,
    indicator_values,
)
"""What a release holds: gold, and what explains its values."""


def publish(run: Run, name: str, work: Work, entries: Sequence[Entry], *, state: str) -> None:
    """Make the tables, as they are now, a release that counts from now on.

    They are audited as they were copied. A crash before the pointer is in place leaves a folder that no pointer names;
    one after it is finished by `settled`.
    """
    lake = run.lake
    last = released.current(lake)
    held = [table for table in TABLES if table.name in work.views or table.name not in ALL]
    versions = {table.name: lake.version(table) for table in held}
    folder, files = released.copied(lake, name, held)
    crash_mark("release.copied")
    audit(released.to_audit(lake, folder), run.definition, release=name)
    row: dict[str, Any] = {
        "release": name,
        "run": run.name,
        "methodology": run.definition.index.methodology,
        "definition": run.definition.fingerprint,
        "index_definition": run.definition.index_fingerprint,
        "code_version": __version__,
        "last_batch": max(entry.batch for entry in entries),
        "files": len(entries),
        "refreshed": work.index,
        "table_versions": list(versions.items()),
        "started": run.started.isoformat(),
        "finished": datetime.now(UTC).isoformat(),
        "status": "published",
    }
    seal = released.seal(lake, folder, {"release": row, "state": state, "files": files})
    crash_mark("release.sealed")
    number = last.number + 1 if last else 1
    released.point(lake, Publication(number, name, folder, seal, run.name, row["finished"]))
    crash_mark("release.published")
    _record(lake, row, {"run": run.name, "state": state})


def state(run: Run, listed: Sequence[RawFile], readings: dict[str, str]) -> str:
    """Fingerprint of all that decides whether there is something to do; nothing is new as long as it stays the same."""
    # what commits say, and not their numbers, which housekeeping moves
    silver = {table.name: run.lake.note(table) for table in (events, ingested_files, indicator_values)}
    parts = [run.definition.fingerprint, readings, silver, [astuple(file) for file in listed]]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def state_of_last(lake: Lake) -> str | None:
    """The `state` at the time of the last release."""
    return lake.note(releases).get("state")


def holds(lake: Lake, views: Collection[str]) -> bool:
    """Whether the last release holds views."""
    return {*views} <= {*lake.note(releases).get("views", [])}


def recorded(lake: Lake) -> list[Row]:
    """What every release says of itself and of what it rests on."""
    return lake.rows(releases, c.release, c.run, c.last_batch, c.index_definition, c.table_versions, c.finished)


def settled(lake: Lake) -> list[Row]:
    """The same, after the release of a run that died when it had published is recorded as well."""
    rows, last = recorded(lake), released.current(lake)
    if last is None or last.run is None or last.run in {row["run"] for row in rows}:
        return rows
    said = released.manifest(lake, last)
    _record(lake, said["release"], {"run": last.run, "state": said["state"]})
    return recorded(lake)


def rolled_back(lake: Lake, release: str, *, owner: str, seconds: float, wait: float) -> Publication:
    """Let an older release count again; the working tables stay as they are, and so does what later runs do.

    Raises:
        UsageError: there is no release of that name.
    """
    with leased(lake, owner=owner, seconds=seconds, wait=wait) as lake:
        # a release that is not recorded yet would no longer be the last to be pointed at
        settled(lake)
        older, last = released.found(lake, release), released.current(lake)
        number = last.number + 1 if last else 1
        now = datetime.now(UTC).isoformat()
        again = Publication(number, older.release, older.folder, older.manifest, None, now)
        released.point(lake, again)
        return again


def history(lake: Lake) -> list[dict[str, Any]]:
    """What has counted from when on, the newest first."""
    return [
        {
            "release": one.release,
            "counts_since": one.published,
            "by": f"run {one.run}" if one.run else "rollback",
            "folder": released.place(lake, one.folder),
        }
        for one in reversed(released.publications(lake))
    ]


def verified(lake: Lake, release: str) -> dict[str, Any]:
    """What a release says of itself, and under `faults` what is not as it says, one sentence each."""
    publication = released.found(lake, release)
    said = released.manifest(lake, publication)
    return {
        "release": release,
        "folder": released.reader(lake, publication).root,
        **{name: said["release"][name] for name in ("run", "definition", "code_version")},
        "files": len(said["files"]),
        "bytes": sum(file["size"] for file in said["files"].values()),
        "faults": released.faults(lake, publication),
    }


def published(lake: Lake, release: str | None = None) -> Lake:
    """The lake of a release, by default of the one that counts; before the first, the lake itself."""
    last = released.found(lake, release) if release else released.current(lake)
    return released.reader(lake, last) if last else lake


def _record(lake: Lake, row: dict[str, Any], note: Note) -> None:
    """Enter a release in the table of releases; the row as the manifest has it."""
    parsed = {name: datetime.fromisoformat(row[name]) for name in ("started", "finished")}
    versions = [(name, version) for name, version in row["table_versions"]]
    views = [name for name, _ in versions if name in ALL]
    said = note | {"views": views}
    lake.append(releases, lake.members(releases, [row | parsed | {"table_versions": versions}]), said)
