"""What the report prints, beside what a release says."""

from pyspark.sql import DataFrame

from dti_spark import columns as c
from dti_spark.tables import table


@table(
    "gold.published_check",
    grain="release that was verified and published figure",
    columns=(
        c.release,
        c.figure,
        c.claim,
        c.source_line,
        c.printed,
        c.computed,
        c.difference,
        c.tolerance,
        c.figure_verdict,
        c.figure_reason,
        c.promised,
    ),
    key=(c.release, c.figure),
    nullable=(c.difference,),
)
def published_check(members: DataFrame) -> DataFrame:
    """Every figure of the report against the index values of a release, as `dti verify` found them.

    Nulls: `difference`, where nothing could be computed.
    Source: the report, chapters 1 to 3, by line; readings in conf/published/readings.yml.
    """
    return members
