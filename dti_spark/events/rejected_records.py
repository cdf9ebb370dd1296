"""The records that were rejected, as they were delivered."""

from collections.abc import Collection

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.events.events import WHAT_IS_SAID
from dti_spark.events.verdicts import Reason, Verdict
from dti_spark.tables import table


@table(
    "silver.rejected_records",
    grain="rejected record",
    columns=(c.source, c.file, c.run, c.batch, c.reason, c.record),
    key=(),
    nullable=(c.record,),
)
def rejected_records(
    records: DataFrame, events: DataFrame, *, untold: Collection[str], run: str, batch: int
) -> DataFrame:
    """Rejected records with their reason and their text.

    Rows: one per rejected record of a batch, from its `records` and the `events` made of them. A record that conflicts
    with an accepted copy was sound by itself and is told by its canonical columns, since its text was not kept; so are
    the rejected records of `untold` files, which are not among `records`. Nulls: `record`, when it is kept no longer.
    """
    alone = records.where(F.col("verdict") == Verdict.REJECTED.value)
    is_untold = F.col("file").isin(list(untold)) & (F.col("verdict") == Verdict.REJECTED.value)
    without_text = events.where((F.col("reason") == Reason.CONFLICTING_DUPLICATE.value) | is_untold)
    said = F.to_json(F.struct(*(F.col(column.name) for column in WHAT_IS_SAID)))
    rejected = alone.select("source", "file", "reason", "record").union(
        without_text.select("source", "file", "reason", said.alias("record"))
    )
    return rejected.select("*", F.lit(run).alias("run"), F.lit(batch).cast("bigint").alias("batch"))
