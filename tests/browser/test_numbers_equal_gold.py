"""What pages say is what gold holds: read without Spark, and written as people read it by figures.py."""

from collections.abc import Callable, Sequence

import figures as f
import pytest
from browsing import Reader
from deliveries import Generated
from deltalake import DeltaTable
from duckdb import DuckDBPyConnection
from playwright.sync_api import Page

PERIODS_AND_LAYERS = [("2022Q1", "dti"), ("2021Q3", "platform"), ("2021", "application"), ("2020Q1", "infrastructure")]
RANKED = (f.count, str, f.value, f.share, f.change, f.growth, f.growth, f.count)
"""How the columns of ranked regions are written."""


def body(page: Page, table: str) -> list[list[str]]:
    """The texts of a table's cells, also of rows that are cut short on a screen."""
    rows: list[list[str]] = page.evaluate(
        """id => [...document.getElementById(id).querySelectorAll('tbody tr')].map(
            row => [...row.cells].map(cell => cell.textContent.trim()))""",
        table,
    )
    return rows


def written(rows: Sequence[Sequence[object]], how: Sequence[Callable[..., str]]) -> list[list[str]]:
    """Rows of gold as a page must show them; null as a dash."""
    return [[f.NONE if cell is None else write(cell) for write, cell in zip(how, row, strict=True)] for row in rows]


def ranked(gold: DuckDBPyConnection, region_type: str, period: str, node: str) -> Sequence[Sequence[object]]:
    """The regions of a type as the city view ranks them."""
    asked = """select r.rank, n.name_en, r.value, r.share_of_nation, r.rank_change, g.yoy, g.growth, g.growth_rank
        from rankings r join growth g using ("index", region_type, region, industry, period, node)
        join regions n using (region_type, region)
        where "index" = 'dti' and industry = 'all' and region_type = ? and period = ? and node = ?"""
    return gold.execute(asked, [region_type, period, node]).fetchall()


def told(rows: list[list[str]]) -> list[list[str]]:
    """Without columns that have nothing to say in any row, which pages leave out."""
    kept = [any(row[place] != f.NONE for row in rows) for place in range(len(rows[0]))]
    return [[cell for cell, is_kept in zip(row, kept, strict=True) if is_kept] for row in rows]


def choose(page: Page, period: str, node: str) -> None:
    page.select_option("#period", period)
    page.check(f"input[name=node][value={node}]", force=True)


def test_the_choosers_change_the_first_figures_of_the_nation_to_those_of_gold(
    reader: Reader, gold: DuckDBPyConnection
) -> None:
    page, seen = reader.open_kind("overview"), []
    asked = """select value, yoy, qoq, growth, first_10_share, cities_in_use from rankings
        join growth using ("index", region_type, region, industry, period, node)
        join concentration using ("index", region_type, region, industry, period, node)
        where "index" = 'dti' and industry = 'all' and region_type = 'nation' and period = ? and node = ?"""
    for period, node in PERIODS_AND_LAYERS:
        choose(page, period, node)
        (row,) = gold.execute(asked, [period, node]).fetchall()
        how = (f.value, f.growth, f.growth, f.growth, f.share, f.count)
        shown = [write(cell) for write, cell in zip(how, row, strict=True) if cell is not None]
        assert page.locator("main .figure-value").all_inner_texts() == shown
        state = {"lang": "en"} | ({"period": period, "node": node} if (period, node) != PERIODS_AND_LAYERS[0] else {})
        assert reader.state() == state
        seen.append(tuple(shown))
    assert len(set(seen)) == len(seen)


def test_what_every_page_knows_of_every_region_layer_and_period_is_in_gold(
    reader: Reader, gold: DuckDBPyConnection
) -> None:
    page = reader.open_kind("data")
    values, periods = page.evaluate("[dti.data.core.values, dti.data.core.periods.map(period => period.id)]")
    asked = """select region_type || '/' || region, node, period, value, rank, share_of_nation, rank_change, yoy, growth
        from rankings join growth g using ("index", region_type, region, industry, period, node)
        where "index" = 'dti' and industry = 'all' and g.level <= 1"""
    rows = gold.execute(asked).fetchall()
    assert len(rows) == sum(map(len, values.values())) * len(periods) > 10_000
    for region, node, period, *wanted in rows:
        place, told = periods.index(period), values[region][node]
        for name, figure in zip(MEASURES, wanted, strict=True):
            shown = told[name][place] if name in told else None
            assert shown == (None if figure is None else float(f"{figure:.9g}")), (region, node, period, name)


MEASURES = ("value", "rank", "share_of_nation", "rank_change", "yoy", "growth")


@pytest.mark.parametrize(("period", "node"), PERIODS_AND_LAYERS)
def test_ranked_tables_of_cities_provinces_and_clusters_are_those_of_gold(
    reader: Reader, gold: DuckDBPyConnection, period: str, node: str
) -> None:
    page = reader.open_kind("city_view", period=period, node=node)
    for region_type in ("province", "cluster"):
        found = body(page, f"{region_type}-ranks")
        assert sorted(found) == sorted(told(written(ranked(gold, region_type, period, node), RANKED)))
        assert [row[0] for row in found] == sorted((row[0] for row in found), key=int)
    found = [row[:2] + row[3:] for row in body(page, "city-ranks")]
    assert len(found) == 351
    assert sorted(found) == sorted(told(written(ranked(gold, "city", period, node), RANKED)))


def test_tiers_are_told_with_their_cities_and_their_mean(reader: Reader, gold: DuckDBPyConnection) -> None:
    page = reader.open_kind("city_view", period="2021")
    asked = """select name_en, p.cities, value, share_of_nation, value_per_city, yoy, growth from region_profiles p
        join regions using (region_type, region) where "index" = 'dti' and industry = 'all' and node = 'dti'
        and region_type = 'tier' and period = '2021' order by region"""
    how = (str, f.count, f.value, f.share, f.value, f.growth, f.growth)
    assert body(page, "tier-table") == written(gold.execute(asked).fetchall(), how)


def test_the_lorenz_curve_adds_up_the_cities_from_the_smallest(reader: Reader, gold: DuckDBPyConnection) -> None:
    page = reader.open_kind("city_view")
    page.locator("#lorenz").get_by_role("button", name="Table").click()
    found = body(page, "lorenz-table")
    asked = """select value from rankings where "index" = 'dti' and industry = 'all' and node = 'dti'
        and region_type = 'city' and period = '2022Q1' order by value"""
    values = [value for (value,) in gold.execute(asked).fetchall()]
    running = [sum(values[:count]) / sum(values) for count in range(len(values) + 1)]
    assert [row[-1] for row in found] == [f.share(each) for each in running]


def test_industries_are_told_with_size_class_and_growth(reader: Reader, gold: DuckDBPyConnection) -> None:
    page = reader.open_kind("industry_view", period="2021Q4")
    asked = """select name_en, rank_in_region, size_class, value, share_of_region, yoy, growth from industry_profiles
        join industries using (industry) where "index" = 'industry' and node = 'industry' and region_type = 'nation'
        and period = '2021Q4' and industry != 'all'"""
    how = (str, f.count, lambda size: str(size).capitalize(), f.value, f.share, f.growth, f.growth)
    found = [[row[0], row[1], row[2] if row[1] != f.NONE else f.NONE, *row[3:]] for row in body(page, "all-industries")]
    assert sorted(found) == sorted(written(gold.execute(asked).fetchall(), how))


def test_the_dio_window_of_a_province_holds_its_shares(reader: Reader, gold: DuckDBPyConnection) -> None:
    page = reader.open_kind("dio", period="2021Q2", region="province/440000")
    asked = """select name_en, sum(share_of_index) from dio_profile join dio_cells using (dio_input, dio_outcome)
        where region_type = 'province' and region = '440000' and period = '2021Q2' and "index" = 'dti' group by 1"""
    wanted = {name: f.share(part) for name, part in gold.execute(asked).fetchall()}
    names, shown = (page.locator(f"#window .dio-{part}").all_inner_texts() for part in ("name", "value"))
    assert wanted.items() <= dict(zip(names, shown, strict=True)).items()
    assert len(wanted) >= 4


def test_the_page_of_the_method_tells_how_many_records_count_and_why_others_do_not(
    reader: Reader, faulty: Generated
) -> None:
    page = reader.open_kind("method")
    verdicts = ("records", "accepted", "duplicate", "skipped", "rejected")
    files = DeltaTable(faulty.lake / "silver" / "ingested_files").to_pandas()
    sums = files.groupby("source")[list(verdicts)].sum()
    told = {tuple(row[1:-1]) for row in body(page, "quality-records")}
    assert {tuple(f.count(int(cell)) for cell in row) for row in sums.itertuples(index=False)} <= told
    assert sums["rejected"].sum() > 0
    events = DeltaTable(faulty.lake / "silver" / "events").to_pandas(columns=["verdict", "reason"]).dropna()
    reasons = sorted(f.count(int(number)) for number in events.groupby(["verdict", "reason"]).size())
    assert sorted(row[2] for row in body(page, "quality-reasons") if row[1] not in ("", f.NONE)) == reasons


def test_weights_of_the_tree_are_those_of_the_experts(reader: Reader, gold: DuckDBPyConnection) -> None:
    page = reader.open_kind("method")
    for index in ("dti", "industry"):
        asked = 'select name_en, weight from weights join nodes using ("index", node) where "index" = ?'
        weights = {name: f.share(weight) for name, weight in gold.execute(asked, [index]).fetchall()}
        told = {row[0]: row[4] for row in body(page, f"tree-{index}")}
        assert weights.items() <= told.items()
        assert len(weights) == len(told) - 1
