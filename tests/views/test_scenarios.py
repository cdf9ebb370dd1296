"""Every view against scenarios worked by hand: small tables in, the expected table out, the arithmetic in why.md.

A folder scenarios/VIEW.NAME holds the tables that the view reads, with those columns that it needs; expected.csv, whose
numbers may be written as the arithmetic that gives them (`5/12`, `ln(2)/2`; nothing for null); why.md; and settings.yml
for what else the view is told, and for `only`, the rows that are compared.
"""

import ast
import csv
import math
import operator
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import types as T
from small_index import interpreted

from dti_spark.definition import dimensions
from dti_spark.definition.model import Index
from dti_spark.index.base_totals import base_totals
from dti_spark.index.index_values import index_values
from dti_spark.index.weights import weights
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.lake.frames import frame
from dti_spark.pipeline.views import VIEWS
from dti_spark.tables import Table

FOLDER = Path(__file__).parent / "scenarios"
SCENARIOS = sorted(path.name for path in FOLDER.iterdir())
OF_VIEW = {view.table.name.split(".")[1]: view.table for view in VIEWS}
TABLES = {
    table.name.split(".")[1]: table
    for table in (*dimensions.DIMENSIONS, index_values, indicator_values, base_totals, weights, *OF_VIEW.values())
}
Cells = dict[str, Any]
SUMS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
FUNCTIONS = {"ln": math.log, "sqrt": math.sqrt}


def test_every_view_has_a_scenario() -> None:
    assert {name.partition(".")[0] for name in SCENARIOS} == set(OF_VIEW)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_view_gives_what_was_worked_by_hand(spark: SparkSession, name: str) -> None:
    folder = FOLDER / name
    table = OF_VIEW[name.partition(".")[0]]
    settings = read_settings(folder)
    only = settings.pop("only", {})
    tables = {path.stem: path for path in folder.glob("*.csv") if path.stem != "expected"}
    given = {stem: input_frame(interpreted(spark), TABLES[stem], path) for stem, path in tables.items()}
    found = [row.asDict() for row in table(**given, **settings).collect()]
    expected = rows(folder / "expected.csv")
    told = list(expected[0])
    key = [column.name for column in table.key]
    assert set(key) <= set(told), "the expected table names the whole key"
    wanted = {identity(row, key): numbers(table, row) for row in expected if kept(row, only)}
    shown = [row for row in found if kept(row, only)]
    made = {identity(row, key): {column: row[column] for column in told} for row in shown}
    assert len(made) == len(shown), "a key occurs twice"
    assert made.keys() == wanted.keys()
    wrong = {at: (made[at], row) for at, row in wanted.items() if not alike(made[at], row)}
    assert wrong == {}
    assert (folder / "why.md").read_text(encoding="utf-8").strip()


def read_settings(folder: Path) -> Cells:
    """What the view is told beside its tables; `indices` as they stand in index.yml."""
    path = folder / "settings.yml"
    settings: Cells = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    if "indices" in settings:
        settings["indices"] = tuple(Index.model_validate(index) for index in settings["indices"])
    return settings


def input_frame(spark: SparkSession, table: Table[Any], path: Path) -> DataFrame:
    """The columns of a table that a file has; lists are separated by `;`."""
    given = rows(path)
    fields = [field for field in table.schema if field.name in given[0]]
    assert len(fields) == len(given[0]), f"{path} has columns that {table.name} has not"
    return frame(
        spark, [{f.name: typed(f.dataType, row[f.name]) for f in fields} for row in given], T.StructType(fields)
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def typed(type_: T.DataType, text: str) -> object:
    """A cell of an input as its column has it."""
    if isinstance(type_, T.ArrayType):
        return text.split(";") if text else []
    if text == "":
        return None
    if isinstance(type_, T.BooleanType):
        return {"true": True, "false": False}[text]
    if isinstance(type_, T.StringType):
        return text
    value = worked(text)
    return (
        int(value)
        if isinstance(type_, T.IntegerType | T.LongType)
        else Decimal(str(value))
        if isinstance(type_, T.DecimalType)
        else float(value)
    )


def numbers(table: Table[Any], row: dict[str, str]) -> Cells:
    return {field.name: typed(field.dataType, row[field.name]) for field in table.schema if field.name in row}


def worked(text: str) -> float:
    """What arithmetic comes to: numbers, + - * / **, brackets, ln and sqrt."""

    def value(node: ast.AST) -> float:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return node.value
        if isinstance(node, ast.BinOp):
            return SUMS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp):
            return SUMS[type(node.op)](value(node.operand))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return FUNCTIONS[node.func.id](value(node.args[0]))
        raise ValueError(f"{text} is no arithmetic")

    return value(ast.parse(text, mode="eval").body)


def identity(row: Cells, key: list[str]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in key)


def kept(row: Cells, only: dict[str, list[str]]) -> bool:
    return all(str(row[column]) in map(str, values) for column, values in only.items())


def alike(made: Cells, wanted: Cells) -> bool:
    return all(
        math.isclose(made[column], value, rel_tol=1e-9, abs_tol=1e-9)
        if isinstance(value, float) and made[column] is not None
        else made[column] == value
        for column, value in wanted.items()
    )
