"""Calendar quarters: `2021Q3` names a quarter, `2021` a year, and both sort as text."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

QUARTER = re.compile(r"^(\d{4})Q([1-4])$")


def number(quarter: str) -> int:
    """Count of quarters since year 0, so that differences are distances in quarters.

    >>> number("2021Q1") - number("2020Q1")
    4
    """
    match = QUARTER.match(quarter)
    if match is None:
        raise ValueError(f"{quarter!r} is not a quarter; write it as 2020Q1")
    return int(match[1]) * 4 + int(match[2]) - 1


def from_number(count: int) -> str:
    """The quarter that `number` counts.

    >>> from_number(number("2021Q4") + 1)
    '2022Q1'
    """
    return f"{count // 4:04d}Q{count % 4 + 1}"


def between(first: str, last: str) -> list[str]:
    """All quarters from first to last, both included; empty when last is before first."""
    return [from_number(n) for n in range(number(first), number(last) + 1)]


def shift(quarter: str, by: int) -> str:
    """The quarter `by` quarters later.

    >>> shift("2021Q1", -4)
    '2020Q1'
    """
    return from_number(number(quarter) + by)


def year(quarter: str) -> str:
    """The year that a quarter lies in."""
    return quarter[:4]


def of_year(year: str) -> list[str]:
    """The four quarters of a year."""
    return [f"{year}Q{q}" for q in range(1, 5)]


def complete_years(quarters: list[str]) -> list[str]:
    """The years all of whose four quarters are given.

    >>> complete_years(between("2020Q1", "2022Q1"))
    ['2020', '2021']
    """
    return sorted({year(q) for q in quarters if set(of_year(year(q))) <= set(quarters)})


def start(quarter: str, timezone: str) -> datetime:
    """The instant, in UTC, at which a quarter begins in a time zone."""
    count = number(quarter)
    local = datetime(count // 4, count % 4 * 3 + 1, 1, tzinfo=ZoneInfo(timezone))
    return local.astimezone(UTC)
