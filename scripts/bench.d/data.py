"""The raw log that all contenders read, and the definition that dti_spark reads it with."""

import hashlib
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import yaml

from dti_spark import quarters
from dti_spark.definition.load import load
from dti_spark.definition.model import Definition

DAYS = 7
"""Days that one folder holds; it is named after the first."""
ANNUAL = 1.6
"""Events as a multiple of those a year earlier."""
ORGANISATIONS = 20_000
"""Most organisations in a city and industry; their numbers of events fall as 1 / rank."""
EVENT = """
    SELECT
        format('e{{:016x}}', ((i::HUGEINT * 11400714819323198485) % 18446744073709551616)::UBIGINT) AS event_id,
        {begin} + floor(u(i, 0) * {length})::BIGINT AS ts,
        $kinds[1 + floor(pow(u(i, 1), 1.5) * len($kinds))::INT] AS kind,
        $cities[1 + place] AS city,
        $industries[1 + trade] AS industry,
        format('o{{:03d}}{{:02d}}{{:05d}}', place, trade, floor(pow({organisations}, u(i, 4)))::INT) AS organisation,
        round(least(pow(1 - u(i, 5), -1 / 2.2), 5000), 2) AS amount
    FROM (
        SELECT
            range AS i,
            floor(pow(u(range, 2), 2.5) * len($cities))::INT AS place,
            floor(pow(u(range, 3), 1.3) * len($industries))::INT AS trade
        FROM range({first}, {last})
        WHERE {where}
    )
"""
"""Events with the numbers first to last. An odd factor maps numbers to ids one to one."""


def made(folder: Path, conf: Path, events: int) -> Path:
    """The raw root with a log of so many events, and about 1 % of them once more in the folder that follows.

    Made on first use. Another definition or generator makes another log.
    """
    definition = load(conf)
    made_by = hashlib.sha256(Path(__file__).read_bytes() + definition.fingerprint.encode()).hexdigest()[:8]
    raw = folder / f"raw-{events}-{made_by}"
    if not raw.exists():
        unfinished = raw.with_name(f"{raw.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _write(unfinished / "usage", definition, events)
        unfinished.rename(raw)
    return raw


def _write(log: Path, definition: Definition, events: int) -> None:
    calendar = definition.index.calendar
    begin = quarters.start(calendar.first, calendar.timezone)
    end = quarters.start(quarters.shift(calendar.last, 1), calendar.timezone)
    local, ending = ZoneInfo(calendar.timezone), definition.source("usage").format
    again: list[str] = []
    for first, last, (opens, closes) in _numbered(events, _weeks(begin, end)):
        file = log / f"dt={opens.astimezone(local):%Y-%m-%d}" / f"part-00000.{ending}"
        _copy(definition, [_events(first, last, opens, closes), *again], file)
        again = [_events(first, last, opens, closes, where="u(range, 6) < 0.01")]


def write_day(raw: Path, definition: Definition, opens: datetime, first: int, events: int) -> None:
    """One more file: so many events of one day, numbered from `first` on."""
    local = opens.astimezone(ZoneInfo(definition.index.calendar.timezone))
    one = _events(first, first + events, opens, opens + timedelta(days=1))
    ending = definition.source("usage").format
    _copy(definition, [one], raw / "usage" / f"dt={local:%Y-%m-%d}" / f"late-{first}.{ending}")


def _events(first: int, last: int, opens: datetime, closes: datetime, *, where: str = "true") -> str:
    """Events with numbers from `first` to before `last`, in a span of time, as SQL."""
    length = _millis(closes) - _millis(opens)
    return EVENT.format(
        first=first, last=last, begin=_millis(opens), length=length, organisations=ORGANISATIONS, where=where
    )


def _copy(definition: Definition, parts: Sequence[str], file: Path) -> None:
    """Write parts of the log to a new file, in order of time."""
    lists: dict[str, object] = {
        "kinds": sorted({indicator.kind for indicator in definition.index.indicators}),
        "cities": [city.city_code for city in definition.cities],
        "industries": [None, *(industry.id for industry in definition.industries)],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("CREATE MACRO u(i, k) AS hash(i * 16 + k) / 18446744073709551616.0")
        connection.execute(
            f"COPY ({' UNION ALL '.join(parts)} ORDER BY ts) TO '{file}' (FORMAT {file.suffix[1:]})", lists
        )


def _weeks(begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    starts = [begin + timedelta(days=day) for day in range(0, (end - begin).days, DAYS)]
    return list(pairwise([*starts, end]))


def _numbered(
    events: int, weeks: Sequence[tuple[datetime, datetime]]
) -> list[tuple[int, int, tuple[datetime, datetime]]]:
    """The weeks with the numbers of their events: first, and the one after the last."""
    weights = [ANNUAL ** (place * DAYS / 365) * (closes - opens).days for place, (opens, closes) in enumerate(weeks)]
    bounds = [round(events * sum(weights[:place]) / sum(weights)) for place in range(len(weeks) + 1)]
    return [(first, last, week) for (first, last), week in zip(pairwise(bounds), weeks, strict=True)]


def _millis(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def write_conf(shipped: Path, conf: Path, *, format: str, cores: int, memory: int) -> Path:
    """A copy of the shipped definition that reads the raw log of the benchmark; memory in GiB.

    Indicators that count events sum amounts instead, so that every kind of event has a sum.
    """
    shutil.rmtree(conf, ignore_errors=True)
    shutil.copytree(shipped, conf)
    sources = Path(__file__).with_name("sources.yml").read_text(encoding="utf-8")
    (conf / "sources.yml").write_text(sources.replace("{format}", format), encoding="utf-8")
    index = yaml.safe_load((conf / "index.yml").read_text())
    for indicator in index["indicators"]:
        indicator["source"] = "usage"
        if indicator["measure"] == "count":
            indicator["measure"] = "sum"
    (conf / "index.yml").write_text(yaml.safe_dump(index, allow_unicode=True, sort_keys=False))
    lake = yaml.safe_load((conf / "lake.yml").read_text())
    lake["local"]["spark"] |= {"spark.master": f"local[{cores}]", "spark.driver.memory": f"{memory}g"}
    (conf / "lake.yml").write_text(yaml.safe_dump(lake))
    return conf
