"""What keeps the data dictionary honest: contracts of all tables, and the file that is made of them."""

from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import types as T

from dti_spark import columns as c
from dti_spark.columns import Column
from dti_spark.definition.dimensions import DIMENSIONS
from dti_spark.pipeline.tables import TABLES
from dti_spark.report import dictionary
from dti_spark.tables import Table

DICTIONARY = Path(__file__).parents[2] / "conf" / "tables.md"
NO_MEASURE = {c.level, c.step, c.sort_order, c.batch, c.last_batch, c.exit_code, c.result_number}
"""Numbers that name or order something."""
WORDS = ("additive", "add up", "adds up")

each = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def is_number(column: Column) -> bool:
    return isinstance(column.type, T.NumericType)


@each
def test_every_column_has_a_name_of_its_own_and_a_meaning(table: Table[Any]) -> None:
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert all(column.meaning.strip() == column.meaning != "" for column in table.columns)


@each
def test_every_number_of_a_fact_that_is_a_measure_says_over_what_it_adds_up(table: Table[Any]) -> None:
    untold = [
        column.name
        for column in table.columns
        if is_number(column) and column not in table.key and column not in NO_MEASURE and column.adds is None
    ]
    # coordinates are the only numbers of a dimension that are no measure
    assert untold == (["longitude", "latitude"] if table.name == "gold.cities" else [])


@each
def test_what_is_no_number_or_names_something_is_no_measure(table: Table[Any]) -> None:
    others = [column for column in table.columns if not is_number(column) or column in {*NO_MEASURE, *table.key}]
    assert [column.name for column in others if column.adds is not None] == []


@each
def test_unit_and_meaning_leave_it_to_adds_what_may_be_added_up(table: Table[Any]) -> None:
    told = [column.name for column in table.columns if any(w in f"{column.meaning} {column.unit}" for w in WORDS)]
    assert told == []


@each
def test_comments_are_phrases_and_a_table_says_what_it_holds_and_its_grain(table: Table[Any]) -> None:
    wrong = [column.name for column in table.columns if column.comment.endswith(".") or "\n" in column.comment]
    assert wrong == []
    assert len(table.summary) > 10
    assert table.summary.endswith(".")
    assert table.comment == f"{table.summary} One row per {table.grain}."


@each
def test_keys_nulls_and_partitions_are_columns_of_the_table_and_no_key_is_null(table: Table[Any]) -> None:
    assert {*table.key, *table.nullable, *table.partition_by} <= {*table.columns}
    assert not {*table.key} & {*table.nullable}


def test_a_name_has_one_type_and_a_measure_of_one_name_adds_up_in_one_way() -> None:
    told: dict[str, set[tuple[str, str | None]]] = {}
    for column in {column for table in TABLES if table.name.startswith("gold.") for column in table.columns}:
        told.setdefault(column.name, set()).add((column.type.simpleString(), column.adds))
    assert {name: ways for name, ways in told.items() if len(ways) > 1} == {}


@pytest.mark.parametrize(
    ("adds", "comment"),
    [(None, "Length (m)"), ("", "Length (m; not additive)"), ("roads", "Length (m; additive over roads)")],
)
def test_a_comment_tells_meaning_unit_and_what_may_be_added_up(adds: str | None, comment: str) -> None:
    assert Column("length", c.DOUBLE, "Length", "m", adds).comment == comment
    assert Column("name", c.STRING, "Name").comment == "Name"


@pytest.mark.parametrize("name", ["gold.index_values", "gold.rankings", "gold.growth"])
def test_facts_by_region_join_all_four_dimensions(name: str) -> None:
    (fact,) = (table for table in TABLES if table.name == name)
    joined = {dimension.name for dimension in dictionary.joined(fact)}
    assert joined == {"gold.regions", "gold.periods", "gold.industries", "gold.nodes"}


def test_the_dictionary_has_every_table_once_dimensions_first_and_every_column_in_its_section() -> None:
    sections = dictionary.markdown(TABLES).split("\n### ")[1:]
    names = [section.partition("\n")[0] for section in sections]
    assert sorted(names) == sorted(table.name for table in TABLES)
    assert names[: len(DIMENSIONS)] == [table.name for table in DIMENSIONS]
    by_name = {table.name: table for table in TABLES}
    for name, section in zip(names, sections, strict=True):
        rows = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
        assert rows == [column.name for column in by_name[name].columns]
        assert by_name[name].comment in section


def test_the_committed_dictionary_is_that_of_the_contracts() -> None:
    same = DICTIONARY.read_text(encoding="utf-8") == dictionary.markdown(TABLES)
    assert same, "conf/tables.md is not what the contracts say; run: dti tables --markdown > conf/tables.md"
