from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dti_spark.definition.load import load
from dti_spark.definition.model import Definition
from dti_spark.errors import DataRefusedError, UsageError
from dti_spark.lake.raw_files import RawFile
from dti_spark.pipeline import plan
from dti_spark.pipeline.plan import NOTHING, Entry, Published
from dti_spark.quarters import between, of_year, shift

DEFINITION = load()
FILES = st.lists(
    st.builds(
        RawFile,
        source=st.sampled_from(["jd", "tapd"]),
        file=st.from_regex(r"\A(jd|tapd)/dt=2020-0[1-9]-1[0-9]/[a-z]\Z"),
        size=st.integers(0, 100),
        modified=st.just(1),
    ),
    unique_by=lambda file: file.file,
)
SETS = st.sets(st.sampled_from(between("2018Q1", "2026Q4")), min_size=1)


def entry(name: str, batch: int, *quarters: str, records: int = 10, rejected: int = 0, reading: str = "r") -> Entry:
    return Entry(RawFile("jd", f"jd/dt=2020-01-31/{name}", 10, 1), batch, reading, records, rejected, quarters)


def published(last_batch: int, definition: Definition = DEFINITION) -> Published:
    return Published("0001", last_batch, definition.index_fingerprint)


@settings(deadline=None)
@given(FILES, st.integers(1, 150))
def test_every_file_is_in_exactly_one_batch_and_no_batch_is_empty(files: list[RawFile], limit: int) -> None:
    cut = plan.batches(files, limit)
    assert sorted(file for batch in cut for file in batch) == sorted(files)
    assert all(cut)


@settings(deadline=None)
@given(FILES, st.integers(1, 150))
def test_a_batch_is_within_its_bound_or_a_single_file(files: list[RawFile], limit: int) -> None:
    for batch in plan.batches(files, limit):
        assert len(batch) == 1 or sum(file.size for file in batch) <= limit


@settings(deadline=None)
@given(FILES, st.integers(1, 150))
def test_batches_could_not_be_fewer_in_their_order(files: list[RawFile], limit: int) -> None:
    cut = plan.batches(files, limit)
    for batch, following in pairwise(cut):
        assert sum(file.size for file in batch) + following[0].size > limit


@settings(deadline=None)
@given(FILES, st.integers(1, 150), st.randoms())
def test_batches_follow_the_days_of_delivery_however_files_are_listed(
    files: list[RawFile], limit: int, chance: Random
) -> None:
    cut = plan.batches(files, limit)
    days = [file.file.split("/")[1] for batch in cut for file in batch]
    assert days == sorted(days)
    shuffled = list(files)
    chance.shuffle(shuffled)
    assert plan.batches(shuffled, limit) == cut


@settings(deadline=None)
@given(SETS)
def test_touched_periods_are_the_quarters_and_their_years(quarters: set[str]) -> None:
    assert plan.touched_periods(quarters) == quarters | {quarter[:4] for quarter in quarters}


def test_a_rank_is_made_anew_in_the_period_and_in_all_that_compare_with_its_year() -> None:
    anew = plan.ranked_anew(plan.touched_periods(["2020Q3"]))
    assert anew == {"2020Q3", "2020", "2021Q1", "2021Q2", "2021Q3", "2021Q4", "2021"}


@settings(deadline=None)
@given(SETS)
def test_growth_is_made_anew_wherever_one_of_its_terms_is_touched(quarters: set[str]) -> None:
    anew = plan.grown_anew(plan.touched_periods(quarters))
    for quarter in between("2017Q1", "2029Q4"):
        terms = {shift(quarter, -by) for by in (0, 1, 4, 8)}
        assert (quarter in anew) == bool(terms & quarters)


def test_periods_outside_the_panel_are_left_out_and_years_come_before_their_quarters() -> None:
    asked = {"2020", "2020Q1", "2021", "2021Q1", "2021Q2"}
    assert plan.within(asked, between("2020Q1", "2021Q1"), ["2020"]) == ["2020", "2020Q1", "2021Q1"]


def test_a_source_that_is_read_otherwise_asks_for_a_full_run_even_without_new_files() -> None:
    with pytest.raises(UsageError, match=r"^source jd: .*jd/dt=2020-01-31/a .*--full"):
        plan.refuse_other_readings([entry("a", 1, reading="before")], {"jd": "now"})


def test_files_of_a_source_that_the_definition_no_longer_names_do_not_matter() -> None:
    plan.refuse_other_readings([entry("a", 1, reading="before")], {"tapd": "r"})


def test_rejects_at_the_limit_pass_and_above_it_the_worst_file_is_named() -> None:
    pending = [entry("a", 1, records=60, rejected=1), entry("b", 1, records=40, rejected=4)]
    plan.refuse_too_many_rejects(pending, 0.05, lambda: "never asked")
    said = r"^5 of 100 .*5\.0%.* 4\.9%; most in jd/dt=2020-01-31/b \(4 of 40\), see .*; 3 of jd are torn$"
    with pytest.raises(DataRefusedError, match=said):
        plan.refuse_too_many_rejects(pending, 0.049, lambda: "3 of jd are torn")


def test_no_records_have_no_share_of_rejects() -> None:
    for pending in ([], [entry("a", 1, records=0)]):
        plan.refuse_too_many_rejects(pending, 0.0, lambda: "never asked")


def test_the_first_run_measures_and_indexes_the_whole_panel() -> None:
    work = plan.work(DEFINITION, [entry("a", 1, "2020Q1", "2020Q3")], NOTHING, measured_with={})
    assert work.panel == work.measure == work.index == ["2020Q1", "2020Q2", "2020Q3"]
    assert work.everything_measured
    assert work.everything_indexed


def test_a_delivery_refreshes_its_quarters_and_those_that_it_adds_to_the_panel() -> None:
    old, new = entry("a", 1, "2020Q1", "2020Q2"), entry("b", 2, "2020Q2", "2020Q4")
    measured = plan.measured(DEFINITION, [old, new])
    work = plan.work(DEFINITION, [old, new], published(1), measured_with=measured)
    assert work.measure == ["2020Q2", "2020Q4"]
    assert work.index == ["2020Q2", "2020Q3", "2020Q4"]
    assert work.years == ["2020"]
    assert not work.everything_measured
    assert not work.everything_indexed


def test_events_of_the_base_quarter_move_every_index_value_but_no_other_usage() -> None:
    ledger = [entry("a", 1, "2020Q1", "2020Q2"), entry("b", 2, DEFINITION.index.calendar.base)]
    measured = plan.measured(DEFINITION, ledger)
    work = plan.work(DEFINITION, ledger, published(1), measured_with=measured)
    assert work.measure == ["2020Q1"]
    assert work.index == ["2020Q1", "2020Q2"]


def test_nothing_new_is_no_work() -> None:
    ledger = [entry("a", 1, "2020Q1")]
    work = plan.work(DEFINITION, ledger, published(1), measured_with=plan.measured(DEFINITION, ledger))
    assert work.measure == work.index == []


def test_another_definition_indexes_everything_and_measures_nothing() -> None:
    ledger = [entry("a", 1, "2020Q1", "2020Q2")]
    other = Published("0001", 1, "another")
    work = plan.work(DEFINITION, ledger, other, measured_with=plan.measured(DEFINITION, ledger))
    assert work.measure == []
    assert work.index == ["2020Q1", "2020Q2"]


def test_another_measure_or_a_full_run_measures_everything() -> None:
    ledger = [entry("a", 1, "2020Q1", "2020Q2")]
    first, *others = DEFINITION.index.indicators
    changed = first.model_copy(update={"measure": "count"})
    index = DEFINITION.index.model_copy(update={"indicators": (changed, *others)})
    other = DEFINITION.model_copy(update={"index": index})
    after_full = [entry("a", 7, "2020Q1", "2020Q2")]
    for definition, now in ((other, ledger), (DEFINITION, after_full)):
        work = plan.work(definition, now, published(7), measured_with=plan.measured(DEFINITION, ledger))
        assert work.measure == ["2020Q1", "2020Q2"]
        assert work.everything_measured


def test_quarters_after_the_calendar_are_not_in_the_panel() -> None:
    calendar = DEFINITION.index.calendar.model_copy(update={"last": "2020Q2"})
    index = DEFINITION.index.model_copy(update={"calendar": calendar})
    shorter = DEFINITION.model_copy(update={"index": index})
    assert plan.panel([entry("a", 1, "2020Q1", "2020Q4")], shorter) == ["2020Q1"]
    assert plan.panel([entry("a", 1)], DEFINITION) == []


def test_a_name_or_a_later_end_does_not_change_how_a_source_is_read_but_a_field_or_the_key_does() -> None:
    source = DEFINITION.source("jd")
    calendar = DEFINITION.index.calendar.model_copy(update={"last": "2030Q4"})
    longer = DEFINITION.model_copy(update={"index": DEFINITION.index.model_copy(update={"calendar": calendar})})
    renamed = source.model_copy(update={"name": DEFINITION.source("tapd").name})
    before = plan.reading(DEFINITION, source, "key")
    assert plan.reading(longer, renamed, "key") == before
    event = source.event.model_copy(update={"quantity": "amount * 2"})
    assert plan.reading(DEFINITION, source.model_copy(update={"event": event}), "key") != before
    assert plan.reading(DEFINITION, source, "another key") != before


@given(SETS)
def test_views_are_made_from_no_fewer_periods_than_they_compare(quarters: set[str]) -> None:
    ranked = plan.ranked_from(plan.ranked_anew(plan.touched_periods(quarters)))
    assert all(period in ranked and str(int(period[:4]) - 1) in ranked for period in plan.touched_periods(quarters))
    grown = plan.grown_from(plan.grown_anew(quarters))
    assert all(shift(quarter, -by) in grown for quarter in plan.grown_anew(quarters) for by in (0, 1, 4, 8))
    assert sorted(grown) == between(min(grown), max(grown))
    summed = plan.summed_from(plan.compared_anew(plan.touched_periods(quarters)))
    years = {int(period[:4]) for period in plan.compared_anew(plan.touched_periods(quarters))}
    assert {quarter for y in years for year in (y - 1, y) for quarter in of_year(str(year))} <= summed
    assert sorted(summed) == between(min(summed), max(summed))


@given(SETS, SETS)
def test_what_adds_up_over_time_is_made_anew_from_the_first_that_moved_on(quarters: set[str], more: set[str]) -> None:
    panel = plan.touched_periods(quarters | more)
    anew = plan.accumulated_anew(plan.touched_periods(quarters), panel)
    assert plan.touched_periods(quarters) <= anew
    assert {period for period in panel if period >= min(quarters)} <= anew
    assert all(period >= min(quarters)[:4] for period in anew)
    assert plan.accumulated_from(anew, panel) == {period for period in panel if period <= max(anew)}
    assert plan.accumulated_anew(set(), panel) == set()
