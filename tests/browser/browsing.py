"""A real browser on the report, which opens from disk."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from playwright.sync_api import ConsoleMessage, Page, Request

from dti_spark.report.site.facts import Facts

READY = "document.documentElement.dataset.ready === 'true'"
DRAWN = "[...document.querySelectorAll('.plot-holder')].every(plot => plot.dataset.drawn === 'true')"
LANGUAGES = ("zh", "en")
KINDS = {
    "overview": "index.html",
    "city_view": "cities.html",
    "industry_view": "industries.html",
    "dio": "dio.html",
    "method": "method.html",
    "data": "data.html",
    "cluster": "clusters/prd.html",
    "province": "provinces/440000.html",
    "city": "cities/440300.html",
    "industry": "industries/manufacturing_industry.html",
}
"""One page of each kind."""


@dataclass(frozen=True)
class Site:
    """A site that was built: its root, the folder of the release in it, and what it was made from."""

    root: Path
    folder: Path
    facts: Facts

    @property
    def pages(self) -> list[str]:
        """Every page of the release, as a path in its folder."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))


@dataclass
class Reader:
    """Someone who reads a release in a browser: the page that is open, and what the browser complained of."""

    page: Page
    folder: Path
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, folder: Path) -> Self:
        """A reader who notes every error, warning, broken file and request beyond the disk."""
        reader = cls(page, folder)
        page.on("console", reader._heard)
        page.on("pageerror", lambda error: reader.faults.append(f"error: {error}"))
        page.on("request", reader._asked)
        page.on("requestfailed", lambda request: reader.faults.append(f"failed: {request.url}"))
        return reader

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(("file://", "data:", "blob:")):
            self.faults.append(f"asked for {request.url}")

    def address(self, path: str, **state: str) -> str:
        """The address of a page of the release; in English unless told otherwise."""
        fragment = state.pop("fragment", "")
        return f"{(self.folder / path).as_uri()}?{urlencode({'lang': 'en'} | state)}{fragment and '#' + fragment}"

    def open(self, path: str, **state: str) -> Page:
        """The page once it has been drawn; `draw="all"` draws charts that are far down, too."""
        self.page.goto(self.address(path, **state))
        assert self.page.evaluate(READY), f"{path} is not ready"
        if state.get("draw") == "all":
            self.page.wait_for_function(DRAWN)
        return self.page

    def open_kind(self, kind: str, **state: str) -> Page:
        """The page that stands for a kind."""
        return self.open(KINDS[kind], **state)

    def state(self) -> dict[str, str]:
        """The state that the address of the open page holds."""
        found: dict[str, str] = self.page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
        return found
