"""Whatever happens to a lake, its readers see one release, and it ends where an undisturbed one would be."""

import os
import secrets

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from pyspark.sql import SparkSession
from simulation import Simulation
from small_index import Place, published

FIXED = range(1, int(os.environ.get("DTI_SIMULATIONS", "4")) + 1)
"""Seeds that are always tried; as many are new each time. DTI_SIMULATIONS=20 tries 20 and 20."""
NEW = [secrets.randbelow(2**31) for _ in FIXED]
ONLY = [int(number) for number in os.environ.get("DTI_SEEDS", "").split()]
STEPS = 8


def simulate(there: Place, number: int, *, steps: int) -> None:
    """One simulation by the number of its seed."""
    machine = type("Simulation", (Simulation,), {"there": there})
    once = settings(
        max_examples=1,
        stateful_step_count=steps,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(machine), settings=once)


@pytest.mark.fault(2, 5, 7, 8)
@pytest.mark.parametrize("number", ONLY or [*FIXED, *NEW], ids=lambda number: f"seed-{number}")
def test_a_lake_ends_as_the_model_says(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    try:
        simulate(published(spark, tmp_path_factory.getbasetemp()), number, steps=STEPS)
    except Exception as error:
        error.add_note(f"again: DTI_SEEDS={number} .venv/bin/python -m pytest tests/test_simulation.py")
        raise
