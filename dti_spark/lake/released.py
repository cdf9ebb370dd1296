"""Releases: immutable copies of tables, and the pointer that says which of them counts.

LAKE/releases/<folder>/ is a lake of its own that nobody writes to once it is published: whatever happens to the working
tables, it can be read. LAKE/releases/_published/<number>.json are the pointers; the largest number counts. A pointer is
put in place only if its number is free (`exclusive`), so that of two runs that think they are the next one publishes.
A reader that takes the folder from the pointer sees tables that belong together, which Delta itself does not promise:
it has no transaction over several tables (delta-io/delta issue 832).
"""

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import chain
from typing import Any
from uuid import uuid4

from py4j.java_gateway import JavaObject
from pyspark.sql import DataFrame

from dti_spark.errors import StorageError, UsageError
from dti_spark.lake import commits, exclusive, hadoop
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.tables import Table

MANIFEST = "release.json"
COPIERS = 8
"""Files that are copied or read at the same time."""

Located = tuple[Any, Any]
"""A file system of Hadoop's, and a path on it."""


@dataclass(frozen=True)
class Publication:
    """A pointer: the release and the folder that count from an instant on, and the SHA-256 of its manifest.

    `run` is the run that published it, or None where an older release was put back.
    """

    number: int
    release: str
    folder: str
    manifest: str
    run: str | None
    published: str


def publications(lake: Lake) -> list[Publication]:
    """All pointers, from the first on."""
    folder = _pointers(lake)
    with told(f"reading what {lake.root} has published"):
        return [Publication(**json.loads(folder.read(name) or "")) for name in folder.names()]


def current(lake: Lake) -> Publication | None:
    """The pointer that counts; None before the first release."""
    folder = _pointers(lake)
    with told(f"reading what {lake.root} has published"):
        names = folder.names()
        return Publication(**json.loads(folder.read(names[-1]) or "")) if names else None


def found(lake: Lake, release: str | None) -> Publication:
    """The pointer of a release, by default the one that counts.

    Raises:
        UsageError: there is none, or none of that name.
    """
    return chosen(publications(lake), release, lake.root)


def chosen(every: Sequence[Publication], release: str | None, root: str) -> Publication:
    """Of all pointers of a lake, the last of a release, by default of all.

    Raises:
        UsageError: there is none, or none of that name.
    """
    if not every:
        raise UsageError(f"{root} holds no release yet; dti run publishes one")
    named = [publication for publication in every if release in (None, publication.release)]
    if not named:
        there = ", ".join(dict.fromkeys(publication.release for publication in every))
        raise UsageError(f"there is no release {release} in {root}; there are {there}")
    return named[-1]


def point(lake: Lake, publication: Publication) -> None:
    """Let a publication count from now on.

    Raises:
        StorageError: another one has taken its number.
    """
    lake.fence()
    with told(f"publishing release {publication.release}"):
        text = json.dumps(asdict(publication), sort_keys=True)
        if not _pointers(lake).create(f"{publication.number:010d}.json", text):
            other = current(lake)
            if other != publication:
                raise StorageError(
                    f"release {publication.release} was not published: another run has published "
                    f"{other.release if other else 'one'} meanwhile; run again"
                )


def place(lake: Lake, folder: str) -> str:
    """Where the folder of a release lies."""
    return f"{lake.root.rstrip('/')}/releases/{folder}"


def reader(lake: Lake, publication: Publication) -> Lake:
    """The lake of a release, to be read only."""
    return replace(lake, root=place(lake, publication.folder), fence=_refuse)


@dataclass(frozen=True)
class Copy(Lake):
    """The tables of a release before it counts, as the Parquet files that were copied.

    The logs that were copied say which files these are, so that Spark need not open them as new tables of Delta's,
    which takes it several jobs each.
    """

    def read(self, table: Table[Any]) -> DataFrame:
        """All files of the table."""
        with told(f"opening {table.name}"):
            return self.spark.read.schema(table.schema).parquet(self.path(table))


def copied(lake: Lake, release: str, tables: Sequence[Table[Any]]) -> tuple[str, dict[str, dict[str, Any]]]:
    """Copy tables as they are now into a new folder; the folder, and its files by path with size and SHA-256.

    Of each table first the log, and then the rows that the copy of the log names. Nobody but this run may write to the
    tables meanwhile.
    """
    folder = f"{release}-{uuid4().hex[:8]}"
    target = replace(lake, root=place(lake, folder))
    with told(f"copying the tables of release {release}"), ThreadPoolExecutor(COPIERS) as pool:
        copy = partial(_copy, hadoop.plain(lake.spark, lake.root), hadoop.plain(lake.spark, target.root), lake)
        logs = dict(pool.map(copy, chain.from_iterable(pool.map(partial(_log, lake), tables))))
        rows = dict(pool.map(copy, chain.from_iterable(pool.map(partial(_rows, target), tables))))
        return folder, logs | rows


def to_audit(lake: Lake, folder: str) -> Copy:
    """What was copied into a folder."""
    return Copy(lake.spark, place(lake, folder), fence=_refuse)


def seal(lake: Lake, folder: str, said: dict[str, Any]) -> str:
    """Write the manifest of a release into its folder; its SHA-256."""
    text = json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False, default=str)
    with told(f"writing the manifest of {folder}"):
        exclusive.folder(lake.spark, place(lake, folder)).replace(MANIFEST, text)
    return hashlib.sha256(text.encode()).hexdigest()


def manifest(lake: Lake, publication: Publication) -> dict[str, Any]:
    """What a release says of itself.

    Raises:
        StorageError: the manifest is missing, or is not the one that was published.
    """
    place = reader(lake, publication).root
    with told(f"reading the manifest of release {publication.release}"):
        text = exclusive.folder(lake.spark, place).read(MANIFEST)
    if text is None or hashlib.sha256(text.encode()).hexdigest() != publication.manifest:
        raise StorageError(f"{place}/{MANIFEST} is {'not there' if text is None else 'not what was published'}")
    return dict(json.loads(text))


def faults(lake: Lake, publication: Publication) -> list[str]:
    """Files of a release that are not what was published, one sentence each."""
    root, named = reader(lake, publication).root, manifest(lake, publication)["files"]
    with told(f"reading the files of release {publication.release}"), ThreadPoolExecutor(COPIERS) as pool:
        there = {name: status for name, status in _below(lake, root) if name != MANIFEST}
        missing = [f"{name} is missing" for name in named if name not in there]
        extra = [f"{name} is not part of the release" for name in there if name not in named]
        kept = [name for name in named if name in there]
        sums = pool.map(lambda name: _digest(lake, *hadoop.plain(lake.spark, f"{root}/{name}")), kept)
        changed = [f"{name} was changed" for name, sum in zip(kept, sums, strict=True) if sum != named[name]["sha256"]]
    return [*missing, *extra, *changed]


def _pointers(lake: Lake) -> exclusive.Folder:
    return exclusive.folder(lake.spark, place(lake, "_published"))


def _refuse() -> None:
    raise StorageError("a release is immutable; nothing was written")


def _log(lake: Lake, table: Table[Any]) -> list[str]:
    """The log of a table from its last checkpoint on, below the lake.

    Source: Delta transaction log protocol, "Checkpoints" and "Last Checkpoint File".
    """
    log = exclusive.folder(lake.spark, f"{lake.path(table)}/_delta_log")
    checkpoint = log.read("_last_checkpoint")
    first = int(json.loads(checkpoint)["version"]) if checkpoint else 0
    names = [name for name in log.names() if name[:20].isdigit() and int(name[:20]) >= first and "crc" not in name]
    if checkpoint:
        names.append("_last_checkpoint")
    return [f"{_within(table)}/_delta_log/{name}" for name in names]


def _rows(lake: Lake, table: Table[Any]) -> list[str]:
    """The files with the rows of a table, below the lake."""
    return [f"{_within(table)}/{name}" for name in commits.files(lake.spark, lake.path(table))]


def _within(table: Table[Any]) -> str:
    return table.name.replace(".", "/")


def _copy(source: Located, target: Located, lake: Lake, name: str) -> tuple[str, dict[str, Any]]:
    """Copy a file from one folder to another; its name, and its size and SHA-256 as the copy has them."""
    context: Any = lake.spark.sparkContext
    (from_system, from_root), (to_system, to_root) = source, target
    as_path = hadoop.java(lake.spark, "org.apache.hadoop.fs.Path")
    from_path, to_path = as_path(from_root, name), as_path(to_root, name)
    util = hadoop.java(lake.spark, "org.apache.hadoop.fs.FileUtil")
    if not util.copy(from_system, from_path, to_system, to_path, False, False, context._jsc.hadoopConfiguration()):
        raise StorageError(f"{name} could not be copied from {from_root} to {to_root}")
    return name, {"size": int(to_system.getFileStatus(to_path).getLen()), "sha256": _digest(lake, to_system, to_path)}


def _digest(lake: Lake, file_system: JavaObject, path: JavaObject) -> str:
    """SHA-256 of a file, computed where Java reads it."""
    stream = file_system.open(path)
    try:
        return str(hadoop.java(lake.spark, "org.apache.commons.codec.digest.DigestUtils").sha256Hex(stream))
    finally:
        stream.close()


def _below(lake: Lake, root: str) -> list[tuple[str, JavaObject]]:
    """All files below a folder, by their path within it."""
    file_system, path = hadoop.located(lake.spark, root)
    whole = str(file_system.makeQualified(path).toString()).rstrip("/")
    found, files = [], file_system.listFiles(path, True)
    while files.hasNext():
        status = files.next()
        found.append((str(status.getPath().toString()).removeprefix(f"{whole}/"), status))
    return found
