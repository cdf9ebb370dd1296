import math
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dti_spark.definition.model import Definition

Record = dict[str, Any]
SHANGHAI = timedelta(hours=8)


def content(records: list[Record]) -> Counter[tuple[Any, ...]]:
    """The records wherever they were delivered; text for what is no number equals itself."""
    return Counter(tuple(str(value) for name, value in record.items() if name != "dt") for record in records)


def local_day(record: Record) -> date:
    return (datetime.fromtimestamp(record["occurred_at"] / 1e6, UTC) + SHANGHAI).date()


def test_faults_are_added_and_the_clean_events_stay(
    clean: list[Record], faulty: list[Record], ledger: list[Record], rate: float
) -> None:
    added = content(faulty) - content(clean)
    assert content(clean) - content(faulty) == Counter()
    assert len(faulty) - len(clean) == sum(entry["fault"] != "late" for entry in ledger)
    listed = Counter(entry["source"] for entry in ledger if entry["fault"] != "late")
    found: Counter[str] = Counter()
    for record, copies in added.items():
        found[record[0]] += copies
    assert found == listed
    assert len(ledger) == pytest.approx(rate * len(clean), rel=0.1)


SHOWS: dict[str, Callable[[Record], bool]] = {
    "unknown_city": lambda record: record["city"] in ("999999", "乌有市"),
    "out_of_scope_region": lambda record: record["city"][:2] in ("71", "81", "82", "香港", "澳门", "台湾"),
    "unknown_industry": lambda record: (
        record["industry"] in ("9999", "99", "no_such_trade", "未知行业", "No such trade")
    ),
    "missing_event_id": lambda record: record["event_id"] is None,
    "missing_quantity": lambda record: record["quantity"] is None,
    "negative_quantity": lambda record: record["quantity"] is not None and -math.inf < record["quantity"] < 0,
    "not_finite": lambda record: record["quantity"] is not None and not math.isfinite(record["quantity"]),
    "wrong_time_unit": lambda record: record["occurred_at"] is None or not 2e15 > record["occurred_at"] > 1e15,
}
"""How to see in a record the faults that need no comparison with others; times are microseconds since 1970."""


@pytest.mark.parametrize("fault", SHOWS)
def test_the_records_that_show_a_fault_are_those_of_the_ledger(
    fault: str, faulty: list[Record], ledger: list[Record]
) -> None:
    told = [record for record in faulty if record["corrupt"] is None and SHOWS[fault](record)]
    listed = [entry for entry in ledger if entry["fault"] == fault]
    assert listed
    assert places(told) == places(listed)


def places(records: list[Record]) -> Counter[tuple[str, str, str]]:
    return Counter((record["source"], record["dt"], record["event_id"]) for record in records)


def test_corrupt_lines_are_those_of_the_ledger_and_parquet_has_none(
    faulty: list[Record], ledger: list[Record], definition: Definition
) -> None:
    corrupt = Counter(record["source"] for record in faulty if record["corrupt"] is not None)
    assert corrupt == Counter(entry["source"] for entry in ledger if entry["fault"] == "corrupt_record")
    assert set(corrupt) == {source.id for source in definition.sources if source.format != "parquet"}


def test_copies_are_later_and_differ_or_are_the_same(faulty: list[Record], ledger: list[Record]) -> None:
    copies = defaultdict(list)
    for record in faulty:
        copies[record["source"], record["event_id"]].append(record)
    folders = set()
    for entry in ledger:
        told = copies[entry["source"], entry["event_id"]]
        if entry["fault"] == "duplicate":
            assert len(content(told)) == 1
            assert len(told) == 2
            folders.add(told[0]["dt"] == told[1]["dt"])
        if entry["fault"] == "conflicting_duplicate":
            earlier, later = sorted(told, key=lambda record: int(record["occurred_at"]))
            assert earlier["occurred_at"] < later["occurred_at"]
            assert earlier["quantity"] != later["quantity"]
    assert folders == {True, False}


def test_late_events_are_moved_by_a_month_or_more(faulty: list[Record], ledger: list[Record]) -> None:
    late = {(entry["source"], entry["event_id"]) for entry in ledger if entry["fault"] == "late"}
    found = [record for record in faulty if (record["source"], record["event_id"]) in late]
    assert len(found) == len(late) > 0
    assert all(date.fromisoformat(record["dt"]) - local_day(record) >= timedelta(days=31) for record in found)


def test_the_ledger_says_what_each_fault_should_earn(ledger: list[Record], definition: Definition) -> None:
    text_clocks = {"tencent_security", "jd", "maoyan", "tencent_docs", "tapd"}
    for entry in ledger:
        expected = {
            "late": ("accepted", None),
            "duplicate": ("duplicate", None),
            "out_of_scope_region": ("skipped", "out_of_scope_region"),
            "wrong_time_unit": ("rejected", "missing_time" if entry["source"] in text_clocks else "out_of_period"),
        }.get(entry["fault"], ("rejected", entry["fault"]))
        assert (entry["verdict"], entry["reason"]) == expected
        assert (entry["event_id"] is None) == (entry["fault"] == "missing_event_id")
