"""Data that cannot become an index: each stops the run with one sentence, and gold stays as it was."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession
from small_index import LATER, Place, deliver, published

from dti_spark.definition.load import load
from dti_spark.errors import DataRefusedError, DefinitionError, DtiError, UsageError
from dti_spark.pipeline import ask

FOLDER = "dt=2020-09-30"
"""The folder of the delivery that comes after those that the lake has published."""


def refused(place: Place, kind: type[DtiError], *, release: str | None = None, full: bool = False) -> str:
    """The sentence with which a run stops; gold is the same to the last byte, and can be read."""
    before = place.gold()
    with pytest.raises(kind) as stopped:
        place.run(release=release, full=full)
    sentence = str(stopped.value)
    assert place.gold() == before
    assert len(place.rows("gold.rankings", region_type="nation", index="dti", period="2020Q1")) > 1
    assert "\n" not in sentence
    assert len(sentence) < 600
    return sentence


def a_file(place: Place, source: str) -> Path:
    """A sound file of a source."""
    return min((place.raw / source).glob("dt=*/*"))


def later(place: Place, source: str, name: str) -> Path:
    """A new file of a source."""
    file = place.raw / source / FOLDER / name
    file.parent.mkdir()
    return file


def test_a_missing_source_folder_is_refused_by_name(place: Place) -> None:
    shutil.rmtree(place.raw / "tapd")
    sentence = refused(place, DataRefusedError)
    assert sentence.startswith("source tapd: no file matches ")
    assert f"{place.raw}/tapd/dt=*/*.tsv" in sentence


def cut(data: bytes) -> bytes:
    return data[:-40]


def emptied(data: bytes) -> bytes:
    return b""


def overwritten_within(data: bytes) -> bytes:
    return data[:100] + bytes(400) + data[500:]


@pytest.mark.fault(11)
@pytest.mark.parametrize(
    ("source", "name", "spoil", "said"),
    [
        ("tencent_cloud", "a b.json.gz", cut, "(Unexpected end of input stream)"),
        ("tencent_cloud", "a.json.gz", emptied, "0 bytes"),
        ("tencent_ai", "a b.parquet", cut, "(is not a Parquet file)"),
        ("tencent_ai", "a.parquet", emptied, "0 bytes"),
        ("tencent_ai", "a.parquet", overwritten_within, "cannot be read ("),
    ],
)
def test_an_unreadable_file_is_refused_by_name(
    place: Place, source: str, name: str, spoil: Callable[[bytes], bytes], said: str
) -> None:
    later(place, source, name).write_bytes(spoil(a_file(place, source).read_bytes()))
    sentence = refused(place, DataRefusedError)
    assert f"{place.raw}/{source}/{FOLDER}/{name} " in sentence
    assert said in sentence
    assert sentence.endswith("; deliver it again, or remove it")


@pytest.mark.fault(23)
@pytest.mark.parametrize(
    ("column", "type_", "said"),
    [
        ("calls", pa.string(), "its column calls is BINARY, sources.yml says bigint"),
        ("called_at", pa.int64(), "its column called_at is INT64, sources.yml says timestamp"),
    ],
)
def test_a_parquet_column_of_another_type_is_refused_by_name(
    place: Place, column: str, type_: pa.DataType, said: str
) -> None:
    sound = pq.read_table(a_file(place, "tencent_ai"), partitioning=None)
    fields = sound.schema.get_field_index(column)
    pq.write_table(sound.set_column(fields, column, sound[column].cast(type_)), later(place, "tencent_ai", "a.parquet"))
    sentence = refused(place, DataRefusedError)
    assert f"{place.raw}/tencent_ai/{FOLDER}/a.parquet does not fit: {said}" in sentence


@pytest.mark.fault(23)
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("requests", "amount", "it holds id, time, city, trade, tenant, amount; the schema id, time, city, trade"),
        ("city,trade", "trade,city", "it holds id, time, trade, city, tenant, requests; the schema id, time, city"),
        (",requests", "", "it holds 5; the schema 6"),
        (",requests", ",requests,more", "it holds 7; the schema 6"),
    ],
)
def test_a_csv_header_that_is_not_the_schema_is_refused_by_name(place: Place, old: str, new: str, said: str) -> None:
    text = a_file(place, "tencent_security").read_text(encoding="utf-8")
    later(place, "tencent_security", "a.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    sentence = refused(place, DataRefusedError)
    assert f"the header of file://{place.raw}/tencent_security/{FOLDER}/a.csv is not that of the schema" in sentence
    assert said in sentence


def test_an_empty_base_quarter_is_refused_with_its_indicators(place: Place) -> None:
    place.edit("index.yml", "base: 2020Q1", "base: 2021Q4")
    sentence = refused(place, DataRefusedError)
    assert sentence.startswith("no usage in the base quarter 2021Q4 for dti/cloud_compute, ")
    assert "industry/agile_items" in sentence


def full_of_faults(place: Place) -> None:
    """Deliver a file whose cities nobody knows, with a torn line, a NaN, and one sound record."""
    header, *lines = a_file(place, "tencent_security").read_text(encoding="utf-8").splitlines()
    sound = [f"new{line}" for line in lines]
    strange = [line.replace("市,", "镇,") for line in sound if "市," in line]
    torn, endless = sound[0][:20], sound[1].rpartition(",")[0] + ",NaN"
    text = "\n".join([header, torn, endless, sound[2], *strange[3:]])
    later(place, "tencent_security", "a.csv").write_text(text, encoding="utf-8")


def test_too_many_rejects_stop_every_run_until_the_limit_is_raised(place: Place) -> None:
    full_of_faults(place)
    read = refused(place, DataRefusedError)
    assert f"most in tencent_security/{FOLDER}/a.csv (" in read
    assert "index.yml allows 5.0%" in read
    again = refused(place, DataRefusedError)
    assert again == read
    place.edit("index.yml", "max_rejected: 0.05", "max_rejected: 1.0")
    assert place.run().release == "0002"
    counts = Counter(row["reason"] for row in place.rows("silver.rejected_records"))
    assert counts.pop("unknown_city") > 10
    assert counts == {"not_finite": 1, "corrupt_record": 1}
    (file,) = (row for row in place.rows("silver.ingested_files") if FOLDER in row["file"])
    assert (file["accepted"], file["records"] - file["rejected"]) == (1, 1)


@pytest.mark.fault(8)
def test_what_was_read_before_must_stay_as_it_was_unless_all_is_read_again(place: Place) -> None:
    full_of_faults(place)
    refused(place, DataRefusedError)
    shutil.rmtree(place.raw / "tencent_security" / FOLDER)
    changed = a_file(place, "tapd")
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    sentence = refused(place, DataRefusedError)
    assert sentence.startswith(f"{changed.relative_to(place.raw)} was rewritten after it was read (")
    assert "--full" in sentence
    place.edit("sources.yml", "quantity: effort", "quantity: effort * 2")
    sentence = refused(place, UsageError)
    assert sentence.startswith("source tapd: files such as tapd/dt=")
    assert "--full" in sentence
    sentence = refused(place, DataRefusedError, full=True)
    assert sentence.startswith(f"tencent_security/{FOLDER}/a.csv has vanished after ")
    place.edit("sources.yml", "- id: tencent_security", "- files: {vanished: forget}\n  id: tencent_security")
    assert place.run(full=True).release == "0002"
    assert {row["batch"] for row in place.rows("silver.events")} == {
        row["batch"] for row in place.rows("silver.ingested_files")
    }
    assert place.run().release is None


@pytest.mark.fault(30)
@pytest.mark.parametrize(
    "text", ["sum(effort)", "row_number() over (order by effort)", "(select 1)", "reflect('a','b')"]
)
def test_an_expression_that_is_not_of_one_row_is_refused_before_spark(place: Place, text: str) -> None:
    place.edit("sources.yml", "quantity: effort", f'quantity: "{text}"')
    with pytest.raises(DefinitionError) as stopped:
        load(place.conf)
    assert stopped.value.exit_code == 2
    assert len(stopped.value.faults) >= 1
    assert all(fault.startswith("sources.yml: [4].event.quantity: ") for fault in stopped.value.faults)


def test_a_release_name_that_is_taken_is_refused_before_anything_is_read(place: Place) -> None:
    deliver(place.raw, LATER)
    read = len(place.rows("silver.ingested_files"))
    assert refused(place, UsageError, release="0001") == "release 0001 is already there; choose another name"
    assert len(place.rows("silver.ingested_files")) == read


@pytest.mark.parametrize(
    ("table", "where", "said"),
    [
        ("no_table", {}, "there is no table no_table; there are index_values, rankings, "),
        ("rankings", {"colour": "red"}, "gold.rankings has no column colour; it has index, region_type, "),
    ],
)
def test_what_show_does_not_know_is_refused_by_name(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, table: str, where: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError) as stopped:
        ask.show(published(spark, tmp_path_factory.getbasetemp()).lake, table, where=where, top=3)
    assert str(stopped.value).startswith(said)


@pytest.mark.parametrize(
    ("city", "quarter", "index", "said"),
    [
        ("乌有", "2020Q1", "dti", "乌有 is no city of the index; give a 6-digit code or a name"),
        ("深圳", "2020Q1", "gdp", "there is no index gdp; there are dti, industry"),
        ("深圳", "2021Q4", "dti", "2021Q4 is not a published quarter; gold.periods lists them"),
    ],
)
def test_what_explain_does_not_know_is_refused_by_name(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, city: str, quarter: str, index: str, said: str
) -> None:
    there = published(spark, tmp_path_factory.getbasetemp())
    with pytest.raises(UsageError) as stopped:
        ask.explain(there.lake, load(there.conf), city=city, quarter=quarter, index=index)
    assert str(stopped.value).startswith(said)


def test_a_lake_without_gold_says_what_writes_it(place: Place) -> None:
    shutil.rmtree(place.root / "lake")
    for ask_it in (
        lambda: ask.show(place.lake, "rankings", where={}, top=1),
        lambda: ask.explain(place.lake, load(place.conf), city="深圳", quarter="2020Q1", index="dti"),
    ):
        with pytest.raises(UsageError, match=r"holds no gold\.rankings yet; dti run writes it"):
            ask_it()
