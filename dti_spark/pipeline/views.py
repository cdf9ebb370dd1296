"""The gold tables that are made from others: what each reads, and which of its periods move with which."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame

from dti_spark.definition import dimensions
from dti_spark.definition.dio_tables import dio_cells
from dti_spark.definition.formation_table import formations
from dti_spark.definition.model import Definition
from dti_spark.index.base_totals import base_totals
from dti_spark.index.index_values import index_values
from dti_spark.index.weights import weights
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.pipeline import plan
from dti_spark.tables import Table
from dti_spark.views.concentration import concentration
from dti_spark.views.contributions import contributions
from dti_spark.views.dio_profile import dio_profile
from dti_spark.views.formation_values import formation_values
from dti_spark.views.growth import growth
from dti_spark.views.industry_profiles import industry_profiles
from dti_spark.views.leaders import leaders
from dti_spark.views.rankings import rankings
from dti_spark.views.region_profiles import region_profiles

Read = Callable[[Table[Any]], DataFrame]
Periods = set[str]


@dataclass(frozen=True)
class Inputs:
    """What a view is made from: tables, cut to the periods that it needs; the definition; these periods in order."""

    read: Read
    definition: Definition
    periods: Sequence[str]

    def each(self, *tables: Table[Any]) -> list[DataFrame]:
        """Several tables."""
        return [self.read(table) for table in tables]

    @property
    def quarters(self) -> list[str]:
        """Those of the periods that are quarters."""
        return [period for period in self.periods if "Q" in period]


@dataclass(frozen=True)
class View:
    """A gold table made from other tables.

    `reach` gives the periods that it must be made anew for when some of the panel moved, `needs` the periods that it is
    then made from, by default the same. `settings` names the file of conf/ that the view rests on and index values do
    not: when it changes, the view alone is made anew.
    """

    table: Table[Any]
    make: Callable[[Inputs], DataFrame]
    reach: Callable[[Periods, Periods], Periods]
    needs: Callable[[Periods, Periods], Periods] = lambda periods, _: periods
    settings: str | None = None


def _rankings(given: Inputs) -> DataFrame:
    return rankings(*given.each(index_values, dimensions.cities))


def _contributions(given: Inputs) -> DataFrame:
    return contributions(
        *given.each(indicator_values, base_totals, weights, dimensions.cities, dimensions.industries),
        indices=given.definition.index.indices,
        quarters=given.quarters,
    )


def _concentration(given: Inputs) -> DataFrame:
    index = given.definition.index
    linear = [tree.id for tree in index.indices if tree.is_linear]
    return concentration(*given.each(index_values, dimensions.cities), linear=linear, base=index.calendar.base)


FIRST = (
    View(rankings, _rankings, lambda moved, _: plan.ranked_anew(moved), lambda periods, _: plan.ranked_from(periods)),
    View(
        growth,
        lambda given: growth(given.read(index_values)),
        lambda moved, _: plan.grown_anew(moved),
        lambda periods, _: plan.grown_from(periods),
    ),
    View(
        contributions,
        _contributions,
        lambda moved, _: plan.compared_anew(moved),
        lambda periods, _: plan.summed_from(periods),
    ),
    View(
        concentration,
        _concentration,
        lambda moved, _: moved,
    ),
)
"""Views made from index values and silver."""

SECOND = (
    View(
        region_profiles,
        lambda given: region_profiles(*given.each(rankings, growth, contributions, dimensions.regions)),
        lambda moved, _: plan.ranked_anew(moved) | plan.grown_anew(moved),
    ),
    View(
        leaders,
        lambda given: leaders(*given.each(rankings, growth)),
        lambda moved, _: plan.ranked_anew(moved) | plan.grown_anew(moved),
        lambda periods, _: plan.grown_from(periods),
    ),
    View(
        industry_profiles,
        lambda given: industry_profiles(*given.each(index_values, growth, dimensions.industries)),
        plan.accumulated_anew,
        plan.accumulated_from,
    ),
    View(
        formation_values,
        lambda given: formation_values(*given.each(contributions, formations, dimensions.cities)),
        lambda moved, _: plan.grown_anew(moved),
        lambda periods, _: plan.grown_from(periods),
        settings="formations.csv",
    ),
    View(
        dio_profile,
        lambda given: dio_profile(*given.each(contributions, dimensions.nodes, dio_cells)),
        lambda moved, _: moved,
        settings="dio.yml",
    ),
)
"""Views made from the first ones."""

VIEWS = (*FIRST, *SECOND)
"""A new gold table is a file in views/ and an entry here."""
CORE = (rankings.name, growth.name)
"""What a profile with `views: core` makes."""
ALL = tuple(view.table.name for view in VIEWS)
