"""Every table of a lake."""

from typing import Any

from dti_spark.events.events import events
from dti_spark.events.ingested_files import ingested_files
from dti_spark.events.rejected_records import rejected_records
from dti_spark.ops.run_steps import run_steps
from dti_spark.ops.runs import runs
from dti_spark.pipeline import releasing
from dti_spark.tables import Table
from dti_spark.views.published_check import published_check
from dti_spark.views.releases import releases

OPS = (run_steps, runs)
TABLES: tuple[Table[Any], ...] = (
    events,
    rejected_records,
    ingested_files,
    *releasing.TABLES,
    releases,
    published_check,
    *OPS,
)
