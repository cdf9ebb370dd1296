"""What must hold in contributions, whatever the logs: parts add up to their whole."""

import duckdb
import pytest
from laws import some

INDEX_KEY = "index, region_type, region, industry, period, node"
MOVED = ("points", "yoy_points", "qoq_points")

UPWARD = "select industry, 'all' as whole from industries where not is_group union all select 'unattributed', 'all'"
OF_NODES = """
    select c.* exclude (node), n.parent as node, node as part from contributions c join nodes n using (index, node)"""
OF_CITIES = """
    select c.* exclude (region_type, region), '{0}' as region_type, {1} as region, city_code as part
    from contributions c join cities on region = city_code where region_type = 'city' and {1} is not null"""
WAYS = {
    "nodes of a layer": f"{OF_NODES} where n.level = 2",
    "layers": f"{OF_NODES} where n.level = 1",
    "nation": OF_CITIES.format("nation", "'CN'"),
    "economic_region": OF_CITIES.format("economic_region", "economic_region"),
    "province": OF_CITIES.format("province", "province_code"),
    "cluster": OF_CITIES.format("cluster", "cluster"),
    "tier": OF_CITIES.format("tier", "tier"),
    "industries": f"""
        select c.* exclude (industry), whole as industry, industry as part from contributions c
        join ({UPWARD}) using (industry) where index = 'industry' or level = 0""",
    "members of a group": """
        select c.* exclude (industry), g.industry, m.industry as part from contributions c
        join industries m using (industry) join industries g on m.industry_group = g.industry
        where g.is_group and not m.is_group""",
}
"""Parts, each under the key of its whole."""


@pytest.mark.parametrize("way", WAYS)
def test_points_and_their_changes_add_up_to_their_whole_to_the_last_bit(
    gold: duckdb.DuckDBPyConnection, way: str
) -> None:
    sums = ", ".join(f"sum({name}) as {name}" for name in MOVED)
    differ = " or ".join(f"added.{name} is distinct from c.{name}" for name in MOVED)
    broken = f"""
        with added as (select {INDEX_KEY}, {sums} from ({WAYS[way]}) group by all)
        select * from added left join contributions c using ({INDEX_KEY}) where {differ}"""
    assert some(gold, broken) == []
    assert len(some(gold, WAYS[way])) == 10


def test_every_whole_has_parts(gold: duckdb.DuckDBPyConnection) -> None:
    key = INDEX_KEY.removesuffix(", node")
    parts = f"select distinct {key} from contributions where level > 0"
    wholes = f"select {key} from contributions where level = 0 and (industry = 'all' or index = 'industry')"
    assert some(gold, f"{wholes} except {parts}") == []
    # an index that does not go by industry is split as a whole, unattributed usage included
    split = "from contributions where index = 'dti' and industry <> 'all'"
    assert gold.execute(f"select distinct level {split}").fetchall() == [(0,)]
    assert some(gold, f"select * {split} and industry = 'unattributed'") != []


def test_quarters_add_up_to_their_year_to_the_last_bit(gold: duckdb.DuckDBPyConnection) -> None:
    key = INDEX_KEY.replace("period", "year")
    broken = f"""
        with quarters as (
            select {key}, sum(points) as points, sum(yoy_points) as yoy_points
            from (select *, period[1:4] as year from contributions where period_type = 'quarter')
            group by all having count(*) = 4
        ), years as (select *, period as year from contributions where period_type = 'year')
        select * from years y full join quarters q using ({key})
        where y.points is distinct from q.points or y.yoy_points is distinct from q.yoy_points"""
    assert some(gold, broken) == []


@pytest.mark.parametrize("way", ["layers", "province", "industries"])
def test_changes_between_any_two_periods_add_up_to_the_last_bit(gold: duckdb.DuckDBPyConnection, way: str) -> None:
    series = INDEX_KEY.replace("period, ", "")
    where = "where region_type in ('nation', 'province') and (industry = 'all' or node = index)"

    def changes(rows: str) -> str:
        return f"""
            select {series}, before.period as earlier, now.period as later, sum(now.points - before.points) as change
            from ({rows}) before join ({rows}) now using ({series}, period_type, part)
            where before.period < now.period group by all"""

    broken = f"""
        with parts as ({changes(f"select * from ({WAYS[way]}) {where}")}),
        wholes as ({changes(f"select 'whole' as part, * from contributions {where}")})
        select * from parts left join wholes using ({series}, earlier, later)
        where parts.change is distinct from wholes.change"""
    assert some(gold, broken) == []


def test_points_are_whole_parts_of_a_power_of_two_and_small_enough_to_add_exactly(
    gold: duckdb.DuckDBPyConnection,
) -> None:
    assert some(gold, "select * from contributions where points * 2.0**36 <> round(points * 2.0**36)") == []
    assert some(gold, "select * from contributions where points < 0 or points > 131072") == []


def test_the_points_of_an_index_are_its_value(gold: duckdb.DuckDBPyConnection) -> None:
    broken = f"""
        with wholes as (select * from index_values where level = 0)
        select * from wholes left join contributions using ({INDEX_KEY})
        where not coalesce(abs(points - value) <= 1e-6 * value + 1e-7, false)"""
    assert some(gold, broken) == []


def test_contributions_add_up_to_growth(gold: duckdb.DuckDBPyConnection) -> None:
    added = f"""
        with parts as (
            select index, region_type, region, industry, period, sum(yoy_contribution) as added
            from contributions c join nodes n using (index, node)
            where n.parent = index group by all
        )
        select *, yoy, points, points - yoy_points as before
        from contributions join growth using ({INDEX_KEY})
        join parts using (index, region_type, region, industry, period) where contributions.level = 0"""
    wrong = "abs(added - yoy) * before > 1e-6 * greatest(points, before) + 1e-6 or (added is null) <> (yoy is null)"
    assert some(gold, f"select * from ({added}) where {wrong}") == []
    assert len(some(gold, f"select * from ({added}) where yoy is not null")) == 10
    nation = """
        with parts as (
            select index, period, node, sum(nation_yoy_contribution) as added
            from contributions where region_type = 'city' and industry = 'all' and level = 0 group by all
        )
        select * from parts join growth using (index, period, node)
        where region_type = 'nation' and industry = 'all'"""
    assert some(gold, f"{nation} and (abs(added - yoy) > 1e-6 or (added is null) <> (yoy is null))") == []
    assert len(some(gold, f"{nation} and yoy is not null")) == 10
