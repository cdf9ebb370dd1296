"""A first guess at the cities: sizes by tier and printed ranks, growth as printed or typical of tier and province.

Nothing here is published but ranks and growth of 134 cities; the rest is a guess that the solver bends as little as it
can.
"""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dti_spark.definition.lists import City
from dti_spark.published.tables import CityRow

LARGEST = {
    "上海市": 32.2,
    "北京市": 31.53,
    "深圳市": 28.0,
    "广州市": 22.0,
    "成都市": 8.725,
    "杭州市": 8.3,
    "重庆市": 7.6,
    "西安市": 6.6,
    "南京市": 6.2,
    "苏州市": 5.6,
    "武汉市": 5.2,
    "天津市": 4.4,
    "长沙市": 4.3,
    "合肥市": 4.2,
    "东莞市": 3.9,
    "佛山市": 3.8,
    "郑州市": 3.2,
    "雅安市": 0.173,
    "承德市": 0.33,
}
"""Size in 2022Q1, in points: map legends, and national ranks in between."""
BY_CLASS = {"一线": 25.0, "新一线": 3.4, "二线": 1.9, "三线": 0.72, "四线": 0.33, "五线": 0.16, "未列入": 0.05}
"""Size in 2022Q1 of a city of a class."""
BY_TIER = {"1": 58.0, "2": 108.0, "3": 122.0, "4": 124.0, "5": 92.0}
"""Growth in percent of a city of a tier that the report does not list."""
BY_PROVINCE = {
    "广西": 32.0,
    "内蒙古": 34.0,
    "山东": 26.0,
    "新疆": 22.0,
    "宁夏": 14.0,
    "甘肃": 10.0,
    "湖北": 8.0,
    "湖南": 4.0,
}
"""What a province adds to that: the leaders by growth that the report names, and some neighbours."""
FASTEST = {"呼和浩特市": 231.0, "玉林市": 228.0, "乌鲁木齐市": 219.5, "临沂市": 212.0}
"""Growth of the cities among the ten fastest that no table lists."""
LATER = {"北京市": 0.06, "成都市": 0.32, "上海市": 0.25, "青岛市": 0.25}
"""The yoy of 2022Q1 where the general guess clashes with printed annual values or shares."""
TIES = {"广州市": 87.62, "江门市": 87.58}
"""Growth that prints alike and yet has an order."""


def growth(cities: Sequence[City], printed: dict[str, CityRow]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Growth of every city as a fraction, and whether it is printed."""
    rates, known = [], []
    for city in cities:
        row = printed.get(city.full_name_zh)
        typical = BY_TIER[city.tier] + BY_PROVINCE.get(city.province_zh, 0.0) + 14 * _chance(city, "growth")
        rate = FASTEST.get(city.full_name_zh, min(typical, 190.0))
        if row is not None:
            rate = TIES.get(row.city, row.yoy_growth_mean_of_2021q1_and_2022q1_pct)
        rates.append(rate / 100)
        known.append(row is not None)
    return np.array(rates), np.array(known)


def sizes(cities: Sequence[City], printed: dict[str, CityRow]) -> NDArray[np.float64]:
    """Size of every city in 2022Q1; those of a printed table in the order of its ranks."""
    found = {c.full_name_zh: BY_CLASS[c.tier_source] * float(np.exp(0.25 * _chance(c, "size"))) for c in cities}
    found |= LARGEST
    for cluster in {row.cluster for row in printed.values()}:
        rows = sorted((r for r in printed.values() if r.cluster == cluster), key=lambda row: row.rank_2022q1)
        ordered = sorted((found[row.city] for row in rows), reverse=True)
        found |= {row.city: size for row, size in zip(rows, ordered, strict=True)}
    return np.array([found[city.full_name_zh] for city in cities])


def paths(
    cities: Sequence[City], size: NDArray[np.float64], rate: NDArray[np.float64], nation: Sequence[float]
) -> NDArray[np.float64]:
    """City by quarter: through the three first quarters, in between as the nation goes."""
    typical = np.clip(0.10 + 0.13 * rate, 0.02, 0.5)
    later = np.array([LATER.get(city.full_name_zh, usual) for city, usual in zip(cities, typical, strict=True)])
    middle = size / (1 + later)
    first = middle / (1 + 2 * rate - later)
    path = np.array(nation)
    anchors = np.log(np.stack([first, middle, size], axis=1)) - np.log(path[[0, 4, 8]])
    quarters = np.arange(9)
    relative = np.array([np.interp(quarters, [0, 4, 8], row) for row in anchors])
    found: NDArray[np.float64] = np.exp(relative) * path
    return found


def first_quarter(
    middle: NDArray[np.float64], last: NDArray[np.float64], rate: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Value of 2020Q1 that gives exactly this growth with the values of 2021Q1 and 2022Q1."""
    found: NDArray[np.float64] = middle / (2 + 2 * rate - last / middle)
    return found


def _chance(city: City, what: str) -> float:
    """A number from -1 to 1 that depends on the city alone."""
    return zlib.crc32(f"{what}{city.city_code}".encode()) / 2**31 - 1
