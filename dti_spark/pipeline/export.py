"""Exporting: rows of a table of a release as a file of another program, with what its columns mean beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa

from dti_spark.definition import dimensions
from dti_spark.definition.dio_tables import dio_cells
from dti_spark.definition.formation_table import formations
from dti_spark.errors import UsageError
from dti_spark.lake.opened import Cells, Opened, schema_of
from dti_spark.pipeline import held
from dti_spark.report.export import aside, columnar, described, flat, sdmx, sdmx_csv, sdmx_ml, workbook
from dti_spark.report.export.names import Headers, Names, headed
from dti_spark.report.export.sdmx import Codes, Shape
from dti_spark.report.export.sdmx_words import KINDS, UNATTRIBUTED
from dti_spark.tables import Table


class Format(StrEnum):
    """What an export may be."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    SDMX_CSV = "sdmx-csv"


DICTIONARY, STRUCTURE = ".dictionary.csv", ".structure.xml"
"""Endings of the files beside an export."""
MEMBERS: dict[str, tuple[Table[Any], str, str]] = {
    "region": (dimensions.regions, "region", "name"),
    "city": (dimensions.cities, "city_code", "name"),
    "industry": (dimensions.industries, "industry", "name"),
    "node": (dimensions.nodes, "node", "name"),
    "index": (dimensions.nodes, "node", "name"),
    "indicator": (dimensions.nodes, "node", "name"),
    "formation": (formations, "formation", "name"),
    "part": (formations, "part", "part"),
    "dio_input": (dio_cells, "dio_input", "input"),
    "dio_outcome": (dio_cells, "dio_outcome", "outcome"),
}
"""Where the members of a column are listed: the dimension, its column of codes, and how those of names begin."""
LEVELS = {"index": 0, "indicator": 2}
"""Which nodes some of these columns hold."""


@dataclass(frozen=True)
class Asked:
    """What to export, and where to; `where` has what columns must hold, as texts, one of several where there are."""

    table: str
    path: Path
    format: Format
    headers: Headers
    where: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Exported:
    """What was exported: the rows of the table that it has, and the files."""

    release: str
    table: str
    rows: int
    files: list[Path]


def asked(table: str, *, out: str, format: str, headers: str, where: Mapping[str, Sequence[str]]) -> Asked:
    """An export, as far as it can be checked without a lake.

    Raises:
        UsageError: there is no such format or kind of headers, or the file cannot be one.
        StorageError: its folder may not be written to.
    """
    for option, word, words in (("--format", format, list(Format)), ("--headers", headers, list(Headers))):
        if word not in words:
            raise UsageError(f"{option} {word}: there is none; there are {', '.join(words)}")
    kind, named = Format(format), Headers(headers)
    if kind is Format.SDMX_CSV and named is not Headers.CODE:
        raise UsageError(
            f"--headers {named}: SDMX-CSV has headers of its own, and names in its structure; leave it out"
        )
    return Asked(table, aside.check(out, _beside(kind)), kind, named, where)


def export(release: Opened, wanted: Asked) -> Exported:
    """Write an export, the dictionary of its columns, and for SDMX the structure.

    Rows are read and written batch by batch. Nothing is put in place before all is written.

    Raises:
        UsageError: the release does not hold what is asked for, or the format cannot hold the table.
        StorageError: something cannot be read or written.
    """
    table = held.found(release, wanted.table, list(wanted.where))
    where = {name: _typed(table, name, texts) for name, texts in wanted.where.items()}
    rows = release.count(table, where=where)
    shape = sdmx.shaped(table) if wanted.format is Format.SDMX_CSV else None
    if wanted.format is Format.XLSX:
        workbook.check(table, rows)
    with aside.aside(wanted.path) as folder:
        file = folder / wanted.path.name
        headers = shape.components if shape else headed(table, wanted.headers)
        if shape:
            _write_sdmx(release, shape, where, file)
        else:
            _write(release, table, where, wanted.format, headers, file)
        described.write(table, headers, Path(f"{file}{DICTIONARY}"))
    endings = ("", *_beside(wanted.format))
    return Exported(release.name, table.name, rows, [Path(f"{wanted.path}{ending}") for ending in endings])


def _write(release: Opened, table: Table[Any], where: Cells, kind: Format, headers: Sequence[str], file: Path) -> None:
    read = release.batches(table, where=where)
    if kind is Format.CSV:
        flat.write(read, headers, file)
    elif kind is Format.PARQUET:
        columnar.write(read, table, headers, {"release": release.name}, file)
    else:
        workbook.write(read, table, headers, file)


def _write_sdmx(release: Opened, shape: Shape, where: Cells, file: Path) -> None:
    columns = [column.name for column in (*shape.dimensions, *shape.attributes)]
    codes = {name: Codes.of(members) for name in columns if (members := list(_members(release, name)))}
    sdmx_csv.write(release.batches(shape.table, where=where), shape, codes, file)
    # after the rows: a code that they alone have is in the list, too
    sdmx_ml.write(shape, codes, release.name, datetime.now(UTC), Path(f"{file}{STRUCTURE}"))


def _members(release: Opened, column: str) -> Iterable[tuple[str, Names]]:
    """The members of a column with their names; none where it has no list, or the release does not hold that."""
    if column in KINDS:
        yield from KINDS[column].items()
    elif column in MEMBERS and release.holds(MEMBERS[column][0]):
        table, code, name = MEMBERS[column]
        where = {"level": LEVELS[column]} if column in LEVELS else {}
        wanted = [code, f"{name}_zh", f"{name}_en"]
        rows = release.read(table, columns=[*wanted, "sort_order"], where=where).sort_by("sort_order")
        cells = (rows.column(name).to_pylist() for name in wanted)
        yield from ((value, Names(zh, en)) for value, zh, en in zip(*cells, strict=True))
        yield from UNATTRIBUTED.items() if column == "industry" else ()


def _typed(table: Table[Any], name: str, texts: Sequence[str]) -> object:
    """What a column must hold, as values of its type: one, one of several, or nothing."""
    kind = schema_of(table, [name]).field(name).type
    if pa.types.is_nested(kind):
        raise UsageError(f"--where {name}: the column holds lists; rows are chosen by columns that hold one value")
    values = [_value(name, kind, text) for text in texts]
    if len(values) > 1 and None in values:
        raise UsageError(f"--where {name}: ask for null, or for values, not for both")
    return values if len(values) > 1 else values[0]


def _value(name: str, kind: pa.DataType, text: str) -> object:
    try:
        return pa.scalar(text).cast(kind).as_py() if text else None
    except pa.ArrowInvalid as error:
        raise UsageError(f"--where {name}={text}: {text} is no {kind}") from error


def _beside(kind: Format) -> tuple[str, ...]:
    return (DICTIONARY, STRUCTURE) if kind is Format.SDMX_CSV else (DICTIONARY,)
