import doctest
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dti_spark import quarters

COUNTS = st.integers(min_value=4 * 1900, max_value=4 * 2200)


def test_the_examples_of_quarters_hold() -> None:
    assert doctest.testmod(quarters).failed == 0


@given(COUNTS)
def test_a_quarter_and_its_number_name_each_other(count: int) -> None:
    assert quarters.number(quarters.from_number(count)) == count


@given(COUNTS, COUNTS)
def test_quarters_sort_as_text_in_time_order(first: int, second: int) -> None:
    assert (quarters.from_number(first) < quarters.from_number(second)) == (first < second)


@given(COUNTS, st.integers(min_value=-40, max_value=40))
def test_shifting_there_and_back_changes_nothing(count: int, by: int) -> None:
    quarter = quarters.from_number(count)
    assert quarters.shift(quarters.shift(quarter, by), -by) == quarter


@pytest.mark.parametrize("text", ["2020", "2020Q5", "2020Q0", "20Q1", "2020q1", " 2020Q1", "2020Q1 ", ""])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quarter"):
        quarters.number(text)


def test_between_holds_both_ends_and_nothing_backwards() -> None:
    assert quarters.between("2020Q3", "2021Q2") == ["2020Q3", "2020Q4", "2021Q1", "2021Q2"]
    assert quarters.between("2020Q1", "2020Q1") == ["2020Q1"]
    assert quarters.between("2020Q2", "2020Q1") == []


def test_a_year_is_complete_only_with_all_of_its_quarters() -> None:
    assert quarters.complete_years(["2021Q1", "2021Q2", "2021Q4"]) == []
    assert quarters.complete_years(["2021Q4", "2021Q2", "2021Q3", "2021Q1", "2022Q1"]) == ["2021"]


@pytest.mark.fault(19)
def test_a_quarter_begins_at_midnight_in_its_time_zone() -> None:
    assert quarters.start("2020Q1", "Asia/Shanghai") == datetime(2019, 12, 31, 16, tzinfo=UTC)
    assert quarters.start("2020Q3", "Asia/Shanghai") == datetime(2020, 6, 30, 16, tzinfo=UTC)
    assert quarters.start("2020Q1", "UTC") == datetime(2020, 1, 1, tzinfo=UTC)


@given(COUNTS)
def test_a_quarter_ends_where_the_next_begins(count: int) -> None:
    this, after = (quarters.start(quarters.from_number(n), "Asia/Shanghai") for n in (count, count + 1))
    assert timedelta(days=89) < after - this < timedelta(days=93)
