"""Superset with the dashboards of conf/superset, in a browser: every chart is drawn, with the figures of the lake.

`scripts/check --superset` runs it; the other tests do without, since Superset is no part of the product.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, Response
from superset_figures import CELLS, NUMBERS, SERIES, Lake, lines, written
from superset_running import PASSWORD, ROOT, Superset, made, serving, superset

pytestmark = pytest.mark.superset
BUNDLE = ROOT / "conf" / "superset"
WORDS = {"zh": "应用过滤器", "en": "Apply filters"}
"""The button under the filters, in the words of Superset itself."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("superset")


@pytest.fixture(scope="module")
def root(folder: Path) -> Path:
    return made(folder)


@pytest.fixture(scope="module")
def lake(root: Path) -> Lake:
    return Lake(root)


@pytest.fixture(scope="module")
def running(chromium: Browser, root: Path, folder: Path) -> Iterator[Superset]:
    with serving(root, folder) as sql, superset(sql, folder) as found:
        yield found


@pytest.fixture(scope="module")
def page(chromium: Browser, running: Superset) -> Iterator[Page]:
    """A page of somebody who has logged in, which asks nobody but Superset."""
    with chromium.new_context(viewport={"width": 1500, "height": 2600}) as context:
        context.set_default_timeout(300_000)
        page, elsewhere = context.new_page(), []
        page.on("requestfinished", lambda request: elsewhere.append(request.url))
        page.goto(f"{running.address}/login/")
        page.fill("[data-test=username-input]", "admin")
        page.fill("[data-test=password-input]", PASSWORD)
        page.click("[data-test=login-button]")
        page.wait_for_url("**/welcome/**")
        yield page
        assert [url for url in elsewhere if not url.startswith((running.address, "data:", "blob:"))] == []


def read(path: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((BUNDLE / path).read_text(encoding="utf-8"))
    return found


def charts(view: str) -> dict[str, str]:
    """Charts of a dashboard by the names of their files, with their titles."""
    names = [
        key.removeprefix("CHART-") for key in read(f"dashboards/{view}.yaml")["position"] if key.startswith("CHART-")
    ]
    return {name: read(f"charts/{name}.yaml")["slice_name"] for name in names}


class View:
    """A dashboard that is open: what it was answered, and what it shows."""

    def __init__(self, page: Page, address: str, view: str) -> None:
        """Open it and wait until every chart has been drawn."""
        self.page, self.titles = page, charts(view)
        self.answers: dict[str, Response] = {}
        page.on("response", self._answered)
        page.goto(f"{address}/superset/dashboard/{view.replace('_', '-')}/")
        self.drawn()

    def drawn(self) -> None:
        """Wait until no chart loads any more, and none shows a fault."""
        page = self.page
        for title in self.titles.values():
            holder = page.locator(f"[data-test-chart-name='{title}']")
            holder.locator("canvas, table tbody tr, .header-line, [role=alert], .ant-alert").first.wait_for()
        page.wait_for_function("!document.querySelector('.loading, [data-test=loading-indicator]')")
        page.wait_for_load_state("networkidle")

    def _answered(self, response: Response) -> None:
        if "/api/v1/chart/data" in response.url and "slice_id" in response.url:
            self.answers[str(response.request.post_data_json["form_data"]["slice_id"])] = response

    def holder(self, name: str) -> Locator:
        return self.page.locator(f"[data-test-chart-name='{self.titles[name]}']")

    def rows(self, name: str) -> list[dict[str, Any]]:
        """What the chart was given, with all digits."""
        answer = self.answers[self.holder(name).get_attribute("data-test-chart-id")]
        rows: list[dict[str, Any]] = answer.json()["result"][0]["data"]
        return rows

    def cells(self, name: str) -> list[list[str]]:
        rows = self.holder(name).locator("table tbody tr").all()
        return [[cell.inner_text().replace("−", "-").strip() for cell in row.locator("td").all()] for row in rows]

    def triples(self, name: str) -> dict[tuple[str, str], float]:
        """Place on the axis and series, with the figure that is drawn there."""
        axis = read(f"charts/{name}.yaml")["params"]["x_axis"]
        return {
            (row[axis], series): figure for row in self.rows(name) for series, figure in row.items() if series != axis
        }


INK = """canvas => {
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
    return pixels.filter((value, place) => place % 4 === 3 && value > 0).length / (pixels.length / 4)
}"""
"""The part of a canvas that is not blank."""


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("view", ["city_view", "industry_view"])
def test_every_chart_is_drawn_with_the_figures_of_the_lake(
    page: Page, running: Superset, lake: Lake, view: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page.goto(f"{running.address}/lang/{language}")
    shown, figures = View(page, running.address, view), 0
    assert page.get_by_role("button", name=WORDS[language]).count() == 1
    assert page.locator("[role=alert], .ant-alert-error").count() == 0
    assert page.locator("[data-test-chart-id]").count() == len(shown.titles)
    for name, title in shown.titles.items():
        assert title in shown.holder(name).inner_text()
        if name in NUMBERS:
            ((figure,),) = lake.rows(NUMBERS[name])
            assert shown.holder(name).locator(".header-line").inner_text() == written(figure, ",.3f"), name
            figures += 1
        elif name in CELLS:
            forms, query = CELLS[name]
            assert shown.cells(name) == lines(lake.rows(query), forms), name
            figures += sum(map(len, shown.cells(name)))
        else:
            wanted = {(place, series): figure for place, series, figure in lake.rows(SERIES[name])}
            assert shown.triples(name) == pytest.approx(wanted, rel=1e-8), name
            assert shown.holder(name).locator("canvas").first.evaluate(INK) > 0.005, name
            figures += len(wanted)
    with capsys.disabled():
        sys.stdout.write(f"\n{view} ({language}): {len(shown.titles)} charts, {figures} figures as in the lake\n")


def test_filters_choose_a_period_and_a_city(page: Page, running: Superset, lake: Lake) -> None:
    shown = View(page, running.address, "city_view")
    before = shown.triples("city_layers")
    choose(page, "period", "2021Q4")
    choose(page, "city", "成都 Chengdu")
    page.get_by_role("button", name=WORDS["en"]).click()
    ((figure,),) = lake.rows(NUMBERS["national_index"], "2021Q4")
    page.get_by_text(written(figure, ",.3f"), exact=True).wait_for()
    shown.drawn()
    forms, query = CELLS["top_cities"]
    assert shown.cells("top_cities") == lines(lake.rows(query, "2021Q4"), forms)
    query = SERIES["city_layers"].replace("Shenzhen", "Chengdu")
    wanted = {(place, series): figure for place, series, figure in lake.rows(query)}
    assert shown.triples("city_layers") == pytest.approx(wanted, rel=1e-8) != before


def choose(page: Page, filter_name: str, value: str) -> None:
    """Choose a value of a filter, as one types it."""
    box = page.locator(f"[data-test=NATIVE_FILTER-{filter_name}]")
    box.click()
    box.locator("input").fill(value)
    page.locator(".ant-select-dropdown:visible").get_by_title(value, exact=True).click()


def test_a_bundle_that_is_brought_again_takes_the_place_of_the_first(page: Page, running: Superset) -> None:
    python, own = ROOT / ".superset" / "venv" / "bin" / "python", ROOT / "scripts" / "superset.d"
    words = [python, own / "bring.py", BUNDLE, running.address, f"hive://{running.sql}/dti_gold"]
    subprocess.run(words, env=os.environ | {"SUPERSET_ADMIN_PASSWORD": PASSWORD}, check=True, timeout=60)
    for kind, count in {"dashboard": 2, "chart": len(list((BUNDLE / "charts").iterdir())), "database": 1}.items():
        assert page.request.get(f"{running.address}/api/v1/{kind}/").json()["count"] == count, kind


def test_what_is_kept_is_private_and_ctrl_c_leaves_no_process(running: Superset) -> None:
    assert {path.stat().st_mode & 0o077 for path in (running.home, *running.home.iterdir())} == {0}
    assert len((running.home / "secret_key").read_text().strip()) > 40
    assert PASSWORD not in (running.home / "log.txt").read_text()
    assert running.interrupt() == 0
    assert not running.alive()
