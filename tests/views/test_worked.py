"""The arithmetic in which expected tables are written."""

import pytest
from test_scenarios import worked


def test_arithmetic_comes_to_its_value_and_anything_else_is_refused() -> None:
    assert worked("-(4+9)/13 + ln(2**3)/ln(2) - 2*sqrt(4)") == pytest.approx(-1 + 3 - 4)
    with pytest.raises(ValueError, match="no arithmetic"):
        worked("x/2")
