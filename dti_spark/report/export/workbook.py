"""A workbook of Excel: the rows in one sheet, the dictionary in another."""

from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dti_spark.errors import StorageError, UsageError
from dti_spark.report.export.described import FIELDS, described
from dti_spark.tables import Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
"""Rows of a sheet, its header among them."""
CHARACTERS = 32_767
"""Characters that a cell holds."""
EXACT = 15
"""Digits that a number of a cell keeps."""


def check(table: Table[Any], rows: int) -> None:
    """Stop before anything is written where a workbook cannot be.

    Raises:
        UsageError: the package is missing, or a sheet does not hold so many rows.
    """
    _package()
    if rows >= ROWS:
        raise UsageError(
            f"{table.name} has {rows:,} rows to export, and a sheet holds {ROWS - 1:,} below its header; "
            "take --format csv or parquet, or fewer rows by --where"
        )


def write(rows: pa.RecordBatchReader, table: Table[Any], headers: Sequence[str], file: Path) -> None:
    """Write rows under headers; text stays text, and nulls are empty.

    Decimals and whole numbers that a cell would round are written as text.

    Raises:
        UsageError: a text is longer than a cell.
        StorageError: the workbook cannot be written.
    """
    package = _package()
    # rows go to a file in the same folder as they come
    options = {"constant_memory": True, "tmpdir": str(file.parent)}
    try:
        with package.Workbook(str(file), options) as book:
            _fill(book, rows, table, headers)
    except package.exceptions.FileCreateError as error:
        raise StorageError(f"writing the workbook of {table.name}: {error}") from error


def _fill(book: "Workbook", rows: pa.RecordBatchReader, table: Table[Any], headers: Sequence[str]) -> None:
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(table.name.split(".")[1])
    _line(sheet, 0, headers, bold)
    sheet.freeze_panes(1, 0)
    at = 1
    for batch in rows:
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            _line(sheet, at, row)
            at += 1
    meaning = book.add_worksheet("dictionary")
    for place, told in enumerate([FIELDS, *described(table, headers)]):
        _line(meaning, place, told, bold if place == 0 else None)


def _line(sheet: "Worksheet", at: int, cells: Sequence[object], form: "Format | None" = None) -> None:
    for place, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, bool):
            sheet.write_boolean(at, place, cell)
        elif (number := _number(cell)) is not None:
            sheet.write_number(at, place, number)
        else:
            # not `write`, which makes formulas of what begins with =, and links of addresses
            sheet.write_string(at, place, _text(cell), form)


def _number(cell: object) -> float | None:
    """The number of a cell; None for what is none, or would be rounded."""
    if isinstance(cell, float):
        return cell
    if isinstance(cell, int | Decimal) and len(Decimal(cell).normalize().as_tuple().digits) <= EXACT:
        return float(cell)
    return None


def _text(cell: object) -> str:
    text = ";".join(map(str, cell)) if isinstance(cell, list) else str(cell)
    if len(text) > CHARACTERS:
        raise UsageError(
            f"a cell of Excel holds {CHARACTERS:,} characters, one here has {len(text):,}; take --format csv"
        )
    return text


def _package() -> ModuleType:
    try:
        return import_module("xlsxwriter")
    except ImportError as error:
        raise UsageError("XlsxWriter is not installed; pip install 'dti-spark[xlsx]' brings it") from error
