"""From the files of conf/ to a checked definition, or to all of their faults at once."""

import hashlib
from collections.abc import Container, Mapping
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from dti_spark.definition import checks, dio, lists, model
from dti_spark.definition.files import decode, parse_csv, parse_yaml, read
from dti_spark.definition.model import Definition
from dti_spark.definition.shapes import Part, Parts, WindowParts, section, shape
from dti_spark.definition.words import Model
from dti_spark.errors import DefinitionError

M = TypeVar("M", bound=Model)

FILES = (
    "cities.csv",
    "clusters.csv",
    "dio.yml",
    "economic_regions.csv",
    "expert_scores.csv",
    "formations.csv",
    "index.yml",
    "industries.csv",
    "lake.yml",
    "provinces.csv",
    "sources.yml",
    "tiers.csv",
)
"""What makes a definition."""
MOVE_NO_NUMBER = ("lake.yml",)
MOVE_VIEWS = ("dio.yml", "formations.csv")
"""Files that no index value rests on, but a view does."""


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
    index, window, parts = _parts(texts, faults)
    faults += checks.faults(parts)
    if faults or index is None or window is None:
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
        formations=parts.formations.items,
        dio=window,
        profiles={place.removeprefix("lake.yml: "): profile for place, profile in parts.profiles.entries},
        fingerprint=_fingerprint(data, without=MOVE_NO_NUMBER),
        index_fingerprint=_fingerprint(data, without=(*MOVE_NO_NUMBER, *MOVE_VIEWS)),
        view_fingerprints={name: _fingerprint({name: data[name]}, without=()) for name in MOVE_VIEWS},
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


def _fingerprint(data: Mapping[str, bytes], *, without: Container[str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(name for name in data if name not in without):
        # the lengths keep apart contents that only differ in where one file ends
        digest.update(f"{name}\n{len(data[name])}\n".encode())
        digest.update(data[name])
    return digest.hexdigest()


def _parts(texts: Mapping[str, str], faults: list[str]) -> tuple[model.IndexFile | None, dio.Window | None, Parts]:
    index, raw = _file(model.IndexFile, "index.yml", texts, faults)
    window, raw_window = _file(dio.Window, "dio.yml", texts, faults)
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
        formations=_table(lists.Formation, "formations.csv", texts, faults),
        dio=_window(raw_window),
        profiles=_profiles(texts, faults),
    )
    return index, window, parts


def _window(raw: object) -> WindowParts:
    name = "dio.yml"
    return WindowParts(
        inputs=section(dio.Input, raw, name, "inputs"),
        outcomes=section(dio.Outcome, raw, name, "outcomes"),
        cells=section(dio.Cell, raw, name, "cells"),
        scenes=section(dio.Entry, raw, name, "scenes"),
        practices=section(dio.Entry, raw, name, "practices"),
        values=section(dio.Value, raw, name, "values"),
        families=section(dio.Family, raw, name, "tool_families"),
        tools=section(dio.Tool, raw, name, "tools"),
        indicators=section(dio.Place, raw, name, "indicators"),
    )


def _file(kind: type[M], name: str, texts: Mapping[str, str], faults: list[str]) -> tuple[M | None, object]:
    """A file that is one model, or null, and its data as far as they can be read."""
    if name not in texts:
        return None, None
    before = len(faults)
    raw = parse_yaml(name, texts[name], faults)
    if raw is None:
        if len(faults) == before:
            faults.append(f"{name}: is empty; it should hold the keys {', '.join(kind.model_fields)}")
        return None, None
    found = shape(kind, [(name, raw)], faults)
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
