"""Data files: values as classic scripts, since a page that is opened from disk may load nothing else."""

import json
import math
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

DIGITS = 9
"""Significant digits of numbers: more than any chart shows, and half the size."""
PUT, END = "dti.put(", ");\n"


def number(value: float | Decimal | None) -> int | float | None:
    """A number as data files have it: nine significant digits, whole ones without a point; null for what is none."""
    if value is None or not math.isfinite(value):
        return None
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 10**15 else rounded


def plain(value: object) -> object:
    """A cell of a table as JSON knows it; instants as text in UTC."""
    if isinstance(value, float | Decimal):
        return number(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    return value


def text(value: object) -> str:
    """JSON that is also JavaScript, and that no page takes for markup."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # only texts hold these signs
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def write(path: Path, name: str, value: object) -> None:
    """Write a data file: the call that hands a value to the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{PUT}{text(name)},{text(value)}{END}", encoding="utf-8", newline="\n")


def read(path: Path, name: str) -> object:
    """The value of a data file that `write` has made.

    Raises:
        ValueError: it is no such file.
    """
    written, head = path.read_text(encoding="utf-8"), f"{PUT}{text(name)},"
    if not (written.startswith(head) and written.endswith(END)):
        raise ValueError(f"{path} is not a data file {name}")
    return json.loads(written[len(head) : -len(END)])
