"""The file formats of raw logs, with corrupt lines where they are asked for."""

import csv
import gzip
import io
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Written = list[tuple[dict[str, Any], bool]]
"""Records, and whether each is to be corrupt."""


def json_lines(path: Path, records: Written) -> None:
    lines = [json.dumps(fields, ensure_ascii=False) for fields, _ in records]
    cut = [line[: len(line) // 2] if corrupt else line for line, (_, corrupt) in zip(lines, records, strict=True)]
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in cut).encode()))


def table(separator: str, *, header: bool, packed: bool = False) -> Callable[[Path, Written], None]:
    """A text table; a corrupt row lacks columns."""

    def write_table(path: Path, records: Written) -> None:
        text = io.StringIO(newline="")
        out = csv.writer(text, delimiter=separator, lineterminator="\n")
        if header:
            out.writerow(records[0][0])
        for fields, corrupt in records:
            out.writerow([cell(value) for value in fields.values()][: 2 if corrupt else None])
        path.write_bytes(gzip.compress(text.getvalue().encode()) if packed else text.getvalue().encode())

    return write_table


def cell(value: object) -> object:
    """A value as Spark reads it in a text table: NaN and Infinity with capitals."""
    return json.dumps(value) if isinstance(value, float) and not math.isfinite(value) else value


def parquet(types: dict[str, pa.DataType]) -> Callable[[Path, Written], None]:
    def write_parquet(path: Path, records: Written) -> None:
        columns = {name: [fields[name] for fields, _ in records] for name in types}
        pq.write_table(pa.table(columns, schema=pa.schema(types)), path)

    return write_parquet
