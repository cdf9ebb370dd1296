"""The runs: when each began, how it ended, and what it changed."""

from pyspark.sql import DataFrame

from dti_spark import columns as c
from dti_spark.events.ingested_files import COUNTS
from dti_spark.tables import table

READ = (c.files_read, c.records, *COUNTS)
"""What a run read, by verdict."""
CHANGED = (*READ, c.measured, c.indexed, c.release)


@table(
    "ops.runs",
    grain="run that ended; one that was started again under its id has a row for each start",
    columns=(
        c.run,
        c.started,
        c.finished,
        c.seconds,
        c.status,
        c.exit_code,
        c.error,
        *CHANGED,
        c.definition,
        c.code_version,
        c.application,
    ),
    key=(c.run, c.started),
    nullable=(c.error, *CHANGED),
)
def runs(members: DataFrame) -> DataFrame:
    """Runs that published, found nothing new, were refused or failed; a killed one is not here.

    Nulls: what a run did not get to; `release` where none was published.
    """
    return members
