"""What a table is as a data set of SDMX: dimensions, one measure in each row, and attributes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dti_spark.columns import Column
from dti_spark.errors import UsageError
from dti_spark.report.export.names import Names
from dti_spark.report.export.sdmx_words import UNITS
from dti_spark.tables import Table

AGENCY, VERSION = "DTI_SPARK", "1.0.0"
TIMES = ("period", "quarter")
"""Columns that say when; one of them makes a table a data set."""
TOLD_BY_TIME = "period_type"
"""A column that FREQ takes the place of."""
DIGITS = 6
"""DECIMALS of doubles: with how many to show them. OBS_VALUE has all."""
NO_ID = re.compile(r"[^A-Za-z0-9_@$-]+")


@dataclass(frozen=True)
class Shape:
    """The columns of a table by their part in a data set."""

    table: Table[Any]
    time: str
    dimensions: tuple[Column, ...]
    measures: tuple[Column, ...]
    attributes: tuple[Column, ...]

    @property
    def id(self) -> str:
        """The id of the data flow and of its structure."""
        return self.table.name.split(".")[1].upper()

    @property
    def structure_id(self) -> str:
        """What the rows say that they keep to."""
        return f"{AGENCY}:{self.id}({VERSION})"

    @property
    def components(self) -> list[str]:
        """Where each column of the table is found, in words of SDMX."""
        of_measure = {column.name: f"OBS_VALUE where MEASURE is {code_of(column.name)}" for column in self.measures}
        told = {self.time: "TIME_PERIOD", TOLD_BY_TIME: "FREQ", **of_measure}
        return [told.get(column.name, code_of(column.name)) for column in self.table.columns]


def shaped(table: Table[Any]) -> Shape:
    """The shape of a table.

    Raises:
        UsageError: it has no period, or no measure.
    """
    keys = {column.name for column in table.key}
    time = next((name for name in TIMES if name in keys), None)
    measures = tuple(column for column in table.columns if column.adds is not None)
    if time is None or not measures:
        missing = "period in its key" if time is None else "measure"
        raise UsageError(f"{table.name} has no {missing} and is no data set of SDMX; take csv, parquet or xlsx")
    rest = [column for column in table.columns if column not in measures and column.name not in (time, TOLD_BY_TIME)]
    return Shape(
        table,
        time,
        tuple(column for column in rest if column.name in keys),
        measures,
        tuple(column for column in rest if column.name not in keys),
    )


def code_of(word: str) -> str:
    """A word of ours as SDMX writes ids."""
    return NO_ID.sub("_", word).strip("_").upper()


def unit_code(column: Column) -> str:
    """The code of a measure's unit."""
    return UNITS[column.unit].code


def decimals(column: Column) -> str:
    """With how many decimals to show a measure."""
    kind = column.type.simpleString()
    if kind.startswith("decimal"):
        return kind.rstrip(")").split(",")[1]
    return str(DIGITS) if kind == "double" else "0"


@dataclass
class Codes:
    """A code list: for each value of ours its code and its names, which grows by values that nobody had announced."""

    listed: dict[str, tuple[str, Names]] = field(default_factory=dict)

    @staticmethod
    def of(members: Iterable[tuple[str, Names]]) -> "Codes":
        """The list of members; one that has several names, as the part of several wholes may, gets all of them."""
        names: dict[str, Names] = {}
        for value, name in members:
            have = names.get(value)
            names[value] = name if have in (None, name) else Names(_both(have.zh, name.zh), _both(have.en, name.en))
        codes = Codes()
        for value, name in names.items():
            codes.add(value, name)
        return codes

    def code(self, value: str) -> str:
        """The code of a value."""
        if value not in self.listed:
            self.add(value, Names(value, value))
        return self.listed[value][0]

    def add(self, value: str, names: Names) -> None:
        """Give a value a code: itself where SDMX allows that, else its English name."""
        code = NO_ID.sub("_", names.en).strip("_") if NO_ID.search(value) else value
        taken = {code for code, _ in self.listed.values()}
        while not code or code in taken:
            code += "_"
        self.listed[value] = (code, names)


def _both(one: str, other: str) -> str:
    return one if other in one.split(" / ") else f"{one} / {other}"
