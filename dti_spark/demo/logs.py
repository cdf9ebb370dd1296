"""The nine raw logs: what usage each product sees, and how its log writes it down. One small function a product.

A function gives the fields of a raw record in the order of the source's schema in sources.yml.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pyspark.sql import Column
from pyspark.sql import functions as F

from dti_spark.demo.faults import Clock
from dti_spark.demo.fields import (
    Names,
    amount,
    amount_text,
    epoch,
    event_id,
    instant,
    local_text,
    numeric_event_id,
    one_of,
    organisation,
    participants,
    quantity,
    utc_text,
    whole_amount,
)

GPU_HOURS, VIEW, COMMENT = "gpu_hours", "view", "comment"
"""What logs hold beside what indicators measure: every clean delivery has some of it, to be skipped."""
RESOURCES = {"cpu_core_hours": 24.0, "storage_gb_days": 300.0, "traffic_gb": 15.0, GPU_HOURS: 4.0}
"""The smallest usual amount of each resource of a cloud."""
CALLS, REQUESTS, TICKETS, EDITS = 50, 200, 1.6, 6
"""Likewise of AI calls, requests that were fended off, tickets of an order, and edits."""
MINUTES = 45
"""Minutes of a usual meeting."""


@dataclass(frozen=True)
class Log:
    """One raw log. `share`: of all events; `kinds`: weights of the kinds of its events; `favours`: see Product.

    `clock` says whether times are numbers or texts, `industry` whether the log knows industries, `floating` whether
    quantities are floating point numbers. `usual`: for kinds whose quantities are summed, the smallest usual one, and
    `decimals` of these quantities in the log.
    """

    source: str
    share: int
    fields: Callable[[Names], dict[str, Column]]
    kinds: dict[str, int]
    favours: dict[str, float]
    clock: Clock
    industry: bool = True
    floating: bool = True
    usual: dict[str, float] = field(default_factory=dict)
    decimals: int = 0


def tencent_cloud(names: Names) -> dict[str, Column]:
    """JSON lines: milliseconds, district codes, industry ids, four kinds of resource."""
    scale = F.lit(1.0)
    for kind, usual in RESOURCES.items():
        scale = F.when(F.col("kind") == kind, usual).otherwise(scale)
    return {
        "record_id": event_id("rec-"),
        "ts": epoch(1000, 1),
        "region": names.district().cast("string"),
        "industry": names.trade_id(),
        "account": organisation("10"),
        "resource": F.col("kind"),
        "amount": amount(quantity(F.round(F.col("tail") * scale, 3), decimals=3)),
    }


def tencent_ai(names: Names) -> dict[str, Column]:
    """Parquet: timestamps, district codes as numbers, GB/T classes with the letter of their section."""
    return {
        "call_id": event_id("call-"),
        "called_at": instant(),
        "adcode": names.district().cast("int"),
        "gb_code": names.sectioned_class(),
        "app_id": organisation("app"),
        "service": one_of(("ocr", "asr", "tts", "nlp", "face")),
        "calls": whole_amount(quantity(F.floor(F.col("tail") * CALLS))),
    }


def tencent_security(names: Names) -> dict[str, Column]:
    """CSV with header: ISO times in UTC, official city names, Chinese names of industries."""
    return {
        "id": event_id("S"),
        "time": utc_text("yyyy-MM-dd'T'HH:mm:ss'Z'", "dd/MM/yyyy HH:mm"),
        "city": names.official_name(),
        "trade": names.trade_zh(),
        "tenant": organisation("t-"),
        "requests": amount_text(quantity(F.floor(F.col("tail") * REQUESTS))),
    }


def wechat_pay(names: Names) -> dict[str, Column]:
    """Parquet: seconds, district codes, GB/T classes, amounts in fen."""
    return {
        "trade_no": numeric_event_id("42000"),
        "pay_time": epoch(1, 1000),
        "area_code": names.district().cast("string"),
        "mcc": names.gbt_class(),
        "mch_id": organisation("1"),
        "fee_fen": whole_amount(F.floor(F.col("tail") * 2300)),
    }


def jd(names: Names) -> dict[str, Column]:
    """CSV without header, separated by |: local times, 12-digit statistical codes, English names of industries."""
    street = F.lpad((F.pmod(F.xxhash64("organisation"), F.lit(20)) + 1).cast("string"), 3, "0")
    return {
        "order_no": numeric_event_id("2"),
        "seller": organisation("S"),
        "created": local_text("yyyy-MM-dd HH:mm:ss", "MM/dd/yyyy hh:mm a"),
        "addr_code": F.concat(names.district().cast("string"), street, F.lit("001")),
        "category": names.trade_en(),
        "amount": amount_text(F.round(F.col("tail") * 69, 2)),
    }


def maoyan(names: Names) -> dict[str, Column]:
    """Nested JSON lines: local times with slashes, short city names, no industry."""
    order = F.struct(event_id("MY").alias("id"), amount(quantity(F.floor(F.col("tail") * TICKETS))).alias("tickets"))
    cinema = F.struct(organisation("C").alias("id"), names.short_name().alias("city"))
    return {"order": order, "cinema": cinema, "sold_at": local_text("yyyy/MM/dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm")}


def tencent_meeting(names: Names) -> dict[str, Column]:
    """Parquet: microseconds, city codes as numbers, industry ids; participants times minutes is what counts."""
    together = F.coalesce(participants(F.col("units"), MINUTES), F.floor(F.col("tail") * 2))
    return {
        "meeting_id": event_id("m-"),
        "start_us": epoch(1_000_000, 1000),
        "host_city": names.city().cast("int"),
        "org_industry": names.trade_id(),
        "org_id": organisation("org-"),
        "participants": together.cast("int"),
        "minutes": amount(F.coalesce(F.col("units") / together, F.round(20 + F.col("second") % 60 + F.col("tail"), 1))),
    }


def tencent_docs(names: Names) -> dict[str, Column]:
    """JSON lines: ISO times with +08:00, district codes, Chinese names of industries, three actions."""
    return {
        "eid": event_id("doc-"),
        "t": local_text("yyyy-MM-dd'T'HH:mm:ss'+08:00'", "dd.MM.yyyy HH:mm:ss"),
        "city_code": names.district().cast("string"),
        "team": organisation("team-"),
        "team_industry": names.trade_zh(),
        "action": F.col("kind"),
        "n": amount(quantity(F.floor(F.col("tail") * EDITS))),
    }


def tapd(names: Names) -> dict[str, Column]:
    """Tab-separated with header: date and time in columns of their own, city codes, GB/T divisions."""
    return {
        "item_id": numeric_event_id("1"),
        "created_date": local_text("yyyyMMdd", "yyyy-MM-dd"),
        "created_time": local_text("HHmmss", "HH:mm:ss"),
        "city": names.city().cast("string"),
        "division": names.gbt_division(),
        "team": organisation("5"),
        "type": one_of(("story", "task", "bug")),
        "effort": amount_text(F.round(F.col("tail") * 2, 1)),
    }


LOGS = (
    Log(
        "tencent_cloud", 20, tencent_cloud,
        {"cpu_core_hours": 50, "storage_gb_days": 24, "traffic_gb": 22, GPU_HOURS: 4},
        {"internet_software_it": 2.0, "games": 1.6, "finance": 1.5}, "number",
        usual={kind: usual for kind, usual in RESOURCES.items() if kind != GPU_HOURS}, decimals=3,
    ),
    Log(
        "tencent_ai", 10, tencent_ai, {"ai_call": 1}, {"finance": 2.0, "retail": 1.5}, "number", floating=False,
        usual={"ai_call": CALLS},
    ),
    Log(
        "tencent_security", 7, tencent_security, {"request": 1}, {"finance": 2.0, "government": 2.5}, "text",
        usual={"request": REQUESTS},
    ),
    Log(
        "wechat_pay", 24, wechat_pay, {"payment": 1},
        {"retail": 4.0, "life_services": 4.0, "transport": 2.0, "culture_tourism": 2.0}, "number", floating=False,
    ),
    Log("jd", 11, jd, {"order": 1}, {"ecommerce": 4.0, "retail": 3.0}, "text"),
    Log("maoyan", 5, maoyan, {"ticket": 1}, {}, "text", industry=False, usual={"ticket": TICKETS}),
    Log(
        "tencent_meeting", 9, tencent_meeting, {"meeting": 1}, {"education": 4.0, "government": 3.0}, "number",
        usual={"meeting": 2 * MINUTES},
    ),
    Log(
        "tencent_docs", 8, tencent_docs, {"edit": 80, VIEW: 15, COMMENT: 5}, {"education": 4.0}, "text",
        usual={"edit": EDITS},
    ),
    Log("tapd", 6, tapd, {"item": 1}, {"internet_software_it": 3.0, "games": 2.0, "finance": 2.0}, "text"),
)  # fmt: skip
"""All logs; shares are percent of all events."""


def shares(logs: Sequence[Log], events: int) -> list[int]:
    """Events of each log, in all `events`: rounded down, and what is left goes to the first."""
    total = sum(log.share for log in logs)
    counts = [events * log.share // total for log in logs]
    return [counts[0] + events - sum(counts), *counts[1:]]
