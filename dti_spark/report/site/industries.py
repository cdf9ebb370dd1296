"""What is told of industries: a file each, and one for the view over all."""

from collections.abc import Iterator

from dti_spark.report.site.facts import ALL, BY_INDUSTRY, Facts, Record
from dti_spark.report.site.series import Panel, Slots

NATION = ("nation", "CN")
NATIONAL = (
    *("value", "share_of_region", "yoy", "growth", "location_quotient", "rank_in_region", "size_class"),
    *("cumulative", "cumulative_rank"),
)
KEYED = ("value", "share_of_region", "yoy", "growth")
REGIONAL = (
    *("value", "share_of_region", "location_quotient", "share_rank", "share_rank_of_year", "growth", "growth_rank"),
    *("double_high", "yoy"),
)
OF_CITY = ("value", "share_of_region", "location_quotient", "share_rank", "growth", "growth_rank")
FORMED = ("points", "share_of_nation", "yoy", "growth", "location_quotient")
TOP = 3
Of = dict[tuple[object, ...], dict[str, Slots]]


class Industries:
    """The tables that tell of industries, each gone through once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        profiles = facts.panel("gold.industry_profiles", index=BY_INDUSTRY)
        self._nodes = profiles, profiles.rows(("region_type", "region", "industry"), "node")
        roots = facts.panel("gold.industry_profiles", index=BY_INDUSTRY, node=BY_INDUSTRY)
        self._regions = roots, roots.rows(("industry", "region_type"), "region")
        self._formed = formed(facts)
        self._formations = facts.rows("gold.formations")
        self.ids = [str(row["industry"]) for row in facts.rows("gold.industries") if row["industry"] != ALL]

    def each(self) -> Iterator[tuple[str, Record]]:
        """The id of every industry and group, and its data."""
        for industry in self.ids:
            yield industry, self.one(industry)

    def one(self, industry: str) -> Record:
        """The data of an industry."""
        panel, nodes = self._nodes
        return {
            "industry": industry,
            "nodes": panel.each(nodes.get((*NATION, industry)), NATIONAL),
            "regions": self._in_regions(industry),
            "formations": self._in_formations(industry),
        }

    def view(self) -> Record:
        """All industries beside each other."""
        panel, nodes = self._nodes
        roots = {id: nodes.get((*NATION, id), {}).get(BY_INDUSTRY) for id in self.ids}
        return {
            "industries": panel.each({id: rows for id, rows in roots.items() if rows}, NATIONAL),
            "nodes": self._key_indicators(),
            "top3": {region: self._leading(region) for region in self._members("cluster")},
            "shares": {region: self._shares(region) for region in self._members("province")},
        }

    def _key_indicators(self) -> dict[str, Record]:
        """The nodes below the root: the national measures of every industry."""
        panel, nodes = self._nodes
        found: dict[str, Record] = {}
        for id in self.ids:
            for node, rows in nodes.get((*NATION, id), {}).items():
                if node != BY_INDUSTRY:
                    found.setdefault(node, {})[id] = panel.series(rows, KEYED)
        return found

    def _members(self, kind: str) -> list[str]:
        return [str(row["region"]) for row in self._facts.rows("gold.regions") if row["region_type"] == kind]

    def _in_regions(self, industry: str) -> Record:
        panel, found = self._regions
        return {
            f"{kind}/{region}": panel.series(rows, OF_CITY if kind == "city" else REGIONAL)
            for kind in ("province", "cluster", "economic_region", "city")
            for region, rows in found.get((industry, kind), {}).items()
        }

    def _in_formations(self, industry: str) -> list[Record]:
        """The formations that are named after the industry or its group, and both sides of the Hu line."""
        panel, found = self._formed
        group = next(
            (row["industry_group"] for row in self._facts.rows("gold.industries") if row["industry"] == industry), None
        )
        return [
            {
                **row,
                "is_own_industry": row["industry"] == industry,
                "values": panel.series(found.get((row["formation"], row["part"]), {}).get(industry), FORMED),
            }
            for row in self._formations
            if row["kind"] == "line" or row["industry"] in (industry, group)
        ]

    def _leading(self, cluster: str) -> list[str]:
        """The industries that the cluster used most up to the last quarter, groups taken as one."""
        panel, found = self._regions
        now = self._facts.periods.index(self._facts.latest)
        ranked = []
        for industry in self.ids:
            rows = found.get((industry, "cluster"), {}).get(cluster)
            ranks = panel.series(rows, ("cumulative_rank",)).get("cumulative_rank")
            if ranks and isinstance(place := ranks[now], int):
                ranked.append((place, industry))
        return [industry for place, industry in sorted(ranked) if place <= TOP]

    def _shares(self, province: str) -> Record:
        panel, found = self._regions
        of = {industry: found.get((industry, "province"), {}).get(province) for industry in self.ids}
        return {
            industry: series["share_of_region"]
            for industry, rows in of.items()
            if (series := panel.series(rows, ("share_of_region",)))
        }


def formed(facts: Facts) -> tuple[Panel, Of]:
    """The values of formations, under formation and part, by industry."""
    panel = facts.panel("gold.formation_values", index=BY_INDUSTRY, node=BY_INDUSTRY)
    return panel, panel.rows(("formation", "part"), "industry")
