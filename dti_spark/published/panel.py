"""A panel of index values in memory, from values of cities or from rows of gold.index_values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dti_spark.published.subjects import Subject, Subjects

Key = tuple[str, str, str, str, str, str]
"""index, region type, region, industry, quarter and node: the key of gold.index_values."""


class ValuePanel:
    """Index values by the key of gold.index_values; a cell that is not there is 0."""

    def __init__(self, values: Mapping[Key, float], weights: Mapping[str, float]) -> None:
        self._values = values
        self._weights = weights

    def value(self, subject: Subject, quarter: str) -> float:
        """Sum over the regions of a subject."""
        return sum(
            self._values.get((subject.index, subject.region_type, region, subject.industry, quarter, subject.node), 0.0)
            for region in subject.regions
        )

    def weight(self, node: str) -> float:
        """Share of a layer in the index, 1 for any other node."""
        return self._weights.get(node, 1.0)


def of_cities(subjects: Subjects, cities: Iterable[tuple[Key, float]], weights: Mapping[str, float]) -> ValuePanel:
    """A panel in which every region is the sum of its cities; the keys given are those of cities."""
    regions: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind in ("nation", "economic_region", "province", "cluster", "tier", "city"):
        for region in ["CN"] if kind == "nation" else subjects.names(kind):
            for city in subjects.cities(kind, region):
                regions[city].append((kind, region))
    sums: dict[Key, float] = defaultdict(float)
    for (index, _, city, industry, quarter, node), value in cities:
        for kind, region in regions[city]:
            sums[index, kind, region, industry, quarter, node] += value
    return ValuePanel(sums, weights)
