"""The words by which readings name what is measured: `province:海南 industry:医疗`, `city:武汉市+长沙市`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dti_spark import quarters
from dti_spark.definition.model import Definition
from dti_spark.definition.regions import NATION

ALL = "all"
REGION_TYPES = ("nation", "economic_region", "province", "cluster", "tier", "city")


@dataclass(frozen=True, order=True)
class Subject:
    """A place in the panel: one or more regions of a type taken together, an industry and a node of an index tree."""

    region_type: str
    regions: tuple[str, ...]
    index: str
    node: str
    industry: str


class Subjects:
    """Names of the definition as they stand in readings, and the cities and members behind them."""

    def __init__(self, definition: Definition) -> None:
        self._ids: dict[str, dict[str, str]] = {kind: dict(pairs) for kind, pairs in _names(definition)}
        self._cities = definition.cities
        self._parents = {node.key: index.id for index in definition.index.indices for node, _ in index.walk()}
        root = definition.index.indices[0]
        self.nation = Subject("nation", (NATION,), root.id, root.id, ALL)
        self._industry_index = next(index.id for index in definition.index.indices if index.by_industry)
        self._layers = tuple(child.key for child in root.children)

    def read(self, text: str, base: Subject | None = None) -> Subject:
        """The subject that words name; what they leave out is that of `base`, or else the nation and its index.

        Raises:
            ValueError: a word is not known.
        """
        found = base or self.nation
        for word in text.split():
            kind, _, names = word.partition(":")
            if kind == "nation":
                found = replace(found, region_type="nation", regions=(NATION,))
            elif kind in REGION_TYPES:
                found = replace(found, region_type=kind, regions=self._regions(kind, names))
            elif kind == "industry":
                industry = self._id("industry", names)
                found = replace(found, index=self._industry_index, node=self._industry_index, industry=industry)
            elif kind == "layer":
                node = self._id("layer", names)
                found = replace(found, index=self._parents[node], node=node)
            else:
                raise ValueError(f"{word!r} names nothing; begin it with one of {', '.join(self._ids)}")
        return found

    def among(self, text: str, base: Subject | None = None) -> list[Subject]:
        """The members of a set: `cities`, `cities of cluster:prd`, `provinces`, `industries`, `layers` and so on.

        Raises:
            ValueError: the set is not known.
        """
        what, _, where = text.partition(" of ")
        if what == "cities" and where:
            kind, _, name = where.partition(":")
            return [self.read(f"city:{code}", base) for code in self.cities(kind, self._id(kind, name))]
        kinds = {"cities": "city", "provinces": "province", "clusters": "cluster", "tiers": "tier", "layers": "layer"}
        if what in kinds:
            return [self.read(f"{kinds[what]}:{id}", base) for id in sorted(set(self._ids[kinds[what]].values()))]
        if what == "industries":
            return [self.read(f"industry:{id}", base) for id in self.groups]
        raise ValueError(f"{text!r} is no set; it is one of {', '.join(kinds)}, industries")

    def members(self, text: str, base: Subject) -> list[Subject]:
        """The members of a set that has a name, or is written out as a list in brackets."""
        if text.startswith("["):
            return [self.read(words.strip(), base) for words in text.strip("[]").split(",")]
        return self.among(text, base)

    def whole(self, text: str | None, part: Subject) -> Subject | None:
        """What a share is of: `industry:all` is that of the region of the part, other words stand for themselves."""
        if text is None:
            return None
        named = self.read(text)
        return named if named.index == self.nation.index else self.read(text, part)

    @property
    def groups(self) -> list[str]:
        """Industries as the report ranks them: groups, of which most hold one industry."""
        return sorted(set(self._ids["industry"].values()) - {ALL})

    def cities(self, region_type: str, region: str) -> list[str]:
        """Codes of the cities of a region."""
        if region_type == "nation":
            return [city.city_code for city in self._cities]
        column = {"province": "province_code", "city": "city_code"}.get(region_type, region_type)
        return [city.city_code for city in self._cities if getattr(city, column) == region]

    def names(self, kind: str) -> list[str]:
        """Ids of a kind of thing, each once."""
        return sorted(set(self._ids[kind].values()))

    def _regions(self, kind: str, names: str) -> tuple[str, ...]:
        if names == "*":
            return tuple(self.names(kind))
        return tuple(self._id(kind, name) for name in names.split("+"))

    def _id(self, kind: str, name: str) -> str:
        if name not in self._ids.get(kind, {}):
            raise ValueError(f"{kind} {name!r} is not known")
        return self._ids[kind][name]


def _names(definition: Definition) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """For every kind of thing, the names it goes by in the report and in conf/, with the ids they stand for."""
    cities = [(name, c.city_code) for c in definition.cities for name in (c.full_name_zh, c.city_code)]
    yield "city", cities
    yield (
        "province",
        [(name, p.province_code) for p in definition.provinces for name in (p.name_zh, p.province_code)],
    )
    yield "cluster", [(name, c.id) for c in definition.clusters for name in (c.name_zh, f"{c.name_zh}城市群", c.id)]
    yield "tier", [(t.tier, t.tier) for t in definition.tiers]
    yield "economic_region", [(p.economic_region, p.economic_region) for p in definition.provinces]
    groups = [(n, i.industry_group) for i in definition.industries for n in (i.industry_group, i.industry_group_zh)]
    yield "industry", [*groups, (ALL, ALL)]
    nodes = [child for index in definition.index.indices if not index.by_industry for child in index.children]
    yield "layer", [(name, node.key) for node in nodes for name in (node.key, node.name.zh if node.name else node.key)]


def spelt(period: str) -> list[str]:
    """The quarters of a quarter, a year, or a span such as 2020Q1..2022Q1.

    >>> spelt("2021")
    ['2021Q1', '2021Q2', '2021Q3', '2021Q4']
    """
    first, _, last = period.partition("..")
    if last:
        return quarters.between(first, last)
    return [period] if quarters.QUARTER.match(period) else quarters.of_year(period)
