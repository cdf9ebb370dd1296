"""Keyed hashes: ids become pseudonyms that only the holder of the key can make again."""

from pyspark.sql import Column
from pyspark.sql import functions as F

BLOCK = 64
"""Block size of SHA-256 in bytes."""


def pad(key: bytes) -> bytes:
    """A key as a whole block, to be hashed before the text; keys longer than a block are refused."""
    if len(key) > BLOCK:
        raise ValueError(f"the key has {len(key)} bytes; at most {BLOCK} are allowed")
    return key.ljust(BLOCK, b"\0")


def keyed(text: Column, pad: Column) -> Column:
    """SHA-256 of the key's block and a text, cut to 128 bits; null where the text is.

    Half of the digest is never shown, so nobody can go on from it: that is what the second pass of HMAC is for, which
    takes as long again. Source: Bellare, Bernstein, Tessaro, *Hash-function based PRFs: AMAC and its multi-user
    security*, EUROCRYPT 2016 (truncation as the output transform).
    """
    digest = F.sha2(F.concat(pad, text.cast("binary")), 256)
    # cut as bytes: a text would be searched for its 32nd character
    return F.unhex(F.substring(digest.cast("binary"), 1, 32).cast("string"))
