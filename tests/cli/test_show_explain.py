from decimal import Decimal
from math import isclose

import pytest
from command_line import Dti
from small_index import Place

from dti_spark.pipeline import ask


def test_show_gives_the_largest_cities_of_the_latest_quarter(spark_dti: Dti, there: Place) -> None:
    words = ("show", "rankings", "--lake", there.root / "lake", "--conf", there.conf)
    found = spark_dti(*words, "--json").json
    cities = there.rows("gold.rankings", region_type="city", period="2020Q2", index="dti", node="dti")
    whole = sorted(cities, key=lambda row: (row["rank"], row["region"]))
    assert [row["value"] for row in found] == [row["value"] for row in whole[:10]]
    assert (found[0]["region"], found[0]["name_zh"]) == ("440300", "深圳")
    drawn = spark_dti(*words)
    assert drawn.code == 0
    assert "深圳" in drawn.out
    assert "深圳" not in drawn.err
    assert "starting Spark" in drawn.err


@pytest.mark.parametrize("table", ["rankings", "index_values", "growth", "region_profiles", "industry_profiles"])
def test_show_draws_the_trend_of_every_row_up_to_its_quarter(
    spark_dti: Dti, there: Place, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    words = ("show", table, "--lake", there.root / "lake", "--conf", there.conf, "--top", "40")
    shown = spark_dti(*words, "--json").json
    assert all("trend" not in row for row in shown)
    lines = [line.split("│") for line in spark_dti(*words).out.splitlines() if line.startswith("│")]
    assert len(lines) == len(shown) > 1
    index = "industry" if table == "industry_profiles" else "dti"
    whole = {"industry": "all"} | {"region_type": "nation" if index == "industry" else "city"}
    whole |= {"region_type": "cluster"} if table == "region_profiles" else {}
    for row, line in zip(shown, lines, strict=True):
        of = {name: row.get(name, whole.get(name)) for name in ("region_type", "region", "industry")}
        rows = there.rows(f"gold.{table}", index=index, node=index, **of)
        series = {each["period"]: each.get("value") for each in rows}
        before, after = series["2020Q1"], series["2020Q2"]
        drawn = "  " if before is None else "▄▄" if before == after else "▁█" if before < after else "█▁"
        assert line[-2] == f" {drawn}    ", row
    earlier = spark_dti(*words[:-1], "1", "--where", "period=2020Q1").out
    (line,) = (line for line in earlier.splitlines() if line.startswith("│"))
    assert line.split("│")[-2].rstrip() == ("" if table == "growth" else " ▄")


def test_a_table_without_series_has_no_trend(spark_dti: Dti, there: Place) -> None:
    assert "trend" not in spark_dti("show", "regions", "--lake", there.root / "lake", "--conf", there.conf).out


def test_show_keeps_to_what_where_asks_for(spark_dti: Dti, there: Place) -> None:
    words = ("show", "rankings", "--lake", there.root / "lake", "--conf", there.conf, "--json", "--top", "3")
    where = ("--where", "region_type=province", "--where", "period=2020Q1", "--where", "index=industry")
    found = spark_dti(*words, *where).json
    assert [(row["rank"], row["level"]) for row in found] == [(1, 0), (2, 0), (3, 0)]
    keys = {"region_type": "province", "period": "2020Q1", "index": "industry", "node": "industry", "industry": "all"}
    values = [row["value"] for row in there.rows("gold.rankings", **keys)]
    assert [row["value"] for row in found] == sorted(values, reverse=True)[:3]
    nothing = spark_dti(*words[:-3], "--where", "period=1999Q1")
    assert nothing.out == "rankings: no rows\n"


def test_show_finds_a_value_in_a_list_and_draws_lists(spark_dti: Dti, there: Place) -> None:
    words = ("show", "formations", "--lake", there.root / "lake", "--conf", there.conf, "--where", "regions=310000")
    found = spark_dti(*words, "--json").json
    named = [row for row in there.rows("gold.formations") if "310000" in row["regions"]]
    assert [(row["formation"], row["part"]) for row in found] == [
        (row["formation"], row["part"]) for row in sorted(named, key=lambda row: row["sort_order"])
    ]
    assert {row["formation"] for row in found} == {"smart_industry_belt", "digital_commerce_area"}
    assert all("310000" in row["regions"] for row in found)
    assert "310000, 350000" in spark_dti(*words).out


@pytest.mark.parametrize("table", sorted(set(ask.TABLES) - {"published_check"}))
def test_every_table_that_show_names_can_be_shown(spark_dti: Dti, there: Place, table: str) -> None:
    said = spark_dti("show", table, "--lake", there.root / "lake", "--conf", there.conf, "--json", "--top", "1")
    assert said.code == 0
    assert len(said.json) == (0 if table == "rejected_records" else 1)


@pytest.mark.parametrize(("city", "index"), [("深圳", "dti"), ("440300", "dti"), ("Shenzhen", "industry")])
def test_explain_takes_a_value_apart_so_that_it_can_be_computed_again(
    spark_dti: Dti, there: Place, city: str, index: str
) -> None:
    words = ("explain", city, "2020Q2", "--lake", there.root / "lake", "--conf", there.conf, "--index", index)
    nodes = {row["node"]: row for row in spark_dti(*words, "--json").json}
    leaves = [row for row in nodes.values() if row["total"] is not None]
    assert len(leaves) == (9 if index == "dti" else 3)
    assert sum(row["events"] or 0 for row in leaves) > 10
    for row in leaves:
        assert isclose(row["value"], 100 * float(Decimal(row["raw"] or 0) / Decimal(row["total"])), rel_tol=1e-12)
    for parent in {row["parent"] for row in nodes.values()} - {None}:
        children = [row for row in nodes.values() if row["parent"] == parent]
        assert isclose(sum(row["weight"] for row in children), 1.0, rel_tol=1e-12)
        assert isclose(sum(r["weight"] * r["value"] for r in children), nodes[parent]["value"], rel_tol=1e-12)
    told = spark_dti(*words).out
    assert f"深圳 (440300), {index}, 2020Q2" in told
    assert all(node in told for node in nodes)
    assert f"{nodes[index]['value']:.4f} points" in told


def test_changes_draws_the_parts_of_a_change_and_gives_them_as_json(spark_dti: Dti, there: Place) -> None:
    words = ("changes", "2020Q1", "2020Q2", "--lake", there.root / "lake", "--conf", there.conf)
    whole, *layers = spark_dti(*words, "--json").json
    assert whole["part"] == "whole"
    assert {row["part"] for row in layers} == {"infrastructure", "platform", "application"}
    assert sum(row["points"] for row in layers) == whole["points"]
    drawn = spark_dti(*words, "--by", "city", "--region-type", "province", "--region", "440000", "--node", "platform")
    assert "440300" in drawn.out
    wrong = spark_dti(*words, "--by", "moon")
    assert wrong.code == 2
    assert "dti nation CN all dti is not made of parts by moon; a split is by layer, indicator, " in wrong.err
