"""The pages and data of a release."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from site_facts import CITIES, HOSTILE, facts
from site_html import Shell, data, listed

from dti_spark.report.site import maps
from dti_spark.report.site.build import build


@pytest.fixture(scope="module", autouse=True)
def _without_maps() -> Iterator[None]:
    """Maps have tests of their own, and take longer than all the rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maps, "find_spec", lambda _: None)
        yield


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    build(facts(), out, ["0001"])
    return out


def shells(site: Path) -> dict[str, Shell]:
    return {path.relative_to(site).as_posix(): Shell(path) for path in sorted(site.rglob("*.html"))}


def test_there_is_a_page_for_each_city_province_cluster_and_industry_and_each_view(site: Path) -> None:
    assert {path.removeprefix("0001/") for path in shells(site)} == {
        *("index.html", "cities.html", "industries.html", "dio.html", "method.html", "data.html"),
        *(f"cities/{code}.html" for code, _, _ in CITIES),
        *("provinces/440000.html", "clusters/prd.html"),
        *("industries/finance.html", "industries/games.html", "industries/tools.html"),
    }


def test_every_page_is_sound_html_in_both_languages_with_scripts_from_files_that_are_there(site: Path) -> None:
    for path, shell in shells(site / "0001").items():
        at = (site / "0001" / path).parent
        assert shell.all("html") == [{"lang": "zh-CN"}]
        assert "数字化转型指数 / " in shell.texts["title"]
        assert "Digital transformation index" in shell.texts["title"]
        metas = {meta.get("name"): meta.get("content", "") for meta in shell.all("meta")}
        assert "0001" in metas["description"]
        assert "width=device-width" in metas["viewport"]
        assert [p["lang"] for p in shell.all("p")] == ["zh-CN", "en"]
        assert "JavaScript" in shell.texts["p"]
        assert shell.texts.get("script", "") == ""
        loaded = [*(each["src"] for each in shell.all("script")), *(each["href"] for each in shell.all("a"))]
        loaded += [each["href"] for each in shell.all("link") if each["rel"] == "stylesheet"]
        assert [name for name in loaded if not (at / name).is_file()] == [], path
        assert all("defer" in each for each in shell.all("script"))
        (body,) = shell.all("body")
        assert (at / body["data-root"]).resolve() == (site / "0001").resolve()
        assert not any(name.startswith("on") for _, attrs in shell.tags for name in attrs)


def test_scripts_are_loaded_in_the_order_in_which_they_need_each_other(site: Path) -> None:
    found = [each["src"] for each in Shell(site / "0001" / "cities" / "440300.html").all("script")]
    ours = [name.removeprefix("../assets/") for name in found]
    wanted = ["vendor/echarts.min.js", "core.js", "words.js", "ui.js", "pages/city.js", "../../releases.js"]
    wanted += ["../data/core.js", "../data/regions/city-440300.js", "start.js"]
    assert [name for name in ours if name in wanted] == wanted
    assert ours[-1] == "start.js"
    assert [name for name in ours if name.startswith("pages/")] == ["pages/city.js"]


def test_pages_say_what_they_are_about(site: Path) -> None:
    (city,) = Shell(site / "0001" / "cities" / "440300.html").all("body")
    assert city == {"data-page": "city", "data-root": "../", "data-region-type": "city", "data-region": "440300"}
    (industry,) = Shell(site / "0001" / "industries" / "games.html").all("body")
    assert industry == {"data-page": "industry", "data-root": "../", "data-industry": "games"}


def test_a_hostile_name_is_text_on_every_page_and_in_every_data_file(site: Path) -> None:
    shell = Shell(site / "0001" / "cities" / "469005.html")
    assert HOSTILE in shell.texts["title"]
    assert HOSTILE in next(meta["content"] for meta in shell.all("meta") if meta.get("name") == "description")
    named = [region["en"] for region in data(site / "0001", "core.js", "core")["regions"] if region["type"] == "city"]
    assert named == ["Beijing", "Shenzhen", HOSTILE]
    files = [path for path in (site / "0001" / "data").rglob("*.js") if "<" in path.read_text(encoding="utf-8")]
    assert files == []


def test_without_scripts_the_page_of_the_data_leads_to_every_table(site: Path) -> None:
    links = {each["href"] for each in Shell(site / "0001" / "data.html").all("a")}
    tables = listed(site / "0001", "data/tables.js", "tables")
    assert links == {table["file"] for table in tables}
    assert {"gold.rankings", "gold.index_values", "silver.weights"} <= {table["name"] for table in tables}


def test_values_are_series_over_the_periods_and_no_usage_is_0(site: Path) -> None:
    core = data(site / "0001", "core.js", "core")
    assert [period["id"] for period in core["periods"]] == ["2020Q1", "2020Q2", "2020Q3", "2020Q4", "2020"]
    assert (core["latest"], core["year"], core["base"]) == ("2020Q4", "2020", "2020Q1")
    shenzhen = core["values"]["city/440300"]
    assert shenzhen["dti"]["value"] == [0.333333333, 0, 1, 1.33333333, 1.66666667]
    assert set(shenzhen) == {"dti", "infrastructure"}
    assert "qoq" not in shenzhen["dti"]
    assert shenzhen["dti"]["rank_in_province"] == [2] * 5
    assert "rank_in_province" not in core["values"]["province/440000"]["dti"]
    region = data(site / "0001", "regions/city-440300.js", "region")
    assert set(region["nodes"]) == {"dti", "infrastructure", "cloud_compute"}
    assert set(region["industries"]) == {"finance", "games", "tools"}


def test_what_is_no_number_is_left_out(site: Path) -> None:
    of_nation = data(site / "0001", "concentration.js", "concentration")["nation/CN"]["dti"]
    assert "gini" not in of_nation
    assert of_nation.keys() <= {"value_per_city", "cities", "cities_in_use", "beta_cities"}
