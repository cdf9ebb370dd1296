"""Checks of sources.yml: where the logs lie, their schemas, and the expressions over them."""

import re
from collections.abc import Iterator, Mapping

from dti_spark.definition import ddl, expressions
from dti_spark.definition.model import Event, Source
from dti_spark.definition.repeats import repeated
from dti_spark.definition.shapes import Parts

FORMAT_BY_ENDING = {
    "json": "json",
    "jsonl": "json",
    "ndjson": "json",
    "csv": "csv",
    "tsv": "csv",
    "psv": "csv",
    "parquet": "parquet",
}
COMPRESSED = ("gz", "bz2", "zst", "snappy", "lz4", "deflate", "zip")
OWN_OPTIONS = frozenset(
    re.findall(
        r"\w+",
        "path mode schema inferschema columnnameofcorruptrecord modifiedafter modifiedbefore pathglobfilter"
        " recursivefilelookup ignorecorruptfiles ignoremissingfiles mergeschema",
    )
)
"""Reader options, in lower case, that decide which records are seen: the job sets them so that none is lost unseen."""


def faults(parts: Parts) -> Iterator[str]:
    """What is wrong with the sources."""
    entries = parts.sources.entries
    yield from repeated(entries, lambda s: s.id, "id {} is taken by {}; every source needs its own")
    yield from repeated(entries, lambda s: s.path, "path {} is read by {}; its records would count twice")
    for place, source in entries:
        yield from (f"{place}.path: {what}" for what in _path(source))
        for option in source.options:
            if option.lower() in OWN_OPTIONS:
                yield f"{place}.options.{option}: is set by the job, so that no record is lost unseen; delete it"
        fields, wrong = ddl.fields(source.schema_)
        yield from (f"{place}.schema: {what}" for what in wrong)
        yield from _expressions(place, source, None if wrong else fields)


def _path(source: Source) -> Iterator[str]:
    path = source.path
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path) or path.startswith(("/", "\\", "~")):
        yield f"{path!r} is not relative; give the path below the raw root, which `dti run --raw` names"
    elif ".." in path.split("/") or "//" in path:
        yield f"{path!r} holds .. or //; give the plain path below the raw root"
    endings = [ending for ending in path.rsplit("/", 1)[-1].lower().split(".")[1:] if ending not in COMPRESSED]
    found = FORMAT_BY_ENDING.get(endings[-1]) if endings else None
    if found and found != source.format:
        yield f"{path!r} looks like {found}, but format is {source.format}; make them agree"
    if source.format == "parquet" and path.lower().endswith((".gz", ".bz2", ".zip")):
        yield f"{path!r}: parquet compresses inside the file; name the files without the last ending"


def _expressions(place: str, source: Source, fields: Mapping[str, str] | None) -> Iterator[str]:
    texts = {f"event.{column}": getattr(source.event, column) for column in Event.model_fields}
    if source.where:
        texts["where"] = source.where
    for where, text in texts.items():
        yield from (f"{place}.{where}: {what}" for what in expressions.faults(text, fields))
