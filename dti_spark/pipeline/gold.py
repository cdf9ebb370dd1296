"""From events to gold: the tables in order, each rewritten only where its inputs moved."""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
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
from dti_spark.pipeline.views import FIRST, SECOND, VIEWS, Inputs, View
from dti_spark.quarters import of_year, year
from dti_spark.tables import Table

Item = TypeVar("Item")

WRITERS = 4
"""Tables that are written at the same time."""
Kept = dict[str, DataFrame]
"""Frames that are at hand, by the table's name."""


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


def redrawn(lake: Lake, definition: Definition, views: Collection[str], released: Collection[str]) -> tuple[str, ...]:
    """Views to be made anew whole, whatever moved: their settings in conf/ are new, or no release held them last."""
    return tuple(
        view.table.name
        for view in VIEWS
        if view.table.name in views
        and (
            view.table.name not in released
            or (view.settings and lake.note(view.table).get("settings") != definition.view_fingerprints[view.settings])
        )
    )


def tables(work: Work) -> list[Table[Any]]:
    """The gold tables that some work rewrites, in order."""
    moved = dimensions.DIMENSIONS if _moves_dimensions(work) else ()
    return [*moved, *([index_values] if work.index else []), *(view.table for view in VIEWS if _periods(view, work))]


def refresh_gold(lake: Lake, definition: Definition, work: Work, note: Note, *, progress: Progress) -> None:
    """Dimensions, index values and views; independent tables are written side by side."""
    members = dimensions.members(definition, work.panel)
    kept = {table.name: lake.members(table, members[table.name]) for table in dimensions.DIMENSIONS}
    if _moves_dimensions(work):
        with progress("dimensions"):
            _side_by_side(lambda table: lake.put(table, members[table.name], note), dimensions.DIMENSIONS)
    if work.index:
        with progress(f"index values of {_told(work.index)}"):
            moved = plan.touched_periods(work.index)
            _replace(lake, index_values, _index_values(lake, kept, definition, work), moved, work, note)
    # what is compared with the base needs it, whatever moved
    base = plan.touched_periods([definition.index.calendar.base])
    needed = base.union(*(_needed(view, work) for view in VIEWS))
    with lake.kept(index_values, c.period, plan.within(needed, work.panel, work.years)) as values:
        for stage in (FIRST, SECOND):
            views = [view for view in stage if _periods(view, work)]
            if not views:
                continue
            with progress(", ".join(view.table.name.removeprefix("gold.") for view in views)):
                make = partial(_make, lake, definition, work, note, kept | {index_values.name: values})
                _side_by_side(make, views)


def _make(lake: Lake, definition: Definition, work: Work, note: Note, kept: Kept, view: View) -> None:
    """Make a view anew for the periods that moved."""
    needed = plan.within(_needed(view, work), work.panel, work.years)

    def read(table: Table[Any]) -> DataFrame:
        if table.name in kept:
            return kept[table.name]
        frame = lake.read(table)
        return frame.where(F.col("period").isin(needed)) if c.period in table.partition_by else frame

    if view.settings:
        note = note | {"settings": definition.view_fingerprints[view.settings]}
    frame = view.make(Inputs(read, definition, needed))
    _replace(lake, view.table, frame, _periods(view, work), work, note)


def _periods(view: View, work: Work) -> set[str]:
    """The periods of the panel for which a view is made anew."""
    if view.table.name not in work.views:
        return set()
    panel = {*work.panel, *work.years}
    if work.everything_indexed or view.table.name in work.redrawn:
        return panel
    return view.reach(plan.touched_periods(work.index), panel) & panel


def _needed(view: View, work: Work) -> set[str]:
    """The periods that it is then made from."""
    return view.needs(_periods(view, work), {*work.panel, *work.years})


def _side_by_side(write: Callable[[Item], None], items: Iterable[Item]) -> None:
    """Write tables that do not depend on each other at the same time; the first failure is raised."""
    with ThreadPoolExecutor(max_workers=WRITERS) as pool:
        for done in [pool.submit(write, item) for item in items]:
            done.result()


def _moves_dimensions(work: Work) -> bool:
    """Whether names or periods may have changed."""
    return bool(work.everything_indexed or work.new_periods or work.redrawn)


def _replace(lake: Lake, table: Table[Any], frame: DataFrame, periods: set[str], work: Work, note: Note) -> None:
    """Write the rows of the periods that moved; where that is all of them, nothing of an older panel stays."""
    moved = plan.within(periods, work.panel, work.years)
    if work.everything_indexed or table.name in work.redrawn:
        lake.replace(table, frame, note)
        return
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
