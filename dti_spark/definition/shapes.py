"""First pass over conf/: the shape of each file, as far as it goes, and what is wrong with it in sentences."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Generic, TypeVar, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from dti_spark.definition import dio, lists, model
from dti_spark.definition.words import Model

M = TypeVar("M", bound=Model)

PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "an id: lower-case letters, digits and _, a letter first",
    r"^\d{4}Q[1-4]$": "a quarter, written as 2020Q1",
    r"^\d{6}$": "a code of six digits",
    r"^\d{2}$": "two digits in quotes",
    r"^[1-9]$": "a digit from 1 to 9",
    r"^CN-[A-Z]{2}$": "an ISO 3166-2 code, written as CN-BJ",
    r"^\d{1,4}(-\d{1,4})?(;\d{1,4}(-\d{1,4})?)*$": "lines of the report, written as 1541, 1486-1585 or 1541;1543",
}
KINDS = {
    "string_type": "a text; put it in quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "invalid_key": "a text key; put it in quotes",
}


@dataclass(frozen=True)
class Part(Generic[M]):
    """The entries of a list that have the right shape, each with its place; `whole` when none had to be left out."""

    entries: tuple[tuple[str, M], ...] = ()
    whole: bool = False

    @property
    def items(self) -> tuple[M, ...]:
        """The entries without their places."""
        return tuple(item for _, item in self.entries)


@dataclass(frozen=True)
class WindowParts:
    """What of dio.yml has the right shape."""

    inputs: Part[dio.Input]
    outcomes: Part[dio.Outcome]
    cells: Part[dio.Cell]
    scenes: Part[dio.Entry]
    practices: Part[dio.Entry]
    values: Part[dio.Value]
    families: Part[dio.Family]
    tools: Part[dio.Tool]
    indicators: Part[dio.Place]


@dataclass(frozen=True)
class Parts:
    """What of conf/ has the right shape: the ground of the cross-file checks."""

    calendar: Part[model.Calendar]
    out_of_scope: Part[model.OutOfScope]
    indicators: Part[model.Indicator]
    indices: Part[model.Index]
    sources: Part[model.Source]
    scores: Part[lists.Score]
    cities: Part[lists.City]
    provinces: Part[lists.Province]
    economic_regions: Part[lists.EconomicRegion]
    clusters: Part[lists.Cluster]
    tiers: Part[lists.Tier]
    industries: Part[lists.Industry]
    formations: Part[lists.Formation]
    dio: WindowParts
    profiles: Part[model.Profile]


def shape(
    kind: type[M], entries: Iterable[tuple[str, object]], faults: list[str], *, csv: bool = False, whole: bool = True
) -> Part[M]:
    """The entries as models; those that do not fit are left out and become faults.

    YAML says what is a number and what a text, so there types must be right; the cells of a CSV are all texts.
    """
    found: list[tuple[str, M]] = []
    for place, data in entries:
        try:
            found.append((place, kind.model_validate(data, strict=not csv)))
        except ValidationError as error:
            whole = False
            faults += [_sentence(place, kind, detail, csv) for detail in error.errors()]
    return Part(tuple(found), whole)


def section(kind: type[M], data: object, name: str, key: str) -> Part[M]:
    """The entries below a top-level key of a file, whose faults have been told with those of the whole file."""
    value = data.get(key) if isinstance(data, Mapping) else None
    if isinstance(value, tuple):
        return shape(kind, ((f"{name}: {key}[{i}]", item) for i, item in enumerate(value)), [])
    return shape(kind, [(f"{name}: {key}", value)], [])


def _sentence(place: str, kind: type[Model], detail: ErrorDetails, csv: bool) -> str:
    path = re.sub(r"^\.", "", "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in detail["loc"]))
    if csv:
        return f"{place}: {path} {_what(kind, detail, str(detail['input']))}"
    if not path:
        return f"{place}: {_what(kind, detail, _shown(detail['input']))}"
    joint = "." if place.endswith("]") else ": "
    return f"{place}{joint}{path}: {_what(kind, detail, _shown(detail['input']))}"


def _what(kind: type[Model], detail: ErrorDetails, value: str) -> str:
    owner, field = _field(kind, detail["loc"])
    wrong, context = detail["type"], detail.get("ctx", {})
    if wrong == "missing":
        return "is missing; add it"
    if wrong == "extra_forbidden":
        known = [(entry.alias or name) for name, entry in owner.model_fields.items()] if owner else []
        return f"is not a known key; known are {', '.join(known)}"
    if detail["input"] in (None, "", ()) or wrong in ("too_short", "string_too_short"):
        return "is empty; give a value"
    if wrong == "literal_error":
        return f"{value} is not one of {str(context['expected']).replace(' or ', ', ').replace(chr(39), '')}"
    if wrong == "string_pattern_mismatch":
        return f"{value} is not {PATTERNS.get(str(context['pattern']), context['pattern'])}"
    if wrong in ("greater_than", "greater_than_equal", "less_than_equal"):
        return f"{value} is not {_range(field)}"
    return f"{_short(value)} is not {KINDS[wrong]}" if wrong in KINDS else f"{_short(value)}: {detail['msg']}"


def _shown(value: object) -> str:
    return "a list" if isinstance(value, tuple) else "a mapping" if isinstance(value, dict) else repr(value)


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}..."


def _range(field: FieldInfo | None) -> str:
    bounds = field.metadata if field else []
    low = [bound.ge for bound in bounds if isinstance(bound, Ge)]
    high = [bound.le for bound in bounds if isinstance(bound, Le)]
    above = [bound.gt for bound in bounds if isinstance(bound, Gt)]
    return f"between {low[0]} and {high[0]}" if low and high else f"greater than {above[0] if above else low[0]}"


def _field(kind: type[Model], loc: tuple[int | str, ...]) -> tuple[type[Model] | None, FieldInfo | None]:
    """The model and field that a place in the data belongs to; null where the place leads out of the models."""
    current: object = kind
    owner: type[Model] | None = None
    field: FieldInfo | None = None
    for step in loc:
        if isinstance(current, type) and issubclass(current, Model):
            owner = current
            field = next((f for n, f in current.model_fields.items() if step in (f.alias, n)), None)
            current = _inner(field.annotation) if field else None
        else:
            # an element of a list or a value of a mapping: its type is the last argument that is one
            current = _inner(next((a for a in reversed(get_args(current)) if a is not Ellipsis), None))
    return owner, field


def _inner(annotation: object) -> object:
    """A type without Annotated and `| None`."""
    if get_origin(annotation) is Annotated:
        return _inner(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _inner(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation
