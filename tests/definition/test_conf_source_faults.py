"""Broken definitions: logs that could not be read as they are described."""

from collections.abc import Callable

import pytest

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]

TAPD = 'path: "tapd/dt=*/*.tsv"'

SOURCES = {
    "two sources with one id": (
        ("sources.yml", "- id: jd", "- id: maoyan"),
        "sources.yml: [5]: id maoyan is taken by sources.yml: [4]",
    ),
    "two sources with one path": (
        ("sources.yml", "tencent_docs/dt=*/*.json.gz", "maoyan/dt=*/*.json.gz"),
        "sources.yml: [7]: path maoyan/dt=*/*.json.gz is read by sources.yml: [5]",
    ),
    "an absolute path": (
        ("sources.yml", TAPD, 'path: "/data/tapd/*.tsv"'),
        "sources.yml: [8].path: '/data/tapd/*.tsv' is not relative",
    ),
    "a path with a scheme": (
        ("sources.yml", TAPD, 'path: "s3a://logs/tapd/*.tsv"'),
        "sources.yml: [8].path: 's3a://logs/tapd/*.tsv' is not relative",
    ),
    "a path that climbs": (
        ("sources.yml", TAPD, 'path: "tapd/../*.tsv"'),
        "sources.yml: [8].path: 'tapd/../*.tsv' holds .. or //",
    ),
    "a path that looks like another format": (
        ("sources.yml", TAPD, 'path: "tapd/*.parquet"'),
        "sources.yml: [8].path: 'tapd/*.parquet' looks like parquet, but format is csv",
    ),
    "an option that would lose records": (
        ("sources.yml", 'options: {sep: "|"}', 'options: {sep: "|", mode: DROPMALFORMED}'),
        "sources.yml: [4].options.mode: is set by the job",
    ),
    "a type that Spark lacks": (
        ("sources.yml", "ts bigint", "ts bigit"),
        "sources.yml: [0].schema: type 'bigit' of ts is not a type of Spark",
    ),
    "a field without a type": (
        ("sources.yml", "record_id string, ts", "record_id, ts"),
        "sources.yml: [0].schema: 'record_id' is not a field",
    ),
    "a field twice": (
        ("sources.yml", "region string, industry string", "region string, Region string"),
        "sources.yml: [0].schema: field Region stands twice",
    ),
    "an expression over an unknown field": (
        ("sources.yml", "event_id: record_id", "event_id: recordid"),
        "sources.yml: [0].event.event_id: recordid is no field of the schema; the fields are record_id, ts",
    ),
    "an aggregate in an expression": (
        ("sources.yml", "quantity: amount", "quantity: sum(amount)"),
        "sources.yml: [0].event.quantity: sum(...) is an aggregate",
    ),
    "a subquery in a condition": (
        ("sources.yml", "resource is not null", "resource in (select resource)"),
        "sources.yml: [0].where: select is a subquery",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), SOURCES.values(), ids=SOURCES.keys())
def test_a_broken_source_is_named_with_its_place(
    change: tuple[str, str, str], sentence: str, edit: Edit, faults: Faults
) -> None:
    edit(*change)
    found = faults()
    assert any(sentence in fault for fault in found), found
