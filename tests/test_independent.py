"""The job against the same method worked out in plain Python: every published number of a small sample."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from deliveries import Sample
from lakes import INDEX_KEY, table
from reference import Cell, Conf, Events, Usage, cells
from reference_gold import Gold


@dataclass(frozen=True)
class Worked:
    """The sample of events, worked out by the job and by hand."""

    lake: Path
    events: Events
    gold: Gold


@pytest.fixture(scope="session")
def worked(delivered_sample: Sample) -> Worked:
    conf = Conf(delivered_sample.conf)
    events = Events(conf, delivered_sample.files)
    return Worked(delivered_sample.lake, events, Gold(conf, cells(conf, events.accepted)))


def test_the_sample_has_every_indicator_industry_attributed_or_not_and_every_reason(worked: Worked) -> None:
    reasons = {reason for _, _, reason in worked.events.verdicts}
    assert len(reasons - {None}) == 13
    assert {verdict for _, verdict, _ in worked.events.verdicts} == {"accepted", "duplicate", "skipped", "rejected"}
    assert {indicator for _, _, _, indicator in worked.gold.usage} == {
        indicator["id"] for indicator in worked.gold.conf.index["indicators"]
    }
    assert {"unattributed", "games", "ecommerce"} < {industry for _, industry, _, _ in worked.gold.usage}
    assert len(worked.gold.quarters) == 9


def test_every_file_has_the_verdicts_and_reasons_that_its_records_earn(worked: Worked) -> None:
    events = table(worked.lake, "silver.events").select(["file", "verdict", "reason"]).to_pylist()
    assert Counter((row["file"], row["verdict"], row["reason"]) for row in events) == worked.events.verdicts
    rejected = table(worked.lake, "silver.rejected_records").select(["file", "reason"]).to_pylist()
    assert Counter((row["file"], "rejected", row["reason"]) for row in rejected) == Counter(
        {key: count for key, count in worked.events.verdicts.items() if key[1] == "rejected"}
    )


def test_usage_is_the_same_to_the_last_millionth(worked: Worked) -> None:
    rows = table(worked.lake, "silver.indicator_values").to_pylist()
    found: dict[Cell, Usage] = {
        (row["city"], row["industry"], row["quarter"], row["indicator"]): Usage(
            *(int(row[name] * (1 if name in ("events", "entities") else 10**6)) for name in Usage.__annotations__)
        )
        for row in rows
    }
    assert found == worked.gold.usage


def test_weights_and_base_totals_are_the_same(worked: Worked) -> None:
    weights = {(r["index"], r["node"]): r["weight"] for r in table(worked.lake, "silver.weights").to_pylist()}
    assert weights == pytest.approx({key: float(weight) for key, weight in worked.gold.conf.weights.items()}, rel=1e-12)
    totals = table(worked.lake, "silver.base_totals").to_pylist()
    assert {(row["index"], row["indicator"]): int(row["total"] * 10**6) for row in totals} == worked.gold.base_totals


def test_every_index_value_is_the_same(worked: Worked) -> None:
    gold = worked.gold
    nodes = {(index, node.id): node.level for index, tree in gold.conf.trees.items() for node in tree.walk()}
    levels, types = {}, {}
    found = {}
    for key, row in rows_of(worked.lake, "gold.index_values"):
        found[key] = row["value"]
        levels[key[0], key[5]] = row["level"]
        types[key[4]] = row["period_type"]
    assert set(found) == set(gold.panel([*gold.quarters, *gold.years]))
    assert levels == nodes
    assert types == dict.fromkeys(gold.quarters, "quarter") | dict.fromkeys(gold.years, "year")
    all_the_same((key, {"value": value}, {"value": gold.value(key)}) for key, value in found.items())


def test_every_share_rank_and_change_of_rank_is_the_same(worked: Worked) -> None:
    gold = worked.gold
    found = dict(rows_of(worked.lake, "gold.rankings"))
    assert set(found) == set(gold.panel([*gold.quarters, *gold.years]))
    compared = (
        (
            key,
            row,
            {
                "value": gold.value(key),
                "share_of_nation": gold.share(key, "nation"),
                "share_of_cluster": gold.share(key, "cluster"),
                "rank": gold.rank(key),
                "rank_in_cluster": gold.rank(key, "cluster"),
                "rank_in_province": gold.rank(key, "province"),
                "rank_change": gold.rank_change(key),
            },
        )
        for key, row in found.items()
    )
    all_the_same(compared)


def test_every_rate_of_growth_is_the_same(worked: Worked) -> None:
    gold = worked.gold
    found = dict(rows_of(worked.lake, "gold.growth"))
    assert set(found) == set(gold.panel([*gold.quarters, *gold.years]))
    assert len(gold.growth) > 300
    compared = (
        (
            key,
            row,
            {
                "qoq": gold.rate(key, 1),
                "yoy": gold.rate(key, 4),
                "yoy_rank": gold.yoy_rank(key),
                "growth": gold.growth.get(key),
                "growth_rank": gold.growth_rank(key),
            },
        )
        for key, row in found.items()
    )
    all_the_same(compared)


Row = dict[str, Any]


def rows_of(lake: Path, name: str) -> Iterator[tuple[Any, Row]]:
    columns = table(lake, name).to_pydict()
    keys = zip(*(columns.pop(name) for name in INDEX_KEY), strict=True)
    for key, *row in zip(keys, *columns.values(), strict=True):
        yield key, dict(zip(columns, row, strict=True))


def all_the_same(compared: Iterator[tuple[Any, Row, dict[str, Fraction | int | None]]]) -> None:
    """Demands that figures are what they should be, and tells the first that are not."""
    wrong = [
        f"{key}: {name} is {row[name]}, should be {should if should is None else float(should)}"
        for key, row, expected in compared
        for name, should in expected.items()
        if not same(row[name], should)
    ]
    assert not wrong, "\n".join([f"{len(wrong)} figures are wrong, such as", *wrong[:20]])


def same(found: float | int | None, should: Fraction | int | None) -> bool:
    """Equal numbers where whole ones are meant, equal but for rounding elsewhere; rates are differences from 1."""
    if found is None or should is None:
        return found is None and should is None
    if isinstance(should, int):
        return found == should
    return isclose(found, should, rel_tol=1e-9, abs_tol=1e-12)
