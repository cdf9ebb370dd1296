"""Finding what stands twice where it may stand once."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def repeated(entries: Iterable[tuple[str, T]], key: Callable[[T], Hashable], sentence: str) -> Iterator[str]:
    """A fault for every entry whose key an earlier one has.

    Args:
        entries: Places and what stands there.
        key: What may not repeat; entries whose key is null are passed over.
        sentence: What is wrong, with {} for the key and {} for the place of the first.
    """
    first: dict[Hashable, str] = {}
    for place, item in entries:
        value = key(item)
        if value in first:
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            yield f"{place}: {sentence.format(shown, first[value])}"
        elif value is not None:
            first[value] = place
