"""The change of a value between any two periods, split into parts that add up to it exactly."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.methods import compare
from dti_spark.tables import table

WHOLE = "whole"
"""The part that is the value itself."""
ON = ("index", "region_type", "region", "industry", "node")


@table(
    "view.changes",
    grain="part of the value, and the whole",
    columns=(c.change_part, c.points_before, c.points_now, c.change, c.change_contribution, c.share_of_change),
    key=(c.change_part,),
    nullable=(c.change_contribution, c.share_of_change),
)
def changes(contributions: DataFrame, parts: DataFrame, *, since: str, until: str) -> DataFrame:
    """What the change of a value comes from.

    `parts` names what the value is split into, and the value itself as `whole`, by the key of `contributions`. Rows:
    one per part, the whole first and then the largest change. Units: points of the index; the changes of the parts add
    up to that of the whole to the last bit. Nulls: rates where the whole was 0, shares where it did not change.
    Source: growth accounting, as in `contributions`.
    """
    when = {"points_before": since, "points": until}
    beside = (
        contributions.where(F.col("period").isin(since, until))
        .join(F.broadcast(parts), on=list(ON), how="inner")
        .groupBy("part")
        .agg(*(F.sum(F.when(F.col("period") == period, F.col("points"))).alias(name) for name, period in when.items()))
        .select("*", (F.col("points") - F.col("points_before")).alias("change"))
    )
    is_whole = F.col("part") == WHOLE
    everything = Window.partitionBy()

    def of_whole(name: str) -> Column:
        return F.max(F.when(is_whole, F.col(name))).over(everything)

    return beside.select(
        "*",
        compare.share(F.col("change"), of_whole("points_before")).alias("contribution"),
        compare.share(F.col("change"), of_whole("change")).alias("share_of_change"),
    ).orderBy(~is_whole, F.desc(F.abs("change")), "part")
