"""The lists of conf/: a class for the rows of each CSV file."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dti_spark.definition.words import Blank, Code, Id, Lines, Model, Text


class City(Model):
    """A row of cities.csv."""

    city_code: Code
    name_zh: Text
    full_name_zh: Text
    name_en: Text
    province_code: Code
    province_zh: Text
    province_en: Text
    tier: Annotated[str, StringConstraints(pattern=r"^[1-9]$")]
    tier_source: Text
    cluster: Blank
    economic_region: Text
    hu_line: Literal["southeast", "northwest"]
    longitude: float = Field(ge=73, le=136)
    latitude: float = Field(ge=3, le=54)
    admin_type: Text
    geonames_id: int


class Province(Model):
    """A row of provinces.csv."""

    province_code: Code
    name_zh: Text
    full_name_zh: Text
    name_en: Text
    iso_3166_2: Annotated[str, StringConstraints(pattern=r"^CN-[A-Z]{2}$")]
    economic_region: Text
    city_count: int


class EconomicRegion(Model):
    """A row of economic_regions.csv, in the order of the National Bureau of Statistics."""

    economic_region: Text
    name_zh: Text
    name_en: Text


class Cluster(Model):
    """A row of clusters.csv."""

    id: Id
    name_zh: Text
    name_en: Text
    member_count: int
    basis: Text
    source: Text


class Tier(Model):
    """A row of tiers.csv: a class of the source list and the tier it falls in."""

    tier_source: Text
    tier_source_city_count: int
    tier: Annotated[str, StringConstraints(pattern=r"^[1-9]$")]
    tier_name_zh: Text
    tier_name_en: Text
    tier_city_count: int
    alt_tier: Text
    alt_tier_city_count: int


class Industry(Model):
    """A row of industries.csv."""

    id: Id
    name_zh: Text
    name_en: Text
    industry_group: Id
    industry_group_zh: Text
    sector_class: Text
    gbt4754_section: Text
    gbt4754_divisions: Text
    isic_rev4_section: Text
    basis: Text
    seed_lines: Text
    note: Blank
    named_in_report: Literal["yes", "no"]


class Formation(Model):
    """A row of formations.csv: a region that belongs to a part of a regional formation of one industry."""

    formation: Id
    name_zh: Text
    name_en: Text
    kind: Literal["area", "belt", "line"]
    industry: Id
    part: Id
    part_zh: Text
    part_en: Text
    region_type: Literal["economic_region", "province", "cluster", "tier", "city", "hu_line"]
    region: Text
    source_lines: Lines
    basis: Literal["printed", "reconstructed"]


class Score(Model):
    """A row of expert_scores.csv: how important one expert finds one node, 1 (least) to 5 (most)."""

    index: Id
    parent: Id
    node: Id
    expert: Text
    score: int = Field(ge=1, le=5)
