"""Cells as numbers: one 64-bit key in place of four texts, which groups, shuffles and sorts several times faster."""

from collections.abc import Sequence

from pyspark.sql import Column
from pyspark.sql import functions as F

INDUSTRIES = 1_000
CITIES = 1_000_000
USAGES = 1_000
"""Room for the place of an industry, a city code and the place of a kind of usage: `qqq cccccc iii uuu`."""


def place_in(members: Sequence[str], member: Column) -> Column:
    """The place of a member in a list, from 1 on; 0 where the list has no such member, null for null."""
    return F.array_position(F.array(*(F.lit(name) for name in members)), member)


def number(city: Column, industry: Column, quarter: Column, usage: Column) -> Column:
    """The number of a cell; `city` is a code of six digits, the others are places in lists."""
    return ((quarter * CITIES + city.cast("bigint")) * INDUSTRIES + industry) * USAGES + usage


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


def quarter_of(cell: Column, quarters: Sequence[str]) -> Column:
    """The quarter, from the list in which the cell's number has its place."""
    place = _shifted(cell, USAGES * INDUSTRIES * CITIES).cast("int")
    return F.element_at(F.array(*(F.lit(name) for name in quarters)), place)


def _shifted(number: Column, by: int) -> Column:
    return F.call_function("div", number, F.lit(by).cast("bigint"))
