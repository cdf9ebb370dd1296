"""What every page loads: names, trees, periods, and the values of all regions."""

from collections.abc import Iterator

from dti_spark.report.site.facts import ALL, BY_INDUSTRY, INDEX, Facts, Record
from dti_spark.report.site.pinyin import spelt

RANKED = ("value", "rank", "share_of_nation", "rank_change")
GROWN = ("yoy", "growth", "yoy_rank", "growth_rank")
WITHIN = ("rank_in_cluster", "rank_in_province")
REGION = {"id": "region", "type": "region_type", "zh": "name_zh", "en": "name_en", "cities": "cities"}
CITY = {
    "full": "full_name_zh",
    "province": "province_code",
    "cluster": "cluster",
    "tier": "tier",
    "economic": "economic_region",
    "hu": "hu_line",
    "lon": "longitude",
    "lat": "latitude",
}
PROVINCE = {"full": "full_name_zh", "economic": "economic_region"}


def core(facts: Facts) -> Record:
    """The data of all pages."""
    periods = facts.rows("gold.periods")
    years = [str(row["period"]) for row in periods if row["period_type"] == "year"]
    return {
        "release": _release(facts),
        "base": next((row["period"] for row in periods if row["is_base"]), None),
        "latest": facts.latest,
        "year": max(years, default=None),
        "periods": [{"id": row["period"], "type": row["period_type"], "base": row["is_base"]} for row in periods],
        "indices": list(_indices(facts)),
        "nodes": list(_nodes(facts)),
        "industries": list(_industries(facts)),
        "regions": list(_regions(facts)),
        "values": _values(facts),
    }


def _release(facts: Facts) -> Record:
    said = facts.release
    kept = {name: said[name] for name in ("folder", "methodology", "code_version", "definition", "run")}
    return {"name": said["release"], "published": said["finished"], **kept, "synthetic": facts.synthetic}


def _indices(facts: Facts) -> Iterator[Record]:
    """The index that pages are about first."""
    roots = [node for node in facts.nodes if node["level"] == 0]
    for root in sorted(roots, key=lambda node: node["index"] != INDEX):
        names = {"id": root["index"], "zh": root["name_zh"], "en": root["name_en"]}
        yield {**names, "by_industry": root["index"] == BY_INDUSTRY}


def _nodes(facts: Facts) -> Iterator[Record]:
    weights = {(row["index"], row["node"]): row["weight"] for row in facts.rows("silver.weights")}
    for node in facts.nodes:
        kept = ("index", "parent", "level", "unit", "measure", "basis", "dio_input", "dio_outcome")
        yield {
            "id": node["node"],
            "zh": node["name_zh"],
            "en": node["name_en"],
            **{name: node[name] for name in kept},
            "weight": weights.get((node["index"], node["node"])),
        }


def _industries(facts: Facts) -> Iterator[Record]:
    for row in facts.rows("gold.industries"):
        names = {"id": row["industry"], "zh": row["name_zh"], "en": row["name_en"]}
        yield {
            **names,
            "group": row["industry_group"],
            "is_group": row["is_group"],
            **spelt(str(row["name_zh"]), str(row["name_en"])),
        }


def _regions(facts: Facts) -> Iterator[Record]:
    """Regions of all types; what a type does not have is left out."""
    more = {("city", str(row["city_code"])): (row, CITY) for row in facts.rows("gold.cities")}
    more |= {("province", str(row["province_code"])): (row, PROVINCE) for row in facts.rows("gold.provinces")}
    for region in facts.rows("gold.regions"):
        told = {short: region[name] for short, name in REGION.items()}
        row, names = more.get((str(region["region_type"]), str(region["region"])), ({}, {}))
        told |= {short: row[name] for short, name in names.items() if row[name] is not None}
        yield told | spelt(str(region["name_zh"]), str(region["name_en"]))


def _values(facts: Facts) -> dict[str, Record]:
    """The whole index and its layers, by region."""
    rankings = facts.panel("gold.rankings", index=INDEX, industry=ALL)
    growth = facts.panel("gold.growth", index=INDEX, industry=ALL)
    key = ("region_type", "region")
    grown = growth.rows(key, "node")
    found: dict[str, Record] = {}
    for (kind, region), nodes in rankings.rows(key, "node").items():
        ranked, changes = (RANKED + WITHIN, GROWN) if kind == "city" else (RANKED, ("qoq", *GROWN))
        found[f"{kind}/{region}"] = {
            node: rankings.series(rows, ranked) | growth.series(grown.get((kind, region), {}).get(node), changes)
            for node, rows in nodes.items()
            if node in facts.layers
        }
    return found
