"""The work in Polars. Usage: with_polars.py RAW FORMAT OUT CORES MEMORY_GIB; Polars keeps to no memory limit."""

import os
import sys

from steps import MEASURING, READING, step


def main(raw: str, format: str, out: str, cores: str, _: str) -> None:
    """Clean events, then cells; Shanghai is eight hours ahead of UTC in all years of the log."""
    os.environ["POLARS_MAX_THREADS"] = cores
    import polars as pl

    with step(READING):
        read = pl.scan_ndjson if format == "json" else pl.scan_parquet
        local = pl.from_epoch("ts", time_unit="ms").dt.offset_by("8h")
        clean = (
            read(f"{raw}/usage/*/*.{format}")
            .unique("event_id", keep="any")
            .select(
                "event_id",
                pl.from_epoch("ts", time_unit="ms").alias("occurred_at"),
                "kind",
                "city",
                pl.col("industry").fill_null("unattributed"),
                "organisation",
                "amount",
                pl.format("{}Q{}", local.dt.year(), local.dt.quarter()).alias("quarter"),
            )
        )
        clean.sink_parquet(pl.PartitionBy(f"{out}/events", key="quarter"), mkdir=True)
    with step(MEASURING):
        cells = (
            pl.scan_parquet(f"{out}/events/*/*.parquet", hive_partitioning=True)
            .group_by("city", "industry", "quarter", "kind")
            .agg(
                pl.col("amount").sum().alias("total"),
                pl.len().alias("events"),
                pl.col("organisation").n_unique().alias("organisations"),
            )
        )
        cells.sink_parquet(f"{out}/cells.parquet")


main(*sys.argv[1:])
