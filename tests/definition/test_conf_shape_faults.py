"""Broken definitions: what is wrong within one file is named with its place and the cure."""

from collections.abc import Callable
from pathlib import Path

import pytest

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]

SCORE = "dti,dti,infrastructure,expert_01,"

SHAPES = {
    "a measure that does not exist": (
        ("index.yml", "measure: distinct", "measure: avg"),
        "index.yml: indicators[3].measure: 'avg' is not one of sum, count, distinct",
    ),
    "a missing key": (
        ("index.yml", "measure: sum, unit: core-hours", "unit: core-hours"),
        "index.yml: indicators[0].measure: is missing",
    ),
    "an unknown key": (
        ("index.yml", "by_industry: false", "by_industry: false\n    color: red"),
        "index.yml: indices[0].color: is not a known key; known are id, name, by_industry, normalise",
    ),
    "a text where a number should be": (
        ("index.yml", "max_rejected: 0.05", "max_rejected: lots"),
        "index.yml: quality.max_rejected: 'lots' is not a number",
    ),
    "a limit out of range": (
        ("index.yml", "max_rejected: 0.05", "max_rejected: 5"),
        "index.yml: quality.max_rejected: 5 is not between 0 and 1",
    ),
    "a scale of zero": (
        ("index.yml", "scale: 100", "scale: 0"),
        "index.yml: indices[0].normalise.scale: 0 is not greater than 0",
    ),
    "a quarter written otherwise": (
        ("index.yml", "base: 2020Q1", "base: 2020-Q1"),
        "index.yml: calendar.base: '2020-Q1' is not a quarter, written as 2020Q1",
    ),
    "a number where a text should be": (
        ("index.yml", 'methodology: "2022.1"', "methodology: 2022.1"),
        "index.yml: methodology: 2022.1 is not a text; put it in quotes",
    ),
    "a list where a mapping should be": (
        ("index.yml", "quality:\n", "quality: [1]\nunknown:\n"),
        "index.yml: quality: a list is not a mapping of keys to values",
    ),
    "an empty name": (
        ("index.yml", "zh: 云计算用量", 'zh: ""'),
        "index.yml: indicators[0].name.zh: is empty",
    ),
    "text that is no YAML": (
        ("index.yml", "quality:", "quality: ]"),
        "is not YAML: while parsing",
    ),
    "a tag that YAML cannot build": (
        ("index.yml", "max_rejected: 0.05", "max_rejected: !!bool maybe"),
        "index.yml: is not YAML",
    ),
    "an unquoted Spark setting": (
        ("lake.yml", 'partitions: "8"', "partitions: 8"),
        "lake.yml: local: spark.spark.sql.shuffle.partitions: 8 is not a text; put it in quotes",
    ),
    "a setting that is not of Spark": (
        ("lake.yml", "spark.driver.memory", "driver.memory"),
        "lake.yml: local.spark: driver.memory is no Spark setting",
    ),
    "a batch of no bytes": (
        ("lake.yml", "4294967296", "0"),
        "lake.yml: local: batch_bytes: 0 is not greater than 0",
    ),
    "a format that does not exist": (
        ("sources.yml", "format: json", "format: avro"),
        "sources.yml: [0].format: 'avro' is not one of json, csv, parquet",
    ),
    "a canonical column left out": (
        ("sources.yml", "    entity: account\n", ""),
        "sources.yml: [0].event.entity: is missing",
    ),
    "a score beyond the scale": (
        ("expert_scores.csv", f"\n{SCORE}", f"\ndti,dti,infrastructure,expert_01,6\n{SCORE}"),
        "expert_scores.csv:2: score 6 is not between 1 and 5",
    ),
    "a header with another column": (
        ("tiers.csv", "tier_name_en", "tier_name_eng"),
        "tiers.csv:1: the header lacks tier_name_en and has unknown tier_name_eng",
    ),
    "a header in another order": (
        ("expert_scores.csv", "index,parent", "parent,index"),
        "expert_scores.csv:1: the header is out of order; it should be index,parent,node,expert,score",
    ),
    "a row with too few fields": (
        ("cities.csv", "110000,北京,北京市,Beijing,", "110000,北京,北京市,"),
        "cities.csv:2: has 15 fields; the header has 16",
    ),
    "a quote that is not closed": (
        ("clusters.csv", 'outline plan (2019)"', "outline plan (2019)"),
        "is not CSV",
    ),
    "a city code of five digits": (
        ("cities.csv", "\n130100,", "\n13010,"),
        "cities.csv:4: city_code 13010 is not a code of six digits",
    ),
    "a coordinate off the map": (
        ("cities.csv", "116.3972", "16.3972"),
        "cities.csv:2: longitude 16.3972 is not between 73 and 136",
    ),
    "a count that is no number": (
        ("provinces.csv", "CN-HE,东部,11", "CN-HE,东部,eleven"),
        "provinces.csv:4: city_count eleven is not a whole number",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), SHAPES.values(), ids=SHAPES.keys())
def test_a_wrong_shape_is_named_with_its_place(
    change: tuple[str, str, str], sentence: str, edit: Edit, faults: Faults
) -> None:
    edit(*change)
    found = faults()
    assert any(sentence in fault for fault in found), found


def test_a_key_that_stands_twice_is_a_fault_with_its_line(conf: Path, edit: Edit, faults: Faults) -> None:
    edit("index.yml", "by_industry: false", "by_industry: false\n    by_industry: true")
    line = (conf / "index.yml").read_text(encoding="utf-8").split("by_industry: true")[0].count("\n") + 1
    twice = f"index.yml:{line}: key by_industry stands twice in one mapping; only the last would count, so keep one"
    assert faults() == [twice]


def test_a_missing_file_is_a_fault(conf: Path, faults: Faults) -> None:
    (conf / "tiers.csv").unlink()
    assert faults() == ["tiers.csv: the file is missing; a definition needs it"]


def test_a_folder_in_place_of_a_file_is_a_fault(conf: Path, faults: Faults) -> None:
    (conf / "lake.yml").unlink()
    (conf / "lake.yml").mkdir()
    assert faults() == ["lake.yml: the file is missing; a definition needs it"]


def test_another_encoding_is_a_fault_with_its_line(conf: Path, faults: Faults) -> None:
    text = (conf / "industries.csv").read_text(encoding="utf-8")
    (conf / "industries.csv").write_bytes(text.encode("gb18030"))
    assert any(
        fault.startswith("industries.csv:2: byte 0x") and "save the file as UTF-8" in fault for fault in faults()
    )


@pytest.mark.parametrize("name", ["index.yml", "sources.yml", "lake.yml", "cities.csv", "expert_scores.csv"])
@pytest.mark.parametrize("content", [b"", b"\n", b"{}", b"[]", b"- 1", b"a: {b: 1}", b"\x00\x01", b"[" * 5000, b"5: 5"])
def test_senseless_content_is_a_fault_and_no_crash(name: str, content: bytes, conf: Path, faults: Faults) -> None:
    (conf / name).write_bytes(content)
    assert any(fault.startswith(name) for fault in faults())


def test_too_few_experts_are_a_fault(conf: Path, faults: Faults) -> None:
    lines = (conf / "expert_scores.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not any(f"expert_{k:02d}" in line for k in (12, 13, 14))]
    (conf / "expert_scores.csv").write_text("".join(kept), encoding="utf-8")
    assert faults() == [
        f"expert_scores.csv: index {i} has 11 experts; it needs at least 12" for i in ("dti", "industry")
    ]


def test_all_faults_of_all_files_are_told_at_once(edit: Edit, faults: Faults) -> None:
    edit("index.yml", "measure: sum", "measure: avg")
    edit("index.yml", "base: 2020Q1", "base: 2019Q1")
    edit("cities.csv", "一线,jjj", "一线,jing")
    edit("sources.yml", "quantity: requests", "quantity: rand()")
    edit("lake.yml", "4294967296", "none")
    found = faults()
    places = ["index.yml: indicators[0]", "index.yml: calendar.base", "cities.csv:2: cluster", "sources.yml: [2].event"]
    for place in [*places, "lake.yml: local"]:
        assert any(fault.startswith(place) for fault in found), (place, found)


def test_a_file_that_cannot_be_read_does_not_blame_the_others(conf: Path, faults: Faults) -> None:
    (conf / "provinces.csv").write_text("nonsense\n", encoding="utf-8")
    found = faults()
    assert [fault.split(":")[0] for fault in found] == ["provinces.csv"]
