"""Laws that hold in gold, asked of a database that is not Spark."""

from pathlib import Path
from typing import Any

import duckdb
from lakes import GOLD, VIEWS, delta

Rows = list[tuple[Any, ...]]


def register(database: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """The published tables and the weights of a lake under their names, read as they are asked for."""
    for name in (*GOLD, *VIEWS, "silver.weights"):
        database.register(name.split(".")[1], delta(lake, name).to_pyarrow_dataset())
    database.execute("create macro far(a, b) as a is null or b is null or abs(a - b) > 1e-9 * greatest(abs(a), abs(b))")


def some(gold: duckdb.DuckDBPyConnection, query: str) -> Rows:
    """The first rows that break a law."""
    return gold.execute(f"{query} limit 10").fetchall()
