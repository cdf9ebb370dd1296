"""How long steps tell that they are at work; the command line decides how to show it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Progress = Callable[[str], AbstractContextManager[object]]
"""Called with what is being done; the context lasts as long as that."""


def silent(doing: str) -> AbstractContextManager[object]:
    """Show nothing."""
    return nullcontext(doing)
