"""Views of a whole run on calibrated logs answer what the report prints."""

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from laws import register

PUBLISHED = Path(__file__).parents[2] / "conf" / "published"
LATEST, YEAR = "2022Q1", "2021"
Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def views(lake: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The views, with industries and regions by the names that the report prints."""
    with duckdb.connect() as database:
        register(database, lake / "lake")
        database.execute("""
            create view profiles as
            select p.*, i.name_zh as industry_zh,
                r.name_zh || case when region_type = 'cluster' then '城市群' else '' end as region_zh
            from industry_profiles p join industries i using (industry) join regions r using (region_type, region)""")
        yield database


def printed(name: str) -> Rows:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_first_three_industries_of_every_cluster(views: duckdb.DuckDBPyConnection) -> None:
    found = views.execute(f"""
        select region_zh, cumulative_rank, industry_zh from profiles
        where region_type = 'cluster' and node = 'industry' and period = '{LATEST}' and cumulative_rank <= 3""")
    told = {(row["cluster"], int(row["position"]), row["industry"]) for row in printed("industry_top3_by_cluster")}
    assert set(found.fetchall()) == told
    assert len(told) == 33


@pytest.mark.parametrize(
    ("measure", "rank", "period"), [("share", "share_rank", YEAR), ("growth_yoy_mean", "growth_rank", LATEST)]
)
def test_the_first_ten_provinces_of_seven_industries(
    views: duckdb.DuckDBPyConnection, measure: str, rank: str, period: str
) -> None:
    rows = [row for row in printed("industry_province_top10") if row["measure"] == measure]
    told = {(row["industry"], int(row["rank"]), row["province"]) for row in rows}
    found = views.execute(f"""
        select industry_zh, {rank}, region_zh from profiles
        where region_type = 'province' and node = 'industry' and period = '{period}' and {rank} <= 10""")
    assert {row for row in found.fetchall() if row[0] in {industry for industry, *_ in told}} == told
    assert len(told) == 70


def test_provinces_high_both_ways(views: duckdb.DuckDBPyConnection) -> None:
    found = views.execute(f"""
        select industry_zh, region_zh from profiles
        where region_type = 'province' and node = 'industry' and period = '{LATEST}' and double_high""")
    high = set(found.fetchall())
    rows = printed("industry_province_top10")
    by_share, by_growth = (
        {(row["industry"], row["province"]) for row in rows if row["measure"] == measure}
        for measure in ("share", "growth_yoy_mean")
    )
    assert {pair for pair in high if pair[0] in {row["industry"] for row in rows}} == by_share & by_growth
    named = {
        "工业": "宁夏 重庆 四川",
        "文化体育娱乐": "四川 内蒙古",
        "电商": "福建 湖南",
        "金融": "西藏 江苏 山东 辽宁",
        "零售": "北京 山东 安徽 海南 内蒙古",
        "医疗": "海南",
    }
    assert {(industry, name) for industry, names in named.items() for name in names.split()} <= high


EVERY = "2020Q1 2020Q2 2020Q3 2020Q4 2021Q1 2021Q2 2021Q3 2021Q4 2022Q1"


@pytest.mark.parametrize(
    ("cluster", "periods", "figure", "least", "most"),
    [
        ("prd", "2022Q1", "first_2_share", 65, 75),
        ("jjj", "2020Q1", "first_share", 75, 85),
        ("jjj", "2022Q1", "first_share", 65, 75),
        ("yrd", "2020Q1", "first_share", 55, 65),
        ("yrd", "2022Q1", "first_share", 40, 50),
        ("yrd", "2022Q1", "ranks_2_10_share", 46.5, 47.5),
        ("chengyu", EVERY, "first_2_share", 70, 100),
        ("zhongyuan", "2020Q1", "first_share", 24.5, 25.5),
        ("zhongyuan", "2022Q1", "first_share", 22.5, 23.5),
        ("mid_yangtze", "2020Q1", "first_2_share", 38.5, 39.5),
        ("mid_yangtze", "2022Q1", "first_2_share", 43.5, 44.5),
        ("mid_yangtze", "2022Q1", "ranks_3_10_share", 25.5, 26.5),
        ("guanzhong", EVERY, "first_share", 50, 100),
    ],
)
def test_heads_of_clusters(
    views: duckdb.DuckDBPyConnection, cluster: str, periods: str, figure: str, least: float, most: float
) -> None:
    """Bounds are those of readings.yml, in percent of the cluster."""
    found = views.execute(f"""
        select period, 100 * {figure} from concentration
        where node = 'dti' and region_type = 'cluster' and region = '{cluster}'""").fetchall()
    told = {period: value for period, value in found if period in periods.split()}
    assert len(told) == len(periods.split())
    assert {period: value for period, value in told.items() if not least <= value <= most} == {}


def test_clusters_and_tiers_in_the_nation(views: duckdb.DuckDBPyConnection) -> None:
    clusters = views.execute("""
        select period, count(*), sum(share_of_nation), sum(share_of_cities) from region_profiles
        where node = 'dti' and region_type = 'cluster' and period_type = 'quarter' group by period""").fetchall()
    assert {period for period, *_ in clusters} == set(EVERY.split())
    for _, count, share_of_nation, share_of_cities in clusters:
        assert count == 11
        assert share_of_nation == pytest.approx(0.80, abs=0.05)
        assert share_of_cities == pytest.approx(0.49, abs=0.005)
    [(two_tiers,)] = views.execute(f"""
        select sum(share_of_nation) from region_profiles
        where node = 'dti' and region_type = 'tier' and region in ('1', '2') and period = '{YEAR}'""").fetchall()
    assert two_tiers > 0.5
    layer = f"node = 'infrastructure' and period in ('{YEAR}', '{LATEST}')"
    fifth = views.execute(f"""
        select tier.share_of_index, nation.share_of_index from region_profiles tier
        join (select * from region_profiles where region_type = 'nation') nation using (index, industry, period, node)
        where tier.region_type = 'tier' and tier.region = '5' and {layer}""").fetchall()
    assert len(fifth) == 2
    for in_tier, in_nation in fifth:
        assert in_tier == pytest.approx(0.02, abs=0.005)
        assert in_tier < in_nation


def test_the_nation_in_the_latest_quarter(views: duckdb.DuckDBPyConnection) -> None:
    rows = views.execute(f"""
        select node, value, yoy, growth from region_profiles
        where index = 'dti' and region_type = 'nation' and period = '{LATEST}'""").fetchall()
    nation = {node: (value, yoy, growth) for node, value, yoy, growth in rows}
    assert nation["dti"][0] == pytest.approx(299.2, abs=0.05)
    assert nation["infrastructure"][1] == pytest.approx(0.33, abs=0.005)
    assert nation["platform"][2] == pytest.approx(2.45, abs=0.005)
