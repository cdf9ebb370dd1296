"""Maps: none yet."""

from collections.abc import Collection


def maps(cities: Collection[str]) -> dict[str, dict[str, object]]:
    """No maps."""
    return {}
