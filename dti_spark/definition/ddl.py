"""The schemas of sources.yml, read without Spark: enough to know the fields and to catch slips of the pen."""

import re
from collections.abc import Iterator

_SIMPLE = frozenset(
    re.findall(
        r"\w+",
        "bigint binary boolean byte char date dec decimal double float int integer interval long numeric real short"
        " smallint string timestamp timestamp_ltz timestamp_ntz tinyint varchar variant void",
    )
)
_FIELD = re.compile(r"\s*(`(?:[^`]|``)+`|\w+)(?:\s*:\s*|\s+)(.+?)\s*", re.DOTALL)
_ATTRIBUTES = re.compile(r"\s+(?:not\s+null|comment\s+'[^']*')", re.IGNORECASE)
_TYPE = re.compile(r"(\w+)(?:\s*\(\s*\d+\s*(?:,\s*\d+\s*)?\))?")
_NESTED = re.compile(r"(array|map|struct)\s*<(.*)>", re.IGNORECASE | re.DOTALL)
DEEPEST = 20
"""Types within types that a schema may need at most; it also keeps recursion within bounds."""


def fields(schema: str) -> tuple[dict[str, str], list[str]]:
    """Type by name of the top-level fields, and what is wrong, one sentence each.

    >>> fields("id string, cinema struct<id: string, city: string>")
    ({'id': 'string', 'cinema': 'struct<id: string, city: string>'}, [])
    >>> fields("id strin")
    ({'id': 'strin'}, ["type 'strin' of id is not a type of Spark; use such as string, bigint or double"])
    """
    return _fields(schema, 0)


def _fields(schema: str, depth: int) -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    faults: list[str] = []
    for part in _split(schema):
        match = _FIELD.fullmatch(part)
        if match is None:
            faults.append(f"{part.strip()!r} is not a field; write a name and a type, as in: id string")
            continue
        name, kind = match[1].strip("`"), _ATTRIBUTES.sub("", match[2]).strip()
        if name.lower() in (other.lower() for other in found):
            faults.append(f"field {name} stands twice; Spark does not tell upper from lower case")
        found[name] = kind
        faults += _type_faults(name, kind, depth)
    return found, faults


def _type_faults(name: str, kind: str, depth: int) -> list[str]:
    if depth > DEEPEST:
        return [f"type of {name} is nested more than {DEEPEST} deep; write it flatter"]
    nested = _NESTED.fullmatch(kind)
    if nested is None:
        simple = _TYPE.fullmatch(kind)
        if simple and simple[1].lower() in _SIMPLE:
            return []
        return [f"type {kind!r} of {name} is not a type of Spark; use such as string, bigint or double"]
    outer, inner = nested[1].lower(), nested[2]
    if outer == "struct":
        return _fields(inner, depth + 1)[1]
    kinds = list(_split(inner))
    if len(kinds) != (1 if outer == "array" else 2):
        return [f"type {kind!r} of {name} is not complete; write array<type> or map<type, type>"]
    return [fault for each in kinds for fault in _type_faults(name, each.strip(), depth + 1)]


def _split(text: str) -> Iterator[str]:
    """The parts between commas that stand outside of <>, () and quotes."""
    depth, start, quoted = 0, 0, ""
    for place, character in enumerate(text):
        if quoted:
            quoted = "" if character == quoted else quoted
        elif character in "'`":
            quoted = character
        elif character in "<(":
            depth += 1
        elif character in ">)":
            depth -= 1
        elif character == "," and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]
