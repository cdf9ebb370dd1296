"""Broken definitions: lists of places and industries that contradict each other."""

from collections.abc import Callable

import pytest

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]

LISTS = {
    "a city of an unknown province": (
        ("provinces.csv", "130000,河北", "140001,河北"),
        "cities.csv:4: province_code 130000 is not in provinces.csv",
    ),
    "a city of an unknown cluster": (
        ("cities.csv", "一线,jjj", "一线,jing"),
        "cities.csv:2: cluster jing is not in clusters.csv",
    ),
    "a city in another tier than its class": (
        ("cities.csv", "Beijing,1,一线", "Beijing,2,一线"),
        "cities.csv:2: tier 2 of 一线 should be 1 (tiers.csv)",
    ),
    "a city of an unknown class": (
        ("cities.csv", "Beijing,1,一线", "Beijing,1,零线"),
        "cities.csv:2: tier_source 零线 is not in tiers.csv",
    ),
    "a province name that differs": (
        ("cities.csv", "130000,河北,Hebei", "130000,河比,Hebei"),
        "cities.csv:4: province_zh 河比 should be 河北, as provinces.csv says",
    ),
    "an economic region that differs": (
        ("cities.csv", "一线,jjj,东部", "一线,jjj,西部"),
        "cities.csv:2: economic_region 西部 should be 东部",
    ),
    "an economic region that is not listed": (
        ("provinces.csv", "CN-HE,东部", "CN-HE,南部"),
        "provinces.csv:4: economic_region 南部 is not in economic_regions.csv; it has 东部, 中部, 西部, 东北",
    ),
    "an economic region of a city that is not listed": (
        ("cities.csv", "一线,jjj,东部", "一线,jjj,南部"),
        "cities.csv:2: economic_region 南部 is not in economic_regions.csv; it has 东部, 中部, 西部, 东北",
    ),
    "an economic region without a city": (
        ("economic_regions.csv", "东北,", "南部,南部地区,South\n东北,"),
        "economic_regions.csv:5: economic_region 南部 has no city in cities.csv",
    ),
    "an economic region that stands twice": (
        ("economic_regions.csv", "\n中部,", "\n东部,"),
        "economic_regions.csv:3: economic_region 东部 stands already at economic_regions.csv:2",
    ),
    "a city code of another province": (
        ("cities.csv", "\n130100,", "\n140198,"),
        "cities.csv:4: city_code 140198 does not begin with 13",
    ),
    "a city code that stands twice": (
        ("cities.csv", "\n130200,", "\n130100,"),
        "cities.csv:5: city_code 130100 stands already at cities.csv:4",
    ),
    "a kind of unit that the code denies": (
        ("cities.csv", "39.9075,municipality", "39.9075,prefecture_level_city"),
        "cities.csv:2: admin_type prefecture_level_city does not fit city_code 110000",
    ),
    "two cities with one name": (
        ("cities.csv", "130200,唐山,", "130200,石家庄,"),
        "cities.csv:5: name 石家庄 is borne by cities.csv:4 too",
    ),
    "a city within a municipality": (
        ("cities.csv", "\n130100,", "\n110100,"),
        "cities.csv:4: city_code 110100 lies in the municipality at cities.csv:2",
    ),
    "a city that is out of scope": (
        ("index.yml", '["71", "81", "82"]', '["71", "81", "11"]'),
        "index.yml: out_of_scope.prefixes: 11 excludes cities.csv:2",
    ),
    "a wrong count of cities in a province": (
        ("provinces.csv", "CN-HE,东部,11", "CN-HE,东部,12"),
        "provinces.csv:4: city_count 12 should be 11",
    ),
    "a wrong count of members in a cluster": (
        ("clusters.csv", "Pearl River Delta,9", "Pearl River Delta,11"),
        "clusters.csv:2: member_count 11 should be 9",
    ),
    "a wrong count of cities in a tier": (
        ("tiers.csv", "Tier 1,4", "Tier 1,5"),
        "tiers.csv:2: tier_city_count 5 should be 4",
    ),
    "an industry with a reserved id": (
        ("industries.csv", "\nretail,", "\nall,"),
        "industries.csv:7: id all is reserved",
    ),
    "two industries with one id": (
        ("industries.csv", "\nretail,", "\nfinance,"),
        "industries.csv:7: id finance stands already at industries.csv:5",
    ),
    "an industry named as a group of others": (
        (
            "industries.csv",
            "Leasing and business services,industry_tools,行业工具",
            "Leasing and business services,finance,金融",
        ),
        "industries.csv:5: id finance is also a group, of leasing_business_services",
    ),
    "a GB/T code claimed twice": (
        ("industries.csv", ",66-69,", ",65-69,"),
        "industries.csv:5: GB/T code 65 is claimed by industries.csv:2",
    ),
    "a GB/T code that does not exist": (
        ("industries.csv", ",84-85,", ",84;98,"),
        "industries.csv:12: gbt4754_divisions '98' is no GB/T 4754 code",
    ),
    "a GB/T code left out for nobody": (
        ("industries.csv", "52 less 5292", "52 less 5293"),
        "industries.csv:7: leaves out GB/T code 5293, which no industry claims",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), LISTS.values(), ids=LISTS.keys())
def test_a_broken_list_is_named_with_its_place(
    change: tuple[str, str, str], sentence: str, edit: Edit, faults: Faults
) -> None:
    edit(*change)
    found = faults()
    assert any(sentence in fault for fault in found), found
