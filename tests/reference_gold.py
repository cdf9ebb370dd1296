"""The second half of the method once more, in plain Python with exact fractions: every published number.

Knows conf/ through `reference`; no Spark, and nothing of dti_spark.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from reference import OTHER, Cell, Conf, Node, Usage

Key = tuple[str, str, str, str, str, str]
"""index, region_type, region, industry, period, node"""
Peers = tuple[str, ...]
REGION_TYPES = ("nation", "economic_region", "province", "cluster", "tier", "city")


@dataclass(frozen=True, eq=False)
class Gold:
    """Every value, share, rank and rate. Values that are not zero stand in `values`."""

    conf: Conf
    usage: Mapping[Cell, Usage]

    @cached_property
    def quarters(self) -> list[str]:
        first, last = self.conf.index["calendar"]["first"], max(quarter for _, _, quarter, _ in self.usage)
        every = [f"{year}Q{quarter}" for year in range(2000, 2100) for quarter in range(1, 5)]
        return [quarter for quarter in every if first <= quarter <= last]

    @cached_property
    def years(self) -> list[str]:
        return [year for year, count in Counter(quarter[:4] for quarter in self.quarters).items() if count == 4]

    @cached_property
    def regions(self) -> dict[str, list[str]]:
        return {t: sorted({home[t] for home in self.conf.homes.values() if t in home}) for t in REGION_TYPES}

    @cached_property
    def members(self) -> list[str]:
        return sorted({member for up in self.conf.industries.values() for member in up})

    def panel(self, periods: list[str]) -> Iterator[Key]:
        """The keys of the complete panel."""
        for index, tree in self.conf.trees.items():
            industries = self.members if index in self.conf.by_industry else ["all"]
            for region_type, regions in self.regions.items():
                yield from product(
                    [index], [region_type], regions, industries, periods, [node.id for node in tree.walk()]
                )

    @cached_property
    def base_totals(self) -> dict[tuple[str, str], int]:
        base = self.conf.index["calendar"]["base"]
        totals: Counter[tuple[str, str]] = Counter()
        for (_, industry, quarter, indicator), usage in self.usage.items():
            if quarter == base:
                totals.update({(i, indicator): usage.value for i in self._indices(industry, indicator)})
        return dict(totals)

    def _indices(self, industry: str, indicator: str) -> list[str]:
        """The indices in which usage counts."""
        return [
            index
            for index, tree in self.conf.trees.items()
            if indicator in {node.id for node in tree.walk() if node.level == 2}
            and (index not in self.conf.by_industry or industry != OTHER)
        ]

    @cached_property
    def values(self) -> dict[Key, Fraction]:
        totals: Counter[Key] = Counter()
        for (city, industry, quarter, indicator), usage in self.usage.items():
            for index in self._indices(industry, indicator):
                upward = self.conf.industries[industry] if index in self.conf.by_industry else ("all",)
                for (region_type, region), member in product(self.conf.homes[city].items(), upward):
                    for period in (quarter, quarter[:4]):
                        totals[index, region_type, region, member, period, indicator] += usage.value
        found: dict[Key, Fraction] = {}
        for key, total in totals.items():
            if key[4] in self.quarters or key[4] in self.years:
                found[key] = Fraction(self.conf.scales[key[0]] * total, self.base_totals[key[0], key[5]])
        for prefix in {key[:5] for key in found}:
            self._add_parents(self.conf.trees[prefix[0]], prefix, found)
        return {key: value for key, value in found.items() if value}

    def _add_parents(self, node: Node, prefix: tuple[str, ...], found: dict[Any, Fraction]) -> Fraction:
        if node.children:
            found[*prefix, node.id] = sum(
                (
                    self.conf.weights[prefix[0], child.id] * self._add_parents(child, prefix, found)
                    for child in node.children
                ),
                Fraction(0),
            )
        return found.get((*prefix, node.id), Fraction(0))

    def value(self, key: Key) -> Fraction:
        return self.values.get(key, Fraction(0))

    def rank(self, key: Key, *within: str) -> int | None:
        """1 + how many of the peers have more."""
        return _place(self._ranked[within], self.peers(key, *within), self.value(key))

    @cached_property
    def _ranked(self) -> dict[tuple[str, ...], dict[Peers, list[Fraction]]]:
        """Values that are not zero, by what regions are ranked within."""
        return {
            within: _sorted((self.peers(key, *within), value) for key, value in self.values.items())
            for within in ((), ("cluster",), ("province",))
        }

    def peers(self, key: Key, *within: str) -> Peers | None:
        """Who a region is ranked among: its type, or the cities of the same cluster or province."""
        index, region_type, region, industry, period, node = key
        home = self.conf.homes[region] if region_type == "city" else {}
        if any(kind not in home for kind in within):
            return None
        return (index, region_type, industry, period, node, *(home[kind] for kind in within))

    def rank_change(self, key: Key) -> int | None:
        """Rank in the year before less rank."""
        year = str(int(key[4][:4]) - 1)
        before, now = self.rank((*key[:4], year, key[5])), self.rank(key)
        return before - now if year in self.years and before and now else None

    def share(self, key: Key, region_type: str) -> Fraction | None:
        """Share of the nation, or of the cluster that a city lies in."""
        index, own_type, region, industry, period, node = key
        home = self.conf.homes[region] if own_type == "city" else {"nation": "CN"}
        if region_type not in home:
            return None
        whole = self.value((index, region_type, home[region_type], industry, period, node))
        return self.value(key) / whole if whole else None

    def rate(self, key: Key, quarters_before: int) -> Fraction | None:
        """Relative change since so many quarters before; a year has none since a quarter."""
        before = self._earlier(key, quarters_before)
        return self.value(key) / self.value(before) - 1 if before and self.value(before) else None

    def _earlier(self, key: Key, quarters: int) -> Key | None:
        kind, steps = (self.quarters, quarters) if "Q" in key[4] else (self.years, quarters / 4)
        place = kind.index(key[4]) - steps
        return (*key[:4], kind[int(place)], key[5]) if place >= 0 and place == int(place) else None

    @cached_property
    def growth(self) -> dict[Key, Fraction]:
        """Mean of the last two yoy, of all that have it; it needs a value two years before, which is not zero."""
        found = {}
        for before in self.values:
            kind, year = (self.quarters, 4) if "Q" in before[4] else (self.years, 1)
            place = kind.index(before[4])
            if place + 2 * year < len(kind):
                key, between = ((*before[:4], kind[place + by], before[5]) for by in (2 * year, year))
                if self.value(between):
                    found[key] = (
                        self.value(key) / self.value(between) + self.value(between) / self.value(before)
                    ) / 2 - 1
        return found

    def growth_rank(self, key: Key) -> int | None:
        """1 + how many of the peers grow faster."""
        return _place(self._growing, self.peers(key), self.growth[key]) if key in self.growth else None

    def yoy_rank(self, key: Key) -> int | None:
        """1 + how many of the peers grew faster within a year."""
        return _place(self._faster, self.peers(key), yoy) if (yoy := self.rate(key, 4)) is not None else None

    @cached_property
    def _faster(self) -> dict[Peers, list[Fraction]]:
        """The yoy of all that have one: all that were not 0 a year before."""
        later = {before: self._later(before) for before in self.values}
        return _sorted(
            (self.peers(key), self.value(key) / self.value(before) - 1) for before, key in later.items() if key
        )

    def _later(self, key: Key) -> Key | None:
        kind, year = (self.quarters, 4) if "Q" in key[4] else (self.years, 1)
        place = kind.index(key[4]) + year
        return (*key[:4], kind[place], key[5]) if place < len(kind) else None

    @cached_property
    def _growing(self) -> dict[Peers, list[Fraction]]:
        return _sorted((self.peers(key), growth) for key, growth in self.growth.items())


def _sorted(figures: Iterable[tuple[Peers | None, Fraction]]) -> dict[Peers, list[Fraction]]:
    """The figures of those who are ranked together, smallest first."""
    found: dict[Peers, list[Fraction]] = defaultdict(list)
    for peers, figure in figures:
        if peers:
            found[peers].append(figure)
    return {peers: sorted(of) for peers, of in found.items()}


def _place(ranked: Mapping[Peers, list[Fraction]], peers: Peers | None, figure: Fraction) -> int | None:
    if peers is None:
        return None
    others = ranked.get(peers, [])
    return 1 + len(others) - bisect_right(others, figure)
