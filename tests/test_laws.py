"""What must hold in the gold of a lake, whatever the logs; asked of a lake made of generated ones."""

from collections import Counter

import duckdb
import pytest
from laws import some

KEY = "index, industry, period, node"


def test_the_nation_is_100_at_every_node_in_the_base_quarter(gold: duckdb.DuckDBPyConnection) -> None:
    base = "from index_values where region_type = 'nation' and period = '2020Q1' and industry = 'all'"
    assert gold.execute(f"select count(*) {base}").fetchall() == gold.execute("select count(*) from nodes").fetchall()
    assert some(gold, f"select * {base} and far(value, 100)") == []


@pytest.mark.parametrize(
    ("region_type", "region"),
    [
        ("nation", "'CN'"),
        ("economic_region", "economic_region"),
        ("province", "province_code"),
        ("cluster", "cluster"),
        ("tier", "tier"),
    ],
)
def test_cities_add_up_to_every_region(gold: duckdb.DuckDBPyConnection, region_type: str, region: str) -> None:
    broken = f"""
        with added as (
            select {KEY}, {region} as region, sum(value) as value
            from index_values join cities on region = city_code where region_type = 'city' and {region} is not null
            group by all
        ), of_type as (select * from index_values where region_type = '{region_type}')
        select * from of_type full join added using ({KEY}, region) where far(of_type.value, added.value)"""
    assert some(gold, broken) == []


def test_industries_add_up_to_their_groups_and_to_all(gold: duckdb.DuckDBPyConnection) -> None:
    key = "index, region_type, region, period, node"
    broken = f"""
        with upward as (
            select industry, 'all' as whole from industries where not is_group
            union all
            select m.industry, m.industry_group from industries m join industries g
            on m.industry_group = g.industry and g.is_group where not m.is_group
        ), added as (
            select {key}, whole as industry, sum(value) as value
            from index_values join upward using (industry) group by all
        ), wholes as (
            select v.* from index_values v join industries using (industry) where is_group and index = 'industry'
        )
        select * from wholes full join added using ({key}, industry) where far(wholes.value, added.value)"""
    assert some(gold, broken) == []
    assert gold.execute("select distinct industry from index_values where index = 'dti'").fetchall() == [("all",)]


def test_weighted_children_add_up_to_their_parent(gold: duckdb.DuckDBPyConnection) -> None:
    key = "index, region_type, region, industry, period"
    broken = f"""
        with added as (
            select {key}, parent as node, sum(weight * value) as value, sum(weight) as whole
            from index_values join weights using (index, node) group by all
        ), parents as (select * from index_values where level < 2)
        select * from parents full join added using ({key}, node)
        where far(parents.value, added.value) or far(whole, 1)"""
    assert some(gold, broken) == []


def test_a_year_is_the_sum_of_its_four_quarters_and_only_whole_years_are_there(gold: duckdb.DuckDBPyConnection) -> None:
    key = "index, region_type, region, industry, node"
    broken = f"""
        with added as (
            select {key}, period[1:4] as period, sum(value) as value from index_values where period_type = 'quarter'
            group by all having count(*) = 4
        ), years as (select * from index_values where period_type = 'year')
        select * from years full join added using ({key}, period) where far(years.value, added.value)"""
    assert some(gold, broken) == []
    years = gold.execute("select distinct period from index_values where period_type = 'year' order by 1").fetchall()
    assert years == [("2020",), ("2021",)]


def test_the_panel_is_complete(gold: duckdb.DuckDBPyConnection) -> None:
    counted = gold.execute("select index, count(*) from index_values group by index").fetchall()
    regions = 351 + 31 + 11 + 5 + 4 + 1
    [(members,)] = gold.execute("select count(*) from industries").fetchall()
    nodes = Counter(index for (index,) in gold.execute("select index from nodes").fetchall())
    [(periods,)] = gold.execute("select count(*) from periods").fetchall()
    assert periods == 9 + 2
    assert dict(counted) == {
        "dti": regions * periods * nodes["dti"],
        "industry": regions * periods * nodes["industry"] * members,
    }


def test_ranks_follow_from_values_and_shares_are_fractions_of_their_whole(gold: duckdb.DuckDBPyConnection) -> None:
    broken = f"""
        with again as (
            select *, rank() over (partition by {KEY}, region_type order by value desc) as place,
                rank() over (partition by {KEY}, cluster order by value desc) as place_in_cluster,
                rank() over (partition by {KEY}, province_code order by value desc) as place_in_province,
                sum(case region_type when 'city' then value end) over (partition by {KEY}) as nation,
                sum(value) over (partition by {KEY}, cluster) as whole
            from rankings left join cities on region_type = 'city' and region = city_code
        )
        select * from again where rank <> place
            or rank_in_cluster is distinct from case when cluster is not null then place_in_cluster end
            or rank_in_province is distinct from case when province_code is not null then place_in_province end
            or (nation > 0 and far(share_of_nation, value / nation)) or (nation = 0 and share_of_nation is not null)
            or (cluster is not null and whole > 0 and far(share_of_cluster, value / whole))
            or ((cluster is null or whole = 0) and share_of_cluster is not null)
            or not coalesce(share_of_nation between 0 and 1 + 1e-9, true)
            or not coalesce(share_of_cluster between 0 and 1 + 1e-9, true)"""
    assert some(gold, broken) == []


@pytest.mark.parametrize(
    ("ranked", "figure", "rank"),
    [("rankings", "value", "rank"), ("growth", "growth", "growth_rank"), ("growth", "yoy", "yoy_rank")],
)
def test_regions_that_differ_by_rounding_alone_share_a_rank(
    gold: duckdb.DuckDBPyConnection, ranked: str, figure: str, rank: str
) -> None:
    neighbours = f"window peers as (partition by {KEY}, region_type order by {rank}, region)"
    query = f"""
        with told as (
            select *, lag({figure}) over peers as {figure}_above, lag({rank}) over peers as {rank}_above from {ranked}
            where {figure} <> 0 {neighbours}
        )
        select * from told where abs({figure} - {figure}_above) <= 1e-13 * abs({figure})"""
    assert some(gold, f"{query} and {rank} <> {rank}_above") == []
    assert len(some(gold, f"{query} and {rank} = {rank}_above")) == 10


def test_rank_change_compares_with_the_last_full_year(gold: duckdb.DuckDBPyConnection) -> None:
    broken = """
        select * from rankings now left join rankings before
        on before.period = cast(cast(now.period[1:4] as int) - 1 as varchar) and now.index = before.index
            and now.region_type = before.region_type and now.region = before.region and now.industry = before.industry
            and now.node = before.node
        where now.rank_change is distinct from before.rank - now.rank"""
    assert some(gold, broken) == []
    assert some(gold, "select * from rankings where period < '2021' and rank_change is not null") == []


def test_growth_is_the_mean_of_the_last_two_rates_of_a_year(gold: duckdb.DuckDBPyConnection) -> None:
    series = "partition by index, region_type, region, industry, node, period_type order by period"
    year = "case period_type when 'year' then 1 else 4 end"
    broken = f"""
        with told as (
            select *, case period_type when 'quarter' then lag(value) over ({series}) end as last_quarter,
                lag(value, {year}) over ({series}) as last_year, lag(yoy, {year}) over ({series}) as yoy_before
            from growth join index_values using (index, region_type, region, industry, period, node, period_type)
        )
        select * from told where abs(1 + qoq - value / nullif(last_quarter, 0)) > 1e-9 * (1 + qoq)
            or abs(1 + yoy - value / nullif(last_year, 0)) > 1e-9 * (1 + yoy)
            or abs(growth - (yoy + yoy_before) / 2) > 1e-9 * (2 + abs(growth))
            or (qoq is null) <> (coalesce(last_quarter, 0) = 0) or (yoy is null) <> (coalesce(last_year, 0) = 0)
            or (growth is null) <> (yoy + yoy_before is null) or (growth is null) <> (growth_rank is null)"""
    assert some(gold, broken) == []
    [(known,)] = gold.execute("select count(*) from growth where growth is not null").fetchall()
    assert known > 1000
