"""Cells as numbers: one 64-bit key in place of four texts, which groups, shuffles and sorts several times faster."""

from collections.abc import Sequence

from pyspark.sql import Column
from pyspark.sql import functions as F

INDUSTRIES = 1_000
CITIES = 1_000_000
USAGES = 1_000
"""Room for the number of an industry, a city code and a kind of usage: `qqqq cccccc iii uuu`."""


def place_in(members: Sequence[str], member: Column) -> Column:
    """The place of a member in a list, from 1 on; 0 where the list has no such member, null for null."""
    return F.array_position(F.array(*(F.lit(name) for name in members)), member)


def number(city: Column, industry: Column, quarter: Column, usage: Column) -> Column:
    """The number of a cell; `industry` and `usage` are places in lists, `city` is a code of six digits."""
    quarters = F.substring(quarter, 1, 4).cast("bigint") * 4 + F.substring(quarter, 6, 1).cast("bigint") - 1
    return ((quarters * CITIES + city.cast("bigint")) * INDUSTRIES + industry) * USAGES + usage


def usage_of(cell: Column) -> Column:
    """The place of the kind of usage in its list."""
    return F.pmod(cell, F.lit(USAGES)).cast("int")


def industry_of(cell: Column, industries: Sequence[str]) -> Column:
    """The industry, from the list in which the cell's number has its place."""
    place = F.pmod(_shifted(cell, USAGES), F.lit(INDUSTRIES)).cast("int")
    return F.element_at(F.array(*(F.lit(name) for name in industries)), place)


def city_of(cell: Column) -> Column:
    """The city's code."""
    return F.lpad(F.pmod(_shifted(cell, USAGES * INDUSTRIES), F.lit(CITIES)).cast("string"), 6, "0")


def quarter_of(cell: Column) -> Column:
    """The quarter, as 2021Q3."""
    quarters = _shifted(cell, USAGES * INDUSTRIES * CITIES)
    year = F.lpad(_shifted(quarters, 4).cast("string"), 4, "0")
    return F.concat(year, F.lit("Q"), (F.pmod(quarters, F.lit(4)) + 1).cast("string"))


def _shifted(number: Column, by: int) -> Column:
    return F.call_function("div", number, F.lit(by).cast("bigint"))
