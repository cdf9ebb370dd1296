"""What pages show of many regions at once: contributions, concentration, formations and the DIO window."""

from dti_spark.report.site.facts import ALL, INDEX, Facts, Record
from dti_spark.report.site.industries import FORMED, NATION, formed
from dti_spark.report.site.regions import PLACE, Regions

OF_NODE = ("points", "yoy_points", "qoq_points", "yoy_contribution")
OF_REGION = ("points", "yoy_points", "nation_yoy_contribution")
OF_INDUSTRY = ("points", "yoy_points")


def contributions(facts: Facts) -> Record:
    """What moved the nation's index: its nodes, regions and industries."""
    whole = facts.panel("gold.contributions", index=INDEX, industry=ALL)
    root = facts.panel("gold.contributions", index=INDEX, industry=ALL, node=INDEX)
    by_region = root.rows(("region_type",), "region")
    by_industry = facts.panel("gold.contributions", index=INDEX, node=INDEX, region_type=NATION[0])
    of_nation = by_industry.rows((), "industry").get((), {})
    return {
        "nation": whole.each(whole.rows(PLACE, "node").get(NATION), OF_NODE),
        "by_region": {
            kind: root.each(by_region.get((kind,)), OF_REGION) for kind in ("province", "economic_region", "tier")
        },
        "by_industry": by_industry.each({id: rows for id, rows in of_nation.items() if id != ALL}, OF_INDUSTRY),
    }


def concentration(facts: Facts, regions: Regions) -> Record:
    """How unequal the cities of every region are."""
    places = [(str(row["region_type"]), str(row["region"])) for row in facts.rows("gold.regions")]
    return {f"{kind}/{region}": regions.spread(kind, region) for kind, region in places if kind != "city"}


def formations(facts: Facts) -> Record:
    """The regional formations that the report names."""
    panel, found = formed(facts)
    values = {f"{formation}/{part}": panel.each(rows, FORMED) for (formation, part), rows in found.items()}
    return {"list": facts.rows("gold.formations"), "values": values}


def dio(facts: Facts, regions: Regions) -> Record:
    """The DIO window: its cells, tools and cases, and what the cells add to the index of larger regions."""
    cells = facts.rows("gold.dio_cells")
    places = [(str(row["region_type"]), str(row["region"])) for row in facts.rows("gold.regions")]
    return {
        "inputs": _members(cells, "input"),
        "outcomes": _members(cells, "outcome"),
        "cells": cells,
        "indicators": list(facts.places),
        "cases": facts.rows("gold.dio_cases"),
        "profile": {
            f"{kind}/{region}": regions.window(kind, region)
            for kind, region in places
            if kind in ("nation", "province", "cluster")
        },
    }


def _members(cells: list[Record], side: str) -> list[Record]:
    named = {cell[f"dio_{side}"]: (cell[f"{side}_zh"], cell[f"{side}_en"]) for cell in cells}
    return [{"id": id, "zh": zh, "en": en} for id, (zh, en) in named.items()]
