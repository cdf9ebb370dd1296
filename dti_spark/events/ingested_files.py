"""The ledger: every raw file that was read, and what became of its records."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.events.verdicts import Verdict
from dti_spark.tables import table

COUNTS = (c.accepted, c.duplicate, c.skipped, c.rejected)


@table(
    "silver.ingested_files",
    grain="raw file and delivery",
    columns=(c.source, c.file, c.size, c.modified, c.state, c.run, c.batch, c.records, *COUNTS, c.quarters, c.reading),
    key=(c.source, c.file, c.modified),
    constraints={"nothing_is_lost": "records = accepted + duplicate + skipped + rejected"},
)
def ingested_files(events: DataFrame, listing: DataFrame) -> DataFrame:
    """Files of a batch with their records by verdict; this table alone decides what has been read.

    Rows: one per file of `listing` (source, file, size, modified_micros, reading, state, run, batch), also for a file
    without records. `events` are the rows that the batch committed. `quarters` holds those that gained accepted events.
    """
    is_accepted = F.col("verdict") == Verdict.ACCEPTED.value
    # counted by few and small keys first: collecting a set row by row takes about twice as long
    by_quarter = events.groupBy("source", "file", "verdict", "quarter").agg(F.count("*").alias("records"))
    counted = by_quarter.groupBy("source", "file").agg(
        F.sum("records").alias("records"),
        *(
            F.sum(F.when(F.col("verdict") == Verdict(column.name).value, F.col("records"))).alias(column.name)
            for column in COUNTS
        ),
        F.array_sort(F.collect_set(F.when(is_accepted, F.col("quarter")))).alias("quarters"),
    )
    return listing.join(counted, on=["source", "file"], how="left").select(
        "source",
        "file",
        "size",
        F.timestamp_micros("modified_micros").alias("modified"),
        "state",
        "run",
        "batch",
        *(
            F.coalesce(F.col(column.name), F.lit(0)).cast("bigint").alias(column.name)
            for column in (c.records, *COUNTS)
        ),
        F.coalesce(F.col("quarters"), F.array().cast("array<string>")).alias("quarters"),
        "reading",
    )
