"""The parts of the calibration on problems that can be worked out by hand."""

import numpy as np
import pytest
from dual import Dual
from fitting import fitted
from programme import Rows, solve
from scipy import sparse
from unknowns import DualPanel, Unknowns, summing

from dti_spark.published.measures import Measures
from dti_spark.published.subjects import Subject


def test_slopes_are_derivatives() -> None:
    def formula(x: Dual, y: Dual) -> Dual:
        return (x / y - 1.0) * 100 + x * y * 0.5 - y

    at = formula(Dual(3.0, {0: 1.0}), Dual(2.0, {1: 1.0}))
    step = 1e-6
    by_x = (formula(Dual(3 + step, {}), Dual(2.0, {})).value - at.value) / step
    by_y = (formula(Dual(3.0, {}), Dual(2 + step, {})).value - at.value) / step
    assert at.value == pytest.approx(50 + 3 - 2)
    assert at.slopes == pytest.approx({0: by_x, 1: by_y}, rel=1e-4)


def test_the_measures_of_the_check_give_slopes_by_relative_changes() -> None:
    base = [("city", "a", "dti", "2021Q1"), ("city", "a", "dti", "2022Q1")]
    unknowns = Unknowns(base, np.array([2.0, 3.0]), [], sparse.csr_array((0, 2)), {})
    yoy = Measures(DualPanel(unknowns)).yoy(Subject("city", ("a",), "dti", "dti", "all"), "2022Q1")
    assert yoy.value == pytest.approx(50)
    # 3 (1 + d1) / (2 (1 + d0)): 150 percentage points for each whole step
    assert yoy.slopes == pytest.approx({0: -150, 1: 150})


def test_sums_move_with_their_terms() -> None:
    base = [("city", "a", "dti", "2021Q1"), ("city", "b", "dti", "2021Q1")]
    summed, sums = summing(
        [(("nation", "CN", "dti", "2021Q1"), 0, 1.0), (("nation", "CN", "dti", "2021Q1"), 1, 1.0)], 2
    )
    unknowns = Unknowns(base, np.array([1.0, 3.0]), summed, sums, {})
    # a quarter of the nation rises by 8 %, the rest by 0: the nation rises by 2 %
    assert unknowns.ties() @ np.array([0.08, 0.0, 0.02]) == pytest.approx([0.0])


def test_fitting_keeps_both_sums_and_the_odds() -> None:
    table = np.array([[1.0, 2.0], [3.0, 1.0]])
    rows, columns = np.array([10.0, 20.0]), np.array([12.0, 18.0])
    found = fitted(table, rows, columns)
    assert found.sum(axis=1) == pytest.approx(rows)
    assert found.sum(axis=0) == pytest.approx(columns)
    odds = found[0, 0] * found[1, 1] / (found[0, 1] * found[1, 0])
    assert odds == pytest.approx(1 * 1 / (2 * 3))


def test_the_least_squares_within_rows_are_found() -> None:
    rows = Rows()
    rows.add("sum", {0: 1.0, 1: 1.0}, 1.0, 1.0, 1.0, 1000.0)
    # x^2 + 3 y^2 with x + y = 1: x = 3/4
    quadratic = sparse.csr_array(np.diag([2.0, 6.0]))
    found = solve(quadratic, np.zeros(2), sparse.csr_array((0, 2)), rows, 10.0)
    assert found.x == pytest.approx([0.75, 0.25], abs=1e-6)
    assert found.missed == {}


def test_rows_that_clash_are_named_with_what_they_miss() -> None:
    rows = Rows()
    rows.add("at least 3", {0: 1.0}, 3.0, float("inf"), 1.0, 100.0)
    rows.add("at most 2", {0: 1.0}, float("-inf"), 2.0, 1.0, 10.0)
    found = solve(sparse.csr_array((1, 1)), np.zeros(1), sparse.csr_array((0, 1)), rows, 10.0)
    assert found.missed == pytest.approx({"at most 2": 1.0}, abs=1e-5)
