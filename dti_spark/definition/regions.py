"""The regions of every type as one list, so that a fact finds the name of any region by type and id."""

from collections import Counter
from collections.abc import Iterator

from dti_spark.definition.model import Definition

NATION = "CN"
"""The id of the nation among regions."""


def rows(definition: Definition) -> Iterator[dict[str, object]]:
    """From the nation down to cities, in the order of their lists; tiers, which the list names by class, by number."""
    of = {
        name: Counter(getattr(city, name) for city in definition.cities)
        for name in ("economic_region", "province_code", "cluster", "tier")
    }
    yield _row("nation", NATION, "全国", "China", len(definition.cities))
    for region in definition.economic_regions:
        id = region.economic_region
        yield _row("economic_region", id, region.name_zh, region.name_en, of["economic_region"][id])
    for province in definition.provinces:
        id = province.province_code
        yield _row("province", id, province.name_zh, province.name_en, of["province_code"][id])
    for cluster in definition.clusters:
        yield _row("cluster", cluster.id, cluster.name_zh, cluster.name_en, of["cluster"][cluster.id])
    tiers = {tier.tier: (tier.tier_name_zh, tier.tier_name_en) for tier in definition.tiers}
    for id, (name_zh, name_en) in sorted(tiers.items()):
        yield _row("tier", id, name_zh, name_en, of["tier"][id])
    for city in definition.cities:
        yield _row("city", city.city_code, city.name_zh, city.name_en, 1) | {"province_code": city.province_code}


def _row(region_type: str, region: str, name_zh: str, name_en: str, cities: int) -> dict[str, object]:
    return {
        "region_type": region_type,
        "region": region,
        "name_zh": name_zh,
        "name_en": name_en,
        "province_code": None,
        "cities": cities,
    }
