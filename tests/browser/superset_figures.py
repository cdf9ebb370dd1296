"""What each chart must show, asked of the files of the lake by DuckDB, which knows neither Spark nor the bundle."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb

import dti_spark

TABLES = (
    *("cities", "regions", "nodes", "industries", "formations", "periods"),
    *("rankings", "growth", "region_profiles", "concentration", "industry_profiles", "formation_values"),
)
NAMED = "{0}.name_zh || ' ' || {0}.name_en"
REGION, NODE, INDUSTRY = (NAMED.format(alias) for alias in ("g", "n", "i"))
ALL = "r.\"index\" = 'dti' and r.industry = 'all'"
VALUES = """from rankings r join growth w using ("index", region_type, region, industry, period, node, level)
  join regions g using (region_type, region) join nodes n using ("index", node) join industries i using (industry)"""

NUMBERS = {
    "national_index": f"select value {VALUES} where {ALL} and region_type = 'nation' and r.level = 0 and period = $now",
    "national_industry_index": f"""select value {VALUES} where r."index" = 'industry' and r.industry = 'all'
        and region_type = 'nation' and r.level = 0 and period = $now""",
}
"""Big numbers: a query for one figure."""

CELLS = {
    "top_cities": (
        (",d", "", ",.3f", ".1%", "+d", ".1%", ".1%"),
        f"""select rank, {REGION}, value, share_of_nation, rank_change, yoy, growth {VALUES}
        where {ALL} and region_type = 'city' and r.level = 0 and period = $now and rank <= 10 order by rank""",
    ),
    "top_provinces": (
        (",d", "", ",.3f", ".1%", "+d", ".1%", ".1%"),
        f"""select rank, {REGION}, value, share_of_nation, rank_change, yoy, growth {VALUES}
        where {ALL} and region_type = 'province' and r.level = 0 and period = $now and rank <= 10 order by rank""",
    ),
    "tiers": (
        ("", ",d", ",.3f", ".1%", ".1%", ",.3f", ".1%"),
        f"""select {REGION}, cities, value, share_of_nation, cities / (select count(*) from cities), value / cities, yoy
        {VALUES} where {ALL} and region_type = 'tier' and r.level = 0 and period = $now order by region""",
    ),
    "industries": (
        (",d", "", ",.3f", ".1%", "", ".1%", ".1%", ",d"),
        f"""select rank_in_region, {INDUSTRY}, r.value, share_of_region, size_class, w.yoy, w.growth,
        growth_rank_in_region {VALUES}
        join industry_profiles p using ("index", region_type, region, industry, period, node)
        where region_type = 'nation' and r.level = 0 and period = $now and rank_in_region is not null
        order by rank_in_region""",
    ),
    "formations": (
        ("", "", "", ",.3f", ".1%", ".2f", ".1%"),
        f"""select {NAMED.format("f")}, f.part_zh || ' ' || f.part_en, {INDUSTRY},
        points, share_of_nation, location_quotient, yoy
        from formation_values v join formations f using (formation, part) join industries i on i.industry = v.industry
        where v."index" = 'industry' and level = 0 and is_own_industry and period = $now order by f.sort_order""",
    ),
}
"""Tables: how each column is written, and a query for the rows in their order."""

SERIES = {
    "national_layers": f"""select period, {NODE}, value {VALUES}
        where {ALL} and region_type = 'nation' and r.level <= 1 and r.period_type = 'quarter'""",
    "city_layers": f"""select period, {NODE}, value {VALUES}
        where {ALL} and region_type = 'city' and g.name_en = 'Shenzhen' and r.level <= 1
        and r.period_type = 'quarter'""",
    "clusters": f"""select {REGION}, unnest(['share_of_nation', 'share_of_cities']),
        unnest([share_of_nation, cities / (select count(*) from cities)])
        {VALUES} where {ALL} and region_type = 'cluster' and r.level = 0 and period = $now""",
    "regional_gap": f"""select period, unnest(['gini', 'theil', 'theil_between_provinces', 'first_10_share']),
        unnest([gini, theil, theil_between_provinces, first_10_share])
        from concentration r where {ALL} and region_type = 'nation' and level = 0 and period_type = 'quarter'""",
    "industry_series": f"""select period, {INDUSTRY}, value {VALUES} where r."index" = 'industry'
        and region_type = 'nation' and r.level = 0 and r.period_type = 'quarter' and not i.is_group""",
    "province_shares": f"""select {REGION}, 'share_of_nation', share_of_nation {VALUES} where r."index" = 'industry'
        and region_type = 'province' and r.level = 0 and period = $now and i.name_zh = '工业'""",
    "industry_concentration": f"""select {INDUSTRY}, unnest(['first_10_share', 'first_share']),
        unnest([first_10_share, first_share]) from concentration r join industries i using (industry)
        where "index" = 'industry' and region_type = 'nation' and level = 0 and period = $now and not i.is_group""",
    "industry_contributions": f"""select {INDUSTRY}, 'nation_yoy_contribution',
        value * w.yoy / (1 + w.yoy) / (select r.value / (1 + w.yoy) {VALUES} where r."index" = 'industry'
            and region_type = 'nation' and r.level = 0 and period = $now and r.industry = 'all')
        {VALUES} where r."index" = 'industry' and region_type = 'nation' and r.level = 0 and period = $now
        and not i.is_group""",
}
"""Lines and bars: a query for triples of place on the axis, series and figure."""


class Lake:
    """The figures of the release that counts."""

    def __init__(self, lake: Path) -> None:
        """Every table that is asked for, in a database of its own."""
        release = dti_spark.open(lake)
        self._database = duckdb.connect()
        for name in TABLES:
            self._database.register(name, release.arrow(name))
        ((self.latest,),) = self.rows("select max(period) from periods where period_type = 'quarter'")

    def rows(self, query: str, period: str | None = None) -> list[tuple[object, ...]]:
        """Rows of a query; `$now` in it is a period, by default the latest quarter."""
        now = {"now": period or self.latest} if "$now" in query else {}
        return self._database.execute(query, now).fetchall()


def written(figure: object, form: str) -> str:
    """A figure as d3 writes it, in exact decimal arithmetic: halves away from zero."""
    if figure is None:
        return "N/A"
    if not isinstance(figure, int | float):
        return str(figure)
    percent = form.endswith("%")
    places = 0 if form.endswith("d") else int(form[-2])
    # the product is rounded to a double first, as it is there
    number = Decimal(figure * 100 if percent else figure).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{number:{'+' if form.startswith('+') else ''},}" + ("%" if percent else "")


def lines(rows: Sequence[tuple[object, ...]], forms: Sequence[str]) -> list[list[str]]:
    """Rows of a table as it shows them."""
    return [[written(figure, form) for figure, form in zip(row, forms, strict=True)] for row in rows]
