"""What an export holds: the values of the release in every format, with the names that were asked for."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet
from small_release import BY_NAME, FORMULA, made

from dti_spark.errors import StorageError, UsageError
from dti_spark.lake.opened import Opened, opened
from dti_spark.pipeline import export as exporting
from dti_spark.pipeline.export import Exported, asked, export
from dti_spark.report.export import columnar, workbook

RANKINGS = 10


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return opened(made(tmp_path_factory.mktemp("lake")), None, None)


def exported(release: Opened, table: str, out: Path, kind: str, headers: str = "code", **where: list[str]) -> Exported:
    return export(release, asked(table, out=str(out), format=kind, headers=headers, where=where))


def of_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def of_sheet(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def whole(release: Opened, name: str) -> pa.Table:
    return release.read(BY_NAME[name], columns=None, where={})


@pytest.mark.parametrize("name", ["gold.rankings", "gold.industry_profiles", "gold.dio_cases", "gold.formations"])
def test_parquet_has_the_values_and_types_of_the_release_and_says_what_they_mean(
    release: Opened, tmp_path: Path, name: str
) -> None:
    exported(release, name, tmp_path / "a.parquet", "parquet")
    read = parquet.read_table(tmp_path / "a.parquet")
    assert read.cast(whole(release, name).schema).equals(whole(release, name))
    assert [field.type for field in read.schema] == [field.type for field in whole(release, name).schema]
    assert read.schema.metadata[b"release"] == b"0001"
    for column in BY_NAME[name].columns:
        said = read.schema.field(column.name).metadata
        assert said[b"comment"].decode() == column.comment
        assert said.get(b"unit", b"").decode() == column.unit
        assert said.get(b"additive_over") == (None if column.adds is None else (column.adds or "nothing").encode())


def test_csv_has_a_mark_for_excel_joins_lists_and_leaves_nulls_empty(release: Opened, tmp_path: Path) -> None:
    exported(release, "gold.rankings", tmp_path / "a.csv", "csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = of_csv(tmp_path / "a.csv")
    assert [float(row["value"]) for row in rows] == whole(release, "gold.rankings")["value"].to_pylist()
    assert [row["rank_change"] for row in rows] == ["-2"] + [""] * (RANKINGS - 1)
    exported(release, "industry_profiles", tmp_path / "b.csv", "csv")
    assert [row["double_high"] for row in of_csv(tmp_path / "b.csv")] == ["true", ""]
    exported(release, "formations", tmp_path / "c.csv", "csv")
    assert of_csv(tmp_path / "c.csv")[0]["regions"] == "310000;350000"
    exported(release, "indicator_values", tmp_path / "d.csv", "csv")
    assert [row["value"] for row in of_csv(tmp_path / "d.csv")] == ["1234567890123456789.654321", "12.500000"]


def test_a_spreadsheet_computes_nothing(release: Opened, tmp_path: Path) -> None:
    exported(release, "dio_cases", tmp_path / "a.csv", "csv")
    rows = of_csv(tmp_path / "a.csv")
    assert [row["tool_zh"] for row in rows] == [f"'{FORMULA}", '甲,"乙"\n丙']
    assert [row["tool_en"] for row in rows] == ["http://example.org", "-7"]
    exported(release, "dio_cases", tmp_path / "a.xlsx", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["dio_cases"]
    cells = {cell.value: cell for row in sheet.iter_rows(min_row=2) for cell in row}
    assert (cells[FORMULA].data_type, cells[FORMULA].hyperlink) == ("s", None)
    assert (cells["http://example.org"].data_type, cells["http://example.org"].hyperlink) == ("s", None)
    assert cells["-7"].data_type == "s"
    assert {"x;y", '甲,"乙"\n丙', True, 0.1, 5} <= set(cells)


def test_a_workbook_keeps_digits_that_matter_and_has_the_dictionary(release: Opened, tmp_path: Path) -> None:
    exported(release, "rankings", tmp_path / "a.xlsx", "xlsx", headers="both")
    header, *rows = of_sheet(tmp_path / "a.xlsx", "rankings")
    assert header[:2] == ("指数 Index", "地区类型 Region type")
    for row, wanted in zip(rows, whole(release, "gold.rankings").to_pylist(), strict=True):
        # Excel itself keeps 15 digits of a number
        assert row == tuple(
            pytest.approx(cell, rel=1e-15) if isinstance(cell, float) else cell for cell in wanted.values()
        )
    told = of_sheet(tmp_path / "a.xlsx", "dictionary")
    assert [row[0] for row in told[1:]] == [column.name for column in BY_NAME["gold.rankings"].columns]
    exported(release, "indicator_values", tmp_path / "b.xlsx", "xlsx")
    header, *rows = of_sheet(tmp_path / "b.xlsx", "indicator_values")
    assert [row[header.index("value")] for row in rows] == ["1234567890123456789.654321", 12.5]
    assert [row[header.index("events")] for row in rows] == [3, str(2**60)]
    assert [Decimal(str(row[header.index("largest")])) for row in rows] == [Decimal("0.000001"), 0]


@pytest.mark.parametrize(
    ("headers", "first"),
    [("code", "region_type"), ("zh", "地区类型"), ("en", "Region type"), ("both", "地区类型 Region type")],
)
def test_headers_are_those_that_were_asked_for_and_the_dictionary_explains_them(
    release: Opened, tmp_path: Path, headers: str, first: str
) -> None:
    exported(release, "rankings", tmp_path / "a.csv", "csv", headers=headers)
    exported(release, "rankings", tmp_path / "a.parquet", "parquet", headers=headers)
    names = list(of_csv(tmp_path / "a.csv")[0])
    assert names[1] == first
    assert parquet.read_schema(tmp_path / "a.parquet").names == names
    told = of_csv(tmp_path / "a.csv.dictionary.csv")
    assert [row["header"] for row in told] == names
    for row, column in zip(told, BY_NAME["gold.rankings"].columns, strict=True):
        assert (row["column"], row["meaning"], row["unit"]) == (column.name, column.meaning, column.unit)
        assert row["additive over"] == ("" if column.adds is None else column.adds or "nothing")


def test_rows_are_chosen_by_values_of_the_columns_type_and_null(release: Opened, tmp_path: Path) -> None:
    def regions(**where: list[str]) -> list[tuple[str, str]]:
        done = exported(release, "rankings", tmp_path / "a.csv", "csv", **where)
        rows = of_csv(tmp_path / "a.csv") if done.rows else []
        assert done.rows == len(rows)
        return [(row["region"], row["period"]) for row in rows]

    assert regions(region=["440300"], period=["2021Q3"]) == [("440300", "2021Q3")]
    assert regions(region=["440300", "CN"], period=["2020"]) == [("CN", "2020"), ("440300", "2020")]
    assert regions(rank=["2"]) == [("东部", "2020")]
    assert len(regions(rank_change=[""])) == RANKINGS - 1
    assert regions(region=["nowhere"]) == []
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").startswith('"index","region_type"')


@pytest.mark.parametrize(
    ("table", "where", "sentence"),
    [
        ("ranking", {}, "release 0001 holds no table ranking; it holds regions, cities, industries"),
        ("gold.releases", {}, "release 0001 holds no table gold.releases; it holds regions"),
        ("growth", {}, "release 0001 holds no table growth; it holds regions"),
        ("rankings", {"city": ["x"]}, r"gold\.rankings has no column city; it has index, region_type"),
        ("rankings", {"rank": ["first"]}, "--where rank=first: first is no int32"),
        ("rankings", {"rank": ["1", ""]}, "--where rank: ask for null, or for values, not for both"),
        ("formations", {"regions": ["310000"]}, "--where regions: the column holds lists"),
    ],
)
def test_what_the_release_does_not_hold_is_told_in_a_sentence(
    release: Opened, tmp_path: Path, table: str, where: dict[str, list[str]], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        exported(release, table, tmp_path / "a.csv", "csv", **where)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused(
    release: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "ROWS", RANKINGS + 1)
    exported(release, "rankings", tmp_path / "a.xlsx", "xlsx")
    monkeypatch.setattr(workbook, "ROWS", RANKINGS)
    with pytest.raises(
        UsageError, match=r"gold\.rankings has 10 rows .* a sheet holds 9 .*; take --format csv or parq"
    ):
        exported(release, "rankings", tmp_path / "b.xlsx", "xlsx")
    assert not (tmp_path / "b.xlsx").exists()


def test_a_text_that_is_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    long = made(tmp_path / "lake", {"gold.dio_cases": [{"tool": "x" * 32_768}]})
    with pytest.raises(UsageError, match="a cell of Excel holds 32,767 characters, one here has 32,768"):
        exported(opened(long, None, None), "dio_cases", tmp_path / "a.xlsx", "xlsx")
    assert [file.name for file in tmp_path.iterdir()] == ["lake"]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "sdmx-csv"])
def test_a_failure_leaves_nothing_and_what_was_there_as_it_was(
    release: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    out = tmp_path / "a"
    out.write_text("as it was")
    torn = made(tmp_path.with_name(f"{tmp_path.name}-torn"))
    there = opened(torn, None, None)
    next(torn.rglob("rankings/period=2021Q3/*.parquet")).write_bytes(b"PAR1 torn PAR1")
    with pytest.raises(StorageError, match=r"gold\.rankings of release 0001 could not be read"):
        exported(there, "rankings", out, kind)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting.described, "write", full)
    with pytest.raises(StorageError, match=f"writing {out}: No space left on device"):
        exported(release, "rankings", out, kind)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a", "as it was")]


def test_rows_that_break_off_leave_nothing(release: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> None:
        Path(str(given[-1])).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(columnar, "write", broken)
    with pytest.raises(KeyboardInterrupt):
        exported(release, "rankings", tmp_path / "a.parquet", "parquet")
    assert list(tmp_path.iterdir()) == []


def test_an_older_release_is_exported_by_its_name_and_a_file_is_replaced(tmp_path: Path) -> None:
    lake = made(tmp_path / "lake")
    made(lake, {"gold.tiers": [{"tier": "1"}]}, release="0002")
    first = exported(opened(lake, "0001", None), "rankings", tmp_path / "a.csv", "csv")
    assert (first.release, first.rows) == ("0001", RANKINGS)
    second = exported(opened(lake, None, None), "tiers", tmp_path / "a.csv", "csv")
    assert (second.release, [file.name for file in second.files]) == ("0002", ["a.csv", "a.csv.dictionary.csv"])
    assert [row["tier"] for row in of_csv(tmp_path / "a.csv")] == ["1"]
    with pytest.raises(UsageError, match="release 0002 holds no table rankings; it holds tiers"):
        exported(opened(lake, None, None), "rankings", tmp_path / "b.csv", "csv")
