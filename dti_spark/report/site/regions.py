"""What is told of one region: a file each, for its own page and for those that compare it."""

from collections.abc import Iterator

from dti_spark.report.site.facts import ALL, BY_INDUSTRY, INDEX, Facts, Record
from dti_spark.report.site.series import Panel, Series, Slots

PLACE = ("region_type", "region")
RANKED = ("value", "rank", "share_of_nation")
GROWN = ("yoy", "growth_rank")
PARTS = ("points", "yoy_points", "yoy_contribution", "qoq_points")
SECTORS = (
    *("value", "share_of_region", "location_quotient", "rank_in_region", "size_class", "yoy", "growth"),
    *("growth_rank_in_region", "share_rank", "double_high"),
)
CELLS = ("cell_points", "share_of_index", "relative_share")
PROFILE = ("share_of_cities", "value_per_city", "rank_per_city")
SPREAD = (
    *("cities", "cities_in_use", "value_per_city", "largest_of_cities", "smallest_of_cities", "max_min"),
    *("first_share", "first_2_share", "first_10_share", "ranks_2_10_share", "ranks_3_10_share", "hhi", "gini", "cv"),
    *("theil", "theil_within_provinces", "theil_between_provinces", "theil_between_economic_regions"),
    *("sigma", "beta", "beta_cities"),
)
Of = dict[tuple[object, ...], dict[str, Slots]]


class Regions:
    """The tables that tell of regions, each gone through once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        whole = {"index": INDEX, "industry": ALL}
        self._ranked = _grouped(facts.panel("gold.rankings", **whole), "node")
        self._grown = _grouped(facts.panel("gold.growth", **whole), "node")
        self._parts = _grouped(facts.panel("gold.contributions", **whole), "node")
        self._sectors = _grouped(facts.panel("gold.industry_profiles", index=BY_INDUSTRY, node=BY_INDUSTRY), "industry")
        self._spread = _grouped(facts.panel("gold.concentration", **whole), "node")
        self._profile = _grouped(facts.panel("gold.region_profiles", **whole, node=INDEX), "node")
        self._window = facts.panel("gold.dio_profile", index=INDEX)
        self._cells = self._window.rows((*PLACE, "dio_input"), "dio_outcome")

    def each(self) -> Iterator[tuple[str, str, Record]]:
        """Type and id of every region, and its data."""
        for row in self._facts.rows("gold.regions"):
            kind, region = str(row["region_type"]), str(row["region"])
            yield kind, region, self.one(kind, region)

    def one(self, kind: str, region: str) -> Record:
        """The data of a region."""
        key = (kind, region)
        values, grown = _series(self._ranked, key, RANKED), _series(self._grown, key, GROWN)
        found: Record = {
            "type": kind,
            "region": region,
            "nodes": {node: series | grown.get(node, {}) for node, series in values.items()},
            "contributions": _series(self._parts, key, PARTS),
            "industries": _series(self._sectors, key, SECTORS),
            "dio": self.window(kind, region),
        }
        if kind != "city":
            found["concentration"] = self.spread(kind, region)
            found["profile"] = _series(self._profile, key, PROFILE).get(INDEX, {})
        return found

    def spread(self, kind: str, region: str) -> dict[str, Series]:
        """Concentration of the whole index and its layers."""
        of_nodes = _series(self._spread, (kind, region), SPREAD)
        return {node: series for node, series in of_nodes.items() if node in self._facts.layers}

    def window(self, kind: str, region: str) -> dict[str, Series]:
        """The cells of the DIO window, as input/outcome."""
        cells = self._facts.rows("gold.dio_cells")
        found = ((cell, self._cells.get((kind, region, cell["dio_input"]), {})) for cell in cells)
        return {
            f"{cell['dio_input']}/{cell['dio_outcome']}": self._window.series(slots, CELLS)
            for cell, outcomes in found
            if (slots := outcomes.get(str(cell["dio_outcome"])))
        }


def _grouped(panel: Panel, inner: str) -> tuple[Panel, Of]:
    return panel, panel.rows(PLACE, inner)


def _series(grouped: tuple[Panel, Of], key: tuple[str, str], measures: tuple[str, ...]) -> dict[str, Series]:
    panel, found = grouped
    return panel.each(found.get(key), measures)
