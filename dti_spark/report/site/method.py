"""What the page of the method tells: indicators, weights, sources, and the records that the numbers rest on."""

from dti_spark.report.site.facts import INDEX, Facts, Record


def method(facts: Facts) -> Record:
    """The data of the method's page; the formulas are words of the page."""
    weights = facts.rows("silver.weights")
    of_node = {(row["index"], row["node"]): row["weight"] for row in weights}
    totals = {(row["index"], row["indicator"]): row for row in facts.rows("silver.base_totals")}
    indicators: dict[str, Record] = {}
    places: dict[str, list[Record]] = {}
    for node in facts.nodes:
        if node["level"] == 2:
            id, index = str(node["node"]), str(node["index"])
            found = indicators.setdefault(id, _indicator(facts, node))
            total = totals.get((index, id), {}).get("total")
            weight = of_node.get((index, id))
            place = {"index": index, "parent": node["parent"], "weight": weight, "base_total": total}
            places.setdefault(id, []).append(place)
            if index == INDEX:
                found["weight"] = weight
    return {
        "release": facts.release,
        "synthetic": facts.synthetic,
        "indicators": [indicator | {"indices": places[id]} for id, indicator in indicators.items()],
        "weights": weights,
        "sources": list(facts.sources),
        "quality": facts.quality,
        "published_check": facts.check,
    }


def _indicator(facts: Facts, node: Record) -> Record:
    """An indicator; source and kind only where the definition at hand is that of the release."""
    told = facts.measured.get(str(node["node"]), {"source": None, "kind": None})
    kept = {name: node[name] for name in ("measure", "unit", "basis", "dio_input", "dio_outcome")}
    return {"id": node["node"], "zh": node["name_zh"], "en": node["name_en"], **told, **kept, "weight": None}
