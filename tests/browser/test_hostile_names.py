"""Names that are markup stay text, and a page tells of releases that are newer than its own."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from browsing import KINDS, READY, Reader, Site
from playwright.sync_api import BrowserContext

from dti_spark.report.site.build import build

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{x}}${x}"
NAMED = ("gold.cities", "gold.regions", "gold.provinces", "gold.clusters", "gold.industries", "gold.nodes")


def renamed(table: pa.Table) -> pa.Table:
    """A table whose every name is markup, with the true name behind it."""
    for column in ("name_zh", "name_en"):
        place = table.schema.get_field_index(column)
        names = pc.binary_join_element_wise(HOSTILE, table.column(column), "")
        table = table.set_column(place, table.schema.field(column), names.cast(table.schema.field(column).type))
    return table


@pytest.fixture(scope="session")
def hostile(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newer release beside the first, with real logs, in which whoever named things meant harm; its folder."""
    root = tmp_path_factory.mktemp("hostile") / "site"
    shutil.copytree(site.root, root)
    tables = {name: renamed(table) if name in NAMED else table for name, table in site.facts.tables.items()}
    release = site.facts.release | {"release": "0002", "folder": "0002-f00d"}
    facts = replace(site.facts, release=release, tables=tables, synthetic=False)
    return build(facts, root, ["0001", "0002"]).folder


@pytest.fixture
def victim(context: BrowserContext, hostile: Path) -> Iterator[Reader]:
    reader = Reader.of(context.new_page(), hostile)
    reader.page.on("dialog", lambda dialog: reader.faults.append(f"ran {dialog.message}") or dialog.dismiss())
    yield reader
    reader.page.close()
    assert reader.faults == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_is_a_script_is_shown_and_not_run(victim: Reader, kind: str) -> None:
    page = victim.open_kind(kind, draw="all")
    assert HOSTILE in (page.text_content("body") or "")
    assert page.locator("body img, main script").count() == 0
    if kind in ("city", "province", "cluster", "industry"):
        assert HOSTILE in page.title()
        assert HOSTILE in page.inner_text("h1")


def test_a_tooltip_and_suggestions_show_such_names_as_text(victim: Reader) -> None:
    page = victim.open_kind("city_view", draw="all")
    page.fill("#search", "440300")
    assert HOSTILE in page.locator("#found .found-name").first.inner_text()
    page.fill("#search", "")
    for chart in page.locator("figure[data-chart] .plot-holder").all():
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        assert box
        for part in (0.3, 0.5, 0.7):
            page.mouse.move(box["x"] + part * box["width"], box["y"] + 0.5 * box["height"])
    assert page.locator("body img").count() == 0
    tips = page.locator(".plot-holder > div:not(:first-child)").all_text_contents()
    assert any("<script>alert(1)</script>" in tip for tip in tips)


def test_a_banner_tells_of_a_newer_release_and_leads_to_the_same_page_in_it(
    reader: Reader, victim: Reader, site: Site
) -> None:
    assert reader.open_kind("city").locator(".banner.newer").count() == 0
    reader.folder = victim.folder.with_name(site.folder.name)
    page = reader.open_kind("city", period="2021Q3")
    banner = page.locator(".banner.newer")
    assert "0002" in banner.inner_text()
    banner.locator("a").click()
    page.wait_for_url("**/0002/**")
    page.wait_for_function(READY)
    assert page.url == victim.address(KINDS["city"], period="2021Q3")
    assert page.locator(".banner.newer").count() == 0


def test_the_site_then_begins_with_the_newer_release(victim: Reader) -> None:
    victim.page.goto((victim.folder.parent / "index.html").as_uri())
    victim.page.wait_for_url(f"**/{victim.folder.name}/index.html*")


def test_where_data_are_not_synthetic_no_page_says_so(reader: Reader, victim: Reader) -> None:
    assert reader.open_kind("overview").locator(".banner.synthetic").is_visible()
    page = victim.open_kind("overview")
    assert page.locator(".banner.synthetic").count() == 0
    assert "simulated" not in page.inner_text("body").lower()
