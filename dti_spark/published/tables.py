"""The printed tables as figures, by rule: ranks and growth of cities, industries of provinces and of clusters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dti_spark.definition.words import Blank, Model
from dti_spark.published.readings import Expect, Number, Rank, RankChange, Reading, Term

YEAR, QUARTER, SPAN = "2021", "2022Q1", "2020Q1..2022Q1"
"""Periods of the tables: the annual one, the latest quarter, and all quarters (line 255: cumulative)."""


class CityRow(Model):
    """A row of cluster_city_rankings.csv: one city in the three tables of its cluster."""

    cluster: str
    cluster_city_count_in_text: str
    cluster_city_count_in_table: int
    city: str
    rank_2021: int
    rank_2022q1: int
    rank_change: int
    rank_2021_implied_if_violation: Blank
    growth_rank: int
    yoy_growth_mean_of_2021q1_and_2022q1_pct: float
    source_line: str
    note: str


class ProvinceRow(Model):
    """A row of industry_province_top10.csv."""

    industry: str
    measure: str
    period: str
    rank: int
    province: str
    source_line: str


class ClusterRow(Model):
    """A row of industry_top3_by_cluster.csv."""

    cluster: str
    position: int
    industry: str
    source_line: str
    note: str


@dataclass(frozen=True)
class Part:
    """One figure of a row."""

    kind: str
    subject: str
    published: str
    source_line: str
    reading: Reading
    exact: bool = False
    contradicted: str | None = None


def _rank(subject: str, rank: int, among: str, period: str, **more: str) -> Rank:
    """The reading of one rank; `more` are further fields of the form."""
    fields = {"form": "rank", "subjects": (subject,), "ranks": (rank,), "among": among, "periods": (period,), **more}
    return Rank.model_validate(fields)


def of_city(row: CityRow) -> Iterator[Part]:
    """Rank in 2021 and 2022Q1, the change, rank by growth, and growth of a city in its cluster."""
    city, among = f"city:{row.city}", f"cities of cluster:{row.cluster}"
    year_line, quarter_line, growth_line = row.source_line.split(";")
    implied = row.rank_2021_implied_if_violation
    yield Part("city_rank_2021", row.city, str(row.rank_2021), year_line, _rank(city, row.rank_2021, among, YEAR))
    yield Part(
        "city_rank_2022q1", row.city, str(row.rank_2022q1), quarter_line, _rank(city, row.rank_2022q1, among, QUARTER)
    )
    change = Expect(equals=row.rank_change)
    yield Part(
        "city_rank_change",
        row.city,
        f"{row.rank_change:+d}",
        quarter_line,
        RankChange(form="rank_change", subjects=(city,), among=among, earlier=YEAR, later=QUARTER, expect=change),
        contradicted=implied and f"the printed ranks are {row.rank_2021} and {row.rank_2022q1}; the ranks were taken",
    )
    yield Part(
        "city_growth_rank",
        row.city,
        str(row.growth_rank),
        growth_line,
        _rank(city, row.growth_rank, among, QUARTER, measure="growth"),
    )
    growth = Expect(equals=row.yoy_growth_mean_of_2021q1_and_2022q1_pct, within=0.05)
    term = Term(measure="growth")
    yield Part(
        "city_growth",
        row.city,
        f"{row.yoy_growth_mean_of_2021q1_and_2022q1_pct}%",
        growth_line,
        Number(form="number", term=term, each=(city,), periods=(QUARTER,), expect=growth),
        exact=True,
    )


def of_province(row: ProvinceRow) -> Iterator[Part]:
    """Rank of a province by the share or growth of an industry."""
    share = row.measure == "share"
    more = {"measure": "share", "whole": "industry:all"} if share else {"measure": "growth"}
    yield Part(
        f"industry_province_{'share' if share else 'growth'}",
        f"{row.industry}/{row.province}",
        str(row.rank),
        row.source_line,
        _rank(
            f"province:{row.province}",
            row.rank,
            "provinces",
            YEAR if share else QUARTER,
            context=f"industry:{row.industry}",
            **more,
        ),
    )


def of_cluster(row: ClusterRow) -> Iterator[Part]:
    """Rank of an industry in a cluster."""
    yield Part(
        "cluster_top3",
        f"{row.cluster}/{row.industry}",
        str(row.position),
        row.source_line,
        _rank(f"industry:{row.industry}", row.position, "industries", SPAN, context=f"cluster:{row.cluster}"),
    )


@dataclass(frozen=True)
class Table:
    """A file of a printed table: the model of its rows and the figures that a row holds."""

    file: str
    row: type[Model]
    parts: Callable[[Any], Iterator[Part]]


TABLES = (
    Table("cluster_city_rankings.csv", CityRow, of_city),
    Table("industry_province_top10.csv", ProvinceRow, of_province),
    Table("industry_top3_by_cluster.csv", ClusterRow, of_cluster),
)
