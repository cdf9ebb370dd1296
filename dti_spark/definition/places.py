"""Checks of cities.csv against provinces.csv, economic_regions.csv, clusters.csv and tiers.csv."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from dti_spark.definition.lists import City, Province
from dti_spark.definition.lookups import code_key
from dti_spark.definition.repeats import repeated
from dti_spark.definition.shapes import Parts


def faults(parts: Parts) -> Iterator[str]:
    """What does not fit between the lists of places."""
    yield from repeated(parts.provinces.entries, lambda p: p.province_code, "province_code {} stands already at {}")
    yield from repeated(parts.clusters.entries, lambda c: c.id, "id {} stands already at {}")
    yield from repeated(parts.tiers.entries, lambda t: t.tier_source, "tier_source {} stands already at {}")
    provinces = {province.province_code: province for province in parts.provinces.items}
    clusters = {cluster.id for cluster in parts.clusters.items}
    tiers = {tier.tier_source: tier.tier for tier in parts.tiers.items}
    for place, city in parts.cities.entries:
        yield from (f"{place}: {what}" for what in _own_code(city))
        if city.province_code in provinces:
            yield from (f"{place}: {what}" for what in _province(city, provinces[city.province_code]))
        elif parts.provinces.whole:
            yield f"{place}: province_code {city.province_code} is not in provinces.csv; add it there or mend the code"
        if city.cluster and city.cluster not in clusters and parts.clusters.whole:
            yield f"{place}: cluster {city.cluster} is not in clusters.csv; it has {', '.join(sorted(clusters))}"
        if city.tier_source in tiers and tiers[city.tier_source] != city.tier:
            yield f"{place}: tier {city.tier} of {city.tier_source} should be {tiers[city.tier_source]} (tiers.csv)"
        elif city.tier_source not in tiers and parts.tiers.whole:
            yield f"{place}: tier_source {city.tier_source} is not in tiers.csv; it has {', '.join(tiers)}"
    if parts.cities.whole:
        yield from _counts(parts)


def economic_region_faults(parts: Parts) -> Iterator[str]:
    """Economic regions of cities and provinces that are not listed, and listed ones that have no city."""
    listed = [region.economic_region for region in parts.economic_regions.items]
    named = [(place, province.economic_region) for place, province in parts.provinces.entries]
    named += [(place, city.economic_region) for place, city in parts.cities.entries]
    yield from repeated(
        parts.economic_regions.entries, lambda e: e.economic_region, "economic_region {} stands already at {}"
    )
    if parts.economic_regions.whole:
        for place, name in named:
            if name not in listed:
                yield f"{place}: economic_region {name} is not in economic_regions.csv; it has {', '.join(listed)}"
    if parts.cities.whole:
        used = {city.economic_region for city in parts.cities.items}
        for place, region in parts.economic_regions.entries:
            if region.economic_region not in used:
                yield f"{place}: economic_region {region.economic_region} has no city in cities.csv; drop it"


def _own_code(city: City) -> Iterator[str]:
    if city.city_code[:2] != city.province_code[:2]:
        yield f"city_code {city.city_code} does not begin with {city.province_code[:2]}, as codes of its province do"
    by_code = "province_administered_county"
    if city.city_code.endswith("00"):
        by_code = "municipality" if city.city_code.endswith("0000") else "a prefecture-level kind"
    special = city.admin_type in ("municipality", "province_administered_county")
    if (special or not by_code.startswith("a ")) and city.admin_type != by_code:
        yield f"admin_type {city.admin_type} does not fit city_code {city.city_code}, the code of {by_code}"


def _province(city: City, province: Province) -> Iterator[str]:
    expected = {
        "province_zh": province.name_zh,
        "province_en": province.name_en,
        "economic_region": province.economic_region,
    }
    for column, value in expected.items():
        if getattr(city, column) != value:
            yield f"{column} {getattr(city, column)} should be {value}, as provinces.csv says"


def _counts(parts: Parts) -> Iterator[str]:
    """Counts that the lists state, against the cities that there are."""
    cities = parts.cities.items
    by_province = Counter(city.province_code for city in cities)
    by_cluster = Counter(city.cluster for city in cities)
    by_tier, by_class = Counter(city.tier for city in cities), Counter(city.tier_source for city in cities)
    by_alternative: Counter[str] = Counter()
    for tier in parts.tiers.items:
        by_alternative[tier.alt_tier] += by_class[tier.tier_source]
    stated = [(p, "city_count", r.city_count, by_province[r.province_code]) for p, r in parts.provinces.entries]
    stated += [(p, "member_count", r.member_count, by_cluster[r.id]) for p, r in parts.clusters.entries]
    for place, tier in parts.tiers.entries:
        stated.append((place, "tier_source_city_count", tier.tier_source_city_count, by_class[tier.tier_source]))
        stated.append((place, "tier_city_count", tier.tier_city_count, by_tier[tier.tier]))
        if parts.tiers.whole:
            stated.append((place, "alt_tier_city_count", tier.alt_tier_city_count, by_alternative[tier.alt_tier]))
    for place, column, count, found in stated:
        if count != found:
            yield f"{place}: {column} {count} should be {found}, the number of such cities in cities.csv"


def name_faults(parts: Parts) -> Iterator[str]:
    """Codes and names that would not tell two cities apart, or a city from what is out of scope."""
    entries = parts.cities.entries
    yield from repeated(entries, lambda c: c.city_code, "city_code {} stands already at {}; a city stands once")
    yield from repeated(entries, lambda c: c.geonames_id, "geonames_id {} stands already at {}; a place stands once")
    yield from _municipalities(parts)
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for place, city in entries:
        for name in sorted({city.name_zh, city.full_name_zh, city.name_en}):
            bearers[name].setdefault(city.city_code, place)
    for name, by_code in bearers.items():
        first, *others = by_code.values()
        yield from (f"{place}: name {name} is borne by {first} too; add the province to both" for place in others)
    for where, scope in parts.out_of_scope.entries:
        for place, city in entries:
            if city.city_code[:2] in scope.prefixes:
                yield f"{where}.prefixes: {city.city_code[:2]} excludes {place}, which is in the index; drop one"
        for name in scope.names:
            if name in bearers:
                yield f"{where}.names: {name} is a city of the index ({next(iter(bearers[name].values()))}); drop one"


def _municipalities(parts: Parts) -> Iterator[str]:
    """A municipality takes every code of its province, so no other city may lie there."""
    whole = {code_key(city): place for place, city in parts.cities.entries if city.admin_type == "municipality"}
    for place, city in parts.cities.entries:
        other = whole.get(city.city_code[:2])
        if city.admin_type != "municipality" and other:
            yield f"{place}: city_code {city.city_code} lies in the municipality at {other}; drop one"
