"""The site of a release: its tables, each read once, and what is known of the run that published it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import Column
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition import dimensions
from dti_spark.definition.model import Definition
from dti_spark.errors import UsageError
from dti_spark.events.events import events
from dti_spark.events.ingested_files import COUNTS, ingested_files
from dti_spark.index.base_totals import base_totals
from dti_spark.index.members import ALL
from dti_spark.index.weights import weights
from dti_spark.lake import released
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.sealed import Sealed, sealed
from dti_spark.pipeline import tables
from dti_spark.pipeline.views import CORE
from dti_spark.report import dictionary
from dti_spark.report.site.build import Built, build
from dti_spark.report.site.facts import Facts, Record
from dti_spark.tables import Table
from dti_spark.views.concentration import concentration
from dti_spark.views.contributions import contributions
from dti_spark.views.dio_profile import dio_profile
from dti_spark.views.formation_values import formation_values
from dti_spark.views.growth import growth
from dti_spark.views.industry_profiles import industry_profiles
from dti_spark.views.leaders import leaders
from dti_spark.views.published_check import published_check
from dti_spark.views.rankings import rankings
from dti_spark.views.region_profiles import region_profiles

SAID = ("release", "run", "methodology", "definition", "code_version", "files", "last_batch", "started", "finished")
"""What a release says of itself that pages show."""


def _all_rows() -> Column:
    return F.lit(True)


def _totals() -> Column:
    return F.col("industry") == ALL


def _layers() -> Column:
    return _totals() & (F.col("level") <= 1)


def _roots() -> Column:
    return F.col("level") == 0


def _roots_and_nation() -> Column:
    return _roots() | (F.col("region_type") == "nation")


def _totals_and_nation() -> Column:
    return _totals() | (_roots() & (F.col("region_type") == "nation"))


SHOWN: dict[Table[Any], Callable[[], Column]] = {
    **dict.fromkeys((*dimensions.DIMENSIONS, weights, base_totals), _all_rows),
    rankings: _totals,
    growth: _totals,
    contributions: _totals_and_nation,
    concentration: _layers,
    region_profiles: _layers,
    leaders: _layers,
    industry_profiles: _roots_and_nation,
    formation_values: _roots,
    dio_profile: _all_rows,
}
"""The tables that a site is made from, with the rows that pages show."""
READERS = 4
"""Tables that are read at the same time."""


def site(lake: Lake, definition: Definition, out: Path, *, release: str | None, synthetic: bool) -> Built:
    """Write the site of a release, by default of that which counts.

    Raises:
        UsageError: there is no such release, or it lacks a table.
        StorageError: storage does not do what was asked.
    """
    publications = released.publications(lake)
    publication = released.chosen(publications, release, lake.root)
    manifest = released.manifest(lake, publication)
    said = manifest["release"]
    facts = Facts(
        release={name: said[name] for name in SAID} | {"folder": publication.folder},
        tables=_tables(sealed(released.reader(lake, publication), manifest["files"]), publication.release),
        synthetic=synthetic,
        quality=_quality(lake, int(said["last_batch"])),
        check=_check(lake, publication.release),
        dictionary=dictionary.described(tables.TABLES),
        **_words(definition, said["definition"]),
    )
    # the last time that each counted
    order = list(dict.fromkeys(each.release for each in reversed(publications)))[::-1]
    return build(facts, out, order)


def _tables(held: Sealed, release: str) -> dict[str, pa.Table]:
    """The tables of a release, all or none."""
    with told(f"opening the tables of release {release}"), ThreadPoolExecutor(READERS) as pool:
        there = dict(zip(SHOWN, pool.map(held.lake.exists, SHOWN), strict=True))
    if missing := [table.name for table, is_there in there.items() if not is_there]:
        why = "it was made with views: core" if not {*missing} & {*CORE} else "it is not whole"
        raise UsageError(
            f"release {release} has no {', no '.join(missing)} ({why}); write views: all in lake.yml and let dti run "
            "make a release that has them"
        )
    with told(f"reading the tables of release {release}"), ThreadPoolExecutor(READERS) as pool:
        found = pool.map(lambda table: held.read(table).where(SHOWN[table]()).toArrow(), SHOWN)
        return {table.name: rows for table, rows in zip(SHOWN, found, strict=True)}


def _quality(lake: Lake, last_batch: int) -> Record:
    """Records that the release rests on, by source and verdict, and those that do not count, by reason.

    The ledger and the events are read as they are now, up to the last batch of the release: what was delivered later is
    not counted, what was delivered anew since is.
    """
    included = F.col("batch") <= last_batch
    sums = (F.sum(column.name).alias(column.name) for column in (c.records, *COUNTS))
    with told("counting records"):
        files = lake.read(ingested_files).where(included).groupBy("source")
        records = files.agg(F.count("*").alias("files"), *sums).orderBy("source").collect()
        left_out = lake.read(events).where(included & F.col("reason").isNotNull())
        reasons = left_out.groupBy("source", "verdict", "reason").agg(F.count("*").alias("records"))
        counted = reasons.orderBy("source", "verdict", "reason").collect()
    return {
        "last_batch": last_batch,
        "records": [row.asDict() for row in records],
        "reasons": [row.asDict() for row in counted],
    }


def _check(lake: Lake, release: str) -> Record | None:
    """What `dti verify` found of the release: figures by verdict, and those that do not hold; else null."""
    with told(f"reading {published_check.name}"):
        rows = [row.asDict() for row in lake.read(published_check).where(F.col("release") == release).collect()]
    if not rows:
        return None
    verdicts = Counter(str(row["verdict"]) for row in rows)
    others = sorted((row for row in rows if row["verdict"] != "holds"), key=lambda row: str(row["figure"]))
    return {
        "figures": len(rows),
        "promised": sum(row["promised"] for row in rows),
        "verdicts": dict(sorted(verdicts.items())),
        "others": others,
    }


def _words(definition: Definition, fingerprint: str) -> dict[str, Any]:
    """Sources, what indicators measure and why they stand where in the DIO window.

    Nothing where the definition at hand is not that of the release.
    """
    if definition.fingerprint != fingerprint:
        return {}
    index = definition.index
    return {
        "sources": [
            {"id": source.id, **source.name.model_dump(), "format": source.format, "path": source.path}
            for source in definition.sources
        ],
        "measured": {
            each.id: {"source": each.source, "kind": each.kind, "cite": each.cite} for each in index.indicators
        },
        "places": [place.model_dump() for place in definition.dio.indicators],
    }
