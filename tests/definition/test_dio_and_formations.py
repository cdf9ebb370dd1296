"""What the report counts and names, found again in the shipped DIO window and formations, and in their tables."""

import csv
import re
from collections import Counter
from typing import Any

import pytest
from raw_logs import CONF

from dti_spark.definition import dimensions
from dti_spark.definition.dio import Result
from dti_spark.definition.dio_tables import dio_cases, dio_cells
from dti_spark.definition.formation_table import formations
from dti_spark.definition.model import Definition
from dti_spark.tables import Table

TABLES = (dio_cells, dio_cases, formations)
SUMMARIES = {
    "summary_manufacturing_coastal_yangtze": "smart_industry_belt",
    "summary_culture_growth": "digital_culture_area",
    "summary_ecommerce_home_base": "digital_commerce_area",
    "summary_industry_tools_west": "eastern_data_western_computing_area",
    "summary_finance_typical": "inclusive_finance_area",
    "summary_retail_net": "smart_retail_belt",
}
WORDED = {"包含90万机械的千亿数据", "2021工业互联网推动数字化创新领先县第三名"}
"""Results that print a number in words beside one in digits."""


@pytest.fixture(scope="module")
def members(definition: Definition) -> dict[str, list[dict[str, Any]]]:
    return dimensions.members(definition, ["2020Q1", "2020Q2"])


def results(definition: Definition) -> list[Result]:
    return [result for tool in definition.dio.tools for _, some in tool.told() for result in some]


def ends(lines: str) -> list[int]:
    return [int(end) for span in lines.split(";") for end in span.split("-")]


def test_the_window_has_what_the_report_counts(definition: Definition) -> None:
    window = definition.dio
    assert [len(each.sub_kinds) for each in window.inputs] == [3, 3]
    assert [outcome.id for outcome in window.outcomes] == ["enterprise", "industry", "society"]
    assert len(window.cells) == 6
    assert (len(window.scenes), len(window.practices), len(window.values)) == (4, 4, 3)
    assert (len(window.tool_families), len(window.tools)) == (9, 13)
    assert {tool.family for tool in window.tools} == {family.id for family in window.tool_families}
    assert sum(len(tool.cases) for tool in window.tools) == 25
    assert len(results(definition)) == 55


def test_tools_cases_and_results_stand_on_lines_of_chapter_5(definition: Definition) -> None:
    tools = definition.dio.tools
    places = [*(tool.lines for tool in tools), *(case.lines for tool in tools for case in tool.cases)]
    lines = [ends(place) for place in [*places, *(result.lines for result in results(definition))]]
    assert len(lines) == 13 + 25 + 55
    for place in lines:
        assert place == sorted(place)
        assert 1486 <= place[0] <= place[-1] <= 3001, place


def test_numbers_of_a_result_are_among_those_that_it_prints(definition: Definition) -> None:
    scales = {"": 1, "百": 100, "万": 10**4, "w": 10**4, "千万": 10**7, "亿": 10**8, "天": 24}
    checked = 0
    for result in results(definition):
        printed = {
            float(digits) * scale
            for digits, unit in re.findall(r"(\d+(?:\.\d+)?)(千万|[万w亿天])?", result.verbatim)
            for scale in (1, scales[unit])
        }
        numbers = {number for figure in result.figures for number in (figure.value, figure.to) if number is not None}
        assert not printed or numbers <= printed or result.verbatim in WORDED, (printed, numbers)
        checked += len(printed & numbers)
    assert checked > 40


def test_every_indicator_has_one_cell_and_every_cell_an_indicator(definition: Definition) -> None:
    places = definition.dio.indicators
    assert sorted(p.indicator for p in places) == sorted(indicator.id for indicator in definition.index.indicators)
    assert {(p.input, p.outcome) for p in places} == {(cell.input, cell.outcome) for cell in definition.dio.cells}
    assert {p.basis for p in places} == {"reconstructed"}


def test_there_are_four_areas_two_belts_and_one_line(definition: Definition) -> None:
    kinds = {row.formation: row.kind for row in definition.formations}
    assert Counter(kinds.values()) == {"area": 4, "belt": 2, "line": 1}
    assert len({row.industry for row in definition.formations}) == 7


@pytest.mark.parametrize(("claim", "formation"), SUMMARIES.items())
def test_provinces_of_a_summary_belong_to_its_formation(claim: str, formation: str, definition: Definition) -> None:
    names = {province.name_zh: province.province_code for province in definition.provinces}
    with (CONF / "published" / "claims.csv").open(encoding="utf-8", newline="") as file:
        (subject,) = (row["subject"] for row in csv.DictReader(file) if row["claim_id"] == claim)
    claimed = {names[name] for name in subject.split(";")}
    assert len(claimed) >= 2
    assert claimed <= {row.region for row in definition.formations if row.formation == formation}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_meet_their_contract(table: Table[Any], members: dict[str, list[dict[str, Any]]]) -> None:
    rows = members[table.name]
    assert rows
    for row in rows:
        assert {column.name for column in table.columns} <= row.keys()
        assert not [c.name for c in table.columns if row[c.name] is None and c not in table.nullable], row
    assert len({tuple(row[column.name] for column in table.key) for row in rows}) == len(rows)


def test_the_table_of_cases_loses_no_tool_case_result_or_figure(
    definition: Definition, members: dict[str, list[dict[str, Any]]]
) -> None:
    rows = members["gold.dio_cases"]
    assert {row["tool"] for row in rows} == {tool.id for tool in definition.dio.tools}
    assert len({row["case"] for row in rows} - {None}) == 25
    assert {row["result_number"] for row in rows} - {None} == set(range(1, 56))
    figures = [(row["result_number"], row["figure"]) for row in rows if row["figure"]]
    assert len(figures) == len(set(figures)) == sum(len(result.figures) for result in results(definition))
    bare = [row for row in rows if row["result_number"] is None]
    assert {(row["tool"], row["case"]) for row in bare} >= {("remote_meetings", None), ("remote_meetings", "moka")}
    assert all(row["figure_value"] is row["result_zh"] is row["operator"] is None for row in bare)


def test_a_range_a_bound_and_words_read_as_the_report_prints_them(members: dict[str, list[dict[str, Any]]]) -> None:
    rows = {row["figure"]: row for row in members["gold.dio_cases"]}
    cost, pass_rate = rows["process_cost_down"], rows["pass_rate_up"]
    assert (cost["figure_value"], cost["figure_to"], cost["figure_unit"]) == (15, 20, "percent")
    assert (pass_rate["figure_value"], pass_rate["figure_to"], pass_rate["operator"]) == (3, 5, "=")
    assert (rows["deployment_time_before"]["figure_value"], rows["deployment_time_after"]["operator"]) == (168, "<=")
    assert (rows["cost_saved_per_year"]["figure_value"], rows["cost_saved_per_year"]["result_zh"]) == (
        None,
        "每年节约成本数千万",
    )
    assert [name for name, row in rows.items() if row["is_context"]] == [
        *("countries", "machines", "data_points", "migrants_across_provinces")
    ]


def test_levels_of_a_tool_are_outcomes_and_two_words_may_mean_one(members: dict[str, list[dict[str, Any]]]) -> None:
    outcomes = {row["tool"]: row["outcomes"] for row in members["gold.dio_cases"]}
    assert outcomes["remote_meetings"] == ["enterprise", "industry"]
    assert outcomes["ai_youth_education"] == ["society"]
    of_cases = {row["case"]: row["case_outcome"] for row in members["gold.dio_cases"]}
    assert (of_cases["moka"], of_cases["zhangjiagang"], of_cases["shanghai_arbitration"]) == (
        "industry",
        "industry",
        None,
    )


def test_areas_and_belts_have_a_whole_and_the_line_has_two_sides(members: dict[str, list[dict[str, Any]]]) -> None:
    parts: dict[str, dict[str, dict[str, Any]]] = {}
    for row in members["gold.formations"]:
        parts.setdefault(row["formation"], {})[row["part"]] = row
    line = parts.pop("smart_healthcare_line")
    assert {part: row["regions"] for part, row in line.items()} == {
        "southeast": ["southeast"],
        "northwest": ["northwest"],
    }
    for of_one in parts.values():
        whole = of_one.pop("whole")
        assert len(whole["regions"]) == len(set(whole["regions"]))
        assert set(whole["regions"]) == {region for row in of_one.values() for region in row["regions"]}
        assert whole["basis"] == "computed"
    retail = parts["smart_retail_belt"]
    assert "340000" in retail["yangtze"]["regions"]
    assert (retail["yangtze"]["basis"], retail["east"]["basis"]) == ("printed", "reconstructed")
