"""What readers take away from a chart: its rows, its picture, a way to read the rows, and a place to show it."""

import csv
import gzip
import io
import math
import re
import struct
import zlib
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pandas
import pytest
from browsing import KINDS, LANGUAGES, READY, Reader
from deliveries import Generated
from playwright.sync_api import Locator

WITH_CHARTS = [kind for kind in KINDS if kind not in ("method", "data")]
SUMS = ("moves-layers", "theil", "hu-growth", "yoy-against", "specialisation")
"""Charts that also show the sum or difference of two figures of their rows, or how far they are from 1."""
PARTS = ("lorenz", "strengths", "bubbles")
"""Charts that show parts of sums of their rows."""
LAYERS = ("dti", "infrastructure", "platform", "application")


def charts(reader: Reader) -> list[Locator]:
    found = reader.page.locator("figure[data-chart]").all()
    assert found
    return found


def downloaded(reader: Reader, chart: Locator, button: str) -> Path:
    with reader.page.expect_download() as download:
        chart.locator(f"button.{button}").click()
    name = download.value.suggested_filename
    assert re.fullmatch(rf"dti-0001(-\w+)?-[\w~]+-{chart.get_attribute('id')}-\d{{4}}(Q\d)?\.{button}", name), name
    return Path(download.value.path())


def table(path: Path) -> list[list[str]]:
    """The lines of a CSV, which begins with a byte order mark so that spreadsheets read the Chinese."""
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def snippets(chart: Locator) -> dict[str, str]:
    found = {each.get_attribute("data-snippet") or "": each for each in chart.locator("pre[data-snippet]").all()}
    return {name: each.text_content() or "" for name, each in found.items()}


def run(snippet: str, lake: Path) -> list[tuple[object, ...]]:
    """The rows that a snippet leaves in `rows`, once it is told where the lake is."""
    assert "LAKE/" in snippet
    names: dict[str, object] = {}
    exec(snippet.replace("LAKE/", f"{lake}/"), names)
    rows = names["rows"]
    listed = rows.rows() if hasattr(rows, "rows") else list(rows.itertuples(index=False, name=None))
    return sorted((tuple(map(plain, row)) for row in listed), key=repr)


def plain(cell: object) -> object:
    """A cell in one form for all three: none for every kind of null, numbers with nine digits."""
    if isinstance(cell, str | bool):
        return cell
    if cell is None or cell is pandas.NA or cell != cell:
        return None
    return float(f"{float(cell):.9g}")


def test_the_csv_of_a_chart_is_what_gold_has(reader: Reader, gold: duckdb.DuckDBPyConnection) -> None:
    reader.open_kind("city")
    header, *lines = table(downloaded(reader, reader.page.locator("#layers"), "csv"))
    wide = ", ".join(f"max(value) filter (node = '{node}')" for node in LAYERS)
    asked = f"""select period, {wide} from rankings where "index" = 'dti' and region_type = 'city'
        and region = '440300' and period_type = 'quarter' group by period order by period"""
    assert header == ["Period", "Whole index", "Infrastructure", "Platform", "Application"]
    found = gold.execute(asked).fetchall()
    assert [line[0] for line in lines] == [row[0] for row in found]
    for line, row in zip(lines, found, strict=True):
        assert [float(cell) for cell in line[1:]] == [float(f"{figure:.9g}") for figure in row[1:]]


@pytest.mark.parametrize("kind", WITH_CHARTS)
def test_snippets_run_as_they_stand_and_give_the_figures_of_the_chart(
    reader: Reader, faulty: Generated, kind: str
) -> None:
    reader.open_kind(kind)
    for chart in charts(reader):
        name = chart.get_attribute("id")
        _, *lines = table(downloaded(reader, chart, "csv"))
        told = snippets(chart)
        assert list(told) == ["duckdb", "polars", "pandas"], name
        found = {library: run(snippet, faulty.lake) for library, snippet in told.items()}
        assert found["duckdb"] == found["polars"] == found["pandas"], name
        assert found["duckdb"], name
        given = {cell for row in found["duckdb"] for cell in row if isinstance(cell, float)}
        shown = {figure for line in lines for cell in line[1:] if (figure := number(cell)) is not None}
        if name in SUMS:
            given |= {a + sign * b for a in given for b in {1.0, *given} for sign in (1, -1)}
        lacking = [figure for figure in shown if not any(math.isclose(figure, each, rel_tol=1e-7) for each in given)]
        assert name in PARTS or not lacking, (kind, name)


def test_a_picture_of_a_chart_is_a_png_with_something_on_it(reader: Reader) -> None:
    for kind, chart in (("overview", "layers"), ("city_view", "map"), ("dio", "window")):
        page = reader.open_kind(kind)
        width, height, samples = picture(downloaded(reader, page.locator(f"#{chart}"), "png"))
        assert 1600 <= width <= 2400, kind
        assert 600 <= height <= 3000, kind
        assert len(samples) > 30, kind


def picture(path: Path) -> tuple[int, int, Counter[int]]:
    """Width and height of a PNG, and how often each byte stands in its rows."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    place, body = 8, b""
    width, height = struct.unpack(">II", data[16:24])
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        if data[place + 4 : place + 8] == b"IDAT":
            body += data[place + 8 : place + 8 + length]
        place += length + 12
    return width, height, Counter(zlib.decompress(body))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_embedded_chart_stands_alone_and_says_where_it_comes_from(reader: Reader, lang: str) -> None:
    title = reader.open_kind("city", lang=lang).locator("#layers h3").inner_text()
    page = reader.open_kind("city", lang=lang, embed="layers")
    assert page.locator("figure[data-chart]").count() == 1
    assert page.locator("h3").inner_text() == title
    assert page.locator("header, nav, footer, #search").count() == 0
    assert page.locator("#layers svg path").count() > 8
    (cited,) = page.locator("figure .cited").all_inner_texts()
    assert title in cited
    assert "0001" in cited
    assert KINDS["city"] in cited


def test_an_embedded_chart_that_is_not_there_is_told_in_a_sentence(reader: Reader) -> None:
    page = reader.open_kind("overview", embed="<b>none</b>")
    assert "no chart named “<b>none</b>”" in page.inner_text("main")
    assert page.locator("main b").count() == 0


def test_the_embed_code_shows_the_chart_in_another_page(reader: Reader, tmp_path: Path) -> None:
    page = reader.open_kind("province", period="2021Q2", node="platform")
    shared = page.locator("#layers-share")
    page.locator("#layers").get_by_role("button", name="Cite and embed").click()
    _, code, _ = shared.locator("code").all_inner_texts()
    (tmp_path / "article.html").write_text(f"<!doctype html><title>Article</title>{code}", encoding="utf-8")
    page.goto((tmp_path / "article.html").as_uri())
    frame = page.frames[1]
    assert frame.locator("figure[data-chart=layers] svg").count() == 1
    assert "period=2021Q2" in frame.url
    assert page.locator("iframe").get_attribute("title") == frame.locator("h3").inner_text()


def test_the_permanent_address_of_a_chart_leads_back_to_it_in_the_same_state(reader: Reader) -> None:
    page = reader.open_kind("overview", lang="zh", period="2021", node="platform")
    chart = charts(reader)[-1]
    name = chart.get_attribute("id")
    chart.get_by_role("button", name="引用与嵌入").click()
    address, _, cited = page.locator(f"#{name}-share code").all_inner_texts()
    title = chart.locator("h3").inner_text()
    assert title in cited
    assert address in cited
    page.goto("about:blank")
    page.goto(unescape(address))
    assert page.evaluate(READY)
    assert reader.state() == {"lang": "zh", "period": "2021", "node": "platform"}
    page.wait_for_function(f"document.getElementById('{name}').getBoundingClientRect().top < innerHeight")
    assert page.locator(f"#{name} h3").inner_text() == title


def test_every_file_of_the_page_of_data_is_there_and_has_the_rows_that_it_tells(reader: Reader) -> None:
    page = reader.open_kind("data")
    rows = page.locator("#files tbody tr").all()
    assert len(rows) > 15
    for row in rows:
        link = row.locator("a[href*='tables/']")
        path = Path(unquote(urlsplit(link.evaluate("link => link.href")).path))
        told = int(row.locator("td").nth(2).inner_text().replace(",", ""))
        assert path.name.startswith(row.locator("th").inner_text().removeprefix("gold.").removeprefix("silver."))
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
        header, *lines = csv.reader(io.StringIO(text, newline=""))
        assert (len(lines), {*map(len, lines)} - {len(header)}) == (told, set()), path.name
