"""The tables of the DIO window: its cells, and tools and cases with what the report prints of them.

Their rows come from the definition alone, in the order of dio.yml.
"""

from collections.abc import Iterator
from itertools import count

from pyspark.sql import DataFrame

from dti_spark import columns as c
from dti_spark.definition.dio import Case, Result, Tool
from dti_spark.definition.model import Definition
from dti_spark.tables import Table, table

Row = dict[str, object]
NAMES = (c.name_zh, c.name_en)


@table(
    "gold.dio_cells",
    grain="input and outcome",
    columns=(
        c.dio_input,
        c.dio_outcome,
        c.input_zh,
        c.input_en,
        c.outcome_zh,
        c.outcome_en,
        *NAMES,
        c.source_lines,
        c.sort_order,
    ),
    key=(c.dio_input, c.dio_outcome),
)
def dio_cells(members: DataFrame) -> DataFrame:
    """The cells of the DIO window, each with the value that the input has at the level.

    Rows: inputs times outcomes. Nulls: none. Source: report, chapter 4; conf/dio.yml.
    """
    return members


@table(
    "gold.dio_cases",
    grain="tool, case, printed result and figure in it; a tool or case without results has one row",
    columns=(
        c.tool,
        c.tool_zh,
        c.tool_en,
        c.family,
        c.family_zh,
        c.family_en,
        c.organisation,
        c.inputs,
        c.outcomes,
        c.case,
        c.case_zh,
        c.case_en,
        c.case_outcome,
        c.result_number,
        c.result_zh,
        c.is_context,
        c.result_figure,
        c.figure_value,
        c.figure_to,
        c.operator,
        c.figure_unit,
        c.source_lines,
        c.sort_order,
    ),
    key=(c.tool, c.sort_order),
    nullable=(
        c.case,
        c.case_zh,
        c.case_en,
        c.case_outcome,
        c.result_number,
        c.result_zh,
        c.is_context,
        c.result_figure,
        c.figure_value,
        c.figure_to,
        c.operator,
        c.figure_unit,
    ),
)
def dio_cases(members: DataFrame) -> DataFrame:
    """Tools and their cases with the results that the report prints.

    Rows: one per figure of a result; one per tool and per case that has no results. Units: `figure_unit`. Nulls: the
    columns of the case where the tool itself is meant; those of the result where none is printed. Lines are those of
    the result, or of the case or tool without one. Source: report, chapter 5; conf/dio.yml.
    """
    return members


EMPTY: Row = {column.name: None for column in dio_cases.nullable}
"""What stands where neither a case nor a result is told of."""
DIO_TABLES: tuple[Table[[DataFrame]], ...] = (dio_cells, dio_cases)


def rows(definition: Definition) -> dict[str, list[Row]]:
    """The rows of the tables here, by the table's name; without their sort order."""
    return {dio_cells.name: list(_cells(definition)), dio_cases.name: list(_cases(definition))}


def _cells(definition: Definition) -> Iterator[Row]:
    inputs = {each.id: each.name for each in definition.dio.inputs}
    outcomes = {each.id: each.name for each in definition.dio.outcomes}
    for cell in definition.dio.cells:
        yield {
            "dio_input": cell.input,
            "dio_outcome": cell.outcome,
            "input_zh": inputs[cell.input].zh,
            "input_en": inputs[cell.input].en,
            "outcome_zh": outcomes[cell.outcome].zh,
            "outcome_en": outcomes[cell.outcome].en,
            "name_zh": cell.name.zh,
            "name_en": cell.name.en,
            "source_lines": cell.lines,
        }


def _cases(definition: Definition) -> Iterator[Row]:
    families = {family.id: family.name for family in definition.dio.tool_families}
    outcome_of = definition.dio.outcome_of
    numbers = count(1)
    for tool in definition.dio.tools:
        of_tool: Row = {
            "tool": tool.id,
            "tool_zh": tool.name.zh,
            "tool_en": tool.name.en,
            "family": tool.family,
            "family_zh": families[tool.family].zh,
            "family_en": families[tool.family].en,
            "organisation": tool.organisation,
            "inputs": list(tool.inputs),
            # two labels of a page may mean one level
            "outcomes": list(dict.fromkeys(outcome_of[label] for label in tool.levels)),
        }
        for case, results in tool.told():
            of_case = EMPTY | of_tool | _case(tool, case, outcome_of)
            if not results:
                yield of_case
            for result in results:
                number = next(numbers)
                yield from (of_case | row for row in _figures(result, number))


def _case(tool: Tool, case: Case | None, outcome_of: dict[str, str]) -> Row:
    """What is the same for all results of a case, or of the tool itself."""
    if case is None:
        return {"source_lines": tool.lines}
    return {
        "case": case.id,
        "case_zh": case.name.zh,
        "case_en": case.name.en,
        "case_outcome": outcome_of[case.level] if case.level else None,
        "source_lines": case.lines,
    }


def _figures(result: Result, number: int) -> Iterator[Row]:
    for figure in result.figures:
        yield {
            "result_number": number,
            "result_zh": result.verbatim,
            "is_context": result.context,
            "figure": figure.name,
            "figure_value": figure.value,
            "figure_to": figure.to,
            "operator": figure.operator,
            "figure_unit": figure.unit,
            "source_lines": result.lines,
        }
