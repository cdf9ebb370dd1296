"""From the files of conf/ to a checked definition, or to all of their faults at once."""

import hashlib
from collections.abc import Mapping
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from dti_spark.definition import checks, lists, model
from dti_spark.definition.files import decode, parse_csv, parse_yaml, read
from dti_spark.definition.model import Definition
from dti_spark.definition.shapes import Part, Parts, section, shape
from dti_spark.definition.words import Model
from dti_spark.errors import DefinitionError

M = TypeVar("M", bound=Model)

FILES = (
    "cities.csv",
    "clusters.csv",
    "economic_regions.csv",
    "expert_scores.csv",
    "index.yml",
    "industries.csv",
    "lake.yml",
    "provinces.csv",
    "sources.yml",
    "tiers.csv",
)
"""What makes a definition."""


def load(conf: Path | None = None) -> Definition:
    """The definition in a folder; by default the one that travels with the package.

    Raises:
        DefinitionError: with every fault found, one sentence each.
    """
    folder = _shipped() if conf is None else conf
    if not folder.is_dir():
        raise DefinitionError([f"{folder}: is not a folder; name the folder that holds {', '.join(FILES)}"])
    faults: list[str] = []
    data = {name: content for name in FILES if (content := read(folder, name, faults)) is not None}
    texts = {name: text for name, content in data.items() if (text := decode(name, content, faults)) is not None}
    index, parts = _parts(texts, faults)
    faults += checks.faults(parts)
    if faults or index is None:
        raise DefinitionError(faults)
    return Definition(
        index=index,
        sources=parts.sources.items,
        scores=parts.scores.items,
        cities=parts.cities.items,
        provinces=parts.provinces.items,
        economic_regions=parts.economic_regions.items,
        clusters=parts.clusters.items,
        tiers=parts.tiers.items,
        industries=parts.industries.items,
        profiles={place.removeprefix("lake.yml: "): profile for place, profile in parts.profiles.entries},
        fingerprint=_fingerprint({name: content for name, content in data.items() if name != "lake.yml"}),
    )


def _shipped() -> Traversable:
    """conf/ inside the package, which may be a zip archive; in a checkout it lies beside the package."""
    packaged = package_files("dti_spark") / "conf"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "conf"


def folder_of(conf: Path | None, *parts: str) -> Traversable:
    """A folder within a folder of definitions; where that has none, the one that travels with the package."""
    if conf is not None and conf.joinpath(*parts).is_dir():
        return conf.joinpath(*parts)
    folder = _shipped()
    for part in parts:
        folder = folder / part
    return folder


def _fingerprint(data: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(data):
        # the lengths keep apart contents that only differ in where one file ends
        digest.update(f"{name}\n{len(data[name])}\n".encode())
        digest.update(data[name])
    return digest.hexdigest()


def _parts(texts: Mapping[str, str], faults: list[str]) -> tuple[model.IndexFile | None, Parts]:
    index, raw = _index(texts, faults)
    parts = Parts(
        calendar=section(model.Calendar, raw, "index.yml", "calendar"),
        out_of_scope=section(model.OutOfScope, raw, "index.yml", "out_of_scope"),
        indicators=section(model.Indicator, raw, "index.yml", "indicators"),
        indices=section(model.Index, raw, "index.yml", "indices"),
        sources=_sources(texts, faults),
        scores=_table(lists.Score, "expert_scores.csv", texts, faults),
        cities=_table(lists.City, "cities.csv", texts, faults),
        provinces=_table(lists.Province, "provinces.csv", texts, faults),
        economic_regions=_table(lists.EconomicRegion, "economic_regions.csv", texts, faults),
        clusters=_table(lists.Cluster, "clusters.csv", texts, faults),
        tiers=_table(lists.Tier, "tiers.csv", texts, faults),
        industries=_table(lists.Industry, "industries.csv", texts, faults),
        profiles=_profiles(texts, faults),
    )
    return index, parts


def _index(texts: Mapping[str, str], faults: list[str]) -> tuple[model.IndexFile | None, object]:
    name = "index.yml"
    if name not in texts:
        return None, None
    before = len(faults)
    raw = parse_yaml(name, texts[name], faults)
    if raw is None:
        faults += [f"{name}: is empty; it should hold the keys of an index"] if len(faults) == before else []
        return None, None
    found = shape(model.IndexFile, [(name, raw)], faults)
    return (found.items[0] if found.whole else None), raw


def _sources(texts: Mapping[str, str], faults: list[str]) -> Part[model.Source]:
    name = "sources.yml"
    if name not in texts:
        return Part()
    before = len(faults)
    raw = parse_yaml(name, texts[name], faults)
    if isinstance(raw, tuple) and raw:
        return shape(model.Source, ((f"{name}: [{i}]", item) for i, item in enumerate(raw)), faults)
    faults += [f"{name}: should be a list with one entry per raw log (- id: ...)"] if len(faults) == before else []
    return Part()


def _profiles(texts: Mapping[str, str], faults: list[str]) -> Part[model.Profile]:
    name = "lake.yml"
    if name not in texts:
        return Part()
    before = len(faults)
    raw = parse_yaml(name, texts[name], faults)
    if isinstance(raw, Mapping) and raw:
        return shape(model.Profile, ((f"{name}: {profile}", item) for profile, item in raw.items()), faults)
    faults += [f"{name}: should map profiles, such as local, to settings"] if len(faults) == before else []
    return Part()


def _table(kind: type[M], name: str, texts: Mapping[str, str], faults: list[str]) -> Part[M]:
    if name not in texts:
        return Part()
    rows, whole = parse_csv(name, texts[name], list(kind.model_fields), faults)
    if whole and not rows:
        faults.append(f"{name}: has a header and no rows; a definition needs some")
    return shape(
        kind, ((f"{name}:{line}", cells) for line, cells in rows), faults, csv=True, whole=whole and bool(rows)
    )
