"""What is wanted: the index values that cities and industries shall have."""

import math
from dataclasses import dataclass

Levels = list[list[float]]
"""By quarter and city."""
Mix = list[list[list[float]]]
"""By quarter, city and industry."""


@dataclass(frozen=True)
class Wanted:
    """Index values to be met, in points: nation in the base quarter = 100.

    `layers` are values of nodes right below the root of the index that counts all usage; `mix` those of the index by
    industry, without groups. Cities, industries and quarters are in the order of the lists.
    """

    quarters: tuple[str, ...]
    cities: tuple[str, ...]
    industries: tuple[str, ...]
    layers: dict[str, Levels]
    mix: Mix

    def based(self, base: str) -> "Wanted":
        """The same, scaled so that the nation is exactly 100 in the base quarter: printed targets add up roughly."""
        at = self.quarters.index(base)
        layers = {}
        for name, levels in self.layers.items():
            scale = 100 / math.fsum(levels[at])
            layers[name] = [[value * scale for value in quarter] for quarter in levels]
        scale = 100 / math.fsum(value for city in self.mix[at] for value in city)
        mix = [[[value * scale for value in city] for city in quarter] for quarter in self.mix]
        return Wanted(self.quarters, self.cities, self.industries, layers, mix)
