import doctest

import pytest

from dti_spark.definition import lookups
from dti_spark.definition.lookups import UNATTRIBUTED, city_keys, code_key, industry_keys
from dti_spark.definition.model import Definition


def city_of(code: str, definition: Definition) -> str | None:
    """The city of a 6-digit code: the longest of its beginnings that is a key."""
    keys = city_keys(definition)
    return next((keys[code[:n]] for n in (6, 4, 2) if code[:n] in keys), None)


@pytest.mark.parametrize(
    ("code", "city"),
    [
        ("320500", "320500"),  # Suzhou itself
        ("320508", "320500"),  # Gusu, a district of Suzhou
        ("320583", "320500"),  # Kunshan, a county-level city in Suzhou
        ("110000", "110000"),  # Beijing
        ("110108", "110000"),  # Haidian, a district of Beijing
        ("500229", "500000"),  # Chengkou, a county of Chongqing
        ("429004", "429004"),  # Xiantao, administered by Hubei
        ("659001", "659001"),  # Shihezi, administered by Xinjiang
        ("429099", None),  # no such county: Hubei administers others of the same beginning
        ("320000", None),  # a province is no city
        ("710100", None),  # Taipei
    ],
)
def test_a_code_belongs_to_the_city_that_contains_it(code: str, city: str | None, definition: Definition) -> None:
    assert city_of(code, definition) == city


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("苏州", "320500"),
        ("苏州市", "320500"),
        ("Suzhou (Jiangsu)", "320500"),
        ("北京", "110000"),
        ("吉林市", "220200"),
    ],
)
def test_a_name_in_either_language_belongs_to_its_city(name: str, city: str, definition: Definition) -> None:
    assert city_keys(definition)[name] == city


@pytest.mark.parametrize("name", ["吉林", "海南", "广东", "Suzhou"])
def test_a_name_that_two_places_bear_belongs_to_none(name: str, definition: Definition) -> None:
    assert name not in city_keys(definition)


def test_no_two_cities_share_a_key(definition: Definition) -> None:
    assert len({code_key(city) for city in definition.cities}) == len(definition.cities)
    assert set(city_keys(definition).values()) == {city.city_code for city in definition.cities}


def industry_of(code: str, definition: Definition) -> str | None:
    """The industry of a GB/T code: the longest of its beginnings that is a key."""
    keys = industry_keys(definition)
    return next((keys[code[:n]] for n in (4, 3, 2) if code[:n] in keys), None)


@pytest.mark.parametrize(
    ("code", "industry"),
    [
        ("64", "internet_software_it"),
        ("6420", "internet_software_it"),
        ("6422", "games"),  # a class that its division leaves to another industry
        ("6431", "ecommerce"),
        ("6432", "life_services"),
        ("7291", "culture_tourism"),
        ("7861", "culture_tourism"),  # a group of three digits
        ("46", "manufacturing_industry"),
        ("01", UNATTRIBUTED),
        ("0111", UNATTRIBUTED),
        ("7810", UNATTRIBUTED),
        ("98", None),
        ("00", None),
    ],
)
def test_the_longest_code_of_gbt_4754_decides(code: str, industry: str | None, definition: Definition) -> None:
    assert industry_of(code, definition) == industry


def test_ids_and_names_are_keys_of_their_industry(definition: Definition) -> None:
    keys = industry_keys(definition)
    for industry in definition.industries:
        assert {keys[key] for key in (industry.id, industry.name_zh, industry.name_en)} == {industry.id}


def test_the_examples_of_lookups_hold() -> None:
    assert doctest.testmod(lookups).failed == 0
