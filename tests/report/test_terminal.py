from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from rich.table import Table

from dti_spark.report.terminal import BLOCKS, drawn, printed, sparkline, told, tree

FIGURES = st.floats(min_value=-1e300, max_value=1e300)


def as_text(part: RenderableType) -> list[str]:
    console = Console(width=120, color_system=None)
    with console.capture() as captured:
        console.print(part)
    return [line.rstrip() for line in captured.get().splitlines()]


@pytest.mark.parametrize(
    ("name", "cell", "text"),
    [
        ("value", None, "-"),
        ("value", 1234.5, "1,234.500"),
        ("value", 0.25, "0.250"),
        ("share_of_nation", 0.25, "25.0%"),
        ("growth", -0.0312, "-3.1%"),
        ("rank", 1234, "1,234"),
        ("rank_change", 3, "▲3"),
        ("rank_change", -12, "▼12"),
        ("rank_change", 0, "="),
        ("rank_change", None, "-"),
        ("region", "440300", "440300"),
        ("started", datetime(2022, 4, 1, 2, 30), "2022-04-01 02:30:00"),
        ("regions", ["440000", "420000"], "440000, 420000"),
        ("table_versions", {"gold.growth": 1234, "gold.cities": 0}, "gold.growth: 1,234, gold.cities: 0"),
    ],
)
def test_a_cell_reads_as_people_write_it(name: str, cell: object, text: str) -> None:
    assert told(name, cell) == text


def test_a_table_has_a_line_for_each_row_below_its_title_and_header() -> None:
    lines = as_text(drawn("Cities", [{"name_zh": "深圳", "rank": 1}, {"name_zh": "北京", "rank": None}]))
    assert lines[0] == "Cities"
    assert "name zh" in lines[2]
    assert [line.replace("│", " ").split() for line in lines[4:6]] == [["深圳", "1"], ["北京", "-"]]


def test_numbers_stand_to_the_right_and_texts_to_the_left() -> None:
    table = drawn("", [{"region": "a", "value": 1.0, "rank": None}, {"region": "b", "value": 10.0, "rank": 2}])
    assert isinstance(table, Table)
    assert [column.justify for column in table.columns] == ["left", "right", "right"]


def test_an_outline_becomes_a_tree_of_its_depths() -> None:
    lines = as_text(tree("root", [(1, "a"), (2, "b"), (3, "c"), (2, "d"), (1, "e")]))
    assert [line.strip("│├└─ \u00a0") for line in lines] == ["root", "a", "b", "c", "d", "e"]
    assert [len(line) - 1 for line in lines] == [3, 4, 8, 12, 8, 4]


def test_results_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    printed("one", "two")
    captured = capsys.readouterr()
    assert captured.out.split() == ["one", "two"]
    assert captured.err == ""


@pytest.mark.fault(30)
def test_brackets_in_a_cell_are_text_and_no_markup() -> None:
    assert "[/127.0.0.1] [red]" in "".join(as_text(drawn("Runs", [{"error": "[/127.0.0.1] [red]"}])))


@pytest.mark.parametrize(
    ("series", "line"),
    [
        ([], ""),
        ([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], "▁▂▃▄▅▆▇█"),
        ([100.0, 93.0, 93.4], "█▁▁"),
        ([None, None, -0.5, None, 0.5], "  ▁ █"),
        ([31.9, 31.9, 31.9], "▄▄▄"),
        ([0.0], "▄"),
        ([None, None], "  "),
    ],
)
def test_a_sparkline_runs_from_the_smallest_to_the_largest_figure(series: list[float | None], line: str) -> None:
    assert sparkline(series) == line


@given(st.lists(st.none() | FIGURES, max_size=40))
def test_a_sparkline_has_a_sign_for_each_figure_and_a_space_where_none_is(series: list[float | None]) -> None:
    line = sparkline(series)
    assert len(line) == len(series)
    assert [sign == " " for sign in line] == [figure is None for figure in series]
    assert set(line) <= {*BLOCKS, " "}


@given(st.lists(FIGURES, min_size=2, max_size=40).filter(lambda series: min(series) < max(series)))
def test_a_larger_figure_never_has_a_lower_block_and_both_ends_are_reached(series: list[float]) -> None:
    heights = [BLOCKS.index(block) for block in sparkline(series)]
    by_figure = [height for _, height in sorted(zip(series, heights, strict=True))]
    assert by_figure == sorted(by_figure)
    assert (by_figure[0], by_figure[-1]) == (0, len(BLOCKS) - 1)


@given(FIGURES, st.integers(1, 40))
def test_a_series_that_does_not_change_is_a_flat_line(figure: float, length: int) -> None:
    assert len(set(sparkline([figure] * length))) == 1


@pytest.mark.parametrize("terminal", [True, False])
def test_a_trend_has_a_colour_at_a_terminal_and_nowhere_else(terminal: bool) -> None:
    console = Console(width=120, force_terminal=terminal, color_system="auto", _environ={"TERM": "xterm-256color"})
    with console.capture() as captured:
        console.print(drawn("Cities", [{"name_zh": "深圳", "trend": "▁█"}]))
    assert ("\x1b[36m▁█" in captured.get()) == terminal
    assert "▁█" in captured.get()
