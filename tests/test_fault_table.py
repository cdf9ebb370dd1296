"""README tells of each fault what the tests show, and of no other."""

from collections import Counter

import faults
import pytest


def test_readme_tells_of_each_fault_which_tests_bring_it_about() -> None:
    text = faults.README.read_text(encoding="utf-8")
    assert faults.within(text) == faults.table(), "run python tests/faults.py --write"


def test_the_table_has_a_line_for_each_fault_and_says_where_there_is_no_test() -> None:
    lines = faults.table().splitlines()[2:]
    assert [int(line.split("|")[1]) for line in lines] == [fault.number for fault in faults.FAULTS]
    tested = {number for test in faults.marked() for number in test.faults}
    assert {fault.number for fault in faults.FAULTS} >= tested
    assert [line.endswith("| not tested |") for line in lines] == [f.number not in tested for f in faults.FAULTS]


def test_what_is_found_in_the_sources_is_what_pytest_collects(request: pytest.FixtureRequest) -> None:
    marked = faults.marked()
    whole = Counter((test.file, test.name) for test in marked)
    assert set(whole.values()) == {1}
    for item in request.session.items:
        if isinstance(item, pytest.Function):
            numbers = {number for mark in item.iter_markers("fault") for number in mark.args}
            place = str(item.path.relative_to(faults.ROOT)), item.originalname
            assert numbers == {n for test in marked if (test.file, test.name) == place for n in test.faults}
