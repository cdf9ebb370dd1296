"""What must hold in the views, whatever the logs: they agree with each other and with what they are made from."""

import duckdb
from laws import some

INDEX_KEY = "index, region_type, region, industry, period, node"


def test_measures_of_concentration_lie_within_their_bounds(gold: duckdb.DuckDBPyConnection) -> None:
    shares = ("first_share", "first_2_share", "first_10_share", "ranks_2_10_share", "ranks_3_10_share")
    bounds = {
        **dict.fromkeys(shares, ("0", "1")),
        "hhi": ("1 / cities", "1"),
        "gini": ("0", "1 - 1 / cities"),
        "cv": ("0", "sqrt(cities - 1)"),
        "theil": ("0", "ln(cities)"),
        "theil_within_provinces": ("0", "theil"),
        "theil_between_provinces": ("0", "theil"),
        "theil_between_economic_regions": ("0", "theil_between_provinces"),
        "cities_in_use": ("0", "cities"),
        "smallest_of_cities": ("0", "value_per_city"),
        "value_per_city": ("smallest_of_cities", "largest_of_cities"),
    }
    for name, (least, most) in bounds.items():
        assert (
            some(gold, f"select * from concentration where not {name} between {least} - 1e-9 and {most} + 1e-9") == []
        )
    parts = "theil_within_provinces + theil_between_provinces"
    assert some(gold, f"select * from concentration where abs({parts} - theil) > 1e-9") == []
    told = f"""
        select * from concentration join index_values using ({INDEX_KEY})
        where (value = 0) <> (hhi is null) or (value = 0) <> (first_share is null)"""
    assert some(gold, told) == []


def test_the_first_city_of_a_cluster_has_the_largest_share_of_it(gold: duckdb.DuckDBPyConnection) -> None:
    broken = """
        with first as (
            select index, cluster as region, industry, period, node, max(share_of_cluster) as largest
            from rankings join cities on region = city_code where region_type = 'city' and cluster is not null
            group by all
        )
        select * from concentration c full join first using (index, region, industry, period, node)
        where coalesce(c.region_type, 'cluster') = 'cluster'
            and (far(first_share, largest) and not (first_share is null and largest is null))"""
    assert some(gold, broken) == []


def test_shares_of_industries_add_up_to_1_and_specialisation_is_relative_to_the_nation(
    gold: duckdb.DuckDBPyConnection,
) -> None:
    here = "index, region_type, region, period, node"
    told = "select p.* from industry_profiles p join industries i using (industry)"
    whole = f"select {here} from ({{}}) group by all having abs(sum(share_of_region) - 1) > 1e-9"
    assert some(gold, whole.format(f"{told} where not i.is_group")) == []
    assert some(gold, whole.format("select * from industry_profiles where rank_in_region is not null")) == []
    nation = "select * from industry_profiles where region_type = 'nation' and share_of_region > 0"
    assert some(gold, f"{nation} and far(location_quotient, 1)") == []
    mean = """
        select p.index, p.industry, p.period, p.node, sum(location_quotient * v.value) / sum(v.value) as mean
        from industry_profiles p join index_values v using (index, region_type, region, period, node)
        where v.industry = 'all' and region_type = 'province' and location_quotient is not null group by all"""
    assert some(gold, f"select * from ({mean}) where far(mean, 1)") == []
    assert len(some(gold, mean)) == 10


def test_industries_are_ranked_and_classed_as_defined(gold: duckdb.DuckDBPyConnection) -> None:
    here = "index, region_type, region, period, node"
    again = f"""
        select *, rank() over (partition by {here} order by round(share_of_region, 12) desc) as place,
            value / nullif(avg(value) over (partition by {here}), 0) as times_mean
        from industry_profiles where rank_in_region is not null"""
    broken = f"""
        select * from ({again}) where place <> rank_in_region
            or (abs(times_mean - 1) > 1e-9 and abs(times_mean - 2) > 1e-9 and size_class
                <> case when times_mean >= 2 then 'top' when times_mean >= 1 then 'middle' else 'tail' end)"""
    assert some(gold, broken) == []
    parts = """
        select m.industry from industries m join industries g on m.industry_group = g.industry
        where g.is_group and not m.is_group"""
    placed = "coalesce(rank_in_region, cumulative_rank, growth_rank_in_region) is not null or size_class is not null"
    assert some(gold, f"select * from industry_profiles where industry in ({parts}) and ({placed})") == []


def test_high_both_ways_means_the_first_ten_by_share_of_the_year_before_and_by_growth(
    gold: duckdb.DuckDBPyConnection,
) -> None:
    series = "index, region_type, region, industry, node"
    same = " and ".join(f"now.{name} = before.{name}" for name in series.split(", "))
    told = f"""
        select now.*, before.share_rank as of_year,
            case when now.region_type in ('province', 'cluster', 'city')
                and before.share_rank is not null and now.growth_rank is not null
                then before.share_rank <= 10 and now.growth_rank <= 10 end as high
        from industry_profiles now left join industry_profiles before
        on {same} and before.period = cast(cast(now.period[1:4] as int) - 1 as varchar)"""
    wrong = "of_year is distinct from share_rank_of_year or high is distinct from double_high"
    assert some(gold, f"select * from ({told}) where {wrong}") == []
    assert len(some(gold, f"select * from ({told}) where double_high")) == 10


def test_what_was_added_up_is_the_sum_of_the_quarters_so_far(gold: duckdb.DuckDBPyConnection) -> None:
    series = "index, region_type, region, industry, node"
    broken = f"""
        with again as (
            select *, sum(value) over (partition by {series} order by period) as so_far from industry_profiles
            where period_type = 'quarter'
        )
        select * from again where far(so_far, cumulative) and (so_far <> 0 or cumulative <> 0)"""
    assert some(gold, broken) == []


def test_profiles_of_regions_repeat_index_values(gold: duckdb.DuckDBPyConnection) -> None:
    broken = f"""
        select * from region_profiles p full join (select * from index_values where region_type <> 'city') v
        using ({INDEX_KEY}) where p.value is distinct from v.value"""
    assert some(gold, broken) == []
    layers = """
        select index, region_type, region, period, sum(share_of_index) as shares from region_profiles
        where level = 1 and index = 'dti' group by all having abs(shares - 1) > 1e-9"""
    assert some(gold, layers) == []


def test_cells_of_the_window_add_up_to_the_index_to_the_last_bit(gold: duckdb.DuckDBPyConnection) -> None:
    key = "index, region_type, region, period"
    broken = f"""
        with added as (
            select {key}, sum(cell_points) as points, sum(share_of_index) as shares, count(*) as cells
            from dio_profile group by all
        ), wholes as (select * from contributions where level = 0 and industry = 'all')
        select * from wholes w full join added using ({key})
        where added.points is distinct from w.points or abs(shares - 1) > 1e-9 or (shares is null) <> (w.points = 0)
            or cells <> (select count(*) from dio_cells)"""
    assert some(gold, broken) == []
    assert some(gold, "select * from dio_profile where region_type = 'nation' and relative_share <> 1") == []


def test_formations_add_up_from_their_members_to_the_last_bit(gold: duckdb.DuckDBPyConnection) -> None:
    key = "index, formation, part, industry, period, node"
    broken = f"""
        with members as (
            select formation, part, region_type, unnest(regions) as region from formations
            where region_type <> 'hu_line'
            union all
            select formation, part, 'city', city_code from formations join cities on hu_line = regions[1]
            where region_type = 'hu_line'
        ), added as (
            select {key}, sum(points) as points from contributions join members using (region_type, region) group by all
        )
        select * from formation_values f full join added using ({key}) where f.points is distinct from added.points"""
    assert some(gold, broken) == []


def test_a_formation_is_the_union_of_its_parts_and_the_line_divides_the_nation(
    gold: duckdb.DuckDBPyConnection,
) -> None:
    of_one = "index, formation, industry, period, node"
    broken = f"""
        with wholes as (select {of_one}, points from formation_values where part = 'whole'),
        parts as (
            select {of_one}, sum(points) as together, max(points) as largest from formation_values
            where part <> 'whole' group by all
        )
        select * from wholes join parts using ({of_one}) where not points between largest and together"""
    assert some(gold, broken) == []
    sides = """
        with sides as (
            select index, industry, period, node, sum(points) as points from formation_values
            where formation in (select formation from formations where kind = 'line') group by all
        )
        select * from sides full join (select * from contributions where region_type = 'nation') nation
        using (index, industry, period, node) where sides.points is distinct from nation.points"""
    assert some(gold, sides) == []


def test_leaders_are_the_first_ten_of_rankings_and_growth(gold: duckdb.DuckDBPyConnection) -> None:
    told = f"""
        select {INDEX_KEY}, 'level' as criterion, rank, value as leading_figure, rank_change as leader_change
        from rankings where rank <= 10 and value > 0"""
    rates = [
        f"""
        select {INDEX_KEY}, '{rate}', {rate}_rank, {rate}, null from growth where {rate}_rank <= 10"""
        for rate in ("yoy", "growth")
    ]
    wanted = " union all ".join([told, *rates])
    broken = f"""
        select * from leaders l full join ({wanted}) w using ({INDEX_KEY}, criterion)
        where l.rank is distinct from w.rank or l.leading_figure is distinct from w.leading_figure
            or (criterion = 'level' and l.leader_change is distinct from w.leader_change)"""
    assert some(gold, broken) == []
    assert {row for (row,) in gold.execute("select distinct criterion from leaders").fetchall()} == {
        "level",
        "yoy",
        "growth",
    }
