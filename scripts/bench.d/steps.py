"""How a contender tells what a step took: as `dti run` does, a line on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

READING = "reading"
"""The step that reads, drops copies and persists the clean events."""
MEASURING = "indicator values"
"""The step that sums, counts and counts distinct organisations by cell."""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Tell how long what happens inside took."""
    begun = monotonic()
    yield
    sys.stderr.write(f"{monotonic() - begun:7.1f} s  {name}\n")
