"""Usage that meets the targets: how much of every indicator each city, and each industry of a cell, has to use.

Counts and numbers of organisations are whole, so they are rounded down; indicators that sum quantities take up what is
then missing in a layer. National totals of the base quarter are what the cities add up to, so that the nation is 100
there by itself.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dti_spark.definition.model import Definition, Indicator
from dti_spark.demo.targets import CityTarget, Targets
from dti_spark.errors import DefinitionError, UsageError
from dti_spark.published.weights import weights

MILLION = 1_000_000
NATIONAL = {"sum": MILLION, "count": 10_000, "distinct": 5_000}
"""National usage of the base quarter to begin with, by measure; far less leaves nothing for a sum to take up."""
ATTRIBUTED = 3
"""One in so many of a key indicator is attributed to industries."""

Cell = tuple[str, str]
"""City and quarter."""
Usage = dict[str, dict[Cell, int]]
"""By indicator and cell: whole units of a count or distinct, millionths of a unit of a sum."""
Attributed = dict[str, dict[tuple[str, str, str, str], int]]
"""By indicator, and province, cluster, quarter and industry; the same units."""


@dataclass(frozen=True)
class Aims:
    """What logs have to add up to, city by city, and industry by industry within a province and cluster."""

    usage: Usage
    attributed: Attributed


def aims(definition: Definition, aim: Targets, national: Mapping[str, int] | None = None) -> Aims:
    """The usage that meets the targets; `national` overrides totals of the base quarter by indicator.

    Raises:
        DefinitionError: a layer of the targets is not in the definition, or has no indicator that sums quantities.
        UsageError: a total of the base quarter is so small that rounding down leaves more than there is.
    """
    usage: Usage = {}
    for layer in definition.index.indices[0].children:
        if layer.key not in CityTarget.model_fields:
            raise DefinitionError([f"cities.csv: has no layer {layer.key}; run scripts/calibrate for this definition"])
        leaves = {child.key for child in layer.children}
        indicators = [each for each in definition.index.indicators if each.id in leaves]
        values = {(row.city_code, row.quarter): float(getattr(row, layer.key)) for row in aim.cities}
        usage |= _Layer(definition, layer.key, indicators, values, national or {}).usage()
    return Aims(usage, _attributed(definition, aim, usage))


class _Layer:
    """The indicators of a layer, and the value that they have to have together in every cell."""

    def __init__(
        self,
        definition: Definition,
        layer: str,
        indicators: list[Indicator],
        values: dict[Cell, float],
        national: Mapping[str, int],
    ) -> None:
        self.base = definition.index.calendar.base
        self.weights = weights(definition, "dti")
        self.values = values
        self.rest = dict(values)
        self.national = {each.id: national.get(each.id, NATIONAL[each.measure]) for each in indicators}
        self.organisations = [each.id for each in indicators if each.measure == "distinct"]
        of_kind = {(each.source, each.kind): each.id for each in indicators if each.measure == "distinct"}
        users = {each.id: of_kind.get((each.source, each.kind)) for each in indicators}
        self.counts = {each.id: users[each.id] for each in indicators if each.measure == "count"}
        self.sums = {each.id: users[each.id] for each in indicators if each.measure == "sum"}
        if not self.sums:
            raise DefinitionError([f"index.yml: layer {layer} has no indicator that sums quantities; add one"])
        free = [each for each, users_of in self.sums.items() if users_of is None]
        self.free = free or [max(self.sums, key=self.weights.__getitem__)]

    def usage(self) -> Usage:
        """Usage of the indicators: organisations, then counts and sums that need some, then what takes up the rest."""
        found: Usage = {each: self._organisations(each) for each in self.organisations}
        for each, users in self.counts.items():
            found[each] = self._counted(each, found.get(users or ""))
        for each, users in self.sums.items():
            if each not in self.free and users is not None:
                found[each] = self._where_used(each, found[users])
        share = sum(self.weights[each] for each in self.free)
        for each in self.free:
            scale = self.national[each] * MILLION / 100
            found[each] = {cell: round(value / share * scale) for cell, value in self.rest.items()}
        if min(self.rest.values()) < 0:
            few = min(self.organisations + list(self.counts), key=self.national.__getitem__)
            raise UsageError(
                f"{few}: {self.national[few]} in the base quarter are too few for whole numbers; take more"
            )
        return found

    def _organisations(self, indicator: str) -> dict[Cell, int]:
        """Whole numbers; at least 1 where an indicator that takes up the rest could not be used by nobody."""
        least = int(indicator in [self.sums[each] for each in self.free])
        scale = self.national[indicator] / 100
        return self._taken(indicator, {cell: max(least, int(value * scale)) for cell, value in self.values.items()})

    def _counted(self, indicator: str, users: Mapping[Cell, int] | None) -> dict[Cell, int]:
        """Whole numbers; none where nobody is left, and at least one for each organisation."""
        scale = self.national[indicator] / 100
        counts = {cell: int(value * scale) for cell, value in self.values.items()}
        if users is not None:
            counts = {cell: max(count, users[cell]) if users[cell] else 0 for cell, count in counts.items()}
        return self._taken(indicator, counts)

    def _where_used(self, indicator: str, users: dict[Cell, int]) -> dict[Cell, int]:
        """A sum that is 0 where nobody is left to use it."""
        scale = self.national[indicator] * MILLION / 100
        return self._taken(
            indicator, {cell: round(value * scale) if users[cell] else 0 for cell, value in self.values.items()}
        )

    def _taken(self, indicator: str, usage: dict[Cell, int]) -> dict[Cell, int]:
        """The usage, whose part of the index is taken from the rest."""
        for cell, value in standardised(usage, self.base).items():
            self.rest[cell] -= self.weights[indicator] * value
        return usage


def standardised(usage: Mapping[Cell, int], base: str) -> dict[Cell, float]:
    """Usage in percent of the national total of the base quarter."""
    total = sum(value for (_, quarter), value in usage.items() if quarter == base)
    return {cell: 100 * value / total for cell, value in usage.items()}


def _attributed(definition: Definition, aim: Targets, usage: Usage) -> Attributed:
    """Usage of the key indicators by industry: whole ones rounded down, the last sum takes up what is missing.

    All but the last sum are attributed as the city has them, so the industry index is the infrastructure of the cities.
    """
    base, weight = definition.index.calendar.base, weights(definition, "industry")
    measures = {each.id: each.measure for each in definition.index.indicators}
    keys = next(index.leaves for index in definition.index.indices if index.by_industry)
    last = [each for each in keys if measures[each] == "sum"][-1]
    places = {city.city_code: (city.province_code, city.cluster or "") for city in definition.cities}
    whole: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in aim.cities:
        whole[(*places[row.city_code], row.quarter)] += row.infrastructure
    rest = {
        (mix.province_code, mix.cluster, mix.quarter, mix.industry): mix.share
        * whole[mix.province_code, mix.cluster, mix.quarter]
        for mix in aim.mixes
    }
    wanted, found = dict(rest), Attributed()
    for key in [each for each in keys if each != last]:
        if measures[key] == "sum":
            sums: dict[tuple[str, str, str], float] = defaultdict(float)
            for (city, quarter), value in usage[key].items():
                sums[(*places[city], quarter)] += value / ATTRIBUTED
            found[key] = {cell: round(v / (whole[cell[:3]] or 1) * sums[cell[:3]]) for cell, v in wanted.items()}
        else:
            scale = sum(v for (_, quarter), v in usage[key].items() if quarter == base) / ATTRIBUTED / 100
            found[key] = {cell: int(value * scale) for cell, value in wanted.items()}
        total = sum(value for cell, value in found[key].items() if cell[2] == base)
        for cell, value in found[key].items():
            rest[cell] -= weight[key] * 100 * value / total
    scale = sum(v for (_, quarter), v in usage[last].items() if quarter == base) / ATTRIBUTED / 100
    found[last] = {cell: round(value / weight[last] * scale) for cell, value in rest.items()}
    return found
