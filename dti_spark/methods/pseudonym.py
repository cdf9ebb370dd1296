"""Keyed hashes: ids become pseudonyms that only the holder of the key can make again."""

import hashlib
import hmac

from pyspark.sql import Column
from pyspark.sql import functions as F

BLOCK = 64
"""Block size of SHA-256 in bytes."""


def pads(key: bytes) -> dict[str, bytes]:
    """A key as the two blocks that are hashed before the text and before its hash."""
    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    return {"inner": bytes(byte ^ 0x36 for byte in block), "outer": bytes(byte ^ 0x5C for byte in block)}


def keyed(text: Column, pads: Column) -> Column:
    """HMAC-SHA-256 of a text, cut to 128 bits; null where the text is. `pads` is a struct of the key's blocks.

    Source: RFC 2104, sections 2 and 5.
    """
    inner = F.sha2(F.concat(pads["inner"], text.cast("binary")), 256)
    digest = F.sha2(F.concat(pads["outer"], F.unhex(inner)), 256)
    # cut as bytes: a text would be searched for its 32nd character
    return F.unhex(F.substring(digest.cast("binary"), 1, 32).cast("string"))


def key_id(key: bytes) -> str:
    """A name for a key that does not tell the key."""
    return hmac.digest(key, b"dti_spark key id", "sha256").hex()[:16]
