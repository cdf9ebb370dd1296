import pytest
from hypothesis import given
from hypothesis import strategies as st

from dti_spark.demo.urns import Urns, urns, whole

WEIGHTS = st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=60).filter(any)


def shares(made: Urns, urn: int) -> list[int]:
    """How much of the urn each of its items has, out of size x total."""
    first, size, total = made.start[urn], made.size[urn], made.total[urn]
    held = [0] * size
    for position in range(first, first + size):
        held[position - first] += made.keep[position]
        held[made.other[position] - first] += total - made.keep[position]
    return held


@given(st.lists(WEIGHTS, min_size=1, max_size=4))
def test_an_urn_holds_exactly_what_the_weights_say(groups: list[list[int]]) -> None:
    made = urns(groups)
    for urn, weights in enumerate(groups):
        assert shares(made, urn) == [weight * len(weights) for weight in weights]


@given(WEIGHTS)
def test_no_position_of_an_urn_keeps_less_than_nothing_or_more_than_all(weights: list[int]) -> None:
    made = urns([weights])
    assert all(0 <= keep <= made.total[0] for keep in made.keep)


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_weights_that_say_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="positive weight"):
        urns([weights])


@given(st.lists(st.floats(min_value=1e-9, max_value=1e9), min_size=1, max_size=20))
def test_fractions_become_whole_weights_in_the_same_proportion(weights: list[float]) -> None:
    made = whole(weights)
    for weight, number in zip(weights, made, strict=True):
        assert number >= 1
        assert number / max(made) == pytest.approx(weight / max(weights), rel=1e-9, abs=2e-12)
