"""How codes in logs become cities and industries: every key that a log may use, and what it means."""

import re

from dti_spark.definition.lists import City
from dti_spark.definition.model import Definition

UNATTRIBUTED = "unattributed"
"""Industry of usage that no industry of the index claims."""

DIVISIONS = range(1, 98)
"""The two-digit divisions of GB/T 4754-2017."""


def city_keys(definition: Definition) -> dict[str, str]:
    """City code by lookup key.

    Keys: the first four digits of a prefecture-level code (its districts and counties share them), the first two of a
    municipality's, all six of a county that its province administers, and the names that only one place bears.
    """
    keys = {code_key(city): city.city_code for city in definition.cities}
    several = [province for province in definition.provinces if province.city_count > 1]
    provinces = {name for province in several for name in (province.name_zh, province.name_en)}
    for city in definition.cities:
        for name in {city.name_zh, city.full_name_zh, city.name_en} - provinces:
            keys[name] = city.city_code
    return keys


def code_key(city: City) -> str:
    """The leading digits by which codes of a city and of what lies in it are known."""
    if city.admin_type == "municipality":
        return city.city_code[:2]
    return city.city_code[:4] if city.city_code.endswith("00") else city.city_code


def industry_keys(definition: Definition) -> dict[str, str]:
    """Industry id by lookup key: ids, names, and codes of GB/T 4754 (two, three or four digits).

    A division that none of the industries claims, such as 01 (agriculture), is known and unattributed.
    """
    keys = {f"{division:02d}": UNATTRIBUTED for division in DIVISIONS}
    for industry in definition.industries:
        for key in (industry.id, industry.name_zh, industry.name_en, *divisions(industry.gbt4754_divisions)):
            keys[key] = industry.id
    return keys


def divisions(text: str) -> list[str]:
    """The codes that an entry of `gbt4754_divisions` claims for itself.

    What follows `less` is left to the industry that names it: longer codes win over the division they lie in.

    >>> divisions("63-65 less 6422, 6431 and 6432")
    ['63', '64', '65']
    >>> divisions("5193;5292;6431")
    ['5193', '5292', '6431']
    """
    codes: list[str] = []
    for part in text.split(";"):
        span = re.fullmatch(r"(\d{2})-(\d{2})", part.split(" less ")[0].strip())
        if span:
            codes += [f"{division:02d}" for division in range(int(span[1]), int(span[2]) + 1)]
        else:
            codes.append(part.split(" less ")[0].strip())
    return codes
