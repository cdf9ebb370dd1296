"""Raw logs for tests: abstract events, written down as each of the nine products does. Knows conf/, not dti_spark."""

import csv
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from raw_formats import json_lines, parquet, table

CONF = Path(__file__).parents[1] / "conf"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SHANGHAI = timedelta(hours=8)
OUTSIDE = {"81": ("香港", "香港特别行政区"), "82": ("澳门", "澳门特别行政区"), "71": ("台湾", "台湾省")}
NO_INDUSTRY = "no_such_industry"


@dataclass(frozen=True)
class Event:
    """What happened, in no log's words: whole seconds of UTC, a city_code, an industry id, a quantity in units.

    Unknown places and industries are written as each log would write something that nobody knows.
    """

    source: str
    id: str | None
    time: datetime | None
    city: str
    industry: str | None
    entity: str | None
    kind: str | None
    quantity: float | None
    corrupt: bool = False


Place = Callable[[Event], str]
"""The folder and stem of the file that is to hold an event, such as dt=2020-03-31/a."""


def write(raw: Path, events: Iterable[Event], place: Place) -> dict[str, list[Event]]:
    """Write events below a raw root; returns what each file holds, by its path below the root."""
    files: dict[str, list[Event]] = {}
    for event in events:
        path = f"{event.source}/{place(event)}{LOGS[event.source].ending}"
        files.setdefault(path, []).append(event)
    for path, held in files.items():
        log = LOGS[held[0].source]
        (raw / path).parent.mkdir(parents=True, exist_ok=True)
        log.write(raw / path, [(log.fields(event), event.corrupt) for event in held])
    return files


Fields = dict[str, Any]


def tencent_cloud(event: Event) -> Fields:
    return {
        "record_id": event.id,
        "ts": since_1970(event, 1000),
        "region": district(event),
        "industry": event.industry,
        "account": event.entity,
        "resource": event.kind,
        "amount": event.quantity,
    }


def tencent_ai(event: Event) -> Fields:
    code = gbt_class(event)
    return {
        "call_id": event.id,
        "called_at": event.time,
        "adcode": int(district(event)),
        "gb_code": code and f"X{code}",
        "app_id": event.entity,
        "service": "ocr",
        "calls": None if event.quantity is None else int(event.quantity),
    }


def tencent_security(event: Event) -> Fields:
    return {
        "id": event.id,
        "time": event.time and event.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "city": name(event, "full_name_zh"),
        "trade": trade(event, "name_zh"),
        "tenant": event.entity,
        "requests": event.quantity,
    }


def wechat_pay(event: Event) -> Fields:
    return {
        "trade_no": event.id,
        "pay_time": since_1970(event, 1),
        "area_code": district(event),
        "mcc": gbt_class(event),
        "mch_id": event.entity,
        "fee_fen": None if event.quantity is None else round(event.quantity * 100),
    }


def jd(event: Event) -> Fields:
    return {
        "order_no": event.id,
        "seller": event.entity,
        "created": local(event, "%Y-%m-%d %H:%M:%S"),
        "addr_code": f"{district(event)}001002",
        "category": trade(event, "name_en"),
        "amount": event.quantity,
    }


def maoyan(event: Event) -> Fields:
    return {
        "order": {"id": event.id, "tickets": event.quantity},
        "cinema": {"id": event.entity, "city": name(event, "name_zh")},
        "sold_at": local(event, "%Y/%m/%d %H:%M:%S"),
    }


def tencent_meeting(event: Event) -> Fields:
    people = 2 ** variant(event, 4)
    return {
        "meeting_id": event.id,
        "start_us": since_1970(event, 1_000_000),
        "host_city": int(event.city),
        "org_industry": event.industry,
        "org_id": event.entity,
        "participants": people,
        "minutes": None if event.quantity is None else event.quantity / people,
    }


def tencent_docs(event: Event) -> Fields:
    return {
        "eid": event.id,
        "t": local(event, "%Y-%m-%dT%H:%M:%S+08:00"),
        "city_code": district(event),
        "team": event.entity,
        "team_industry": trade(event, "name_zh"),
        "action": event.kind,
        "n": event.quantity,
    }


def tapd(event: Event) -> Fields:
    return {
        "item_id": event.id,
        "created_date": local(event, "%Y%m%d"),
        "created_time": local(event, "%H%M%S"),
        "city": event.city,
        "division": gbt_code(event),
        "team": event.entity,
        "type": "story",
        "effort": event.quantity,
    }


def variant(event: Event, many: int) -> int:
    """One of some ways to write the same, the same for all copies of an event."""
    return zlib.crc32(f"{event.id}".encode()) % many


def since_1970(event: Event, per_second: int) -> int | None:
    return None if event.time is None else int((event.time - EPOCH).total_seconds()) * per_second


def local(event: Event, pattern: str) -> str | None:
    return None if event.time is None else (event.time + SHANGHAI).strftime(pattern)


def district(event: Event) -> str:
    """The city's own code, or that of a place within it: its districts differ in the last two or four digits."""
    home = listed("cities.csv", "city_code").get(event.city)
    if home is None or home["admin_type"] == "province_administered_county":
        return event.city
    inside = "01" if home["admin_type"] == "municipality" else event.city[2:4]
    return (event.city, f"{event.city[:2]}{inside}05", f"{event.city[:2]}{inside}81")[variant(event, 3)]


def name(event: Event, column: str) -> str:
    home = listed("cities.csv", "city_code").get(event.city)
    if home:
        return home[column]
    return OUTSIDE[event.city[:2]][column == "full_name_zh"] if event.city[:2] in OUTSIDE else "乌有市"


def trade(event: Event, column: str) -> str | None:
    if event.industry is None:
        return None
    known = listed("industries.csv", "id").get(event.industry)
    return known[column] if known else event.industry


def gbt_code(event: Event) -> str | None:
    """The first code of GB/T 4754 that an industry claims; agriculture, which none claims, for unattributed usage."""
    if event.industry is None:
        return (None, "01")[variant(event, 2)]
    known = listed("industries.csv", "id").get(event.industry)
    found = re.match(r"\d+", known["gbt4754_divisions"]) if known else None
    return found[0] if found else "99"


def gbt_class(event: Event) -> str | None:
    code = gbt_code(event)
    return code and code.ljust(4, "1")


@cache
def listed(file: str, key: str) -> dict[str, dict[str, str]]:
    """Rows of a list in conf/, by their key."""
    with (CONF / file).open(encoding="utf-8", newline="") as lines:
        return {row[key]: row for row in csv.DictReader(lines)}


@dataclass(frozen=True)
class Log:
    ending: str
    fields: Callable[[Event], Fields]
    write: Callable[[Path, list[tuple[Fields, bool]]], None]


TEXT, WHOLE, SHORT = pa.string(), pa.int64(), pa.int32()
AI = {
    "call_id": TEXT, "called_at": pa.timestamp("us", tz="UTC"), "adcode": SHORT, "gb_code": TEXT, "app_id": TEXT,
    "service": TEXT, "calls": WHOLE,
}  # fmt: skip
PAY = {"trade_no": TEXT, "pay_time": WHOLE, "area_code": TEXT, "mcc": TEXT, "mch_id": TEXT, "fee_fen": WHOLE}
MEETING = {
    "meeting_id": TEXT, "start_us": WHOLE, "host_city": SHORT, "org_industry": TEXT, "org_id": TEXT,
    "participants": SHORT, "minutes": pa.float64(),
}  # fmt: skip
LOGS = {
    "tencent_cloud": Log(".json.gz", tencent_cloud, json_lines),
    "tencent_ai": Log(".parquet", tencent_ai, parquet(AI)),
    "tencent_security": Log(".csv", tencent_security, table(",", header=True)),
    "wechat_pay": Log(".parquet", wechat_pay, parquet(PAY)),
    "jd": Log(".csv.gz", jd, table("|", header=False, packed=True)),
    "maoyan": Log(".json.gz", maoyan, json_lines),
    "tencent_meeting": Log(".parquet", tencent_meeting, parquet(MEETING)),
    "tencent_docs": Log(".json.gz", tencent_docs, json_lines),
    "tapd": Log(".tsv", tapd, table("\t", header=True)),
}
