"""Pages taken apart, and the data files that they load."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from dti_spark.report.site import script

VOID = {"meta", "link"}


class Shell(HTMLParser):
    """A page taken apart; what is opened and not closed, or closed and not opened, is an error."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        text = path.read_text(encoding="utf-8")
        assert text.startswith("<!doctype html>\n")
        self.feed(text)
        self.close()
        assert self.open == [], path

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


def data(folder: Path, file: str, name: str) -> dict[str, Any]:
    """The value of a data file that holds a mapping."""
    found = script.read(folder / "data" / file, name)
    assert isinstance(found, dict)
    return found


def listed(folder: Path, file: str, name: str) -> list[Any]:
    """The value of a data file that holds a list."""
    found = script.read(folder / file, name)
    assert isinstance(found, list)
    return found
