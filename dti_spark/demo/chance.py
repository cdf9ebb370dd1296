"""Chance without a random state: numbers that depend on seed, stream and row alone, however rows are partitioned."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column
from pyspark.sql import functions as F

from dti_spark.demo.urns import Urns

Values = Sequence[float] | Sequence[str | None] | Sequence[Sequence[str | None]]

MANTISSA = 53
"""Bits of a double: a 64-bit hash without its last 11 bits becomes a fraction without rounding."""


@dataclass(frozen=True)
class Chance:
    """Independent streams of numbers for one seed and source."""

    seed: int
    source: str

    def uniform(self, stream: str, *keys: Column) -> Column:
        """A number in [0, 1) that the seed, the source, the stream and the keys decide."""
        name = f"{self.seed}/{self.source}/{stream}".encode()
        start = int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True)
        bits = F.shiftrightunsigned(F.xxhash64(F.lit(start), *keys), 64 - MANTISSA)
        return bits.cast("double") * F.lit(2.0**-MANTISSA)

    def whole(self, stream: str, below: Column | int, *keys: Column) -> Column:
        """A whole number from 0 to `below` - 1, each with equal chance."""
        return F.floor(self.uniform(stream, *keys) * below).cast("int")


def entry(values: Values, position: Column) -> Column:
    """The value at a position, from 0; null beyond the end.

    The list is one text that the optimizer turns into a constant: cheaper to plan than a literal for each value.
    """
    return F.get(F.from_json(F.lit(json.dumps(values, ensure_ascii=False)), f"array<{_type(values)}>"), position)


def draw(urns: Urns, urn: Column, stream: str, chance: Chance, *keys: Column) -> Column:
    """A position in one of the urns, each as often as its weight says."""
    spread = chance.uniform(stream, *keys) * entry(urns.size, urn)
    position = entry(urns.start, urn) + F.floor(spread).cast("int")
    kept = (spread - F.floor(spread)) * entry(urns.total, urn) < entry(urns.keep, position)
    return F.when(kept, position).otherwise(entry(urns.other, position)).cast("int")


def _type(values: Values) -> str:
    """Spark's name for the type of the values."""
    if any(isinstance(value, list | tuple) for value in values):
        return "array<string>"
    if any(isinstance(value, str) for value in values):
        return "string"
    return "double" if any(isinstance(value, float) for value in values) else "bigint"
