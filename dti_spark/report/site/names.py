"""Names of files and folders, made from ids and release names that people chose."""

import re
from collections.abc import Mapping

UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""What Windows takes for devices."""
LONGEST = 120


def safe(name: str) -> str:
    """A name as a file or folder may bear it anywhere and as an address needs no escape for it.

    Letters, digits, _, - and dots within stay; any other sign becomes ~ and its bytes in two digits. No two names
    become the same.
    """
    inner = name[1:-1] if len(name) > 2 else ""
    written = [_sign(sign, dot=0 < at <= len(inner)) for at, sign in enumerate(name)]
    plain = "".join(written)
    return f"~{plain}" if plain.lower().partition(".")[0] in RESERVED or not plain else plain


def folder(release: str, taken: Mapping[str, str], kept: frozenset[str]) -> str:
    """The folder of a release beside those of others, by folder; again the same for one that has a folder.

    Names that differ in case alone share no folder on every system, so that the later one gets a number. `kept` are
    names that no release gets.
    """
    own = [name for name, other in taken.items() if other == release]
    if own:
        return own[0]
    used = {name.lower() for name in taken} | kept
    wanted = safe(release)[:LONGEST].rstrip(".")
    return next(name for name in _numbered(wanted) if name.lower() not in used)


def _numbered(name: str) -> "list[str]":
    return [name, *(f"{name}~~{number}" for number in range(2, 1000))]


def _sign(sign: str, *, dot: bool) -> str:
    if not UNSAFE.match(sign) or (sign == "." and dot):
        return sign
    return "".join(f"~{byte:02x}" for byte in sign.encode())
