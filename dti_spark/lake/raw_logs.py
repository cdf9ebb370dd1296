"""Synthetic raw logs, written as cloud storage would hold them: ROOT/source/dt=YYYY-MM-DD/part files."""

import logging
from datetime import date, timedelta
from functools import reduce

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dti_spark import quarters
from dti_spark.definition.model import Definition, Source
from dti_spark.demo.calibrated.aims import check_quarters
from dti_spark.demo.calibrated.drawn import PIECES, drawn, pieces
from dti_spark.demo.calibrated.plan import Plan, plan
from dti_spark.demo.calibrated.wanted import Wanted
from dti_spark.demo.chance import Chance
from dti_spark.demo.faults import NEW_NUMBERS, Delivery, ledger
from dti_spark.demo.logs import LOGS, Log, shares
from dti_spark.demo.population import Population, population
from dti_spark.demo.records import at_will, delivered, lines, records
from dti_spark.demo.usage import first_day, last_day
from dti_spark.errors import UsageError
from dti_spark.lake.frames import frame
from dti_spark.lake.hadoop import located

LEDGER, README = "_faults", "_README.txt"
FILE_RECORDS = 2_000_000
"""No raw file holds more records."""
NUMBERS = 2 * NEW_NUMBERS
"""Numbers for the events of logs that begin with one quarter; those that begin with the next have the following."""
NO_SEPARATOR = "\u0001"
"""A character that no line holds, so that the CSV writer leaves lines as they are."""

ABOUT = (
    "Synthetic logs: every record is made up, none is Tencent's or comes from use of a real product. "
    "Written by dti generate for\n"
)
CALIBRATED = "calibrated to published figures of the Digital Transformation Index Report 2022, not Tencent's data"
POOLED = ", with the industries of small cities in larger neighbours, for want of events"
FREE = "free, calibrated to nothing"

log_of_run = logging.getLogger(__name__)


def generate(
    spark: SparkSession,
    definition: Definition,
    raw: str,
    *,
    events: int,
    seed: int,
    first: str,
    last: str,
    faults: float,
    every: int,
    wanted: Wanted | None = None,
) -> None:
    """Write made-up logs of all sources for the quarters first to last, the same ones for the same seed.

    `wanted`: what index values the sums shall give; None: usage at will, which meets no figures, for load tests.
    `events` clean events in all; `every`: days that one dt= folder holds, named after the last of them; `faults`: for
    about that share of the measured events a faulty record is added (a late event is moved instead), and listed in
    RAW/_faults/ as JSON lines with the verdict and reason that it should earn. Not listed, because normal logs hold
    them: gpu_hours, views and comments, which no indicator measures. Quarters that follow may be added to the same
    place. Errors: UsageError where the numbers make no sense, where events are too few for what is wanted or it is of
    other quarters, or where there already are logs of these days.
    """
    raw = raw.rstrip("/")
    _check(events, first, last, faults, every)
    if wanted:
        check_quarters(wanted, first, last)
    people = population(definition, first, last)
    delivery = Delivery(first_day(people), last_day(people), every)
    logs = [log for log in LOGS if any(log.source == source.id for source in definition.sources)]
    _refuse_to_mix(spark, raw, [definition.source(log.source) for log in logs], delivery)
    planned = plan(definition, wanted, events) if wanted else None
    ledgers = []
    for log, share in zip(logs, shares(logs, events), strict=True):
        source = definition.source(log.source)
        count = planned.events(log.source) if planned else share
        if planned:
            clean = _planned(spark, planned, people, log, seed=seed, first=first, count=count)
        else:
            clean = at_will(_ids(spark, first, count), definition, people, log, seed=seed)
        usage = delivered(clean, definition, log, seed=seed, delivery=delivery, faults=faults)
        _write(records(_by_folder(usage, delivery, count), people, log), source, raw)
        ledgers.append(ledger(records(usage, people, log), source, log.clock))
        log_of_run.info("wrote %d synthetic events of %s, %s", count, log.source, CALIBRATED if planned else FREE)
    if faults:
        parts = 1 + int(events * faults) // FILE_RECORDS
        reduce(DataFrame.unionByName, ledgers).repartition(parts).write.mode("append").json(f"{raw}/{LEDGER}")
    kind = FREE if planned is None else CALIBRATED + (POOLED if planned.pooled else "")
    _write_readme(spark, raw, f"{first} to {last}: {events} events, seed {seed}, faults {faults:g}; {kind}.\n")


def _check(events: int, first: str, last: str, faults: float, every: int) -> None:
    if not 1 <= events < NEW_NUMBERS:
        raise UsageError(f"generate: {events} events; give a number from 1 to {NEW_NUMBERS - 1}")
    for quarter in (first, last):
        if not quarters.QUARTER.match(quarter):
            raise UsageError(f"generate: {quarter} is not a quarter; write it as 2020Q1")
    if quarters.number(last) < quarters.number(first):
        raise UsageError(f"generate: the last quarter, {last}, is before the first, {first}")
    if not 0 <= faults <= 1:
        raise UsageError(f"generate: faults {faults} is no share; give a number from 0 to 1")
    if every < 1:
        raise UsageError(f"generate: {every} days a folder; give 1 or more")


def _ids(spark: SparkSession, first: str, count: int) -> DataFrame:
    """Numbers of the events; one task makes no more of them than one file holds."""
    start = quarters.number(first) * NUMBERS
    return spark.range(start, start + count, 1, _tasks(spark, count))


def _planned(
    spark: SparkSession, planned: Plan, people: Population, log: Log, *, seed: int, first: str, count: int
) -> DataFrame:
    """Clean usage as planned, numbered as `_ids` does it."""
    cells = pieces(planned, log.source, people, quarters.number(first) * NUMBERS)
    rows = [dict(zip(PIECES.names, cell, strict=True)) for cell in cells]
    return drawn(frame(spark, rows, PIECES).repartition(_tasks(spark, count)), people, log, Chance(seed, log.source))


def _tasks(spark: SparkSession, count: int) -> int:
    return max(spark.sparkContext.defaultParallelism, -(-count // FILE_RECORDS))


def _by_folder(usage: DataFrame, delivery: Delivery, count: int) -> DataFrame:
    """Usage with what one file will hold together, in order of time: one file a folder, more where that is too much."""
    pieces = -(-count // (delivery.count * FILE_RECORDS))
    return usage.repartition("dt", F.pmod("id", F.lit(pieces))).sortWithinPartitions("dt", "day", "second", "id")


def _write(raw_records: DataFrame, source: Source, raw: str) -> None:
    """Write one log in its format, to the folder and with the ending that the source's path asks for."""
    folder = f"{raw}/{_folder(source)}"
    if source.format == "parquet":
        fields = raw_records.drop("fault", "coin")
        fields.write.partitionBy("dt").option("maxRecordsPerFile", FILE_RECORDS).mode("append").parquet(folder)
        return
    extension, _, packed = source.path.rpartition("*.")[2].partition(".")
    lines(raw_records, source).write.partitionBy("dt").mode("append").options(
        maxRecordsPerFile=FILE_RECORDS,
        header=source.options.get("header", "false"),
        sep=NO_SEPARATOR,
        quote="",
        ignoreLeadingWhiteSpace="false",
        ignoreTrailingWhiteSpace="false",
        extension=extension,
        compression="gzip" if packed else "none",
    ).csv(folder)


def _refuse_to_mix(spark: SparkSession, raw: str, sources: list[Source], delivery: Delivery) -> None:
    """Logs of the same days twice would give events of the same ids."""
    first, last = (date(1970, 1, 1) + timedelta(days=day) for day in (delivery.first, delivery.last))
    for source in sources:
        folder = f"{raw}/{_folder(source)}"
        file_system, pattern = located(spark, f"{folder}/dt=*")
        names = [str(found.getPath().getName()) for found in file_system.globStatus(pattern) or []]
        taken = [name for name in names if f"dt={first}" <= name <= f"dt={last}"]
        if taken:
            raise UsageError(f"{folder}/{min(taken)} holds logs of these days already; give a place without any")


def _folder(source: Source) -> str:
    """The source's folder below the raw root."""
    return source.path.partition("/")[0]


def _write_readme(spark: SparkSession, raw: str, made: str) -> None:
    """Say beside the logs that they are made up, and how; what earlier deliveries said stays."""
    file_system, path = located(spark, f"{raw}/{README}")
    before = ABOUT.encode()
    if file_system.exists(path):
        stream = file_system.open(path)
        before = bytes(stream.readAllBytes())
        stream.close()
    stream = file_system.create(path, True)
    stream.write(bytearray(before + made.encode()))
    stream.close()
