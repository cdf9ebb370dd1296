"""Checks of industries.csv: ids, groups, and who claims which code of GB/T 4754."""

import re
from collections import defaultdict
from collections.abc import Iterator

from dti_spark.definition.lists import Industry
from dti_spark.definition.lookups import DIVISIONS, UNATTRIBUTED, divisions
from dti_spark.definition.repeats import repeated
from dti_spark.definition.shapes import Parts

RESERVED = ("all", UNATTRIBUTED)
"""Words that the tables use in place of an industry."""


def faults(parts: Parts) -> Iterator[str]:
    """What is wrong with the industries."""
    entries = parts.industries.entries
    yield from repeated(entries, lambda i: i.id, "id {} stands already at {}; every industry needs its own")
    members: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for _, industry in entries:
        members[industry.industry_group].add(industry.id)
    for place, industry in entries:
        for column in ("id", "industry_group"):
            if getattr(industry, column) in RESERVED:
                yield f"{place}: {column} {getattr(industry, column)} is reserved for tables; take another word"
        if parts.industries.whole and members.get(industry.id, {industry.id}) != {industry.id}:
            others = ", ".join(sorted(members[industry.id] - {industry.id}))
            yield f"{place}: id {industry.id} is also a group, of {others}; a group named so may hold nothing else"
        label = names.setdefault(industry.industry_group, industry.industry_group_zh)
        if label != industry.industry_group_zh:
            yield f"{place}: industry_group_zh {industry.industry_group_zh} should be {label}, as for its group before"
    texts = [(place, name) for place, i in entries for name in sorted({i.id, i.name_zh, i.name_en})]
    yield from repeated(texts, lambda name: name, "name {} is borne by {} too; logs could mean either")
    yield from _codes(parts)


def _codes(parts: Parts) -> Iterator[str]:
    claims = [(place, code) for place, i in parts.industries.entries for code in divisions(i.gbt4754_divisions)]
    yield from repeated(claims, lambda code: code, "GB/T code {} is claimed by {}; a code belongs to one industry")
    for place, code in claims:
        if not re.fullmatch(r"\d{2,4}", code, re.ASCII) or int(code[:2]) not in DIVISIONS:
            yield f"{place}: gbt4754_divisions {code!r} is no GB/T 4754 code; write 64, 63-65 or 6432, separated by ;"
    claimed = {code for _, code in claims}
    for place, industry in parts.industries.entries:
        yield from (f"{place}: {what}" for what in _spans(industry))
        if parts.industries.whole:
            for code in sorted(_left_out(industry) - claimed):
                yield f"{place}: leaves out GB/T code {code}, which no industry claims; delete it or let one claim it"


def _spans(industry: Industry) -> Iterator[str]:
    for first, last in re.findall(r"\b(\d{2})-(\d{2})\b", industry.gbt4754_divisions):
        if first >= last:
            yield f"gbt4754_divisions {first}-{last} runs backwards; write the smaller division first"


def _left_out(industry: Industry) -> set[str]:
    """The codes that follow `less`: they belong to another industry, or the word does nothing."""
    parts = (part.partition(" less ")[2] for part in industry.gbt4754_divisions.split(";"))
    return {code for part in parts for code in re.findall(r"\d{2,4}", part)}
