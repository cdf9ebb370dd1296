"""Every word that people read is there in both languages, and only the names of data are told in one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import KINDS, Reader, Site

HAN = re.compile(r"[\u3400-\u9fff]")
ASKED = re.compile(r"""\bdti\.t\(\s*(["'])([\w.]+)\1\s*[,)]""")
MADE = re.compile(r"""\bdti\.t\(\s*(["'])([\w.]+)\1\s*\+""")
FILLED = re.compile(r"\{(\w+)\}")
CHINESE = """() => {
    const isHan = text => /[\\u3400-\\u9fff]/.test(text), found = [];
    const isMarked = holder => holder.closest('[lang=zh-CN], script, noscript, pre');
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode())
        if (isHan(walk.currentNode.data) && !isMarked(walk.currentNode.parentElement))
            found.push(walk.currentNode.data);
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        for (const holder of document.body.querySelectorAll(`[${name}]`))
            if (isHan(holder.getAttribute(name)) && !isMarked(holder)) found.push(holder.getAttribute(name));
    return found;
}"""
NAMED = ("数字化转型指数报告 2022", "企业", "产业", "社会", "生态")
"""What is told in Chinese within English: the title of the report, and its levels where a mapping is reasoned for."""


def words(reader: Reader) -> dict[str, dict[str, str]]:
    """All words, as pages know them."""
    found: dict[str, dict[str, str]] = reader.open_kind("overview").evaluate("dti.words")
    return found


def scripts(site: Site) -> Iterator[tuple[Path, str]]:
    for path in (site.folder / "assets").rglob("*.js"):
        if "vendor" not in path.parts:
            yield path, path.read_text(encoding="utf-8")


def test_every_word_is_there_in_both_languages_and_is_filled_with_the_same(reader: Reader) -> None:
    found = words(reader)
    assert len(found) > 300
    for key, word in found.items():
        assert word.keys() == {"zh", "en"}, key
        assert word["zh"].strip() or word["en"] == " ", key
        assert word["en"].strip() or key in SPACES, key
        assert set(FILLED.findall(word["zh"])) == set(FILLED.findall(word["en"])) or key in ENGLISH_NEEDS, key
        assert not HAN.search(word["en"].replace(NAMED[0], "")) or key in OTHER, key


SPACES = ("alt.gap",)
"""Words that stand between others, which Chinese does not part."""
ENGLISH_NEEDS: tuple[str, ...] = ()
"""Words that one language fills with more than the other."""
OTHER = ("frame.language", "frame.language.label")
"""Words that are told in the other language: they lead there."""


def test_every_word_that_a_script_asks_for_is_there(reader: Reader, site: Site) -> None:
    found, asked = words(reader), 0
    for path, text in scripts(site):
        for _, key in ASKED.findall(text):
            assert key in found, f"{path.name} asks for {key}"
            asked += 1
        for _, beginning in MADE.findall(text):
            assert any(key.startswith(beginning) for key in found), f"{path.name} asks for {beginning}..."
    assert asked > 300


def test_no_text_stands_in_a_script_beside_the_words(site: Site) -> None:
    for path, text in scripts(site):
        if not path.name.startswith("words"):
            code = re.sub(r"/\*.*?\*/|//.*", "", text, flags=re.DOTALL)
            assert not HAN.search(code), f"{path.name}: {HAN.search(code)}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_in_english_has_no_chinese_but_what_is_marked_as_such(reader: Reader, kind: str) -> None:
    page = reader.open_kind(kind, lang="en", draw="all")
    assert not HAN.search(page.title())
    for text in page.evaluate(CHINESE):
        for name in NAMED:
            text = text.replace(name, "")
        assert not HAN.search(text), text


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_shows_a_key_in_place_of_a_word(reader: Reader, kind: str) -> None:
    known = re.compile(r"\b[a-z_]+(?:\.[a-z_0-9]+)+\b")
    data = re.compile(
        r"^(gold|silver|ops|dti|index|cities|expert_scores|sources|dio|formations)\.\w+|\.(csv|yml|md|gz|js|html|py)$"
    )
    for lang in ("zh", "en"):
        page = reader.open_kind(kind, lang=lang)
        page.evaluate("document.querySelectorAll('code, pre, .cited').forEach(each => each.remove())")
        keys = {key for key in known.findall(page.inner_text("body")) if not data.search(key)}
        assert keys == set(), keys
