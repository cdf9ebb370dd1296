"""From events to gold: the tables in order, each rewritten only where its inputs moved."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition import dimensions
from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.definition.model import Definition, Measure
from dti_spark.errors import DataRefusedError
from dti_spark.events.events import events
from dti_spark.index.base_totals import base_totals
from dti_spark.index.index_values import index_values
from dti_spark.index.weights import weights
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.lake.delta import Lake, Note
from dti_spark.pipeline import plan
from dti_spark.pipeline.plan import Work
from dti_spark.pipeline.progress import Progress
from dti_spark.quarters import of_year, year
from dti_spark.tables import Table
from dti_spark.views.growth import growth
from dti_spark.views.rankings import rankings

Read = Callable[[Table[Any]], DataFrame]
Item = TypeVar("Item")

WRITERS = 4
"""Tables that are written at the same time."""


@dataclass(frozen=True)
class View:
    """A gold table made from other gold tables.

    `reach` gives the periods that it must be made anew for when some moved, `needs` the periods of index values that
    it is then made from, by default the same.
    """

    table: Table[Any]
    make: Callable[[Read], DataFrame]
    reach: Callable[[set[str]], set[str]]
    needs: Callable[[set[str]], set[str]] = set


VIEWS = (
    View(
        rankings,
        lambda read: rankings(read(index_values), read(dimensions.cities)),
        plan.ranked_anew,
        plan.ranked_from,
    ),
    View(growth, lambda read: growth(read(index_values)), plan.grown_anew, plan.grown_from),
)
"""A new gold table is a file in views/ and a line here."""


def refresh_silver(
    lake: Lake, definition: Definition, work: Work, note: Note, *, measured: dict[str, object], progress: Progress
) -> None:
    """Indicator values of the quarters to measure, weights and base totals; refuses an index without a base."""
    if work.measure:
        with progress(f"indicator values of {', '.join(work.measure)}"):
            lake.replace(
                indicator_values,
                _indicator_values(lake, definition, work.measure),
                note | {"measured": measured},
                where=None if work.everything_measured else (c.quarter, work.measure),
            )
    if work.everything_indexed:
        with progress("weights and base totals"):
            base = definition.index.calendar.base
            totals = base_totals(lake.read(indicator_values), _leaves(lake, definition), base_quarter=base)
            rows = [row.asDict() for row in totals.collect()]
            refuse_empty_base(definition, {(row["index"], row["indicator"]) for row in rows})
            lake.put(base_totals, rows, note)
            lake.put(weights, [row.asDict() for row in weights(_scores(lake, definition)).collect()], note)


def refuse_empty_base(definition: Definition, found: set[tuple[str, str]]) -> None:
    """Stop when an indicator has no usage in the base quarter: nothing could be measured against it."""
    missing = [
        f"{index.id}/{leaf}"
        for index in definition.index.indices
        for leaf in index.leaves
        if (index.id, leaf) not in found
    ]
    if missing:
        raise DataRefusedError(
            f"no usage in the base quarter {definition.index.calendar.base} for {', '.join(missing)}; deliver the logs "
            "of that quarter, choose another base in index.yml, or take the indicator out"
        )


def tables(work: Work) -> list[Table[Any]]:
    """The gold tables that some work rewrites, in order."""
    if not work.index:
        return []
    moved = dimensions.DIMENSIONS if _moves_dimensions(work) else ()
    return [*moved, index_values, *(view.table for view in VIEWS)]


def refresh_gold(lake: Lake, definition: Definition, work: Work, note: Note, *, progress: Progress) -> None:
    """Dimensions, index values and views; independent tables are written side by side."""
    members = dimensions.members(definition, work.panel)
    frames = {table.name: lake.members(table, members[table.name]) for table in dimensions.DIMENSIONS}
    if _moves_dimensions(work):
        with progress("dimensions"):
            _side_by_side(lambda table: lake.put(table, members[table.name], note), dimensions.DIMENSIONS)
    touched = plan.touched_periods(work.index)
    with progress(f"index values of {_told(work.index)}"):
        _replace(lake, index_values, _index_values(lake, frames, definition, work), touched, work, note)
    needed = set().union(*(view.needs(view.reach(touched)) for view in VIEWS))
    with (
        progress(", ".join(view.table.name.removeprefix("gold.") for view in VIEWS)),
        lake.kept(index_values, c.period, plan.within(needed, work.panel, work.years)) as values,
    ):
        frames[index_values.name] = values
        _side_by_side(
            lambda view: _replace(
                lake, view.table, view.make(lambda table: frames[table.name]), view.reach(touched), work, note
            ),
            VIEWS,
        )


def _side_by_side(write: Callable[[Item], None], items: Iterable[Item]) -> None:
    """Write tables that do not depend on each other at the same time; the first failure is raised."""
    with ThreadPoolExecutor(max_workers=WRITERS) as pool:
        for done in [pool.submit(write, item) for item in items]:
            done.result()


def _moves_dimensions(work: Work) -> bool:
    """Whether names or periods may have changed."""
    return work.everything_indexed or work.new_periods


def _replace(lake: Lake, table: Table[Any], frame: DataFrame, periods: set[str], work: Work, note: Note) -> None:
    """Write the rows of the periods that moved."""
    if work.everything_indexed:
        lake.replace(table, frame, note)
        return
    moved = plan.within(periods, work.panel, work.years)
    lake.replace(table, frame.where(F.col("period").isin(moved)), note, where=(c.period, moved))


def _index_values(lake: Lake, frames: dict[str, DataFrame], definition: Definition, work: Work) -> DataFrame:
    """Index values of the quarters to refresh and of their years."""
    whole_years = [quarter for q in work.index if year(q) in work.years for quarter in of_year(year(q))]
    return index_values(
        lake.read(indicator_values),
        lake.read(base_totals),
        lake.read(weights),
        frames[dimensions.cities.name],
        frames[dimensions.industries.name],
        indices=definition.index.indices,
        quarters=sorted({*work.index, *whole_years}),
    )


def _indicator_values(lake: Lake, definition: Definition, quarters: list[str]) -> DataFrame:
    """Indicator values of some quarters."""
    kinds = {(s.id, kind): found for s in definition.sources for kind, found in definition.kinds(s.id).items()}
    places = {key: place for place, key in enumerate(sorted(kinds), start=1)}
    rows = [
        {
            "usage": places[i.source, i.kind],
            "indicator": i.id,
            "measure": i.measure,
            "basis": _basis(i.measure, kinds[i.source, i.kind]),
        }
        for i in definition.index.indicators
    ]
    return indicator_values(
        lake.read(events),
        lake.frame(rows, "usage int, indicator string, measure string, basis string"),
        usages=[f"{source}/{kind}" for source, kind in sorted(kinds)],
        industries=[*(industry.id for industry in definition.industries), UNATTRIBUTED],
        quarters=quarters,
    )


def _basis(measure: Measure, of_kind: set[Measure]) -> Measure:
    """What entities are compared by; a distinct count takes what other indicators of its kind are compared by."""
    if measure != "distinct":
        return measure
    return "sum" if "sum" in of_kind else "count"


def _leaves(lake: Lake, definition: Definition) -> DataFrame:
    rows = [
        {"index": index.id, "indicator": leaf, "by_industry": index.by_industry}
        for index in definition.index.indices
        for leaf in index.leaves
    ]
    return lake.frame(rows, "index string, indicator string, by_industry boolean")


def _scores(lake: Lake, definition: Definition) -> DataFrame:
    rows = [score.model_dump() for score in definition.scores]
    return lake.frame(rows, "index string, parent string, node string, expert string, score int")


def _told(quarters: list[str]) -> str:
    return quarters[0] if len(quarters) == 1 else f"{len(quarters)} quarters"
