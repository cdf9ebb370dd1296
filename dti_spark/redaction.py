"""Credentials taken out of text before anybody can read it: a log, a table, a sentence on the screen."""

import os
import re
from urllib.parse import quote, quote_plus

SECRETS = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AZURE_CLIENT_SECRET", "DTI_HASH_KEY")
"""Environment variables whose values are never shown."""
SECRET_NAME = re.compile(r"secret|password|token|access[.]?key|credential|hash_key|account[.]key", re.IGNORECASE)
"""Names of settings whose values are never shown: Spark's own pattern, and a few more."""
USERINFO = re.compile(r"(?<=://)[^\s@/:]*:(?!\d+/)[^\s@]*@")
"""A user and a password before the host of an address; passwords may hold slashes, and a port is no password."""
HIDDEN = "***"


def redacted(text: str) -> str:
    """The text without user and password of addresses, and without the values of `SECRETS`, plain or URL-encoded."""
    found = USERINFO.sub(f"{HIDDEN}@", text)
    values = {os.environ.get(name, "") for name in SECRETS} - {""}
    shapes = {shape for value in values for shape in (value, quote(value), quote(value, safe=""), quote_plus(value))}
    # the longest first, so that no part of a value is left where another value is the start of it
    for shape in sorted(shapes, key=len, reverse=True):
        found = found.replace(shape, HIDDEN)
    return found


def shown(name: str, value: str) -> str:
    """The value of a setting as it may be shown under its name."""
    return HIDDEN if value and SECRET_NAME.search(name) else redacted(value)
