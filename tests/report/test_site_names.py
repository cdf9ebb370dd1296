"""Names of files: safe everywhere, and never the same for two."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dti_spark.report.site.names import folder, safe
from dti_spark.report.site.pinyin import spelt

ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("0001", "0001"),
        ("2022Q1-final_2", "2022Q1-final_2"),
        ("v1.2", "v1.2"),
        ("..", "~2e~2e"),
        (".hidden", "~2ehidden"),
        ("end.", "end~2e"),
        ("a/b", "a~2fb"),
        ("a~b", "a~7eb"),
        ("东部", "~e4~b8~9c~e9~83~a8"),
        ("100% <b>", "100~25~20~3cb~3e"),
        ("nul", "~nul"),
        ("Com1.txt", "~Com1.txt"),
    ],
)
def test_signs_that_are_not_safe_everywhere_are_written_as_bytes(name: str, file: str) -> None:
    assert safe(name) == file


@given(ANY, ANY)
@example("~nul", "nul")
@example("a.b", "a~2eb")
def test_two_names_never_become_one(one: str, other: str) -> None:
    assert (safe(one) == safe(other)) == (one == other)
    assert re.fullmatch(r"[A-Za-z0-9_~-]([A-Za-z0-9_.~-]*[A-Za-z0-9_~-])?", safe(one))


KEPT = frozenset({"index.html", "releases.js"})


def test_a_release_keeps_its_folder_and_shares_it_with_none_that_differs_in_case_alone() -> None:
    assert folder("Final", {}, KEPT) == "Final"
    assert folder("Final", {"Final": "Final"}, KEPT) == "Final"
    assert folder("final", {"Final": "Final"}, KEPT) == "final~~2"
    assert folder("FINAL", {"Final": "Final", "final~~2": "final"}, KEPT) == "FINAL~~3"
    assert folder("final", {"Final": "Final", "final~~2": "final"}, KEPT) == "final~~2"


def test_no_release_takes_the_place_of_a_file_of_the_site() -> None:
    assert folder("index.html", {}, KEPT) == "index.html~~2"
    assert folder("Releases.js", {}, KEPT) == "Releases.js~~2"


def test_a_long_name_makes_a_folder_that_file_systems_take() -> None:
    one, other = "发" * 200, "发" * 200 + "布"
    taken = {folder(one, {}, KEPT): one}
    assert len(folder(other, taken, KEPT).encode()) < 200
    assert folder(other, taken, KEPT) not in taken


@pytest.mark.parametrize(
    ("zh", "en", "pinyin", "initials"),
    [
        ("重庆", "Chongqing", "chongqing", "cq"),
        ("厦门", "Xiamen", "xiamen", "xm"),
        ("六安", "Lu'an", "luan", "la"),
        ("丽水", "Lishui", "lishui", "ls"),
        ("台州", "Taizhou (Zhejiang)", "taizhou", "tz"),
        ("亳州", "Bozhou", "bozhou", "bz"),
        ("长沙", "Changsha", "changsha", "cs"),
        ("长治", "Changzhi", "changzhi", "cz"),
        ("西安", "Xi'an", "xian", "xa"),
        ("漯河", "Luohe", "luohe", "lh"),
        ("吕梁", "Luliang", "lvliang", "ll"),
        ("乐山", "Leshan", "leshan", "ls"),
        ("蚌埠", "Bengbu", "bengbu", "bb"),
        ("阿坝", "Aba", "aba", "ab"),
        ("朝阳", "Chaoyang", "chaoyang", "cy"),
        ("宿州", "Suzhou (Anhui)", "suzhou", "sz"),
        ("渑池", "Mianchi", "mianchi", "mc"),
        ("呼和浩特", "Hohhot", "huhehaote", "hhht"),
        ("喀什", "Kashgar", "kashi", "ks"),
        ("昌都", "Qamdo", "changdu", "cd"),
        ("阿勒泰", "Altay", "aletai", "alt"),
        ("锡林郭勒", "Xilingol", "xilinguole", "xlgl"),
        ("长三角", "Yangtze River Delta", "changsanjiao", "csj"),
        ("陕西", "Shaanxi", "shanxi", "sx"),
        ("互联网、软件和IT", "Internet, software and IT", "hulianwangruanjianheit", "hlwrjhit"),
        ("X", "X", "x", "x"),
        ("䷀䷁市", "Strange", "shi", "s"),
    ],
)
def test_names_are_spelt_as_people_type_them(zh: str, en: str, pinyin: str, initials: str) -> None:
    assert spelt(zh, en) == {"pinyin": pinyin, "initials": initials}
