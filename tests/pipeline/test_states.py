"""What a run makes of each raw file, decided from storage, ledger and policies before anything is read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dti_spark.definition.load import load
from dti_spark.definition.model import Definition, FilePolicy
from dti_spark.errors import DataRefusedError
from dti_spark.lake.raw_files import RawFile
from dti_spark.pipeline.plan import Entry
from dti_spark.pipeline.states import FAULTS, Listing, Sorted, State, late, listing, sorted_out, states

SHIPPED = load()
NAMES = st.sampled_from("abcd")
FILES = st.builds(
    lambda source, name, size, modified: RawFile(source, f"dt=2020-01-31/{name}", size, modified),
    st.sampled_from(["jd", "tapd"]),
    NAMES,
    st.integers(1, 3),
    st.integers(1, 3),
)
LISTED = st.lists(FILES, unique_by=lambda file: file.key)
LEDGERS = st.lists(
    st.builds(lambda file, state: entry(file, state), FILES, st.sampled_from([State.DONE, State.LATE, State.REFUSED])),
    unique_by=lambda held: held.file.key,
)


def with_policy(**policy: object) -> Definition:
    """The shipped definition, in which every source has a policy."""
    files = FilePolicy.model_validate(policy)
    sources = tuple(source.model_copy(update={"files": files}) for source in SHIPPED.sources)
    return SHIPPED.model_copy(update={"sources": sources})


def file(name: str, size: int = 10, modified: int = 5) -> RawFile:
    return RawFile("jd", f"jd/dt=2020-01-31/{name}", size, modified)


def entry(of: RawFile, state: State = State.DONE, records: int = 7) -> Entry:
    return Entry(of, 1, "r", 0 if state is State.REFUSED else records, 0, (), state)


def what_to_do(listed: Sequence[RawFile], ledger: Sequence[Entry], *, full: bool = False, **policy: object) -> Sorted:
    return sorted_out(with_policy(**policy), Listing(listed), ledger, full=full)


@settings(deadline=None)
@given(LISTED, LEDGERS)
def test_every_file_that_is_there_or_was_read_has_one_state(listed: list[RawFile], ledger: list[Entry]) -> None:
    found = states(Listing(listed), ledger)
    read = {held.file.key for held in ledger if held.state != State.REFUSED}
    assert set(found) == {file.key for file in listed} | read
    for key, state in found.items():
        there = next((file for file in listed if file.key == key), None)
        same = there in [held.file for held in ledger]
        assert (state is State.VANISHED) == (there is None)
        assert (state is State.CHANGED) == (there is not None and key in read and not same)
        assert (state in (State.DONE, State.LATE)) == (key in read and same)


@settings(deadline=None)
@given(LISTED, LEDGERS, st.booleans())
def test_a_run_reads_what_is_new_and_leaves_what_a_person_should_see(
    listed: list[RawFile], ledger: list[Entry], full: bool
) -> None:
    todo = what_to_do(listed, ledger, full=full, changed="keep", vanished="forget")
    found = states(Listing(listed), ledger)
    new = {key for key, state in found.items() if state is State.NEW}
    assert {file.key for file in todo.fresh} == ({file.key for file in listed} if full else new)
    assert set(todo.left) == {
        key for key, state in found.items() if state in FAULTS and not (full and state is not State.VANISHED)
    }


@pytest.mark.parametrize("rewritten", [file("a", size=11), file("a", modified=6)])
def test_a_file_that_is_not_what_was_read_stops_the_run_or_is_kept_or_has_all_read_again(rewritten: RawFile) -> None:
    other = file("b")
    with pytest.raises(DataRefusedError, match=r"^jd/dt=2020-01-31/a was rewritten .*--full"):
        what_to_do([rewritten, other], [entry(file("a")), entry(other)])
    kept = what_to_do([rewritten, other], [entry(file("a")), entry(other)], changed="keep")
    assert kept == Sorted([], False, {rewritten.key: State.CHANGED})
    again = what_to_do([rewritten, other], [entry(file("a")), entry(other)], changed="read_again")
    assert again == Sorted([rewritten, other], True, {})


def test_a_file_that_is_gone_is_kept_or_stops_the_run_and_a_full_run_does_not_lose_it() -> None:
    gone = [entry(file("a"))]
    assert what_to_do([], gone) == Sorted([], False, {file("a").key: State.VANISHED})
    with pytest.raises(DataRefusedError, match=r"^jd/dt=2020-01-31/a has vanished after 7 records were read from it; "):
        what_to_do([], gone, vanished="stop")
    for policy in ("keep", "stop"):
        with pytest.raises(DataRefusedError, match=r"^jd/dt=2020-01-31/a has vanished "):
            what_to_do([], gone, full=True, vanished=policy)
    assert what_to_do([], gone, full=True, vanished="forget").fresh == []
    assert what_to_do([], [entry(file("a"), records=0)], full=True).fresh == []


def test_a_changed_file_does_not_have_all_read_again_where_that_would_lose_another() -> None:
    with pytest.raises(DataRefusedError, match=r"^jd/dt=2020-01-31/b has vanished .* a full run would lose them"):
        what_to_do([file("a", 11)], [entry(file("a")), entry(file("b"))], changed="read_again")


def test_a_refused_file_stays_so_until_it_is_delivered_again() -> None:
    refused = [entry(file("a"), State.REFUSED)]
    assert what_to_do([file("a")], refused) == Sorted([], False, {file("a").key: State.REFUSED})
    assert what_to_do([file("a", 11)], refused) == Sorted([file("a", 11)], False, {})
    assert what_to_do([], refused) == Sorted([], False, {})
    assert what_to_do([file("a")], refused, full=True).fresh == [file("a")]


def test_a_file_grows_until_it_has_been_quiet() -> None:
    now = datetime(2020, 2, 1, tzinfo=UTC)
    quiet, fresh = (
        replace(file(name), modified=int((now - timedelta(seconds=ago)).timestamp() * 1_000_000))
        for name, ago in (("a", 60), ("b", 59))
    )
    found = listing(with_policy(quiet_seconds=60), [quiet, fresh], now)
    assert found.settled == [quiet]
    assert sorted_out(SHIPPED, found, [], full=False) == Sorted([quiet], False, {fresh.key: State.GROWING})
    assert listing(SHIPPED, [quiet, fresh], now).settled == [quiet, fresh]
    for full in (True, False):
        young = sorted_out(SHIPPED, found, [entry(fresh)], full=full)
        assert young == Sorted([quiet, fresh] if full else [quiet], full, {})


def test_a_file_is_late_if_one_that_is_younger_was_read_before() -> None:
    older, same, younger = file("a", modified=4), file("b", modified=5), file("c", modified=6)
    assert late([older, same, younger], [entry(file("d", modified=5))]) == {older}
    assert late([older, same, younger], []) == set()
    assert late([older], [replace(entry(file("d")), file=replace(file("d"), source="tapd"))]) == set()


def test_files_of_a_source_that_the_definition_no_longer_names_do_not_matter() -> None:
    strange = replace(entry(file("a")), file=RawFile("gone", "gone/a", 1, 1))
    assert what_to_do([], [strange], full=True) == Sorted([], True, {})
