"""Rows of the driver as frames, by way of Arrow: no Python runs on the executors."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import types as T
from pyspark.sql.pandas.types import to_arrow_schema


def frame(spark: SparkSession, rows: Sequence[Mapping[str, object]], schema: str | T.StructType) -> DataFrame:
    """Rows as a frame; keys that the schema does not name are left out.

    The rows are part of the plan but not of what plans and event logs print.
    """
    struct = T.StructType.fromDDL(schema) if isinstance(schema, str) else schema
    if not isinstance(struct, T.StructType):
        raise TypeError(f"{schema} is not the schema of a row")
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=to_arrow_schema(struct))
    return spark.createDataFrame(table, struct)
