"""The HTML of pages: shells that name what they load; scripts fill them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from html import escape

ORDER = ("core.js", "model.js", "format.js", "words*.js", "ui*.js", "draw*.js", "charts/*.js", "*.js")
"""Scripts in the order in which pages load them; vendored ones come before, the page's own and start.js after."""
START = "start.js"

SHELL = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="description" content="{about}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="dti report">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}assets/style.css">
<link rel="stylesheet" href="{root}assets/pages.css">
{scripts}
</head>
<body {marks}>
<main id="main">
<noscript>
<p lang="zh-CN">此页的图表需要 JavaScript。全部数据也可以下载为 CSV：{links_zh}</p>
<p lang="en">The charts of this page need JavaScript. All data can also be downloaded as CSV: {links_en}</p>
</noscript>
</main>
</body>
</html>
"""

FORWARD = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>数字化转型指数 / Digital transformation index</title>
<meta name="description" content="数字化转型指数：最新发布。 Digital transformation index: the newest release.">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={address}">
</head>
<body>
<p lang="zh-CN"><a href="{address}">最新发布 {release}</a></p>
<p lang="en"><a href="{address}">The newest release, {release}</a></p>
</body>
</html>
"""


@dataclass(frozen=True)
class Page:
    """A page: its file, the script that draws it, its names, and the data files that it loads, by path.

    `marks` become data attributes of the body, which tell the script what the page is about.
    """

    path: str
    page: str
    zh: str
    en: str
    data: tuple[str, ...]
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The way from the page to the folder of the release."""
        return "../" * self.path.count("/")


def shell(page: Page, *, release: str, assets: Sequence[str], tables: Sequence[str]) -> str:
    """The HTML of a page; on the page of the data, CSVs are links that work without scripts, too."""
    title = f"{page.zh} · 数字化转型指数 / {page.en} · Digital transformation index"
    about = f"{page.zh}：数字化转型指数，发布 {release}。 {page.en}: digital transformation index, release {release}."
    marks = {"page": page.page, "root": page.root, **page.marks}
    names = {"data/tables/" + name: name for name in tables} if page.page == "data" else {}
    scripts = (f'<script defer src="{escape(page.root + path)}"></script>' for path in _scripts(page, assets))
    return SHELL.format(
        title=escape(title),
        about=escape(about),
        root=page.root,
        scripts="\n".join(scripts),
        marks=" ".join(f'data-{name}="{escape(value)}"' for name, value in marks.items()),
        links_zh=_links(page, names or {"data.html": "数据页"}),
        links_en=_links(page, names or {"data.html": "data page"}),
    )


def forward(folder: str, release: str) -> str:
    """The page at the root of the site, which sends readers to the newest release."""
    return FORWARD.format(address=escape(f"{folder}/index.html"), release=escape(release))


def _links(page: Page, names: Mapping[str, str]) -> str:
    return ", ".join(f'<a href="{escape(page.root + path)}">{escape(name)}</a>' for path, name in names.items())


def _scripts(page: Page, assets: Sequence[str]) -> Iterable[str]:
    """What a page loads, in order: the last script finds everything there."""
    patterns = (f"parts/{page.page}/*.js", f"pages/{page.page}.js")
    own = [name for pattern in patterns for name in sorted(assets) if fnmatchcase(name, pattern)]
    vendored = [name for name in assets if fnmatchcase(name, "vendor/*.js")]
    shared = [name for name in assets if name.endswith(".js") and not name.startswith(("vendor/", "parts/", "pages/"))]
    ordered = dict.fromkeys(
        name for pattern in ORDER for name in sorted(shared) if fnmatchcase(name, pattern) and name != START
    )
    for name in (*sorted(vendored), *ordered, *own):
        yield f"assets/{name}"
    yield "../releases.js"
    yield from (f"data/{name}" for name in page.data)
    yield from (f"assets/{name}" for name in assets if name == START)
