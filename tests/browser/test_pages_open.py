"""Every page opens from disk, whole and without a network, and every chart on it is drawn."""

import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from browsing import KINDS, Reader, Site
from duckdb import DuckDBPyConnection
from playwright.sync_api import Browser

LOOK = """() => document.documentElement.dataset.ready === 'true' && [
    document.title, document.querySelectorAll('h1').length, document.querySelectorAll('.note.fault').length]"""
INK = """() => [...document.querySelectorAll('.plot-holder')].map(plot => ({
    chart: plot.closest('figure').dataset.chart,
    shapes: plot.querySelectorAll('svg path, svg rect, svg circle, svg text, svg polyline').length,
    wide: plot.querySelector('svg')?.getBoundingClientRect().width > 100,
    broken: /NaN|undefined|Infinity/.test(plot.innerHTML),
}))"""


def test_every_page_opens_from_disk_without_a_complaint_or_a_request(chromium: Browser, site: Site) -> None:
    """Two tabs take turns, so that two cores have a page to draw; the window shows few charts: others look at them."""
    with chromium.new_context(viewport={"width": 1280, "height": 100}, locale="en-GB") as context:
        tabs = [Reader.of(context.new_page(), site.folder) for _ in range(2)]
        for paths in batched(site.pages, len(tabs)):
            for tab, path in zip(tabs, paths, strict=False):
                tab.page.goto(tab.address(path), wait_until="commit")
            for tab, path in zip(tabs, paths, strict=False):
                tab.page.wait_for_load_state("load")
                assert tab.page.url == tab.address(path)
                title, headings, faults = tab.page.evaluate(LOOK)
                assert title.endswith(" – Digital Transformation Index"), path
                assert (headings, faults, tab.faults) == (1, 0, []), path


def batched(paths: list[str], size: int) -> Iterator[list[str]]:
    for place in range(0, len(paths), size):
        yield paths[place : place + size]


def test_there_is_a_page_for_everything_that_gold_tells_of(site: Site, gold: DuckDBPyConnection) -> None:
    asked = """select 'cities/' || city_code from cities union select 'provinces/' || province_code from provinces
        union select 'clusters/' || cluster from clusters
        union select 'industries/' || industry from industries where industry != 'all'"""
    wanted = {f"{path}.html" for (path,) in gold.execute(asked).fetchall()}
    assert len(wanted) > 351 + 31 + 11 + 18
    assert set(site.pages) == wanted | {path for path in KINDS.values() if "/" not in path}


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_of_a_page_is_drawn_and_told_in_words(reader: Reader, kind: str) -> None:
    page = reader.open_kind(kind, draw="all")
    plots = page.evaluate(INK)
    charts = page.locator("figure[data-chart]").count()
    assert charts > 0 or kind in ("method", "data")
    assert charts == len(plots) + page.locator("figure[data-chart] .empty, figure[data-chart] .dio-window").count()
    for plot in plots:
        assert plot["shapes"] > 3, plot
        assert plot["wide"], plot
        assert not plot["broken"], plot
    ids = [plot["chart"] for plot in plots]
    assert len(set(ids)) == len(ids)
    for chart in page.locator("figure[data-chart]:has(.plot-holder)").all():
        described = chart.locator("[role=img]").get_attribute("aria-describedby")
        told = chart.locator(f"#{described}").text_content() or ""
        assert re.search(r"\d", told), told
        assert not re.search(r"[{}]|undefined|NaN", told), told


@pytest.mark.parametrize(("period", "lang"), [("2020Q1", "zh"), ("2021", "en")])
def test_the_first_quarter_and_a_year_which_lack_some_measures_are_drawn_too(
    reader: Reader, period: str, lang: str
) -> None:
    for path in (*KINDS.values(), *SPARSE):
        page = reader.open(path, draw="all", period=period, lang=lang)
        assert not page.query_selector(".note.fault"), path
        shown = page.locator("main").inner_text()
        assert not re.search(r"\b(NaN|undefined|null|Infinity)\b|\{\w+\}", shown), path
        assert not any(plot["broken"] for plot in page.evaluate(INK)), path
        assert reader.faults == [], path


SPARSE = ("cities/460300.html", "cities/659001.html", "provinces/540000.html", "industries/industry_tools.html")
"""Regions with hardly any usage, and a group of industries."""


def test_the_overview_is_interactive_within_two_seconds(reader: Reader) -> None:
    times = []
    for _ in range(3):
        page = reader.open("index.html")
        page.select_option("#period", index=1)
        times.append(page.evaluate("performance.now()"))
    assert median(times) < 2000, times


def test_the_site_begins_with_the_release(reader: Reader, site: Site) -> None:
    page = reader.page
    page.goto((site.root / "index.html").as_uri())
    page.wait_for_url("**/index.html*")
    page.wait_for_function("document.documentElement.dataset.ready === 'true'")
    assert Path(page.url.removeprefix("file://").split("?")[0]) == site.folder / "index.html"


def test_a_missing_data_file_makes_a_page_say_so(reader: Reader) -> None:
    reader.page.route("**/data/regions/city-440300.js", lambda route: route.abort())
    reader.page.goto(reader.address("cities/440300.html"))
    assert "a data file is missing or damaged" in reader.page.inner_text("main")
    assert reader.faults
    reader.faults.clear()
