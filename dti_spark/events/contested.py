"""Which event ids occur more than once: found from the ids alone, before any wide row is looked at."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.tables import table


@table("staging.contested", grain="event id that must be compared", columns=(c.id_number,), key=(c.id_number,))
def contested(ids: DataFrame, accepted: DataFrame) -> DataFrame:
    """Event ids of a batch that occur twice in it, or that an earlier batch accepted.

    Rows: one per such id. `ids` holds the `id_number` of every record of the batch that has an id, whatever its
    verdict; `accepted` are rows of silver.events. Two ids with the same number only add rows to compare.
    """
    # each number goes straight to its partition: nearly all are different, so that nothing is gained by counting before
    repeated = ids.repartition("id_number").groupBy("id_number").count().where(F.col("count") > 1)
    seen = accepted.select(number(F.col("event_id")).alias("id_number")).join(ids, on="id_number", how="left_semi")
    return repeated.select("id_number").union(seen).distinct()


def number(event_id: Column) -> Column:
    """The number of an event id."""
    return F.xxhash64(event_id)
