"""The targets that synthetic logs are drawn to: index values calibrated to what the report prints, by city and quarter.

Synthetic: only the published figures are the report's; what lies between them was chosen by scripts/calibrate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from dti_spark.definition.files import parse_csv, text
from dti_spark.definition.load import folder_of
from dti_spark.definition.model import Definition
from dti_spark.definition.shapes import shape
from dti_spark.definition.words import Code, Model, Quarter
from dti_spark.errors import DefinitionError
from dti_spark.published.panel import Key, ValuePanel, of_cities
from dti_spark.published.subjects import ALL, Subjects
from dti_spark.published.weights import weights

FOLDER = ("demo", "targets")
CITIES, MIXES = "cities.csv", "industry_mix.csv"
LAYERS = ("infrastructure", "platform", "application")
WHOLE_OF_INDUSTRIES = "infrastructure"
"""The layer that the industry index of a city equals: so attributed usage never has to exceed the usage of the city."""


class CityTarget(Model):
    """A row of cities.csv: the layers of a city in a quarter, in points (100 = the nation in the base quarter)."""

    city_code: Code
    quarter: Quarter
    infrastructure: float
    platform: float
    application: float


class MixTarget(Model):
    """A cell of industry_mix.csv: share of an industry in the industry index of a province and cluster."""

    province_code: Code
    cluster: str
    quarter: Quarter
    industry: str
    share: float = Field(ge=0, le=1)


MIX_KEY = ("province_code", "cluster", "quarter")
"""Columns of industry_mix.csv before those of the industries."""


@dataclass(frozen=True)
class Targets:
    """All targets."""

    cities: tuple[CityTarget, ...]
    mixes: tuple[MixTarget, ...]


def targets(definition: Definition, conf: Path | None = None) -> Targets:
    """The targets of a folder of definitions; where it has none, those that travel with the package.

    Raises:
        DefinitionError: with every fault found in the files, one sentence each.
    """
    folder, faults = folder_of(conf, *FOLDER), list[str]()
    cities, _ = parse_csv(CITIES, text(folder, CITIES, faults), list(CityTarget.model_fields), faults)
    industries = [industry.id for industry in definition.industries]
    mixes, _ = parse_csv(MIXES, text(folder, MIXES, faults), [*MIX_KEY, *industries], faults)
    entries = [
        (f"{MIXES}:{line}", {key: cells[key] for key in MIX_KEY} | {"industry": industry, "share": cells[industry]})
        for line, cells in mixes
        for industry in industries
    ]
    found = Targets(
        shape(CityTarget, ((f"{CITIES}:{line}", cells) for line, cells in cities), faults, csv=True).items,
        shape(MixTarget, entries, faults, csv=True).items,
    )
    if faults:
        raise DefinitionError(faults)
    return found


def panel(definition: Definition, aim: Targets) -> ValuePanel:
    """Index values as they come out when the targets are met, for every region."""
    return of_cities(Subjects(definition), _values(definition, aim), weights(definition, "dti"))


def _values(definition: Definition, aim: Targets) -> Iterator[tuple[Key, float]]:
    """Rows of cities: the index, its layers, and the industry index by industry, by group and as a whole."""
    weight = weights(definition, "dti")
    groups = {industry.id: industry.industry_group for industry in definition.industries}
    mixes = _mixes(aim.mixes, groups)
    places = {city.city_code: (city.province_code, city.cluster or "") for city in definition.cities}
    for row in aim.cities:
        layers = {layer: float(getattr(row, layer)) for layer in LAYERS}
        whole = layers[WHOLE_OF_INDUSTRIES]
        for layer, value in layers.items():
            yield ("dti", "city", row.city_code, ALL, row.quarter, layer), value
        index = sum(weight[layer] * value for layer, value in layers.items())
        yield ("dti", "city", row.city_code, ALL, row.quarter, "dti"), index
        yield ("industry", "city", row.city_code, ALL, row.quarter, "industry"), whole
        for group, share in mixes[(*places[row.city_code], row.quarter)].items():
            yield ("industry", "city", row.city_code, group, row.quarter, "industry"), whole * share


def _mixes(rows: Sequence[MixTarget], groups: dict[str, str]) -> dict[tuple[str, str, str], dict[str, float]]:
    """Shares by province, cluster and quarter of every industry, and of every group that holds several."""
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in rows:
        cell = found.setdefault((row.province_code, row.cluster, row.quarter), {})
        for name in {row.industry, groups[row.industry]}:
            cell[name] = cell.get(name, 0.0) + row.share
    return found
