"""The bundle of conf/superset holds together, and names things as exports do; no Superset is needed for that."""

import csv
import re
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BUNDLE = ROOT / "conf" / "superset"
FILES = {
    path.relative_to(BUNDLE).as_posix(): yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(BUNDLE.rglob("*.yaml"))
}


def kind(name: str) -> dict[str, dict[str, Any]]:
    return {path: held for path, held in FILES.items() if path.startswith(f"{name}/")}


def rows(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_uuid_is_made_of_the_place_of_its_file() -> None:
    wanted = {path: str(uuid5(NAMESPACE_URL, f"dti_spark/{path}")) for path in FILES if path != "metadata.yaml"}
    assert {path: held["uuid"] for path, held in FILES.items() if "uuid" in held} == wanted


def test_every_uuid_that_is_named_is_that_of_a_file() -> None:
    known = {held.get("uuid") for held in FILES.values()}
    text = "".join(path.read_text(encoding="utf-8") for path in BUNDLE.rglob("*.yaml"))
    assert {str(UUID(named)) for named in re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4,12}){4}", text)} == known - {None}


def test_every_chart_stands_on_one_dashboard_in_a_row_of_at_most_twelve_columns() -> None:
    shown = []
    for dashboard in kind("dashboards").values():
        places = {key: place for key, place in dashboard["position"].items() if isinstance(place, dict)}
        for row in (place for place in places.values() if place["type"] == "ROW"):
            charts = [places[child]["meta"] for child in row["children"]]
            assert sum(chart["width"] for chart in charts) == 12
            shown += [chart["uuid"] for chart in charts]
    assert sorted(shown) == sorted(chart["uuid"] for chart in kind("charts").values())


@pytest.mark.parametrize("path", kind("charts"))
def test_a_chart_asks_for_what_its_dataset_has(path: str) -> None:
    chart = FILES[path]
    (dataset,) = (held for held in kind("datasets").values() if held["uuid"] == chart["dataset_uuid"])
    columns = {column["column_name"] for column in dataset["columns"]}
    metrics = {metric["metric_name"] for metric in dataset["metrics"]}
    asked = chart["params"]
    assert {*asked.get("all_columns", []), *asked.get("groupby", []), *asked.get("column_config", [])} <= columns
    assert {asked["x_axis"]} <= columns if "x_axis" in asked else True
    assert {*asked.get("metrics", []), *([asked["metric"]] if "metric" in asked else [])} <= metrics


def test_columns_bear_the_names_that_exports_give_them() -> None:
    names = {row["code"]: f"{row['zh']} {row['en']}" for row in rows("dti_spark/report/export/names.csv")}
    for path, dataset in kind("datasets").items():
        for column in dataset["columns"]:
            name = column["column_name"]
            assert column["verbose_name"] == names.get(name, column["verbose_name"]), (path, name)
        for metric in dataset["metrics"]:
            assert metric["verbose_name"] == names[metric["metric_name"]], (path, metric)


def test_what_people_read_is_in_both_languages() -> None:
    read = [held["slice_name"] for held in kind("charts").values()]
    read += [held["dashboard_title"] for held in kind("dashboards").values()]
    read += [column["verbose_name"] for held in kind("datasets").values() for column in held["columns"]]
    for dashboard in kind("dashboards").values():
        read += [chosen["name"] for chosen in dashboard["metadata"]["native_filter_configuration"]]
    assert [text for text in read if not (re.search("[\u4e00-\u9fff]", text) and re.search("[A-Za-z]{3}", text))] == []


def test_a_filter_begins_with_a_city_and_an_industry_of_the_definition() -> None:
    lists = ("conf/cities.csv", "conf/industries.csv")
    known = {f"{row['name_zh']} {row['name_en']}" for path in lists for row in rows(path)}
    chosen = [
        value
        for dashboard in kind("dashboards").values()
        for held in dashboard["metadata"]["native_filter_configuration"]
        for value in held["defaultDataMask"].get("filterState", {}).get("value", [])
    ]
    assert len(chosen) == 2
    assert set(chosen) <= known


def test_the_database_has_no_password_and_may_not_be_written_to() -> None:
    (database,) = kind("databases").values()
    assert re.fullmatch(r"hive://127\.0\.0\.1:\d+/dti_gold", database["sqlalchemy_uri"])
    assert not database["allow_dml"]
    assert not database["allow_ctas"]
    assert not database["allow_cvas"]
