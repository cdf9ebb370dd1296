"""Data files: numbers, texts, and what no page may take for markup."""

import json
import math
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from site_facts import HOSTILE

from dti_spark.report.site import script
from dti_spark.report.site.series import Panel


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1 / 3, "0.333333333"),
        (2 / 3 * 1e-7, "6.66666667e-08"),
        (123456.123456789, "123456.123"),
        (99.99999999999, "100"),
        (-0.0, "0"),
        (1e300, "1e+300"),
        (Decimal("1234567.500000"), "1234567.5"),
        (math.nan, "null"),
        (math.inf, "null"),
        (-math.inf, "null"),
        (None, "null"),
    ],
)
def test_numbers_have_nine_digits_and_what_is_none_is_null(value: float | Decimal | None, written: str) -> None:
    assert script.text(script.number(value)) == written


def test_cells_of_tables_become_what_json_knows() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert script.plain([1, True, None, "a", at]) == [1, True, None, "a", "2026-01-02T03:04:05Z"]
    assert script.plain({"a": Decimal("0.5")}) == {"a": 0.5}


def test_a_hostile_text_stays_a_text(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "core.js"
    script.write(file, "core", {HOSTILE: [HOSTILE, "\u2029<!--"]})
    written = file.read_text(encoding="utf-8")
    assert not {"<", "\u2028", "\u2029"} & {*written}
    assert written.startswith('dti.put("core",{')
    assert json.loads(written.removeprefix('dti.put("core",').removesuffix(");\n")) == {
        HOSTILE: [HOSTILE, "\u2029<!--"]
    }
    assert script.read(file, "core") == {HOSTILE: [HOSTILE, "\u2029<!--"]}


def test_no_number_that_is_none_gets_through(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Out of range"):
        script.write(tmp_path / "core.js", "core", math.nan)


def test_a_script_of_others_is_no_data_file(tmp_path: Path) -> None:
    (tmp_path / "releases.js").write_text("alert(1);\n")
    with pytest.raises(ValueError, match="is not a data file releases"):
        script.read(tmp_path / "releases.js", "releases")


def panel(**only: object) -> Panel:
    rows = [
        {"kind": "city", "region": "b", "period": "2020Q2", "value": 2.0, "share": None},
        {"kind": "city", "region": "b", "period": "2020Q1", "value": 1.0, "share": None},
        {"kind": "city", "region": "a", "period": "2020Q2", "value": math.nan, "share": 0.5},
        {"kind": "tier", "region": "a", "period": "2020Q1", "value": 9.0, "share": 0.5},
        {"kind": "city", "region": "a", "period": "1999Q1", "value": 7.0, "share": 0.5},
    ]
    return Panel(pa.Table.from_pylist(rows), ["2020Q1", "2020Q2"], **only)


def test_series_follow_the_order_of_periods_and_are_null_where_a_period_has_no_row() -> None:
    cities = panel(kind="city")
    found = cities.rows(("kind",), "region")
    assert list(found) == [("city",)]
    assert list(found["city",]) == ["a", "b"]
    assert cities.each(found["city",], ("value", "share")) == {"a": {"share": [None, 0.5]}, "b": {"value": [1, 2]}}


def test_without_rows_there_is_no_series() -> None:
    assert panel().series(None, ("value",)) == {}
    assert panel(kind="nation").rows(("kind",), "region") == {}
    assert panel().rows((), "kind")[()].keys() == {"city", "tier"}
