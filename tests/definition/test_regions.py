from collections import Counter

import pytest

from dti_spark.definition.model import Definition
from dti_spark.definition.regions import rows

Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def regions(definition: Definition) -> Rows:
    return list(rows(definition))


def test_every_region_that_a_city_lies_in_stands_once_in_the_list(definition: Definition, regions: Rows) -> None:
    homes = {("nation", "CN")}
    for city in definition.cities:
        homes |= {("economic_region", city.economic_region), ("province", city.province_code), ("tier", city.tier)}
        homes |= {("cluster", city.cluster)} if city.cluster else set()
        homes.add(("city", city.city_code))
    found = [(row["region_type"], row["region"]) for row in regions]
    assert len(found) == len(set(found))
    assert set(found) == homes


def test_the_cities_of_each_type_add_up_to_all_and_those_of_clusters_to_their_members(
    definition: Definition, regions: Rows
) -> None:
    sums: Counter[object] = Counter()
    for row in regions:
        sums[row["region_type"]] += int(str(row["cities"]))
    clustered = sum(city.cluster is not None for city in definition.cities)
    assert sums.pop("cluster") == clustered
    assert set(sums.values()) == {len(definition.cities)}


def test_regions_bear_their_own_names_and_cities_alone_a_province(regions: Rows) -> None:
    names = {(row["region_type"], row["region"]): (row["name_zh"], row["name_en"]) for row in regions}
    assert names["nation", "CN"] == ("全国", "China")
    assert names["province", "440000"] == ("广东", "Guangdong")
    assert names["city", "440300"] == ("深圳", "Shenzhen")
    assert names["cluster", "prd"] == ("珠三角", "Pearl River Delta")
    assert [row["name_en"] for row in regions if row["region_type"] == "economic_region"] == [
        "East",
        "Central",
        "West",
        "Northeast",
    ]
    provinces = {row["region"]: row["province_code"] for row in regions if row["province_code"]}
    assert provinces["440300"] == "440000"
    assert provinces.keys() == {row["region"] for row in regions if row["region_type"] == "city"}
