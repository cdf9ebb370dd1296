"""What must hold in a release before it counts, whatever made its tables."""

from collections.abc import Iterator

from pyspark.sql import Column, DataFrame, Row, Window
from pyspark.sql import functions as F

from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.definition.model import Definition, Index
from dti_spark.errors import DataRefusedError
from dti_spark.index.base_totals import base_totals
from dti_spark.index.index_values import KEY, index_values
from dti_spark.index.members import ALL
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.views.growth import growth
from dti_spark.views.rankings import rankings

TOLERANCE = 1e-9
"""Largest relative difference of sums of floating point numbers that are the same by rights."""
PARTS = ("city", "province")
"""Region types whose members add up to the nation."""


def audit(lake: Lake, definition: Definition, *, release: str) -> None:
    """Refuse a release whose tables contradict each other or the usage that they were made from.

    Raises:
        DataRefusedError: with everything that does not hold.
    """
    with told(f"auditing release {release}"):
        faults = [*_values(lake, definition), *_totals(lake, definition), *_units(lake, definition)]
    if faults:
        raise DataRefusedError(f"release {release} was not published, because its audit failed: {'; '.join(faults)}")


def _values(lake: Lake, definition: Definition) -> Iterator[str]:
    """The complete panel, numbers, 100 in the base quarter, additivity where the method is linear, and the views."""
    of_type = {name: F.sum(F.when(F.col("region_type") == name, F.col("value"))) for name in ("nation", *PARTS)}
    nodes = (
        lake.read(index_values)
        .groupBy("index", "industry", "period", "period_type", "node")
        .agg(
            *(total.alias(name) for name, total in of_type.items()),
            F.count("*").alias("regions"),
            F.count_if(F.col("value").isNull() | F.isnan("value") | (F.col("value") < 0)).alias("wrong"),
            _valued().alias("valued"),
            _keyed().alias("keyed"),
        )
    )
    in_base = (F.col("period") == definition.index.calendar.base) & (F.col("industry") == ALL)
    found = nodes.groupBy("index").agg(
        F.min("regions").alias("fewest"),
        F.max("regions").alias("most"),
        F.sum("wrong").alias("wrong"),
        *(F.max(_apart(F.col(part), F.col("nation"))).alias(part) for part in PARTS),
        F.min(F.when(in_base, F.col("nation"))).alias("least"),
        F.max(F.when(in_base, F.col("nation"))).alias("largest"),
        F.sum("regions").alias("rows"),
        F.bit_xor("valued").alias("valued"),
        F.bit_xor("keyed").alias("keyed"),
    )
    by_index = {row["index"]: row for row in found.collect()}
    ranked, grown = _digests(lake.read(rankings), _valued()), _digests(lake.read(growth), _keyed())
    for index in definition.index.indices:
        row = by_index.get(index.id)
        yield from _of_index(index, row)
        if row and ranked.get(index.id) != (row["rows"], row["valued"]):
            yield f"{index.id} in gold.rankings does not hold the values of gold.index_values"
        if row and grown.get(index.id) != (row["rows"], row["keyed"]):
            yield f"{index.id} in gold.growth does not hold the keys of gold.index_values"


def _of_index(index: Index, row: Row | None) -> Iterator[str]:
    if row is None:
        yield f"{index.id} has no values"
        return
    scale, in_shares = index.normalise.scale, index.normalise.method == "share_of_base"
    if row["fewest"] != row["most"]:
        yield f"{index.id} has between {row['fewest']} and {row['most']} regions at a node of a period"
    if row["wrong"]:
        yield f"{index.id} has {row['wrong']} values that are no number from 0 on"
    for bound in (row["least"], row["largest"]) if in_shares else ():
        if bound is None or abs(bound - scale) > TOLERANCE * scale:
            yield f"{index.id} of the nation is {bound}, not {scale:g}, at a node in the base quarter"
    for part in PARTS if index.is_linear else ():
        if row[part] is None or row[part] > TOLERANCE:
            yield f"{index.id} of the nation is not the sum over each {part}, by up to {row[part]} of it"


def _digests(view: DataFrame, hashes: Column) -> dict[str, tuple[int, int]]:
    """By index the number of rows and their hashes as one number, whatever their order."""
    rows = view.groupBy("index").agg(F.count("*").alias("rows"), hashes.alias("hashes")).collect()
    return {row["index"]: (row["rows"], row["hashes"]) for row in rows}


def _totals(lake: Lake, definition: Definition) -> Iterator[str]:
    """The nation's value of an indicator is its usage in silver, as a share of the base quarter's."""
    usage = lake.read(indicator_values)
    for index in definition.index.indices:
        if index.normalise.method != "share_of_base":
            continue
        counted = usage.where(F.col("industry") != UNATTRIBUTED) if index.by_industry else usage
        totals = counted.groupBy(F.col("indicator").alias("node"), F.col("quarter").alias("period")).agg(
            F.sum("value").alias("usage")
        )
        bases = lake.read(base_totals).where(F.col("index") == index.id)
        nation = lake.read(index_values).where(
            (F.col("index") == index.id)
            & (F.col("region_type") == "nation")
            & (F.col("industry") == ALL)
            & (F.col("period_type") == "quarter")
            & F.col("node").isin(list(index.leaves))
        )
        expected = F.coalesce(F.col("usage"), F.lit(0)).cast("double") / F.col("total").cast("double")
        apart = (
            nation.join(totals, on=["node", "period"], how="left")
            .join(bases.select(F.col("indicator").alias("node"), "total"), on="node", how="left")
            .agg(F.max(_apart(F.col("value"), expected * index.normalise.scale)).alias("apart"))
            .first()
        )
        if apart is None or apart["apart"] is None or apart["apart"] > TOLERANCE:
            yield f"{index.id} of the nation differs from its usage in silver by up to {apart and apart['apart']} of it"


def _units(lake: Lake, definition: Definition) -> Iterator[str]:
    """No indicator's mean per event jumps from quarter to quarter as it does where the unit of a log changed."""
    limit = definition.index.quality.max_mean_ratio
    sums = [indicator.id for indicator in definition.index.indicators if indicator.measure == "sum"]
    means = (
        lake.read(indicator_values)
        .where(F.col("indicator").isin(sums) & (F.col("value") > 0))
        .groupBy("indicator", "quarter")
        .agg((F.sum("value").cast("double") / F.sum("events")).alias("mean"))
    )
    before = Window.partitionBy("indicator").orderBy("quarter")
    compared = means.select(
        "*", F.lag("quarter").over(before).alias("earlier"), F.lag("mean").over(before).alias("earlier_mean")
    ).withColumn("times", F.col("mean") / F.col("earlier_mean"))
    for row in compared.where(~F.col("times").between(1 / limit, limit)).orderBy("indicator", "quarter").collect():
        unit = next(one.unit for one in definition.index.indicators if one.id == row["indicator"])
        yield (
            f"an event of {row['indicator']} has {row['mean']:.6g} {unit} on average in {row['quarter']} and "
            f"{row['earlier_mean']:.6g} in {row['earlier']}, {row['times']:.3g} times as many; if its log still "
            f"has the same unit, raise quality.max_mean_ratio of index.yml above {limit:g}"
        )


def _apart(one: Column, other: Column) -> Column:
    """The difference of two numbers as a share of the larger; 0 where both are 0."""
    return F.coalesce(F.try_divide(F.abs(one - other), F.greatest(F.abs(one), F.abs(other))), F.lit(0.0))


def _valued() -> Column:
    """Keys and values of all rows as one number."""
    return F.bit_xor(F.xxhash64(*(column.name for column in KEY), "value"))


def _keyed() -> Column:
    """Keys of all rows as one number."""
    return F.bit_xor(F.xxhash64(*(column.name for column in KEY)))
