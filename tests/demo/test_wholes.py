import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dti_spark.demo.calibrated.margins import spread
from dti_spark.demo.calibrated.pooled import pooled
from dti_spark.demo.calibrated.wholes import NoRoomError, apportioned, telescoped

AMOUNTS = st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=40)
CELLS = st.lists(
    st.tuples(st.floats(min_value=0, max_value=50), st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30
)


@given(CELLS, st.floats(min_value=0, max_value=1))
def test_parts_keep_their_bounds_and_add_to_the_total(cells: list[tuple[float, int, int]], between: float) -> None:
    wanted = [want for want, _, _ in cells]
    lower, upper = [low for _, low, _ in cells], [low + room for _, low, room in cells]
    total = sum(lower) + round(between * (sum(upper) - sum(lower)))
    found = apportioned(wanted, total, lower, upper)
    assert sum(found) == total
    assert all(low <= part <= high for low, part, high in zip(lower, found, upper, strict=True))
    assert apportioned([float(part) for part in found], total, lower, upper) == found


@given(AMOUNTS)
def test_without_bounds_no_part_is_off_by_a_whole_unit(amounts: list[float]) -> None:
    total = round(math.fsum(amounts))
    found = apportioned(amounts, total, [0] * len(amounts), [10**9] * len(amounts))
    assert all(abs(part - amount) < 1 + 1e-6 for part, amount in zip(found, amounts, strict=True))


def test_a_total_outside_the_bounds_is_refused() -> None:
    with pytest.raises(NoRoomError, match="5 is not between 0 and 4"):
        apportioned([1.0, 1.0], 5, [0, 0], [2, 2])


@given(AMOUNTS.filter(lambda amounts: math.fsum(amounts) > 1), st.integers(0, 10**9))
def test_any_run_of_neighbours_is_off_by_less_than_one_unit(amounts: list[float], total: int) -> None:
    found = telescoped(amounts, total)
    scale = total / math.fsum(amounts)
    assert sum(found) == total
    assert min(found) >= 0
    for end in range(len(amounts) + 1):
        assert abs(sum(found[:end]) - math.fsum(amounts[:end]) * scale) <= 0.5 + 1e-6
    assert all(part == 0 for part, amount in zip(found, amounts, strict=True) if amount == 0)


@given(
    st.lists(st.tuples(st.floats(min_value=0.001, max_value=100), st.booleans()), min_size=1, max_size=40),
    st.lists(st.integers(1, 9), min_size=1, max_size=5),
)
def test_a_table_has_its_margins_and_narrow_rows_few_cells(rows: list[tuple[float, bool]], parts: list[int]) -> None:
    sums, broad = [row for row, _ in rows], [wide for _, wide in rows]
    shares = [part / sum(parts) for part in parts]
    table = spread(sums, shares, broad)
    whole = math.fsum(sums)
    assert all(math.fsum(cells) == pytest.approx(row) for cells, row in zip(table, sums, strict=True))
    assert all(min(cells) >= 0 for cells in table)
    for column, share in enumerate(shares):
        assert math.fsum(cells[column] for cells in table) == pytest.approx(share * whole)
    narrow = [cells for cells, wide in zip(table, broad, strict=True) if not wide]
    assert sum(cell > 1e-9 * whole for cells in narrow for cell in cells) <= len(narrow) + len(shares) - 1


MIX = [[[4.0, 0.1], [0.3, 0.2], [0.1, 3.0], [0.2, 0.0]]]
GROUPS, NATION = ["a", "a", "b", "b"], ["n", "n", "n", "n"]
SIZES = [9.0, 1.0, 8.0, 2.0]


@pytest.mark.parametrize(("cells", "left"), [(7, 7), (6, 6), (5, 5), (4, 4), (2, 2)])
def test_small_cells_go_to_the_largest_city_of_their_group(cells: int, left: int) -> None:
    found = pooled(MIX, [GROUPS, NATION], SIZES, cells)
    assert sum(value > 0 for city in found[0] for value in city) <= left
    groups = GROUPS if cells >= 4 else NATION
    for group in set(groups):
        for trade in range(2):
            before = [city[trade] for city, name in zip(MIX[0], groups, strict=True) if name == group]
            after = [city[trade] for city, name in zip(found[0], groups, strict=True) if name == group]
            assert math.fsum(after) == pytest.approx(math.fsum(before))
    assert found[0][0][0] >= 4.0


def test_a_mix_that_needs_more_cells_than_any_grouping_gives_is_refused() -> None:
    with pytest.raises(NoRoomError):
        pooled(MIX, [GROUPS, NATION], SIZES, 1)
