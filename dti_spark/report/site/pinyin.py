"""How Chinese names are spelt: pinyin for search, read so that it fits the English name where that is pinyin too."""

import re
import unicodedata

HAN = re.compile(r"[\u3400-\u9fff]")
RUNS = re.compile(rf"{HAN.pattern}+|[^\u3400-\u9fff]+", re.DOTALL)
PLACES = {"长": "chang", "都": "du", "勒": "le", "漯": "luo"}
"""Signs that names of places read in one way, and the dictionary of words in another."""


def spelt(name_zh: str, name_en: str) -> dict[str, str]:
    """The pinyin of a name, without tones and spaces, and its initials.

    A sign with several readings is read as in the English name (重庆 is Chongqing); where no readings give that name,
    as for 呼和浩特 (Hohhot), as the words of the dictionary have it.
    """
    readings = [_readings(sign) for sign in name_zh]
    fitting = _fitting(readings, _letters(name_en))
    syllables = _words(name_zh) if fitting is None else fitting
    return {"pinyin": "".join(syllables), "initials": "".join(syllable[:1] for syllable in syllables)}


def _readings(sign: str) -> list[str]:
    """All readings of a sign; of a letter itself."""
    from pypinyin import Style, pinyin  # its dictionary takes time to load, which no other command needs

    if sign in PLACES:
        return [PLACES[sign]]
    return [_letters(reading) for reading in pinyin(sign, style=Style.NORMAL, heteronym=True)[0]]


def _words(name: str) -> list[str]:
    """The reading of each sign within its word; signs that the dictionary does not know are read alone."""
    from pypinyin import lazy_pinyin

    readings: list[str] = []
    for run in RUNS.findall(name):
        of_run = lazy_pinyin(run) if HAN.match(run) else list(run)
        readings += of_run if len(of_run) == len(run) else (lazy_pinyin(sign)[0] for sign in run)
    return [PLACES.get(sign) or _letters(reading) for sign, reading in zip(name, readings, strict=True)]


def _fitting(signs: list[list[str]], wanted: str) -> list[str] | None:
    """The readings that together are the text; None where there are none."""
    if not signs:
        return [] if not wanted else None
    for reading in signs[0]:
        if wanted.startswith(reading):
            rest = _fitting(signs[1:], wanted[len(reading) :])
            if rest is not None:
                return [reading, *rest]
    return None


def _letters(text: str) -> str:
    """Letters and digits of a text in lower case, without accents and without what stands in brackets."""
    bare = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", "", text).replace("ü", "v").replace("Ü", "v"))
    return "".join(sign for sign in bare.lower() if sign.isascii() and sign.isalnum())
