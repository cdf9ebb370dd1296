"""A small index for tests that run the whole job: five of the nine logs, two quarters, settings for short runs."""

import csv
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import and_
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
import sample_conf
import yaml
from deltalake import DeltaTable
from pyspark.sql import SparkSession
from raw_logs import Event, write
from sample_events import QUARTERS, sound

from dti_spark import notebook
from dti_spark.definition.load import load
from dti_spark.lake.delta import Lake
from dti_spark.notebook import Release
from dti_spark.pipeline import job
from dti_spark.pipeline import run as pipeline
from dti_spark.pipeline.job import Outcome
from dti_spark.pipeline.progress import Show, silent

SOURCES = ("tencent_cloud", "tencent_ai", "tencent_security", "maoyan", "tapd")
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.databricks.delta.snapshotPartitions": "1",
    "spark.driver.memory": "2g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m",
}
"""What makes a short run shorter; no result rests on it."""
INTERPRETED = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}
"""For tests of what a run does around its formulas: few rows are not worth classes that are compiled for them."""
FIRST, SECOND, LATER = QUARTERS[:1], QUARTERS[1:2], QUARTERS[2:3]
"""The quarters of deliveries; the first two are published."""


@dataclass(frozen=True)
class Place:
    """A folder with raw logs, a definition and a lake, and the session for runs inside the tests."""

    spark: SparkSession
    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def conf(self) -> Path:
        return self.root / "conf"

    @property
    def lake(self) -> Lake:
        return Lake(self.spark, str(self.root / "lake"))

    def run(self, *, release: str | None = None, full: bool = False, wait: float = 0, show: Show = silent) -> Outcome:
        return pipeline.execute(replace(self.begun(), release=release, full=full, wait=wait, show=show))

    def begun(self) -> job.Run:
        """A run that may be executed, or looked into."""
        definition = load(self.conf)
        return job.start(self.lake, definition, definition.profiles["local"], str(self.raw))

    def anew(self) -> "Place":
        """The same raw logs and definition beside a lake of their own, which one run has brought up to date."""
        other = Place(self.spark, self.root / "anew")
        for part in ("raw", "conf"):
            shutil.copytree(self.root / part, other.root / part, copy_function=shutil.copy2)
        other.run()
        return other

    def copy(self, root: Path) -> "Place":
        for part in ("raw", "conf", "lake"):
            shutil.copytree(self.root / part, root / part)
        return Place(self.spark, root)

    def gold(self) -> dict[str, str]:
        """Every file below gold with a digest of its bytes: rows, versions, everything."""
        gold = self.root / "lake" / "gold"
        found = (path for path in sorted(gold.rglob("*")) if path.is_file())
        return {str(path.relative_to(gold)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}

    def rows(self, table: str, **where: object) -> list[dict[str, Any]]:
        """The rows of a table in which columns have the values given, as a reader outside Spark sees them."""
        return rows(self.root / "lake", table, **where)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file of the definition, which must be there."""
        text = (self.conf / name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        (self.conf / name).write_text(text.replace(old, new, 1), encoding="utf-8")


class StoppedError(BaseException):
    """In place of SIGKILL where the process must live on; nothing in the job catches it."""


def stop(*_: object) -> None:
    raise StoppedError


@contextmanager
def stopping(mark: str, instead: Callable[..., None] = stop) -> Iterator[None]:
    """What is done inside is stopped at a mark, or something else happens there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DTI_CRASH_AT", mark)
        patch.setattr("dti_spark.lake.marks.os.kill", instead)
        yield


def stopped_run(place: Place, crash_at: str, *, full: bool = False) -> None:
    """One run in this process, which saves a start of Spark: it ends at a mark as if it had been killed there."""
    with stopping(crash_at), pytest.raises(StoppedError):
        place.run(full=full)


def rows(lake: Path, table: str, **where: object) -> list[dict[str, Any]]:
    data = DeltaTable(lake / table.replace(".", "/")).to_pyarrow_dataset()
    conditions = (pc.field(column) == value for column, value in where.items())
    found: list[dict[str, Any]] = data.to_table(filter=reduce(and_, conditions) if where else None).to_pylist()
    return found


@cache
def published(spark: SparkSession, folder: Path) -> Place:
    """A lake below a folder that has published both deliveries in one run; made once, so tests copy it or only read."""
    place = Place(interpreted(spark), folder / "published")
    write_conf(place.conf)
    deliver(place.raw, FIRST)
    deliver(place.raw, SECOND)
    place.run()
    # later runs need not keep up to date what few tests look at
    place.edit("lake.yml", "views: all", "views: core")
    return place


@dataclass(frozen=True)
class Republished:
    """A lake that has published twice, and its first release as it was opened before the second one."""

    lake: Path
    first: Release


@cache
def republished(spark: SparkSession, folder: Path) -> Republished:
    """A lake below a folder that got more events of the second quarter after its first release; only to be read."""
    place = published(spark, folder).copy(folder / "republished")
    first = notebook.open(str(place.root / "lake"))
    events = [event for event in sound(SECOND, "later ") if event.source == "maoyan"]
    write(place.raw, events[:30], lambda _: "dt=2020-06-30/later")
    place.run()
    return Republished(place.root / "lake", first)


def interpreted(spark: SparkSession) -> SparkSession:
    """A session beside another one, in which no code is generated."""
    beside = spark.newSession()
    for name, value in INTERPRETED.items():
        beside.conf.set(name, value)
    return beside


def deliver(raw: Path, quarters: list[tuple[int, int]]) -> dict[str, list[Event]]:
    """Write the logs of some quarters; each delivery has files of its own."""
    year, quarter = quarters[-1]
    return write(raw, usage(quarters), lambda event: f"dt={year}-{quarter * 3:02d}-30/{event.kind}")


def usage(quarters: list[tuple[int, int]]) -> Iterable[Event]:
    """Sound events of the small index, some of them twice, in the same delivery and in a later one."""
    events = [e for prefix in ("", "more ") for e in sound(quarters, prefix) if e.source in SOURCES]
    earlier = [e for e in sound(FIRST) if e.source in SOURCES] if quarters != FIRST else []
    return [*events, *events[::40], *earlier[::40]]


def write_conf(folder: Path) -> Path:
    """The definition of the sample, cut to what belongs to the small index."""
    sample_conf.write_conf(folder)
    names = ("sources.yml", "index.yml", "lake.yml", "dio.yml")
    sources, index, profiles, dio = (yaml.safe_load((folder / name).read_text(encoding="utf-8")) for name in names)
    sources = [source for source in sources if source["id"] in SOURCES]
    index["indicators"] = [i for i in index["indicators"] if i["source"] in SOURCES]
    kept = {i["id"] for i in index["indicators"]} | {tree["id"] for tree in index["indices"]}
    for tree in index["indices"]:
        tree["children"] = pruned(tree["children"], kept)
    dio["indicators"] = [place for place in dio["indicators"] if place["indicator"] in kept]
    profiles["local"]["spark"] |= SETTINGS
    profiles["local"] |= {"direct_bytes": 0, "views": "all"}
    for name, data in zip(names, (sources, index, profiles, dio), strict=True):
        (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with (folder / "expert_scores.csv").open(encoding="utf-8", newline="") as file:
        header, *scores = csv.reader(file)
    with (folder / "expert_scores.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *(s for s in scores if {s[1], s[2]} <= kept)])
    return folder


def pruned(children: list[dict[str, Any]], kept: set[str]) -> list[dict[str, Any]]:
    """The nodes that still have indicators; their ids join what is kept."""
    found = []
    for child in children:
        if "children" in child and (below := pruned(child["children"], kept)):
            kept.add(child["id"])
            found.append(child | {"children": below})
        elif child.get("indicator") in kept:
            found.append(child)
    return found
