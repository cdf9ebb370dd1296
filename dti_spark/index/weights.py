"""How much each node weighs: from blind expert scores."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.methods import weigh
from dti_spark.tables import table


@table(
    "silver.weights",
    grain="index and node below the root",
    columns=(c.index, c.node, c.parent, c.weight, c.experts, c.mean_score),
    key=(c.index, c.node),
    constraints={"weight_is_a_share": "weight > 0 and weight <= 1"},
)
def weights(expert_scores: DataFrame) -> DataFrame:
    """Weights of the nodes within their parents.

    Rows: one per scored node. Units: fractions that add to 1 within a parent.
    Source: report, chapter 1 (experts score from 1 to 5; alpha_j = share of all scores within the parent).
    """
    scored = expert_scores.groupBy("index", "parent", "node").agg(
        F.sum("score").alias("score_sum"),
        F.count("*").alias("experts"),
        F.avg("score").alias("mean_score"),
    )
    return scored.select(
        "index",
        "node",
        "parent",
        weigh.score_share(F.col("score_sum"), F.col("index"), F.col("parent")).alias("weight"),
        "experts",
        "mean_score",
    )
