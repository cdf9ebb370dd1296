"""What Spark counts of its own work: rows, bytes, shuffle and spill of the stages that ran in between."""

import json
from collections.abc import Iterator
from typing import Any

from py4j.protocol import Py4JError
from pyspark.sql import SparkSession

from dti_spark.lake.hadoop import java

COUNTED = {
    "rows_in": "inputRecords",
    "bytes_read": "inputBytes",
    "rows_out": "outputRecords",
    "bytes_written": "outputBytes",
    "shuffle_written": "shuffleWriteBytes",
    "shuffle_read": "shuffleReadBytes",
    "spilled_memory": "memoryBytesSpilled",
    "spilled_disk": "diskBytesSpilled",
    "tasks": "numCompleteTasks",
    "failed_tasks": "numFailedTasks",
}
"""Columns of ops.run_steps, and what Spark calls them in the data of a stage."""

Cost = dict[str, int]
"""An amount for each name of `COUNTED`."""


class Meter:
    """Reads what the stages cost that began since it was last read.

    Spark keeps the data of its last 1000 stages (spark.ui.retainedStages), with or without its web page.
    """

    def __init__(self, spark: SparkSession) -> None:
        context: Any = spark.sparkContext
        self._context = context._jsc.sc()
        self._json = java(spark, "org.apache.spark.status.api.v1.JacksonMessageWriter")().mapper()
        self._last = -1
        self.read()

    def read(self) -> Cost | None:
        """The cost since the last reading; None where Spark does not answer any more."""
        try:
            stages = list(self._stages())
        except Py4JError:
            return None
        self._last = max((stage["stageId"] for stage in stages), default=self._last)
        return {name: sum(stage[counted] for stage in stages) for name, counted in COUNTED.items()}

    def _stages(self) -> Iterator[dict[str, Any]]:
        """The data of the new stages, by one call for all of them."""
        # events reach the store behind the work that they tell of
        self._context.listenerBus().waitUntilEmpty()
        store = self._context.statusStore()
        # newest first; without single tasks, and without quantiles, which are none by default
        stages = store.stageList(None, False, False, getattr(store, "stageList$default$4")(), None)
        if stages.isEmpty():
            return
        new = stages.head().stageId() - self._last
        # a stage that was tried again is there once for each attempt
        while new < stages.size() and stages.apply(new).stageId() > self._last:
            new += 1
        yield from json.loads(self._json.writeValueAsString(stages.take(new)))
