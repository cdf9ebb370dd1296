"""The releases: what was published, when, and from what."""

from pyspark.sql import DataFrame

from dti_spark import columns as c
from dti_spark.tables import table


@table(
    "gold.releases",
    grain="run that published",
    columns=(
        c.release,
        c.run,
        c.methodology,
        c.definition,
        c.index_definition,
        c.code_version,
        c.last_batch,
        c.files,
        c.refreshed,
        c.table_versions,
        c.started,
        c.finished,
        c.status,
    ),
    key=(c.release,),
)
def releases(members: DataFrame) -> DataFrame:
    """Releases in the order in which they were published; Delta's `versionAsOf` reads the tables of each."""
    return members
