"""Keyed hashes: ids become pseudonyms that only the holder of the key can make again."""

from pyspark.sql import Column
from pyspark.sql import functions as F

BLOCK = 64
"""Block size of SHA-256 in bytes."""


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer pad of HMAC for a key (RFC 2104), as the two columns that `hmac` wants.

    Keys longer than a block are refused: they would have to be hashed first.
    """
    if len(key) > BLOCK:
        raise ValueError(f"the key has {len(key)} bytes; at most {BLOCK} are allowed")
    padded = key.ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in padded), bytes(b ^ 0x5C for b in padded)


def hmac(text: Column, inner: Column, outer: Column) -> Column:
    """HMAC-SHA-256 of a text, cut to 128 bits; null where the text is."""
    digest = F.unhex(F.sha2(F.concat(inner, text.cast("binary")), 256))
    return F.unhex(F.substring(F.sha2(F.concat(outer, digest), 256), 1, 32))
