"""One raw log in canonical columns: the expressions of sources.yml over the raw fields, nothing judged yet."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark.definition.expressions import total
from dti_spark.definition.model import Source
from dti_spark.methods import measure, pseudonym

CORRUPT = "_corrupt_record"
FILE = "_file"
"""What a raw frame holds beside the fields of the source's schema: the line if it did not parse, and its file."""
PADS = "pads"
"""The blocks of the key of the pseudonyms, in a frame of one row."""


def delivered(raw: DataFrame, hash_key: DataFrame, *, source: Source) -> DataFrame:
    """Every record of a raw frame, with its canonical columns beside its raw fields.

    Rows: as many as `raw`; raw fields are renamed (`raw_name`). Adds `event_id` and `entity` (pseudonyms),
    `has_id`, `occurred_at`, `kind`, `city_text`, `industry_text`, `quantity` (millionths), `fits` (false: not finite or
    too large) and `passes` (inside `where`). Nulls: wherever the source gives nothing that the expression can read.
    `hash_key` is one row: the blocks of the key.
    """
    event = source.event
    quantity = F.expr(total(event.quantity))
    quantity_type = raw.select(quantity.alias("quantity")).schema["quantity"].dataType
    return raw.join(F.broadcast(hash_key), how="cross").select(
        *(F.col(f"`{name}`").alias(raw_name(name)) for name in raw.columns),
        event_id(source).alias("event_id"),
        has_id(source).alias("has_id"),
        F.expr(total(event.occurred_at)).try_cast("timestamp").alias("occurred_at"),
        _text(event.kind).alias("kind"),
        _text(event.city).alias("city_text"),
        _text(event.industry).alias("industry_text"),
        pseudonym.keyed(_text(event.entity), F.col(PADS)).alias("entity"),
        measure.millionths(quantity, quantity_type).alias("quantity"),
        F.coalesce(measure.fits(quantity, quantity_type), F.lit(True)).alias("fits"),
        (F.coalesce(F.expr(total(source.where)), F.lit(False)) if source.where else F.lit(True)).alias("passes"),
    )


def event_id(source: Source) -> Column:
    """The pseudonym of a raw record's id within its source, beside the key's blocks; null without an id."""
    return pseudonym.keyed(F.concat(F.lit(f"{source.id}:"), _text(source.event.event_id)), F.col(PADS))


def has_id(source: Source) -> Column:
    """Whether a raw record has an id; asking whether the hash is null would compute the hash once more."""
    return _text(source.event.event_id).isNotNull()


def raw_name(field: str) -> str:
    """The name of a raw field beside the canonical columns."""
    return field if field in (CORRUPT, FILE) else f"raw_{field}"


def _text(expression: str) -> Column:
    """An expression as text without surrounding blanks; null where that is empty."""
    return F.nullif(F.trim(F.expr(total(expression)).cast("string")), F.lit(""))
