"""What moved a value between two periods: its parts by layer, indicator, industry or region."""

from collections.abc import Iterator

from dti_spark.definition import dimensions
from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.definition.model import Definition, Index, Node
from dti_spark.definition.regions import NATION
from dti_spark.errors import UsageError
from dti_spark.index.members import ALL
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.pipeline import releasing
from dti_spark.report.terminal import Rows
from dti_spark.views.changes import ON, WHOLE, changes
from dti_spark.views.contributions import contributions

NODES = {"layer": 1, "indicator": 2}
"""Splits by node, with the level of the parts."""
PLACES = {"economic_region": "economic_region", "province": "province_code", "tier": "tier", "city": "city_code"}
"""Splits by region, with what says it of a city: the types whose members make up the nation."""
SPLITS = (*NODES, "industry", *PLACES)
Value = dict[str, str]
"""Index, type of region, region, industry and node."""


def changed(
    lake: Lake, definition: Definition, value: Value, *, since: str, until: str, by: str, release: str | None = None
) -> Rows:
    """The change of a value of a release, by default of that which counts, and the parts that add up to it.

    Raises:
        UsageError: a word or period is not known, or the value has no such parts.
    """
    index = next((index for index in definition.index.indices if index.id == value["index"]), None)
    if index is None:
        known = ", ".join(index.id for index in definition.index.indices)
        raise UsageError(f"there is no index {value['index']}; there are {known}")
    if not index.is_linear:
        raise UsageError(f"{index.id} is not linear (index.yml), so that its changes are no sums of parts")
    parts = list(_parts(definition, index, value, by))
    if not parts:
        raise UsageError(f"{_named(value)} is not made of parts by {by}; a split is by {', '.join(SPLITS)}")
    lake = releasing.published(lake, release)
    if not lake.exists(contributions):
        raise UsageError(f"{lake.root} holds no {contributions.name} yet; dti run writes it")
    _refuse_unknown_periods(lake, since, until)
    rows = [{"part": WHOLE, **value}, *({"part": name, **value, **part} for name, part in parts)]
    frame = lake.frame(rows, ", ".join(f"{name} string" for name in ("part", *ON)))
    with told(f"reading {contributions.name}"):
        found = changes(lake.read(contributions), frame, since=since, until=until).collect()
    if not found or found[0]["part"] != WHOLE:
        raise UsageError(
            f"{_named(value)} is not in {contributions.name}; dti show names regions, industries and nodes"
        )
    return [row.asDict() for row in found]


def _refuse_unknown_periods(lake: Lake, since: str, until: str) -> None:
    kinds = {row["period"]: row["period_type"] for row in lake.read(dimensions.periods).collect()}
    for period in (since, until):
        if period not in kinds:
            raise UsageError(f"{period} is not a published period; there are {', '.join(sorted(kinds))}")
    if kinds[since] != kinds[until] or since >= until:
        raise UsageError(f"{since} and {until} cannot be compared; give two quarters or two years, the earlier first")


def _parts(definition: Definition, index: Index, value: Value, by: str) -> Iterator[tuple[str, Value]]:
    """What a value is split into: a name, and where the part's key differs from that of the value."""
    if by in NODES:
        nodes = next((node for node, _ in index.walk() if node.key == value["node"]), Node())
        yield from ((node.key, {"node": node.key}) for node in _below(nodes) if index.level(node) == NODES[by])
    elif by == "industry":
        yield from ((id, {"industry": id}) for id in _industries(definition, index, value))
    elif by in PLACES:
        yield from ((id, {"region_type": by, "region": id}) for id in _regions(definition, value, by))


def _below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _below(child)


def _industries(definition: Definition, index: Index, value: Value) -> list[str]:
    """The industries of all or of a group; an index that does not go by industry is split as a whole."""
    level = next((index.level(node) for node, _ in index.walk() if node.key == value["node"]), None)
    if level is None or (not index.by_industry and level > 0):
        return []
    whole = value["industry"]
    members = [i.id for i in definition.industries if whole == ALL or (whole == i.industry_group and whole != i.id)]
    return [*members, UNATTRIBUTED] if whole == ALL and not index.by_industry else members


def _regions(definition: Definition, value: Value, by: str) -> list[str]:
    """Regions of a type that make up the region; none where one of them lies in it in part only."""
    home = (PLACES | {"cluster": "cluster"}).get(value["region_type"], "")
    is_nation = (value["region_type"], value["region"]) == ("nation", NATION)
    inside, outside = set[str](), set[str]()
    for city in definition.cities:
        of_region = is_nation or getattr(city, home, None) == value["region"]
        (inside if of_region else outside).add(getattr(city, PLACES[by]))
    return sorted(inside) if not inside & outside and inside != {value["region"]} else []


def _named(value: Value) -> str:
    return " ".join(value[name] for name in ON)
