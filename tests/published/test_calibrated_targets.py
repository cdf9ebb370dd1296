"""The committed targets say what the report prints: by the check, and by formulas written out here."""

import csv
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from dti_spark.definition.model import Definition
from dti_spark.demo.targets import Targets, panel, targets
from dti_spark.published.check import Checked, check
from dti_spark.published.figures import figures
from dti_spark.quarters import between, of_year

CONF = Path(__file__).parents[2] / "conf"
QUARTERS = between("2020Q1", "2022Q1")
LAYERS = ("infrastructure", "platform", "application")
Series = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def aim(definition: Definition) -> Targets:
    return targets(definition)


@pytest.fixture(scope="module")
def checked(definition: Definition, aim: Targets) -> list[Checked]:
    return check(figures(), definition, panel(definition, aim))


@pytest.fixture(scope="module")
def cities(definition: Definition, aim: Targets) -> Series:
    """The index of every city by quarter, by its name."""
    names = {city.city_code: city.full_name_zh for city in definition.cities}
    found: Series = defaultdict(dict)
    for row in aim.cities:
        index = 0.38 * row.infrastructure + 0.24 * row.platform + 0.38 * row.application
        found[names[row.city_code]][row.quarter] = index
    return found


def growth(series: dict[str, float]) -> float:
    first, second = series["2021Q1"] / series["2020Q1"] - 1, series["2022Q1"] / series["2021Q1"] - 1
    return 50 * (first + second)


def printed(name: str) -> list[dict[str, str]]:
    with (CONF / "published" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_figure_is_missed(checked: list[Checked]) -> None:
    assert [row.figure for row in checked if row.verdict == "missed"] == []
    assert Counter(row.verdict for row in checked) == {
        "holds": 1001,
        "not computable": 83,
        "contradicted in source": 10,
    }


def test_a_panel_of_equal_cities_misses_most_figures(definition: Definition, aim: Targets) -> None:
    same = [row.model_copy(update=dict.fromkeys(LAYERS, 1.0)) for row in aim.cities]
    rows = check(figures(), definition, panel(definition, Targets(tuple(same), aim.mixes)))
    verdicts = Counter(row.verdict for row in rows)
    assert verdicts["missed"] > 700


def test_one_city_out_of_place_is_seen(definition: Definition, aim: Targets) -> None:
    """天津 at a tenth more in 2022Q1: its growth, its rank in the nation and the shares of its cluster move."""
    moved = [
        row.model_copy(update={layer: getattr(row, layer) * 1.1 for layer in LAYERS})
        if (row.city_code, row.quarter) == ("120000", "2022Q1")
        else row
        for row in aim.cities
    ]
    rows = check(figures(), definition, panel(definition, Targets(tuple(moved), aim.mixes)))
    missed = {row.figure for row in rows if row.verdict == "missed"}
    assert {"city_growth/天津市", "national_index_2022q1"} <= missed


def test_the_list_of_figures_is_that_of_the_targets(checked: list[Checked]) -> None:
    with (CONF / "demo" / "targets" / "figures.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [(row["figure"], row["verdict"]) for row in listed] == [(row.figure, row.verdict) for row in checked]


def test_all_134_growth_rates_hold_to_the_printed_digit(cities: Series) -> None:
    rows = printed("cluster_city_rankings.csv")
    off = {
        row["city"]: growth(cities[row["city"]]) - float(row["yoy_growth_mean_of_2021q1_and_2022q1_pct"])
        for row in rows
    }
    assert len(off) == 134
    assert max(map(abs, off.values())) <= 0.05


@pytest.mark.parametrize(("column", "period"), [("rank_2021", "2021"), ("rank_2022q1", "2022Q1")])
def test_all_134_ranks_hold(cities: Series, column: str, period: str) -> None:
    members = defaultdict(list)
    for row in printed("cluster_city_rankings.csv"):
        members[row["cluster"]].append((int(row[column]), row["city"]))
    for rows in members.values():
        size = {
            city: sum(cities[city][quarter] for quarter in (of_year(period) if "Q" not in period else [period]))
            for _, city in rows
        }
        assert sorted(size, key=lambda city: -size[city]) == [city for _, city in sorted(rows)]


def test_the_nation_is_100_in_the_base_quarter_and_299_2_in_the_last(cities: Series, aim: Targets) -> None:
    nation = {quarter: sum(series[quarter] for series in cities.values()) for quarter in QUARTERS}
    assert nation["2020Q1"] == pytest.approx(100, abs=1e-6)
    assert nation["2022Q1"] == pytest.approx(299.2, abs=0.05)
    assert nation["2022Q1"] < nation["2021Q4"]
    for layer in LAYERS:
        base = sum(getattr(row, layer) for row in aim.cities if row.quarter == "2020Q1")
        assert base == pytest.approx(100, abs=1e-6)


def test_the_legends_of_the_maps_hold(cities: Series) -> None:
    assert sum(cities["北京市"][quarter] for quarter in of_year("2021")) == pytest.approx(129.5, abs=0.05)
    assert sum(cities["承德市"][quarter] for quarter in of_year("2021")) == pytest.approx(1.2, abs=0.05)
    assert sum(cities["成都市"][quarter] for quarter in of_year("2021")) == pytest.approx(30.94, abs=0.005)
    assert sum(cities["雅安市"][quarter] for quarter in of_year("2021")) == pytest.approx(0.62, abs=0.005)
    for city, value, within in (("北京市", 31.53, 0.005), ("承德市", 0.33, 0.005), ("成都市", 8.725, 0.0005)):
        assert cities[city]["2022Q1"] == pytest.approx(value, abs=within)
    assert cities["雅安市"]["2022Q1"] == pytest.approx(0.173, abs=0.0005)


def test_shares_of_leading_cities_hold(cities: Series, definition: Definition) -> None:
    members = defaultdict(list)
    for city in definition.cities:
        members[city.cluster].append(city.full_name_zh)

    def share(names: list[str], cluster: str, quarter: str) -> float:
        whole = sum(cities[name][quarter] for name in members[cluster])
        return 100 * sum(cities[name][quarter] for name in names) / whole

    assert share(["郑州市"], "zhongyuan", "2020Q1") == pytest.approx(25, abs=0.5)
    assert share(["郑州市"], "zhongyuan", "2022Q1") == pytest.approx(23, abs=0.5)
    assert share(["武汉市", "长沙市"], "mid_yangtze", "2020Q1") == pytest.approx(39, abs=0.5)
    assert share(["武汉市", "长沙市"], "mid_yangtze", "2022Q1") == pytest.approx(44, abs=0.5)


@pytest.fixture(scope="module")
def industries(definition: Definition, aim: Targets) -> dict[tuple[str, str, str, str], float]:
    """The industry index by kind of region, region, industry as the report ranks it, and quarter."""
    mix: dict[tuple[str, str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    groups = {industry.id: industry.industry_group_zh for industry in definition.industries}
    for row in aim.mixes:
        mix[row.province_code, row.cluster, row.quarter][groups[row.industry]] += row.share
    places = {city.city_code: city for city in definition.cities}
    clusters = {cluster.id: cluster.name_zh for cluster in definition.clusters}
    found: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for target in aim.cities:
        city = places[target.city_code]
        regions = [("province", city.province_zh), ("nation", "CN")]
        regions += [("cluster", clusters[city.cluster])] if city.cluster else []
        for kind, region in regions:
            for industry, share in mix[city.province_code, city.cluster or "", target.quarter].items():
                found[kind, region, industry, target.quarter] += target.infrastructure * share
    return found


def test_all_140_ranks_of_industries_in_provinces_hold(
    industries: dict[tuple[str, str, str, str], float], definition: Definition
) -> None:
    names = {industry.industry_group_zh for industry in definition.industries}
    tops = defaultdict(list)
    for row in printed("industry_province_top10.csv"):
        tops[row["industry"], row["measure"]].append(row["province"])
    assert sum(map(len, tops.values())) == 140
    for (industry, measure), provinces in tops.items():
        size = {}
        for province in (each.name_zh for each in definition.provinces):
            series = {quarter: industries["province", province, industry, quarter] for quarter in QUARTERS}
            year = of_year("2021")
            whole = sum(industries["province", province, name, quarter] for name in names for quarter in year)
            share = sum(series[quarter] for quarter in year) / whole
            size[province] = share if measure == "share" else growth(series)
        assert sorted(size, key=lambda province: -size[province])[:10] == provinces, (industry, measure)


def test_all_33_first_industries_of_clusters_hold(
    industries: dict[tuple[str, str, str, str], float], definition: Definition
) -> None:
    names = {industry.industry_group_zh for industry in definition.industries}
    tops = defaultdict(list)
    for row in printed("industry_top3_by_cluster.csv"):
        tops[row["cluster"].removesuffix("城市群")].append(row["industry"])
    assert len(tops) == 11
    for cluster, first in tops.items():
        size = {name: sum(industries["cluster", cluster, name, quarter] for quarter in QUARTERS) for name in names}
        assert sorted(size, key=lambda name: -size[name])[:3] == first, cluster


def test_no_city_falls_by_much_and_none_jumps(cities: Series) -> None:
    for name, series in cities.items():
        values = [series[quarter] for quarter in QUARTERS]
        assert min(values) > 0, name
        steps = [after / before - 1 for before, after in pairwise(values)]
        assert min(steps) > -0.11, name
        assert max(steps) < 1.0, name
        assert max(steps[4:]) < 0.31, name
        assert -0.05 < values[8] / values[4] - 1 < 0.51, name


def test_the_panel_is_complete(definition: Definition, aim: Targets) -> None:
    assert len(aim.cities) == 351 * 9
    assert {(row.city_code, row.quarter) for row in aim.cities} == {
        (city.city_code, quarter) for city in definition.cities for quarter in QUARTERS
    }
    cells = {(city.province_code, city.cluster or "") for city in definition.cities}
    assert len(aim.mixes) == len(cells) * 9 * 18
    assert {(row.province_code, row.cluster) for row in aim.mixes} == cells


def test_shares_of_industries_add_to_one(aim: Targets) -> None:
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in aim.mixes:
        sums[row.province_code, row.cluster, row.quarter] += round(row.share * 1_000_000)
        assert 0 < row.share < 1
    assert set(sums.values()) == {1_000_000}


def test_a_third_of_every_key_indicator_is_enough_for_the_industries(aim: Targets) -> None:
    """The industry index is the infrastructure; agile tools stand in application and have to allow for it too."""
    assert max(row.infrastructure / row.application for row in aim.cities) < 3
