from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from dti_spark import quarters
from dti_spark.definition.lookups import city_keys, industry_keys
from dti_spark.definition.model import Definition
from dti_spark.demo.trades import meaning
from dti_spark.errors import UsageError
from dti_spark.lake.raw_logs import generate

Record = dict[str, Any]
SHANGHAI = timedelta(hours=8)


def city_of(text: str, keys: dict[str, str]) -> str | None:
    found = (keys[text[:n]] for n in (6, 4, 2) if text[:n] in keys) if text.isdigit() else (keys.get(text),)
    return next(iter(found), None)


def industry_of(text: str, keys: dict[str, str]) -> str | None:
    return meaning(text, keys) if text.isdigit() else keys.get(text)


def local_day(record: Record) -> date:
    return (datetime.fromtimestamp(record["occurred_at"] / 1e6, UTC) + SHANGHAI).date()


def test_every_source_has_files_where_its_path_looks(definition: Definition, faulty_raw: Path) -> None:
    assert {source.id for source in definition.sources if list(faulty_raw.glob(source.path))} == {
        source.id for source in definition.sources
    }


def test_a_clean_delivery_holds_the_events_asked_for_and_nothing_else(
    clean: list[Record], definition: Definition, asked: dict[str, Any]
) -> None:
    cities, industries = city_keys(definition), industry_keys(definition)
    begin = quarters.start(asked["first"], "Asia/Shanghai").timestamp() * 1e6
    end = quarters.start(quarters.shift(asked["last"], 1), "Asia/Shanghai").timestamp() * 1e6
    assert len(clean) == asked["events"]
    assert len({(record["source"], record["event_id"]) for record in clean}) == asked["events"]
    for record in clean:
        assert record["corrupt"] is None
        assert begin <= record["occurred_at"] < end
        assert city_of(record["city"], cities) is not None, record
        assert record["industry"] is None or industry_of(record["industry"], industries) is not None, record
        assert 0 < record["quantity"] < 1e9
        assert record["entity"]


def test_logs_write_codes_and_names_of_many_cities_and_all_industries(
    clean: list[Record], definition: Definition
) -> None:
    cities, industries = city_keys(definition), industry_keys(definition)
    assert len({city_of(record["city"], cities) for record in clean}) > 300
    assert {industry_of(record["industry"], industries) for record in clean if record["industry"]} >= {
        industry.id for industry in definition.industries
    }
    districts = [record["city"] for record in clean if record["source"] == "wechat_pay" and record["city"][4:] != "00"]
    assert len(districts) > 1000


def test_a_clean_event_lies_in_the_folder_of_its_delivery(clean: list[Record]) -> None:
    for record in clean:
        delivered = date.fromisoformat(record["dt"])
        assert timedelta(0) <= delivered - local_day(record) < timedelta(days=30)


def test_beside_the_logs_stands_that_they_are_made_up(faulty_raw: Path, asked: dict[str, Any]) -> None:
    text = (faulty_raw / "_README.txt").read_text()
    assert "Synthetic" in text
    assert f"seed {asked['seed']}" in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, "holds logs of these days already"),
        ({"events": 0}, "0 events"),
        ({"first": "2021Q2"}, "is before the first"),
        ({"last": "2020-12"}, "is not a quarter"),
        ({"faults": 1.5}, "is no share"),
        ({"every": 0}, "days a folder"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(
    spark: SparkSession, definition: Definition, faulty_raw: Path, change: dict[str, Any], told: str
) -> None:
    wanted = {"events": 10, "seed": 1, "first": "2020Q1", "last": "2020Q4", "faults": 0.0, "every": 30}
    with pytest.raises(UsageError, match=told):
        generate(spark, definition, str(faulty_raw), **{**wanted, **change})
