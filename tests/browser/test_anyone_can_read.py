"""The report for eyes and for ears, narrow and wide, dark and light, by keyboard, and on paper."""

import io
import json
from importlib.resources import files

import pytest
from browsing import KINDS, Reader
from playwright.sync_api import Page
from pypdf import PdfReader

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SEVERE = """async () => (await axe.run(document, {resultTypes: ['violations'], preload: false})).violations
    .filter(found => ['serious', 'critical'].includes(found.impact))
    .map(({id, nodes}) => id + ': ' + nodes.slice(0, 3).map(
        node => node.target + ' ' + node.any.concat(node.all, node.none).map(each => each.message)))"""
TOO_WIDE = """() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"""
FOCUSED = (
    "() => document.activeElement.id || document.activeElement.className || document.activeElement.textContent.trim()"
)


@pytest.mark.parametrize(("theme", "lang"), [("light", "zh"), ("dark", "en")])
def test_axe_finds_nothing_serious_on_any_kind_of_page(reader: Reader, theme: str, lang: str) -> None:
    found = {}
    for kind in KINDS:
        page = reader.open_kind(kind, lang=lang, theme=theme)
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        page.evaluate(AXE)
        if severe := page.evaluate(SEVERE):
            found[kind] = severe
    assert found == {}, json.dumps(found, indent=1)


def test_what_axe_would_find_is_found(reader: Reader) -> None:
    page = reader.open_kind("method")
    page.evaluate("document.querySelector('main p').style.cssText = 'color: #aaa; background: #bbb'")
    page.evaluate(AXE)
    assert [each.split(":")[0] for each in page.evaluate(SEVERE)] == ["color-contrast"]


@pytest.mark.parametrize(("width", "lang"), [(360, "en"), (1920, "zh")])
def test_no_page_is_wider_than_its_window(reader: Reader, width: int, lang: str) -> None:
    reader.page.set_viewport_size({"width": width, "height": 800})
    for kind in KINDS:
        page = reader.open_kind(kind, lang=lang, draw="all")
        needed, there = page.evaluate(TOO_WIDE)
        assert needed <= there, kind
        # a chart that is cut off at its side is wider than what holds it
        assert page.evaluate(
            "() => [...document.querySelectorAll('.plot-holder svg')].every(svg => svg.clientWidth <= innerWidth)"
        )


@pytest.mark.parametrize(("kind", "table"), [("overview", None), ("city", None), ("city_view", "province-ranks")])
def test_a_page_prints_as_a_document_with_all_rows_and_without_controls(
    reader: Reader, kind: str, table: str | None
) -> None:
    page = reader.open_kind(kind)
    title = page.inner_text("h1")
    page.emulate_media(media="print")
    for control in ("#search", "#language", ".pickers select", ".actions button"):
        assert not any(each.is_visible() for each in page.locator(control).all()), control
    document = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(document.pages) > 1
    told = "".join(each.extract_text() for each in document.pages)
    squeezed = "".join(told.split())
    assert "".join(title.split()) in squeezed
    for value in page.locator("main .figure-value").all_inner_texts():
        assert value in told, value
    if table:
        rows = page.locator(f"#{table} tbody tr")
        assert rows.count() == 31
        for cell in rows.locator("th, td").all_text_contents():
            assert "".join(cell.split()) in squeezed, cell
    page.emulate_media(media="screen")


def tab_until(page: Page, wanted: str, most: int = 40) -> list[str]:
    """What Tab leads to, until something has this id, class or text."""
    passed: list[str] = []
    while len(passed) < most:
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        if passed[-1] == wanted:
            return passed
    raise AssertionError(f"{wanted} is not among {passed}")


def test_the_keyboard_reaches_search_navigation_and_controls(reader: Reader) -> None:
    page = reader.open_kind("overview")
    assert tab_until(page, "skip") == ["skip"]
    assert page.locator("a.skip").bounding_box()["y"] >= 0
    tab_until(page, "search")
    tab_until(page, "language")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.evaluate(FOCUSED) == "language"
    page.keyboard.press("Enter")
    tab_until(page, "Cities")
    tab_until(page, "period")
    before = page.locator("main .figure-value").first.inner_text()
    page.keyboard.press("ArrowDown")
    assert reader.state()["period"] == "2021Q4"
    assert page.locator("main .figure-value").first.inner_text() != before
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert reader.state()["node"] == "infrastructure"
    tab_until(page, "Table")
    page.keyboard.press("Enter")
    assert page.locator("#layers-table table").is_visible()


def test_the_skip_link_leads_past_the_navigation(reader: Reader) -> None:
    page = reader.open_kind("city")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_until(page, "period", most=3)


def test_focus_is_seen(reader: Reader) -> None:
    page = reader.open_kind("overview")
    for wanted in ("skip", "search", "language", "Cities", "period"):
        tab_until(page, wanted)
        seen = "() => { const style = getComputedStyle(document.activeElement);"
        seen += " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1; }"
        assert page.evaluate(seen), wanted
