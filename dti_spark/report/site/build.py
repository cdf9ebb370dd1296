"""A release as a folder of pages and data."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from dti_spark.report.site import core, folders, maps, method, script, shells, tables, wholes
from dti_spark.report.site.facts import Facts
from dti_spark.report.site.folders import Entry
from dti_spark.report.site.industries import Industries
from dti_spark.report.site.pages import industry_file, pages, region_file
from dti_spark.report.site.regions import Regions

MAPPED = {"city": "gold.cities", "province": "gold.provinces"}
"""Types of regions that there are maps of, with the tables that list them."""
Put = Callable[[str, str, object], None]
"""Writes a data file: its path, its name and its value."""


@dataclass(frozen=True)
class Built:
    """What was written: the folder of the release, its files and their size, and whether there are maps."""

    folder: Path
    files: int
    bytes: int
    maps: bool


def build(facts: Facts, out: Path, order: Sequence[str]) -> Built:
    """Write a release into a site, which keeps what it holds until the new folder is whole.

    Raises:
        UsageError: the release has not what pages are about.
        StorageError: the folder cannot be written.
    """
    entry = Entry(str(facts.release["release"]), str(facts.release["finished"]), facts.latest)
    folder = folders.put(out, entry, order, lambda folder: _fill(facts, folder))
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Built(folder, len(sizes), sum(sizes), (folder / "data" / "maps").is_dir())


def _fill(facts: Facts, folder: Path) -> None:
    with as_file(files("dti_spark.report.site") / "assets") as assets:
        shutil.copytree(assets, folder / "assets")
    codes = {kind: {str(row[f"{kind}_code"]) for row in facts.rows(table)} for kind, table in MAPPED.items()}
    drawn = maps.maps(codes)

    def put(path: str, name: str, value: object) -> None:
        script.write(folder / "data" / path, name, value)

    for kind, geometry in drawn.items():
        put(f"maps/{kind}.js", f"map_{kind}", geometry)
    _data(facts, put)
    listed = tables.tables(facts, folder / "data" / "tables")
    put("tables.js", "tables", listed)
    names = [path.relative_to(folder / "assets").as_posix() for path in sorted((folder / "assets").rglob("*"))]
    csvs = [str(entry["file"]).rpartition("/")[2] for entry in listed]
    release = str(facts.release["release"])
    for page in pages(facts, maps=bool(drawn)):
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        written = shells.shell(page, release=release, assets=names, tables=csvs)
        path.write_text(written, encoding="utf-8", newline="\n")


def _data(facts: Facts, put: Put) -> None:
    """All data files but maps and the list of tables."""
    put("core.js", "core", core.core(facts))
    regions, industries = Regions(facts), Industries(facts)
    for kind, region, told in regions.each():
        put(region_file(kind, region), "region", told)
    for industry, told in industries.each():
        put(industry_file(industry), "industry", told)
    put("industry_view.js", "industry_view", industries.view())
    put("contributions.js", "contributions", wholes.contributions(facts))
    put("concentration.js", "concentration", wholes.concentration(facts, regions))
    put("formations.js", "formations", wholes.formations(facts))
    put("dio.js", "dio", wholes.dio(facts, regions))
    put("method.js", "method", method.method(facts))
    put("dictionary.js", "dictionary", list(facts.dictionary))
