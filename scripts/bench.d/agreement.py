"""Whether contenders found the same."""

import duckdb

TOLERANCE = 1e-9
"""Largest relative difference of totals, which most contenders add up as floating point numbers."""

DIFFERENT = """
    FROM ours FULL JOIN theirs USING (city, industry, quarter, kind)
    WHERE ours.events IS DISTINCT FROM theirs.events
    OR ours.organisations IS DISTINCT FROM theirs.organisations
    OR abs(ours.total - theirs.total) > {tolerance} * abs(ours.total)
    OR ours.total IS NULL
    OR theirs.total IS NULL
"""


class DisagreementError(Exception):
    """Two contenders found different cells."""


def agreed(found: dict[str, str]) -> tuple[int, int]:
    """Number of cells and of events, on which all agree; `found` is the SQL that reads each contender's cells.

    Raises:
        DisagreementError: with the number of cells that differ, and one of them.
    """
    connection = duckdb.connect()
    (first, ours), *others = found.items()
    connection.execute(f"CREATE TABLE ours AS {ours}")
    for name, theirs in others:
        connection.execute(f"CREATE OR REPLACE TABLE theirs AS {theirs}")
        different = connection.execute(f"SELECT * {DIFFERENT.format(tolerance=TOLERANCE)}").fetchall()
        if different:
            raise DisagreementError(f"{first} and {name} differ in {len(different)} cells; one is {different[0]}")
    cells, events = connection.execute("SELECT count(*), sum(events) FROM ours").fetchall()[0]
    return int(cells), int(events)
