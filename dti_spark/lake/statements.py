"""Statements of SQL in a session that only reads, or in one that may do all that Spark does."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from pyspark.errors import AnalysisException, ParseException, PySparkException
from pyspark.sql import SparkSession

from dti_spark.errors import UsageError
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import java

REFUSED = re.compile(r"dti sql only reads: [^\n]*")
CLASS = re.compile(r"^\[[A-Z0-9_.]+] ?")
"""How Spark begins a message."""


@dataclass(frozen=True)
class Answer:
    """The columns of a result, whose names may repeat, and its rows."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def only_read(spark: SparkSession, databases: Iterable[str]) -> None:
    """Let all sessions that begin beside this one read tables of some databases, and refuse everything else.

    Spark has no such switch. The rules that refuse are in ReadOnly.java; Janino, by which Spark compiles its own code,
    compiles them.
    """
    session: Any = spark
    compiler = java(spark, "org.codehaus.janino.SimpleCompiler")()
    compiler.setParentClassLoader(java(spark, "java.lang.Thread").currentThread().getContextClassLoader())
    compiler.cook((files("dti_spark.lake") / "ReadOnly.java").read_text(encoding="utf-8"))
    names, settings = java(spark, "java.util.ArrayList")(), java(spark, "java.util.HashMap")()
    for database in databases:
        names.add(database)
    for name, value in spark.conf.getAll.items():
        settings.put(name, value)
    words = session.sparkContext._gateway.new_array(java(spark, "java.lang.Object"), 2)
    words[0], words[1] = names, settings
    (constructor,) = compiler.getClassLoader().loadClass("dti_spark.ReadOnly").getConstructors()
    constructor.newInstance(words).inject(session._jsparkSession.extensions())


def answered(spark: SparkSession, statement: str, *, database: str) -> Answer:
    """What a statement gives, in a session of its own that begins in a database.

    Raises:
        UsageError: the statement is wrong, names what is not there, or is refused.
        StorageError: storage or Spark failed.
    """
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    beside = spark.newSession()
    with told("running the statement"):
        try:
            beside.sql(f"USE {database}")
            found = beside.sql(statement)
            return Answer(found.columns, [tuple(row) for row in found.collect()])
        except (AnalysisException, ParseException) as error:
            raise UsageError(f"the statement is wrong: {_sentence(error)}") from error
        except PySparkException as error:
            if refused := REFUSED.search(str(error)):
                raise UsageError(f"{refused[0]}; --writable lifts that") from error
            raise


def _sentence(error: PySparkException) -> str:
    """The first line that Spark says, without its code."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return re.sub(r" SQLSTATE: .*", "", CLASS.sub("", lines[0])).rstrip(". ")
