"""The files of conf/ as plain data: what cannot be read, decoded or parsed becomes a fault, never an exception."""

import csv
import io
from collections.abc import Hashable, Sequence
from importlib.resources.abc import Traversable
from typing import Any

import yaml

UNREADABLE = (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, ValueError)
"""What PyYAML raises on bad text; explicit tags such as `!!bool x` make its constructors fail in ways of their own."""


class _Loader(yaml.SafeLoader):
    """YAML with lists as tuples, plain dates as text, and every key that stands twice remembered."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.repeated: list[tuple[int, str]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping; PyYAML alone would keep the last of two equal keys in silence."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    self.repeated.append((key.start_mark.line + 1, key.value))
                seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_tuple(self, node: yaml.SequenceNode) -> tuple[Any, ...]:
        """The list as a tuple, which is what the frozen models hold."""
        return tuple(self.construct_sequence(node, deep=True))

    def construct_text(self, node: yaml.ScalarNode) -> str:
        """The text as it stands."""
        return str(self.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:seq", _Loader.construct_tuple)
# A plain 2020-01-01 stays text: no key of conf/ is a date, and an impossible one would make the loader fail.
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_text)


def read(folder: Traversable, name: str, faults: list[str]) -> bytes | None:
    """The bytes of a file, or null and a fault."""
    file = folder / name
    try:
        if file.is_file():
            return file.read_bytes()
        faults.append(f"{name}: the file is missing; a definition needs it")
    except OSError as error:
        faults.append(f"{name}: cannot be read ({error.strerror}); make it a readable file")
    return None


def decode(name: str, data: bytes, faults: list[str]) -> str | None:
    """The text of a file in UTF-8, with or without a byte order mark; null and a fault in any other encoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(f"{name}:{line}: byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8")
    return None


def text(folder: Traversable, name: str, faults: list[str]) -> str:
    """The text of a file; none and a fault where there is no such file, or not in UTF-8."""
    data = read(folder, name, faults)
    return (decode(name, data, faults) or "") if data is not None else ""


def parse_yaml(name: str, text: str, faults: list[str]) -> object:
    """The data of a YAML file; null and a fault where it is no YAML or repeats a key."""
    try:
        loader = _Loader(text)
        data = loader.get_single_data()
    except UNREADABLE as error:
        faults.append(_not_yaml(name, text, error))
        return None
    faults += [
        f"{name}:{line}: key {key} stands twice in one mapping; only the last would count, so keep one"
        for line, key in loader.repeated
    ]
    return data


def _not_yaml(name: str, text: str, error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        what = " ".join(part for part in (error.context, error.problem) if part)
        return f"{name}:{error.problem_mark.line + 1}: is not YAML: {what}; mend the text there"
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return f"{name}:{line}: holds a character that YAML does not allow; delete it"
    if isinstance(error, RecursionError):
        return f"{name}: is nested too deeply to be read; a definition needs a few levels"
    return f"{name}: is not YAML: {error}; mend the value or its tag"


def parse_csv(
    name: str, text: str, columns: Sequence[str], faults: list[str]
) -> tuple[list[tuple[int, dict[str, str]]], bool]:
    """The rows of a CSV file with the lines they begin on, and whether all could be read.

    The header must be `columns` in their order; blank lines are passed over.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    whole = True
    try:
        header = next(reader, [])
        if header != list(columns):
            faults.append(f"{name}:1: {_wrong_header(header, columns)}")
            return [], False
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(columns):
                rows.append((line, dict(zip(columns, cells, strict=True))))
            elif cells:
                faults.append(f"{name}:{line}: has {len(cells)} fields; the header has {len(columns)}")
                whole = False
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(f"{name}:{reader.line_num}: is not CSV ({error}); quote fields that hold commas or quotes")
        whole = False
    return rows, whole


def _wrong_header(header: Sequence[str], columns: Sequence[str]) -> str:
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    parts = [f"lacks {', '.join(missing)}"] if missing else []
    parts += [f"has unknown {', '.join(unknown)}"] if unknown else []
    return f"the header {' and '.join(parts) or 'is out of order'}; it should be {','.join(columns)}"
