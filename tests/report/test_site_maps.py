"""Maps: what the extra brings, cut to what pages draw."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from site_facts import facts

from dti_spark.report.site import maps
from dti_spark.report.site.build import build
from dti_spark.report.site.pages import pages

CONF = Path(__file__).parents[2] / "conf"
AREAS, LINES = {"Polygon", "MultiPolygon"}, {"LineString", "MultiLineString"}


def codes(name: str, column: str) -> set[str]:
    with (CONF / name).open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


CODES = {"city": codes("cities.csv", "city_code"), "province": codes("provinces.csv", "province_code")}


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[Any]]:
    found: dict[str, Any] = maps.maps(CODES)
    return {kind: geometry["features"] for kind, geometry in found.items()}


def test_every_city_and_province_of_the_index_has_one_area_with_its_code(drawn: dict[str, list[Any]]) -> None:
    for kind, features in drawn.items():
        ids = [feature["properties"]["id"] for feature in features if feature["properties"]["kind"] == "region"]
        assert Counter(ids) == Counter(CODES[kind])
        assert all(f["geometry"]["type"] in AREAS for f in features if f["properties"]["id"] is not None)


def test_what_is_no_part_of_the_index_has_no_id_and_lines_are_no_areas(drawn: dict[str, list[Any]]) -> None:
    for kind, lines in (("city", 13), ("province", 8)):
        of = {name: [f for f in drawn[kind] if f["properties"]["kind"] == name] for name in ("line", "other")}
        assert len(of["line"]) == lines
        assert {feature["geometry"]["type"] for feature in of["line"]} <= LINES
        assert {feature["properties"]["zh"] for feature in of["other"]} >= {
            "台湾省",
            "香港特别行政区",
            "澳门特别行政区",
        }
        assert {feature["geometry"]["type"] for feature in of["other"]} <= AREAS
        assert {feature["properties"]["id"] for name in of for feature in of[name]} == {None}
        assert len({feature["properties"]["name"] for feature in drawn[kind]}) == len(drawn[kind])


def points(part: list[Any]) -> Iterator[tuple[float, float]]:
    if not isinstance(part[0], list):
        yield part[0], part[1]
    else:
        for each in part:
            yield from points(each)


def test_coordinates_lie_in_china_and_have_three_decimals(drawn: dict[str, list[Any]]) -> None:
    for features in drawn.values():
        for feature in features:
            for lon, lat in points(feature["geometry"]["coordinates"]):
                assert 73 <= lon <= 136
                assert 3 <= lat <= 54
                assert (round(lon, 3), round(lat, 3)) == (lon, lat)


def test_a_city_lies_where_its_seat_is(drawn: dict[str, list[Any]]) -> None:
    import shapely

    with (CONF / "cities.csv").open(encoding="utf-8", newline="") as file:
        seats = {r["city_code"]: (float(r["longitude"]), float(r["latitude"])) for r in csv.DictReader(file)}
    shapes = {f["properties"]["id"]: shapely.geometry.shape(f["geometry"]) for f in drawn["city"]}
    outside = [code for code, seat in seats.items() if shapes[code].distance(shapely.Point(seat)) > 0.03]
    assert outside == []


def test_without_the_extra_there_are_no_maps_and_no_page_loads_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "PACKAGE", "a_package_that_is_not_there")
    built = build(facts(), tmp_path, ["0001"])
    assert not built.maps
    assert not (built.folder / "data" / "maps").exists()
    html = "".join(path.read_text(encoding="utf-8") for path in built.folder.rglob("*.html"))
    assert "data/maps/" not in html
    assert {name for page in pages(facts(), maps=True) for name in page.data if name.startswith("maps/")} == {
        "maps/city.js",
        "maps/province.js",
    }
