"""The Spark session: what every place to run has in common, and what a profile adds."""

import logging
import os
import re
from collections.abc import Iterable, Mapping

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from dti_spark.definition.model import Profile
from dti_spark.lake import jars
from dti_spark.lake.event_log import event_log, make_folder
from dti_spark.lake.failures import no_start
from dti_spark.lake.jvm_log import log_file, printing_to

MEANING = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.databricks.delta.schema.autoMerge.enabled": "false",
}
"""Settings that results rest on; a profile cannot change them."""

QUIET = {
    "spark.ui.showConsoleProgress": "false",
    # the place in Python where each Column was made: a third of the time it takes to put expressions together
    "spark.python.sql.dataFrameDebugging.enabled": "false",
}

DELTA = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
}

S3A = {
    # a missing bucket is told at once, not when the first object is written
    "spark.hadoop.fs.s3a.bucket.probe": "2",
    # a few tries within seconds; as shipped, S3A goes on trying a dead endpoint for minutes
    "spark.hadoop.fs.s3a.attempts.maximum": "2",
    "spark.hadoop.fs.s3a.retry.limit": "3",
    "spark.hadoop.fs.s3a.retry.interval": "500ms",
    "spark.hadoop.fs.s3a.connection.establish.timeout": "15s",
}
"""What a lake or logs on S3 need beside the connector; a profile may set them otherwise."""


LAUNCHED = ("spark.master", "spark.driver.memory")
"""Settings that are the launcher's under spark-submit."""


def session(profile: Profile, roots: Iterable[str] = (), *, name: str = "dti_spark") -> SparkSession:
    """The running session, or a new one with the profile's settings and what the storage of `roots` needs.

    Under spark-submit the launcher has already chosen master, memory and jars; elsewhere the profile does. What the JVM
    prints goes to `log_file()`.
    """
    on_s3 = any(root.startswith("s3a://") for root in (*roots, profile.event_log or ""))
    settings = {key: value for _, layer in layers(profile, on_s3=on_s3) for key, value in layer.items()}
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    if not submitted:
        settings |= _jars(settings, on_s3)
    builder = SparkSession.builder.appName(name)
    for key, value in settings.items():
        if not (submitted and key in LAUNCHED):
            builder = builder.config(key, value)
    try:
        make_folder(profile)
        with printing_to(log_file()):
            spark = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise no_start(str(error), memory=settings.get("spark.driver.memory", "1g")) from error
    # pyspark logs every failed query with its whole Java stack; errors are told in one sentence instead
    logging.getLogger("DataFrameQueryContextLogger").setLevel(logging.CRITICAL)
    spark.sparkContext.setLogLevel("WARN")
    return spark


def layers(profile: Profile, *, on_s3: bool) -> list[tuple[str, dict[str, str]]]:
    """Spark's settings by where they come from; a later layer has the last word."""
    return [
        ("product, for s3a://", S3A if on_s3 else {}),
        ("profile", profile.spark | event_log(profile)),
        ("product, fixed", DELTA | MEANING | QUIET),
    ]


def _jars(settings: Mapping[str, str], on_s3: bool) -> dict[str, str]:
    """The setting that brings Delta, and on S3 its connector, to Spark; beside them what the profile names there."""
    wanted, folder = jars.locked(jars.SETS if on_s3 else ("delta",)), jars.kept_in()
    jars.fetch(wanted, folder)
    # executors that are threads of the driver share its class path; spark.jars would copy every jar at each start
    local = re.fullmatch(r"local(\[.*])?", settings.get("spark.master", "local"))
    key, between = ("spark.driver.extraClassPath", os.pathsep) if local else ("spark.jars", ",")
    named = [settings[key]] if key in settings else []
    return {key: between.join([*map(str, jars.paths(wanted, folder)), *named])}
