"""Numbers that carry their derivatives by the unknowns: from them the measures of the check give linear rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dual:
    """A value, and its derivatives by relative changes of unknowns (by position)."""

    value: float
    slopes: dict[int, float]

    def __add__(self, other: "Dual | float") -> "Dual":
        """The sum."""
        if not isinstance(other, Dual):
            return Dual(self.value + other, self.slopes)
        return Dual(self.value + other.value, _combined(self.slopes, 1.0, other.slopes, 1.0))

    def __sub__(self, other: "Dual | float") -> "Dual":
        """The difference."""
        return self + other * -1.0

    def __mul__(self, other: "Dual | float") -> "Dual":
        """The product."""
        if not isinstance(other, Dual):
            return Dual(self.value * other, {k: v * other for k, v in self.slopes.items()})
        return Dual(self.value * other.value, _combined(self.slopes, other.value, other.slopes, self.value))

    def __truediv__(self, other: "Dual | float") -> "Dual":
        """The quotient."""
        if not isinstance(other, Dual):
            return self * (1.0 / other)
        ratio = self.value / other.value
        return Dual(ratio, _combined(self.slopes, 1.0 / other.value, other.slopes, -ratio / other.value))


def _combined(first: dict[int, float], a: float, second: dict[int, float], b: float) -> dict[int, float]:
    found = {k: v * a for k, v in first.items()}
    for k, v in second.items():
        found[k] = found.get(k, 0.0) + v * b
    return found
