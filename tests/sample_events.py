"""A small but varied set of events: every indicator, every verdict and reason, copies, and the edges of quarters."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from raw_logs import LOGS, NO_INDUSTRY, Event

SEED = 2022
CITIES = (
    "440300", "110000", "310000", "320500", "330100", "510100", "440100", "420100", "130100",
    "530100", "429005", "429021", "659001", "460100",
)  # fmt: skip
"""From the busiest down: four provinces with several, a municipality, counties of a province, some in no cluster."""
INDUSTRIES = (
    "finance", "internet_software_it", "retail", "leasing_business_services", "games", "government", "culture_tourism",
    "ecommerce", "manufacturing_industry", "energy", None, None,
)  # fmt: skip
KINDS = (
    ("tencent_cloud", "cpu_core_hours"), ("tencent_cloud", "storage_gb_days"), ("tencent_cloud", "traffic_gb"),
    ("tencent_ai", "ai_call"), ("tencent_security", "request"), ("wechat_pay", "payment"), ("jd", "order"),
    ("maoyan", "ticket"), ("tencent_meeting", "meeting"), ("tencent_docs", "edit"), ("tapd", "item"),
)  # fmt: skip
QUARTERS = [(2020 + n // 4, n % 4 + 1) for n in range(9)]
PER_KIND = 16
SHANGHAI = timedelta(hours=8)


def sample() -> list[Event]:
    """All events of 2020Q1 to 2022Q1, the same ones each time; ids tell apart what is said twice."""
    usage = list(sound())
    return [*usage, *skipped(), *rejected(), *copies(usage)]


def sound(quarters: list[tuple[int, int]] = QUARTERS, prefix: str = "") -> Iterator[Event]:
    """Events without a fault, some at the first and the last second of their quarter."""
    chance = random.Random(f"{SEED}{prefix}")
    for year, quarter in quarters:
        for source, kind in KINDS:
            for number in range(PER_KIND):
                yield usage(
                    chance,
                    f"{prefix}{kind}-{year}{quarter}-{number}",
                    source,
                    kind,
                    when(year, quarter, number, chance),
                )


def usage(chance: random.Random, id: str, source: str, kind: str, time: datetime) -> Event:
    city = CITIES[min(int(chance.expovariate(0.35)), len(CITIES) - 1)]
    industry = None if source == "maoyan" else chance.choice(INDUSTRIES)
    entity = chance.choice([f"{city}-{n}" for n in range(4)] * 3 + [None])
    return Event(source, id, time, city, industry, entity, kind, quantity(chance, source))


def quantity(chance: random.Random, source: str) -> float:
    """Whole where the log knows whole numbers only, else with fractions that doubles do not hold exactly."""
    amount = chance.paretovariate(1.2) * 10
    return float(int(amount)) if source == "tencent_ai" else round(amount, 2 if source == "wechat_pay" else 3)


def when(year: int, quarter: int, number: int, chance: random.Random) -> datetime:
    """A second within a quarter as Shanghai counts it; the first two of each kind are its edges."""
    begin = datetime(year, quarter * 3 - 2, 1, tzinfo=UTC) - SHANGHAI
    end = datetime(year + quarter // 4, quarter * 3 % 12 + 1, 1, tzinfo=UTC) - SHANGHAI
    last = int((end - begin).total_seconds()) - 1
    return begin + timedelta(seconds=(0, last)[number] if number < 2 else chance.randint(0, last))


NOON = datetime(2021, 5, 20, 4, tzinfo=UTC)


def fine(source: str, kind: str | None, id: str) -> Event:
    """An event with nothing wrong, to be given a fault."""
    return Event(source, id, NOON, "330100", None, "330100-1", kind, 12.5 if source != "tencent_ai" else 12.0)


CLOUD, AI, SECURITY, PAY, JD, MAOYAN, MEETING, DOCS, TAPD = (
    fine("tencent_cloud", "cpu_core_hours", "c"), fine("tencent_ai", "ai_call", "a"),
    fine("tencent_security", "request", "s"), fine("wechat_pay", "payment", "p"), fine("jd", "order", "j"),
    fine("maoyan", "ticket", "m"), fine("tencent_meeting", "meeting", "v"), fine("tencent_docs", "edit", "d"),
    fine("tapd", "item", "t"),
)  # fmt: skip


def named(events: list[Event], what: str) -> Iterator[Event]:
    """Each event with an id of its own, where it has one."""
    for event in events:
        yield replace(event, id=event.id and f"{what}-{event.source}-{event.id}")


def skipped() -> Iterator[Event]:
    """Records that are no fault, some of them with a fault as well."""
    yield from named(
        [
            replace(CLOUD, city="810000"), replace(MAOYAN, city="710000"), replace(SECURITY, city="820000"),
            replace(JD, city="810001"), replace(PAY, city="710000", quantity=-1.0),
        ],
        "outside",
    )  # fmt: skip
    yield from named([replace(CLOUD, kind="gpu_hours"), replace(DOCS, kind="comment", city="999999")], "unused")
    yield from named([replace(CLOUD, kind=None), replace(DOCS, kind="view", time=None)], "filtered")


def rejected() -> Iterator[Event]:
    """Records with a fault, of every kind that they can have alone; some have two."""
    text = [CLOUD, SECURITY, JD, MAOYAN, DOCS, TAPD]
    every = [CLOUD, AI, SECURITY, PAY, JD, MAOYAN, MEETING, DOCS, TAPD]
    before, after = datetime(2019, 12, 31, 15, 59, 59, tzinfo=UTC), datetime(2022, 3, 31, 16, tzinfo=UTC)
    yield from named([replace(event, corrupt=True) for event in text], "corrupt")
    yield from named([replace(event, id=None) for event in (CLOUD, AI, JD)], "nameless")
    yield from named([replace(event, time=None) for event in every], "timeless")
    yield from named([replace(JD, time=before), replace(AI, time=after), replace(TAPD, time=after)], "early or late")
    yield from named([replace(event, city="999999") for event in every if event is not TAPD], "nowhere")
    yield from named([replace(event, industry=NO_INDUSTRY) for event in every if event is not MAOYAN], "no trade")
    yield from named([replace(event, quantity=None) for event in (CLOUD, AI, SECURITY, MAOYAN, MEETING, DOCS)], "none")
    yield from named([replace(event, quantity=-5.0) for event in (CLOUD, AI, PAY, TAPD)], "negative")
    yield from named(
        [
            replace(CLOUD, quantity=float("nan")), replace(JD, quantity=float("inf")),
            replace(DOCS, quantity=float("-inf")), replace(SECURITY, quantity=float("nan")),
            replace(MEETING, quantity=1e13),
        ],
        "endless",
    )  # fmt: skip


def copies(usage: list[Event]) -> Iterator[Event]:
    """Copies that say the same, and copies that say something else: earlier, later, elsewhere, or more."""
    yield from usage[::97]
    yield from usage[::291]
    for place, event in enumerate(usage[5::113]):
        yield (
            replace(event, time=event.time and event.time - timedelta(seconds=1)),
            replace(event, time=event.time and event.time + timedelta(seconds=1)),
            replace(event, city="110000" if event.city != "110000" else "440300"),
            replace(event, quantity=(event.quantity or 0.0) + 1.0),
        )[place % 4]


def by_year(event: Event) -> str:
    """Where logs that come twice a year put an event: two files a folder; what has no time comes last."""
    time = event.time or datetime(2022, 1, 1, tzinfo=UTC)
    local = min(max(time + SHANGHAI, datetime(2020, 1, 1, tzinfo=UTC)), datetime(2022, 3, 31, tzinfo=UTC))
    return f"dt={local.year}-12-31/part-{len(event.id or '') % 2}"


assert {source for source, _ in KINDS} == set(LOGS)
