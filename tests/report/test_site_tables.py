"""Tables to take away: read as pandas, Polars, DuckDB and spreadsheets read them."""

import csv
import gzip
import io
import random
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from site_facts import HOSTILE, PERIODS, facts, regions

from dti_spark.report.site import tables
from dti_spark.report.site.facts import Facts

FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@now", "\tx", "\r=1", "=", "-7", "+3.5%", "1=1", "-1,234.5"]
SAFE = ["'=1+1", "'+SUM(A1)", "'-2+3", "'@now", "'\tx", "'\r=1", "=", "-7", "+3.5%", "1=1", "-1,234.5"]


def written(of: Facts, folder: Path) -> dict[str, Any]:
    return {str(entry["name"]): entry for entry in tables.tables(of, folder)}


def rows(folder: Path, entry: dict[str, Any]) -> list[dict[str, str]]:
    content = (folder / Path(entry["file"]).name).read_bytes()
    text = (gzip.decompress(content) if entry["file"].endswith(".gz") else content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def renamed(names: list[str]) -> Facts:
    cells = [{"dio_input": str(at), "dio_outcome": "x", "name_zh": name} for at, name in enumerate(names)]
    return facts(rows={"gold.dio_cells": cells})


def test_cells_that_a_spreadsheet_would_compute_begin_with_a_quote(tmp_path: Path) -> None:
    found = written(renamed(FORMULAS), tmp_path / "tables")
    assert [row["name_zh"] for row in rows(tmp_path / "tables", found["gold.dio_cells"])] == SAFE


def test_hostile_text_comes_back_as_it_was_and_numbers_stay_numbers(tmp_path: Path) -> None:
    found = written(renamed([HOSTILE, 'a,"b"\nc', "东部"]), tmp_path / "tables")
    file = tmp_path / "tables" / "dio_cells.csv"
    assert [row["name_zh"] for row in rows(tmp_path / "tables", found["gold.dio_cells"])] == [
        HOSTILE,
        'a,"b"\nc',
        "东部",
    ]
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(file)["name_zh"].to_list() == [HOSTILE, 'a,"b"\nc', "东部"]
    assert duckdb.sql(f"select dio_input, name_zh from read_csv('{file}')").fetchall()[2] == (2, "东部")
    growth = rows(tmp_path / "tables", found["gold.growth"])[0]
    assert (growth["yoy"], growth["growth"]) == ("0.5", "")


def test_large_tables_are_packed_and_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGE", 2000)
    entry = written(facts(), tmp_path / "tables")["gold.rankings"]
    file = tmp_path / "tables" / "rankings.csv.gz"
    assert entry["file"] == "data/tables/rankings.csv.gz"
    assert entry["bytes"] == file.stat().st_size
    read = [pl.read_csv(file), duckdb.sql(f"from read_csv('{file}')").pl()]
    assert [frame.columns[0] for frame in read] == ["index", "index"]
    assert [len(frame) for frame in read] == [entry["rows"]] * 2
    assert read[0]["value"].to_list() == read[1]["value"].to_list()


def test_the_rows_of_large_tables_are_those_that_their_entry_says(tmp_path: Path) -> None:
    found = written(facts(), tmp_path / "tables")
    layers = len(regions()) * len(PERIODS) * len({"dti", "infrastructure", "industry"})
    for name in ("gold.rankings", "gold.index_values", "gold.growth", "gold.contributions"):
        assert (found[name]["cut"], found[name]["rows"]) == ("all_industries_layers", layers)
        read = rows(tmp_path / "tables", found[name])
        assert len(read) == layers
        assert {row["industry"] for row in read} == {"all"}
        assert {row["level"] for row in read} == {"0", "1"}
    of_industries = rows(tmp_path / "tables", found["gold.industry_profiles"])
    assert found["gold.industry_profiles"]["cut"] == "whole_index_by_industry_above_cities"
    assert {row["level"] for row in of_industries} == {"0"}
    assert {row["region_type"] for row in of_industries} == {each["region_type"] for each in regions()} - {"city"}
    assert found["gold.regions"]["cut"] is None
    assert found["gold.regions"]["rows"] == len(regions())


def test_the_order_of_rows_in_storage_changes_nothing(tmp_path: Path) -> None:
    given = facts()
    shuffled = {name: _shuffled(table) for name, table in given.tables.items()}
    assert shuffled["gold.rankings"] != given.tables["gold.rankings"]
    written(given, tmp_path / "one")
    written(Facts(release=given.release, tables=shuffled, dictionary=given.dictionary), tmp_path / "other")
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "other" / file.name).read_bytes(), file.name


def _shuffled(table: pa.Table) -> pa.Table:
    places = list(range(table.num_rows))
    random.Random(1).shuffle(places)
    return table.take(pa.array(places, pa.int64()))


def test_lists_are_one_text_and_what_releases_do_not_hold_is_not_given(tmp_path: Path) -> None:
    formation = {"formation": "belt", "part": "coast", "regions": ["310000", "350000"]}
    found = written(facts(rows={"gold.formations": [formation]}), tmp_path / "tables")
    (row,) = rows(tmp_path / "tables", found["gold.formations"])
    assert row["regions"] == "310000;350000"
    # what single entities contribute is nobody's business
    assert "silver.indicator_values" not in found
