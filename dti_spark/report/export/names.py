"""What columns are called where people read them: by their code, in Chinese, in English, or in both."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from dti_spark.tables import Table


class Headers(StrEnum):
    """Which names stand above the columns."""

    CODE = "code"
    ZH = "zh"
    EN = "en"
    BOTH = "both"


@dataclass(frozen=True)
class Names:
    """A name in both languages, as short as a header must be."""

    zh: str
    en: str

    def header(self, code: str, headers: Headers) -> str:
        """What stands above a column."""
        return {Headers.CODE: code, Headers.ZH: self.zh, Headers.EN: self.en, Headers.BOTH: f"{self.zh} {self.en}"}[
            headers
        ]


def of_columns(table: Table[Any]) -> dict[str, Names]:
    """The names of a table's columns, by their code."""
    every = listed()
    codes = [column.name for column in table.columns]
    return {code: every.get(f"{table.name}.{code}") or every[code] for code in codes}


def headed(table: Table[Any], headers: Headers) -> list[str]:
    """What stands above the columns of a table."""
    return [names.header(code, headers) for code, names in of_columns(table).items()]


def of_table(table: Table[Any]) -> Names:
    """The name of a table."""
    return listed()[table.name]


@cache
def listed() -> dict[str, Names]:
    """names.csv: names by column, by table and column where a table uses the word for something else, and by table."""
    text = files(__package__).joinpath("names.csv").read_text(encoding="utf-8")
    return {row["code"]: Names(row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}
