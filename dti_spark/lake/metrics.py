"""What Spark counts of its own work, and the connectors of storage of theirs, since they were last asked."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from py4j.protocol import Py4JError
from pyspark.sql import SparkSession

from dti_spark.lake.hadoop import java, located

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

RETRIES = "storage_retries"
RETRIED = "store_io_retry"
"""What the S3 connector calls the requests that it repeats; others count none."""

Cost = dict[str, int]
"""An amount for each name of `COUNTED`, and for `RETRIES`."""


class Meter:
    """Reads what stages cost since it was last read, and how often storage below `roots` was asked again.

    Spark keeps the data of its last 1000 stages (spark.ui.retainedStages), with or without its web page.
    """

    def __init__(self, spark: SparkSession, roots: Sequence[str] = ()) -> None:
        context: Any = spark.sparkContext
        self._context = context._jsc.sc()
        self._json = java(spark, "org.apache.spark.status.api.v1.JacksonMessageWriter")().mapper()
        self._statistics = java(spark, "org.apache.hadoop.fs.statistics.IOStatisticsSupport").retrieveIOStatistics
        self._spark, self._roots = spark, roots
        self._last, self._retried = -1, 0
        self.read()

    def read(self) -> Cost | None:
        """The cost since the last reading; None where Spark does not answer any more."""
        try:
            stages, retried = list(self._stages()), self._retries()
        except Py4JError:
            return None
        self._last = max((stage["stageId"] for stage in stages), default=self._last)
        cost = {name: sum(stage[counted] for stage in stages) for name, counted in COUNTED.items()}
        cost[RETRIES], self._retried = retried - self._retried, retried
        return cost

    def _retries(self) -> int:
        """How often the file systems of the roots have asked their storage again since they were opened."""
        systems = (located(self._spark, root)[0] for root in self._roots)
        # one bucket has one file system, whatever roots lie in it
        counted = {system.getUri().toString(): self._statistics(system) for system in systems}
        return sum(int(one.counters().getOrDefault(RETRIED, 0)) for one in counted.values() if one)

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
