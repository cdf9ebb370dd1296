"""Finding a page by any of its names, and reading it in either language."""

import pytest
from browsing import KINDS, READY, Reader
from duckdb import DuckDBPyConnection
from playwright.sync_api import Page


def suggested(page: Page, typed: str) -> list[str]:
    page.fill("#search", typed)
    return page.locator("#found .found-name").all_inner_texts()


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("深圳", "cities/440300.html"),
        ("深圳市", "cities/440300.html"),
        ("shenzhen", "cities/440300.html"),
        ("ShenZhen", "cities/440300.html"),
        ("sz", "cities/440300.html"),
        ("440300", "cities/440300.html"),
        ("xi'an", "cities/610100.html"),
        ("重庆", "cities/500000.html"),
        ("chongqing", "cities/500000.html"),
        ("cq", "cities/500000.html"),
        ("吕梁", "cities/141100.html"),
        ("lvliang", "cities/141100.html"),
        ("厦门", "cities/350200.html"),
        ("xiamen", "cities/350200.html"),
        ("广东", "provinces/440000.html"),
        ("guangdong", "provinces/440000.html"),
        ("陕西", "provinces/610000.html"),
        ("shaanxi", "provinces/610000.html"),
        ("珠三角", "clusters/prd.html"),
        ("jinrong", "industries/finance.html"),
        ("金融", "industries/finance.html"),
        ("Finance", "industries/finance.html"),
    ],
)
def test_a_name_a_spelling_initials_or_a_code_lead_to_the_page(reader: Reader, typed: str, path: str) -> None:
    page = reader.open_kind("method", lang="zh")
    page.fill("#search", typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{path}*")
    page.wait_for_function(READY)
    assert reader.state()["lang"] == "zh"


def test_every_city_is_found_by_its_code_its_names_and_its_pinyin(reader: Reader, gold: DuckDBPyConnection) -> None:
    page = reader.open_kind("dio")
    for code, zh, en in gold.execute("select city_code, name_zh, name_en from cities").fetchall():
        for typed in (code, zh, en):
            found = page.evaluate("typed => dti.search(typed).map(each => each.type + '/' + each.thing.id)", typed)
            assert f"city/{code}" in found[:5], typed


def test_suggestions_follow_what_is_typed_and_are_chosen_by_keys_or_pointer(reader: Reader) -> None:
    page = reader.open_kind("overview", lang="en", period="2021Q3")
    # two provinces are spelt so
    assert set(suggested(page, "shanxi")[:2]) == {"Shanxi", "Shaanxi"}
    listed = suggested(page, "guang")
    assert len(listed) > 3
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("#found [aria-selected=true] .found-name").inner_text() == listed[1]
    active = page.locator("#search").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active} .found-name").inner_text() == listed[1]
    page.keyboard.press("Escape")
    assert not page.locator("#found").is_visible()
    assert suggested(page, "no such place") == []
    assert "Nothing found" in page.inner_text("header [role=status]")
    suggested(page, "440300")
    page.click("#found li")
    page.wait_for_url("**/cities/440300.html*")
    assert reader.state() == {"lang": "en", "period": "2021Q3"}


def test_the_slash_key_begins_a_search(reader: Reader) -> None:
    page = reader.open_kind("data")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.input_value("#search") == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_language_changes_and_page_and_state_stay(reader: Reader, kind: str) -> None:
    page = reader.open_kind(kind, lang="zh", period="2021Q2", node="platform")
    chinese, title = page.inner_text("h1"), page.title()
    page.click("#language")
    assert page.url.split("?")[0].endswith(KINDS[kind])
    assert reader.state() == {"lang": "en", "period": "2021Q2", "node": "platform"}
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.inner_text("h1") != chinese
    assert page.title() != title
    page.click("#language")
    assert (page.inner_text("h1"), page.title()) == (chinese, title)
    links = page.locator("nav a, main a[href*='.html']")
    assert links.count() > 5
    for address in links.evaluate_all("links => links.map(link => link.href)"):
        assert "lang=zh" in address
        assert "period=2021Q2" in address
        assert "node=platform" in address


def test_a_reader_whose_browser_speaks_chinese_gets_chinese(reader: Reader) -> None:
    for spoken, lang in (("zh-TW", "zh-CN"), ("de-DE", "en")):
        with reader.page.context.browser.new_context(locale=spoken) as context:
            page = context.new_page()
            page.goto((reader.folder / "index.html").as_uri())
            assert page.evaluate("document.documentElement.lang") == lang


def test_filters_of_the_dio_cases_narrow_the_list_and_stand_in_the_address(
    reader: Reader, gold: DuckDBPyConnection
) -> None:
    page = reader.open_kind("dio")
    whole = page.locator(".dio-card h3").all_inner_texts()
    tools = "select distinct tool_en from dio_cases"
    assert set(whole) == {name for (name,) in gold.execute(tools).fetchall()}
    kinds = {"cell": ("dio_input", "dio_outcome"), "family": ("family",)}
    for name in kinds:
        option = page.locator(f"select[name={name}] option").nth(2).get_attribute("value") or ""
        page.select_option(f"select[name={name}]", option)
        if name == "cell":
            where, values = "list_contains(inputs, ?) and list_contains(outcomes, ?)", option.split("/")
        else:
            where, values = "family = ?", [option]
        wanted = {found for (found,) in gold.execute(f"{tools} where {where}", values).fetchall()}
        assert set(page.locator(".dio-card h3").all_inner_texts()) == wanted, option
        assert 0 < len(wanted) < len(whole)
        assert reader.state()[name] == option
        page.click("#cases .pickers button")
        assert page.locator(".dio-card h3").all_inner_texts() == whole
    page.fill("input[name=q]", whole[0])
    assert whole[0] in page.locator(".dio-card h3").all_inner_texts()
    assert page.locator(".dio-card").count() < len(whole)
    page.fill("input[name=q]", "no such tool")
    assert page.locator(".dio-card").count() == 0
    again = reader.open_kind("dio", q="no such tool")
    assert again.locator(".dio-card").count() == 0
    assert again.locator("#cases .empty").is_visible()
