"""Checks of formations.csv: its rows against each other, and its regions and industries against their lists."""

from collections.abc import Callable, Iterator

from dti_spark.definition.lists import Formation
from dti_spark.definition.repeats import repeated
from dti_spark.definition.shapes import Parts

WHOLE = "whole"
"""The part of an area or belt that is all of its parts together; tables compute it."""


def faults(parts: Parts) -> Iterator[str]:
    """What is wrong with the regional formations."""
    entries = parts.formations.entries
    yield from repeated(
        entries, lambda f: (f.formation, f.part, f.region), "{} stands already at {}; a region stands in a part once"
    )
    yield from _differing(parts, ("name_zh", "name_en", "kind", "industry", "region_type"), lambda f: f.formation)
    yield from _differing(parts, ("part_zh", "part_en"), lambda f: f"{f.formation}, {f.part}")
    regions, industries = _regions(parts), _industries(parts)
    for place, row in entries:
        if row.part == WHOLE:
            yield f"{place}: part {WHOLE} is reserved for all parts together; take another word"
        if industries is not None and row.industry not in industries:
            yield f"{place}: industry {row.industry} is neither an industry nor a group in industries.csv"
        known = regions[row.region_type]
        if known is not None and row.region not in known:
            yield (
                f"{place}: region {row.region} is no {row.region_type} of the lists; add it there, mend it or delete"
                " the row"
            )


def _differing(parts: Parts, columns: tuple[str, ...], key: Callable[[Formation], str]) -> Iterator[str]:
    """Rows of one formation, or of one part, that do not say the same of it."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for place, row in parts.formations.entries:
        for column in columns:
            value = getattr(row, column)
            before, where = first.setdefault((key(row), column), (value, place))
            if value != before:
                yield f"{place}: {column} {value} should be {before}, as for {key(row)} at {where}"


def _regions(parts: Parts) -> dict[str, set[str] | None]:
    """The regions of each type; null where their list lost rows in the first pass."""
    cities, provinces, clusters = parts.cities, parts.provinces, parts.clusters
    return {
        "economic_region": {city.economic_region for city in cities.items} if cities.whole else None,
        "province": {province.province_code for province in provinces.items} if provinces.whole else None,
        "cluster": {cluster.id for cluster in clusters.items} if clusters.whole else None,
        "tier": {city.tier for city in cities.items} if cities.whole else None,
        "city": {city.city_code for city in cities.items} if cities.whole else None,
        "hu_line": {city.hu_line for city in cities.items} if cities.whole else None,
    }


def _industries(parts: Parts) -> set[str] | None:
    if not parts.industries.whole:
        return None
    return {name for industry in parts.industries.items for name in (industry.id, industry.industry_group)}
