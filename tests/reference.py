"""The first half of the method once more, in plain Python: from events to verdicts, weights and usage, all exact.

Knows conf/ and the abstract events of the tests; no Spark, and nothing of dti_spark.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Any

import yaml
from raw_logs import Event

Cell = tuple[str, str, str, str]
"""city, industry, quarter, indicator"""
SHANGHAI = timedelta(hours=8)
OTHER = "unattributed"
LARGEST = 9 * 10**12


@dataclass(frozen=True)
class Node:
    """A node of a tree: an indicator, or a node with children."""

    id: str
    level: int
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Conf:
    """The files of conf/ as they are."""

    folder: Path

    @cached_property
    def index(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load((self.folder / "index.yml").read_text(encoding="utf-8"))
        return found

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    @cached_property
    def homes(self) -> dict[str, dict[str, str]]:
        """The regions of each city, by region type; no cluster for a city outside of them."""
        columns = {
            "economic_region": "economic_region",
            "province": "province_code",
            "cluster": "cluster",
            "tier": "tier",
        }
        return {
            row["city_code"]: {"nation": "CN", "city": row["city_code"]}
            | {region_type: row[column] for region_type, column in columns.items() if row[column]}
            for row in self.rows("cities.csv")
        }

    @cached_property
    def industries(self) -> dict[str, tuple[str, ...]]:
        """What each industry adds to: itself, its group if that has a name of its own, and all."""
        groups = {row["id"]: row["industry_group"] for row in self.rows("industries.csv")}
        return {id: tuple(dict.fromkeys((id, group, "all"))) for id, group in groups.items()}

    @cached_property
    def trees(self) -> dict[str, Node]:
        return {entry["id"]: _node(entry, 0) for entry in self.index["indices"]}

    @cached_property
    def scales(self) -> dict[str, int]:
        return {entry["id"]: entry["normalise"]["scale"] for entry in self.index["indices"]}

    @cached_property
    def by_industry(self) -> set[str]:
        return {entry["id"] for entry in self.index["indices"] if entry["by_industry"]}

    @cached_property
    def kinds(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        found = defaultdict(list)
        for indicator in self.index["indicators"]:
            found[indicator["source"], indicator["kind"]].append(indicator)
        return dict(found)

    @cached_property
    def weights(self) -> dict[tuple[str, str], Fraction]:
        """Share of all scores within the parent, by index and node."""
        scores: Counter[tuple[str, str, str]] = Counter()
        for row in self.rows("expert_scores.csv"):
            scores[row["index"], row["parent"], row["node"]] += int(row["score"])
        parents: Counter[tuple[str, str]] = Counter()
        for (index, parent, _), score in scores.items():
            parents[index, parent] += score
        return {(i, node): Fraction(score, parents[i, parent]) for (i, parent, node), score in scores.items()}


def _node(entry: Mapping[str, Any], level: int) -> Node:
    if "indicator" in entry:
        return Node(entry["indicator"], 2)
    return Node(entry["id"], level, tuple(_node(child, level + 1) for child in entry["children"]))


def quarter_of(event: Event) -> str | None:
    """The calendar quarter in China, which has one clock and no summer time."""
    if event.time is None:
        return None
    local = event.time + SHANGHAI
    return f"{local.year}Q{(local.month + 2) // 3}"


@dataclass(frozen=True)
class Events:
    """Verdicts over files that one run delivers."""

    conf: Conf
    files: Mapping[str, list[Event]]
    verdicts: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)
    accepted: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        candidates: dict[tuple[str, str], list[tuple[Event, str]]] = defaultdict(list)
        for file, events in self.files.items():
            for event in events:
                verdict, reason = self._alone(event)
                if verdict == "accepted":
                    candidates[event.source, str(event.id)].append((event, file))
                else:
                    self.verdicts[file, verdict, reason] += 1
        for copies in candidates.values():
            (winner, home), *others = sorted(copies, key=_order)
            self.accepted.append(winner)
            self.verdicts[home, "accepted", None] += 1
            for other, file in others:
                same = other == winner
                self.verdicts[file, "duplicate" if same else "rejected", None if same else "conflicting_duplicate"] += 1

    def _alone(self, event: Event) -> tuple[str, str | None]:
        """Verdict and reason of a record by itself; the first reason counts."""
        calendar, quarter = self.conf.index["calendar"], quarter_of(event)
        measured = self.conf.kinds.get((event.source, str(event.kind)))
        amount = event.quantity
        outside = event.city[:2] in self.conf.index["out_of_scope"]["prefixes"]
        summed = any(indicator["measure"] == "sum" for indicator in measured or ())
        tests = (
            ("rejected", "corrupt_record", event.corrupt),
            ("skipped", "filtered", (event.source, event.kind) in FILTERED),
            ("rejected", "missing_event_id", event.id is None),
            ("skipped", "unused_kind", measured is None),
            ("rejected", "missing_time", quarter is None),
            ("rejected", "out_of_period", not calendar["first"] <= str(quarter) <= calendar["last"]),
            ("skipped", "out_of_scope_region", outside),
            ("rejected", "unknown_city", event.city not in self.conf.homes),
            ("rejected", "unknown_industry", event.industry not in {None, *self.conf.industries}),
            ("rejected", "not_finite", amount is not None and not (isfinite(amount) and abs(amount) <= LARGEST)),
            ("rejected", "missing_quantity", amount is None and summed),
            ("rejected", "negative_quantity", amount is not None and amount < 0),
        )
        return next(((verdict, reason) for verdict, reason, found in tests if found), ("accepted", None))


FILTERED = {("tencent_cloud", None), ("tencent_docs", "view")}
"""What `where` in sources.yml leaves out, in the words of the events."""


def _order(copy: tuple[Event, str]) -> tuple[Any, ...]:
    """What decides between copies: time, then kind, city, industry and quantity; entities do not differ here."""
    event, file = copy
    amount = -1.0 if event.quantity is None else event.quantity
    return event.time, event.kind, event.city, event.industry or OTHER, amount, file


@dataclass(frozen=True)
class Usage:
    """What one cell holds; amounts in millionths of the indicator's unit."""

    value: int
    events: int
    entities: int
    largest: int
    second: int


def cells(conf: Conf, accepted: list[Event]) -> dict[Cell, Usage]:
    """Every indicator in every cell with usage. Usage of unknown entities counts as that of one."""
    parts: dict[Cell, dict[str | None, list[Event]]] = defaultdict(lambda: defaultdict(list))
    measures = {indicator["id"]: indicator["measure"] for indicator in conf.index["indicators"]}
    for event in accepted:
        for indicator in conf.kinds[event.source, str(event.kind)]:
            cell = (event.city, event.industry or OTHER, str(quarter_of(event)), indicator["id"])
            parts[cell][event.entity].append(event)
    found = {}
    for cell, by_entity in parts.items():
        added = sorted((_contribution(measures[cell[3]], entity, of) for entity, of in by_entity.items()), reverse=True)
        found[cell] = Usage(
            sum(added), sum(map(len, by_entity.values())), len(by_entity.keys() - {None}), added[0], [*added, 0][1]
        )
    return found


def _contribution(measure: str, entity: str | None, events: list[Event]) -> int:
    if measure == "sum":
        return sum(round(Fraction(event.quantity or 0) * 10**6) for event in events)
    return (len(events) if measure == "count" else int(entity is not None)) * 10**6
