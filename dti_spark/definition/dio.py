"""The DIO window (digital input, outcome): what dio.yml is made of.

Inputs times outcomes are the cells; tools and cases are examples of them, with the results that the report prints.
"""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from dti_spark.definition.words import Id, Lines, Model, Name, Text

Operator = Literal["=", ">", ">=", "<=", "~"]


class Variant(Model):
    """How the report names the same thing elsewhere."""

    zh: Text
    lines: Lines


class SubKind(Model):
    """A sub-kind of an input; `named_by` says whether its name is a heading or taken from the prose beside it."""

    id: Id
    name: Name
    named_by: Literal["heading", "prose"]
    lines: Lines


class Input(Model):
    """What is put in: a kind of digital service, with a gloss and its sub-kinds."""

    id: Id
    name: Name
    gloss: Name
    lines: Lines
    sub_kinds: tuple[SubKind, ...] = Field(min_length=1)


class Outcome(Model):
    """What comes out, as a level; `labels` are the words for it on the pages of tools and cases."""

    id: Id
    name: Name
    labels: tuple[Text, ...] = Field(min_length=1)
    lines: Lines


class Cell(Model):
    """The value that an input has at a level."""

    input: Id
    outcome: Id
    name: Name
    lines: Lines
    variant: Variant | None = None


class Entry(Model):
    """A scene or a practice; `label` is the word that stands for it on the pages of tools."""

    id: Id
    name: Name
    label: Text
    lines: Lines


class Value(Model):
    """What innovation is worth at a level."""

    outcome: Id
    name: Name
    lines: Lines


class Family(Model):
    """A family of tools, which has pages of its own."""

    id: Id
    name: Name
    lines: Lines
    variant: Variant | None = None


class Figure(Model):
    """A number in a result, or the range from `value` to `to`; without a value where only words stand."""

    name: Id
    value: float | None = None
    to: float | None = None
    unit: Text | None = None
    operator: Operator = "="


class Result(Model):
    """A result as it is printed, taken apart into figures; `context` where it tells of the setting, not the outcome."""

    verbatim: Text
    lines: Lines
    context: bool = False
    note: Text | None = None
    figures: tuple[Figure, ...] = Field(min_length=1)


class Case(Model):
    """A case of a tool; `level` is a label of an outcome, null where the report tells of none."""

    id: Id
    name: Name
    level: Text | None
    level_basis: Literal["printed", "inferred"] = "printed"
    lines: Lines
    note: Text | None = None
    results: tuple[Result, ...] = ()


class Tool(Model):
    """A tool with its inputs, the labels of the levels on its page, its results and its cases."""

    id: Id
    family: Id
    name: Name
    organisation: Text
    inputs: tuple[Id, ...] = Field(min_length=1)
    levels: tuple[Text, ...] = Field(min_length=1)
    lines: Lines
    results: tuple[Result, ...] = ()
    cases: tuple[Case, ...] = ()

    def told(self) -> Iterator[tuple[Case | None, tuple[Result, ...]]]:
        """The tool's own results, then each case with its results."""
        yield None, self.results
        yield from ((case, case.results) for case in self.cases)


class Place(Model):
    """Where an indicator of index.yml belongs, and `why`: what in the report suggests it."""

    indicator: Id
    input: Id
    outcome: Id
    sub_kind: Id
    basis: Literal["printed", "reconstructed"]
    why: Text


class Window(Model):
    """dio.yml."""

    name: Name
    expansion: Text
    lines: Lines
    inputs: tuple[Input, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    cells: tuple[Cell, ...] = Field(min_length=1)
    scenes: tuple[Entry, ...]
    practices: tuple[Entry, ...]
    values: tuple[Value, ...]
    tool_families: tuple[Family, ...] = Field(min_length=1)
    tools: tuple[Tool, ...] = Field(min_length=1)
    indicators: tuple[Place, ...] = Field(min_length=1)

    @property
    def outcome_of(self) -> dict[str, str]:
        """Outcome by the label that stands for it."""
        return {label: outcome.id for outcome in self.outcomes for label in outcome.labels}
