"""From numbered rows to raw records: usage, its faults, and the text lines of the formats that have lines."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark.definition.model import Definition, Source
from dti_spark.demo.chance import Chance
from dti_spark.demo.faults import CORRUPT, Delivery, injected, possible, without
from dti_spark.demo.fields import Names
from dti_spark.demo.logs import Log
from dti_spark.demo.population import DEFAULT_LAYER, Population, layers
from dti_spark.demo.usage import Product, usage

CORRUPT_SHARE = 0.6
"""How much of a corrupt JSON line is left."""
CORRUPT_COLUMNS = 2
"""How many columns of a corrupt row of a text table are left."""


def at_will(ids: DataFrame, definition: Definition, people: Population, log: Log, *, seed: int) -> DataFrame:
    """Usage of one log that meets no targets: one row per row of `ids` (column `id`), as `usage` makes it."""
    layer = layers(definition).get(log.source, DEFAULT_LAYER)
    return usage(ids, people, Product(layer, log.favours, log.kinds), Chance(seed, log.source))


def delivered(
    clean: DataFrame, definition: Definition, log: Log, *, seed: int, delivery: Delivery, faults: float
) -> DataFrame:
    """The usage that one log tells of, as delivered: with its faults, and `dt`, its day of delivery.

    Rows: those of `clean`, and those that faults add. `dt` counts days since 1970.
    """
    if not faults:
        return without(clean, delivery)
    source = definition.source(log.source)
    kinds = {kind: {str(m) for m in measures} for kind, measures in definition.kinds(log.source).items()}
    return injected(
        clean,
        Chance(seed, log.source),
        delivery,
        rate=faults,
        faults=possible(source, kinds, industry=log.industry, floating=log.floating),
        measured=sorted(kinds),
    )


def records(usage: DataFrame, people: Population, log: Log) -> DataFrame:
    """Raw records of one log: its fields, and `dt` (date), `fault` and `coin` of the record behind them."""
    fields = [column.alias(name) for name, column in log.fields(Names(people)).items()]
    return usage.select(*fields, F.date_from_unix_date("dt").alias("dt"), "fault", "coin")


def lines(records: DataFrame, source: Source) -> DataFrame:
    """Records of a text format as lines, in a column whose name is the header line; corrupt ones are cut short."""
    names = [name for name in records.columns if name not in ("dt", "fault", "coin")]
    record = F.struct(*(F.col(f"`{name}`") for name in names))
    corrupt = F.col("fault") == CORRUPT
    if source.format == "json":
        line = F.to_json(record)
        cut = F.substring(line, F.lit(1), F.floor(F.length(line) * CORRUPT_SHARE).cast("int"))
        return records.select(F.when(corrupt, cut).otherwise(line).alias("line"), "dt")
    separator = source.options.get("sep", ",")
    line = F.to_csv(record, {"sep": separator})
    return records.select(_cut(line, separator, corrupt).alias(separator.join(names)), "dt")


def _cut(line: Column, separator: str, corrupt: Column) -> Column:
    """Rows of a text table; half of the corrupt ones lack columns (the others have words in place of a number)."""
    short = F.substring_index(line, separator, CORRUPT_COLUMNS)
    return F.when(corrupt & (F.col("coin") >= 0.5), short).otherwise(line)
