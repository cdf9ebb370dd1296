"""The work in DuckDB. Usage: with_duckdb.py RAW FORMAT OUT CORES MEMORY_GIB."""

import sys

import duckdb
from steps import MEASURING, READING, step

CLEAN_EVENTS = """
    COPY (
        SELECT DISTINCT ON (event_id)
            event_id,
            epoch_ms(ts) AS occurred_at,
            kind,
            city,
            coalesce(industry, 'unattributed') AS industry,
            organisation,
            amount,
            strftime(epoch_ms(ts) + INTERVAL 8 HOUR, '%Y') || 'Q' || quarter(epoch_ms(ts) + INTERVAL 8 HOUR) AS quarter
        FROM read_{format}('{raw}/usage/*/*.{format}', hive_partitioning = false)
    ) TO '{out}/events' (FORMAT parquet, PARTITION_BY (quarter))
"""
"""Shanghai has been eight hours ahead of UTC, winter and summer, in all years of the log."""

CELLS = """
    COPY (
        SELECT
            city,
            industry,
            quarter,
            kind,
            sum(amount) AS total,
            count(*) AS events,
            count(DISTINCT organisation) AS organisations
        FROM read_parquet('{out}/events/*/*.parquet', hive_partitioning = true)
        GROUP BY ALL
    ) TO '{out}/cells.parquet' (FORMAT parquet)
"""


def main(raw: str, format: str, out: str, cores: str, memory: str) -> None:
    """Clean events, then cells."""
    connection = duckdb.connect(
        config={
            "threads": int(cores),
            "memory_limit": f"{memory}GiB",
            "temp_directory": f"{out}/spill",
            "preserve_insertion_order": False,
        }
    )
    with step(READING):
        connection.execute(CLEAN_EVENTS.format(raw=raw, format=format, out=out))
    with step(MEASURING):
        connection.execute(CELLS.format(out=out))


main(*sys.argv[1:])
