"""Pseudonyms are those of the standard, and the key that made them has a name."""

import hmac

from hypothesis import given
from hypothesis import strategies as st
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from dti_spark.lake.frames import frame
from dti_spark.methods import pseudonym

KEYS = (b"", b"k", b"planted/hash+key=3", bytes(range(64)), bytes(range(65)), b"long " * 100)
TEXTS = ("", "a", "tencent_cloud:é件", "x" * 55, "x" * 64, "x" * 1000, None)


def test_a_pseudonym_is_half_an_hmac_sha_256(spark: SparkSession) -> None:
    rows = [{"key": key, "text": text, "pads": pseudonym.pads(key)} for key in KEYS for text in TEXTS]
    given = frame(spark, rows, "key binary, text string, pads struct<inner: binary, outer: binary>")
    made = given.select("key", "text", pseudonym.keyed(F.col("text"), F.col("pads"))).collect()
    assert len(made) == len(rows)
    for key, text, found in made:
        assert found == (None if text is None else hmac.digest(bytes(key), text.encode(), "sha256")[:16])


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_a_key_has_one_name_that_does_not_hold_it(one: bytes, other: bytes) -> None:
    names = {pseudonym.key_id(one), pseudonym.key_id(other)}
    # HMAC pads a key with zeros, and hashes one that is longer than its block
    same = pseudonym.pads(one) == pseudonym.pads(other)
    assert len(names) == (1 if same else 2)
    assert all(len(name) == 16 for name in names)
