"""Industries as logs write them: ids, names, and codes of GB/T 4754 that resolve to them."""

from dataclasses import dataclass

from dti_spark.definition.lookups import UNATTRIBUTED, divisions, industry_keys
from dti_spark.definition.model import Definition

SECTIONS = {
    5: "A", 12: "B", 43: "C", 46: "D", 50: "E", 52: "F", 60: "G", 62: "H", 65: "I", 69: "J", 70: "K", 72: "L",
    75: "M", 79: "N", 82: "O", 83: "P", 85: "Q", 90: "R", 96: "S", 97: "T",
}  # fmt: skip
"""Section of GB/T 4754-2017 by its last division."""
GROUPS = ("10", "20", "30", "90")
"""Endings that make a four-digit class of a division."""
SHARE_UNATTRIBUTED = 0.08
DECAY = 0.75
"""Zipf exponent of industries, in the order of industries.csv."""


@dataclass(frozen=True)
class Trade:
    """An industry and its share of usage; without id, name and English name: usage that no industry claims."""

    id: str | None
    name_zh: str | None
    name_en: str | None
    classes: tuple[str, ...]
    divisions: tuple[str, ...]
    digital_native: bool
    weight: float


def trades(definition: Definition) -> tuple[Trade, ...]:
    """The industries of the definition, and last what none of them claims."""
    keys = industry_keys(definition)
    zipf = [rank**-DECAY for rank in range(1, len(definition.industries) + 1)]
    share = (1 - SHARE_UNATTRIBUTED) / sum(zipf)
    found = []
    for industry, weight in zip(definition.industries, zipf, strict=True):
        codes = divisions(industry.gbt4754_divisions)
        found.append(
            Trade(
                id=industry.id,
                name_zh=industry.name_zh,
                name_en=industry.name_en,
                classes=_classes(codes, keys, industry.id),
                divisions=tuple(code for code in codes if len(code) == 2) or tuple(codes),
                digital_native=industry.sector_class == "digital_native",
                weight=weight * share,
            )
        )
    unclaimed = [key for key, meaning in keys.items() if meaning == UNATTRIBUTED]
    classes = _classes(unclaimed, keys, UNATTRIBUTED)
    return (*found, Trade(None, None, None, classes, tuple(unclaimed), False, SHARE_UNATTRIBUTED))


def meaning(code: str, keys: dict[str, str]) -> str | None:
    """What a code of GB/T 4754 stands for: the longest known code that it begins with; None where none is known."""
    return next((keys[code[:length]] for length in (4, 3, 2) if len(code) >= length and code[:length] in keys), None)


def section(code: str) -> str:
    """The letter of the section that a code lies in."""
    return next(letter for last, letter in SECTIONS.items() if int(code[:2]) <= last)


def _classes(codes: list[str], keys: dict[str, str], wanted: str) -> tuple[str, ...]:
    """Four-digit classes in the given codes that mean the wanted industry and no other."""
    endings = {2: GROUPS, 3: ("1", "2", "9"), 4: ("",)}
    found = [code + ending for code in codes for ending in endings[len(code)]]
    return tuple(code for code in found if meaning(code, keys) == wanted)
