"""Numbers as the report must show them, written down once more: without its scripts, in decimal arithmetic."""

from decimal import ROUND_HALF_UP, Decimal

NONE = "–"


def rounded(number: float, places: int) -> str:
    """A number with so many places, halves away from zero, thousands apart, and a real minus sign."""
    exact = Decimal(f"{number:.9g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact:,f}".replace("-", "−")


def value(number: float | None) -> str:
    """An index value: two places, one from 100 on, four where two would say nothing."""
    if number is None:
        return NONE
    return rounded(number, 1 if abs(number) >= 100 or number == 0 else 2 if abs(number) >= 0.01 else 4)


def share(number: float | None) -> str:
    if number is None:
        return NONE
    # one place would say 0.0 or 0.1
    return rounded(100 * number, 3 if 0 < abs(number) < 0.001 else 1) + "%"


def growth(number: float | None) -> str:
    return NONE if number is None else ("+" if number > 0 else "") + rounded(100 * number, 1) + "%"


def points(number: float | None) -> str:
    return NONE if number is None else ("+" if number > 0 else "") + rounded(number, 2)


def count(number: int | None) -> str:
    return NONE if number is None else f"{number:,}"


def change(number: int | None) -> str:
    """Places won or lost."""
    if number is None:
        return NONE
    return "＝" if number == 0 else f"▲{number}" if number > 0 else f"▼{-number}"
