"""The dimension tables: regions of every type, industries, nodes and periods, with names to show.

Those of the DIO window and of the regional formations stand in files of their own, and are listed here with the others.

Their rows come from the definition alone; each list is in the order in which readers should see it.
"""

from pyspark.sql import DataFrame

from dti_spark import columns as c
from dti_spark.definition import dio_tables, formation_table
from dti_spark.definition.model import Definition, Index, Node
from dti_spark.definition.regions import rows as region_rows
from dti_spark.definition.words import Name
from dti_spark.quarters import between, complete_years, of_year
from dti_spark.tables import Table, table

Row = dict[str, object]
NAMES = (c.name_zh, c.name_en)


@table(
    "gold.regions",
    grain="region type and region",
    columns=(c.region_type, c.region, *NAMES, c.province_code, c.cities, c.sort_order),
    key=(c.region_type, c.region),
    nullable=(c.province_code,),
)
def regions(members: DataFrame) -> DataFrame:
    """The nation, economic regions, provinces, clusters, tiers and cities, with the names of all.

    Nulls: `province_code` of what is no city.
    """
    return members


@table(
    "gold.cities",
    grain="city",
    columns=(
        c.city_code,
        *NAMES,
        c.full_name_zh,
        c.province_code,
        c.economic_region,
        c.cluster,
        c.tier,
        c.tier_source,
        c.hu_line,
        c.longitude,
        c.latitude,
        c.admin_type,
        c.sort_order,
    ),
    key=(c.city_code,),
    nullable=(c.cluster,),
)
def cities(members: DataFrame) -> DataFrame:
    """The cities of the index and the regions that they lie in."""
    return members


@table(
    "gold.provinces",
    grain="province",
    columns=(c.province_code, *NAMES, c.full_name_zh, c.iso_3166_2, c.economic_region, c.cities, c.sort_order),
    key=(c.province_code,),
)
def provinces(members: DataFrame) -> DataFrame:
    """The provinces, autonomous regions and municipalities of mainland China."""
    return members


@table(
    "gold.clusters",
    grain="city cluster",
    columns=(c.cluster, *NAMES, c.cities, c.basis, c.sort_order),
    key=(c.cluster,),
)
def clusters(members: DataFrame) -> DataFrame:
    """The city clusters; a city lies in one at most."""
    return members


@table("gold.tiers", grain="city tier", columns=(c.tier, *NAMES, c.cities, c.sort_order), key=(c.tier,))
def tiers(members: DataFrame) -> DataFrame:
    """The city tiers."""
    return members


@table(
    "gold.industries",
    grain="industry or group of industries",
    columns=(c.industry, *NAMES, c.industry_group, c.is_group, c.basis, c.sort_order),
    key=(c.industry,),
    nullable=(c.industry_group,),
)
def industries(members: DataFrame) -> DataFrame:
    """The industries of the index, groups of several industries, and `all`."""
    return members


@table(
    "gold.nodes",
    grain="index and node",
    columns=(
        *(c.index, c.node, c.parent, c.level, *NAMES, c.unit, c.measure, c.basis, c.dio_input, c.dio_outcome),
        c.sort_order,
    ),
    key=(c.index, c.node),
    nullable=(c.parent, c.unit, c.measure, c.basis, c.dio_input, c.dio_outcome),
)
def nodes(members: DataFrame) -> DataFrame:
    """The trees of the indices."""
    return members


@table(
    "gold.periods",
    grain="quarter or complete year",
    columns=(c.period, c.period_type, c.first_quarter, c.last_quarter, c.is_base, c.sort_order),
    key=(c.period,),
)
def periods(members: DataFrame) -> DataFrame:
    """The quarters that the index covers and the years that are complete."""
    return members


DIMENSIONS: tuple[Table[[DataFrame]], ...] = (
    *(regions, cities, provinces, clusters, tiers, industries, nodes, periods),
    *dio_tables.DIO_TABLES,
    formation_table.formations,
)


def members(definition: Definition, quarters: list[str]) -> dict[str, list[Row]]:
    """The rows of every dimension, by the table's name."""
    rows = {
        regions.name: list(region_rows(definition)),
        cities.name: [city.model_dump() for city in definition.cities],
        provinces.name: [{**p.model_dump(), "cities": p.city_count} for p in definition.provinces],
        clusters.name: [
            {**cluster.model_dump(), "cluster": cluster.id, "cities": cluster.member_count}
            for cluster in definition.clusters
        ],
        tiers.name: _tiers(definition),
        industries.name: _industries(definition),
        nodes.name: [row for index in definition.index.indices for row in _nodes(definition, index)],
        periods.name: _periods(quarters, definition.index.calendar.base),
        **dio_tables.rows(definition),
        formation_table.formations.name: list(formation_table.rows(definition.formations)),
    }
    return {name: [{**row, "sort_order": place} for place, row in enumerate(of, 1)] for name, of in rows.items()}


def _tiers(definition: Definition) -> list[Row]:
    found = {
        tier.tier: {
            "tier": tier.tier,
            "name_zh": tier.tier_name_zh,
            "name_en": tier.tier_name_en,
            "cities": tier.tier_city_count,
        }
        for tier in definition.tiers
    }
    return [found[tier] for tier in sorted(found)]


def _industries(definition: Definition) -> list[Row]:
    """Industries, then the groups with several members, then `all`; a group of one is its industry."""
    single: list[Row] = [
        {**industry.model_dump(), "industry": industry.id, "is_group": False} for industry in definition.industries
    ]
    groups = {industry.industry_group: industry for industry in definition.industries}
    several: list[Row] = [
        {
            "industry": group,
            "name_zh": industry.industry_group_zh,
            "name_en": group.replace("_", " ").capitalize(),
            "industry_group": None,
            "is_group": True,
            "basis": industry.basis,
        }
        for group, industry in groups.items()
        if group not in {member.id for member in definition.industries}
    ]
    total: Row = {
        "industry": "all",
        "name_zh": "全行业",
        "name_en": "All industries",
        "industry_group": None,
        "is_group": True,
        "basis": "computed",
    }
    return [*single, *several, total]


def _nodes(definition: Definition, index: Index) -> list[Row]:
    """Nodes from the root down, siblings in stated order."""
    indicators = {indicator.id: indicator for indicator in definition.index.indicators}
    seen = {place.indicator: place for place in definition.dio.indicators}

    def row(node: Node, parent: Node | None) -> Row:
        indicator = indicators.get(node.indicator or "")
        name = indicator.name if indicator else node.name or Name(zh=node.key, en=node.key)
        return {
            "index": index.id,
            "node": node.key,
            "parent": parent.key if parent else None,
            "level": index.level(node),
            "name_zh": name.zh,
            "name_en": name.en,
            "unit": indicator.unit if indicator else None,
            "measure": indicator.measure if indicator else None,
            "basis": indicator.basis if indicator else None,
            "dio_input": seen[indicator.id].input if indicator else None,
            "dio_outcome": seen[indicator.id].outcome if indicator else None,
        }

    def down(node: Node, parent: Node | None) -> list[Row]:
        return [row(node, parent), *(deeper for child in node.children for deeper in down(child, node))]

    return down(index.root, None)


def _periods(quarters: list[str], base: str) -> list[Row]:
    quarterly: list[Row] = [
        {
            "period": quarter,
            "period_type": "quarter",
            "first_quarter": quarter,
            "last_quarter": quarter,
            "is_base": quarter == base,
        }
        for quarter in between(quarters[0], quarters[-1])
    ]
    annual: list[Row] = [
        {
            "period": year,
            "period_type": "year",
            "first_quarter": of_year(year)[0],
            "last_quarter": of_year(year)[-1],
            "is_base": False,
        }
        for year in complete_years(quarters)
    ]
    # a year follows its last quarter, so that later periods move no earlier one
    return sorted(quarterly + annual, key=lambda row: (str(row["last_quarter"]), str(row["period_type"])))
