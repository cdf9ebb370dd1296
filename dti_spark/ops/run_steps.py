"""The steps of runs: how long each took, and what Spark read, wrote, moved and spilled for it."""

from pyspark.sql import DataFrame

from dti_spark import columns as c
from dti_spark.tables import table

COSTS = (
    c.rows_in,
    c.bytes_read,
    c.rows_out,
    c.bytes_written,
    c.shuffle_written,
    c.shuffle_read,
    c.spilled_memory,
    c.spilled_disk,
    c.tasks,
    c.failed_tasks,
    c.storage_retries,
)


@table(
    "ops.run_steps",
    grain="run and step",
    columns=(c.run, c.run_started, c.step, c.step_name, c.started, c.seconds, *COSTS, c.outcome, c.error),
    key=(c.run, c.run_started, c.step),
    nullable=(*COSTS, c.error),
)
def run_steps(members: DataFrame) -> DataFrame:
    """Steps of every run that ended, in order, with Spark's metrics of the stages that began in them.

    Steps follow each other, so no stage belongs to two. Nulls: the costs of a step that took Spark down with it.
    """
    return members
