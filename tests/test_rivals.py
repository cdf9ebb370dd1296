"""Two runs on one lake at the same time, in processes of their own."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
import yaml
from command_line import begin_run
from small_index import LATER, Place, deliver, rows

from dti_spark.errors import StorageError

LASTS = 15.0
"""Seconds that a lease lasts here."""


@pytest.fixture
def place(place: Place) -> Place:
    """A copy of a published lake, with a delivery that was not read yet and leases that do not last long."""
    lake = place.conf / "lake.yml"
    profiles = yaml.safe_load(lake.read_text(encoding="utf-8"))
    profiles["local"]["lease_seconds"] = LASTS
    lake.write_text(yaml.safe_dump(profiles), encoding="utf-8")
    deliver(place.raw, LATER)
    return place


def stopped(run: subprocess.Popen[str]) -> None:
    """Wait until a process has been stopped by a signal."""
    deadline = time.monotonic() + 300
    while Path(f"/proc/{run.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert run.poll() is None, run.communicate()[0]
        assert time.monotonic() < deadline, "it was not stopped"
        time.sleep(0.2)


@pytest.mark.fault(2, 4)
def test_a_run_that_slept_past_its_lease_finds_a_rival_and_publishes_nothing(place: Place) -> None:
    sleeper = begin_run(place.root, DTI_CRASH_AT="gold.index_values.before", DTI_CRASH_BY="SIGSTOP")
    try:
        stopped(sleeper)
        with pytest.raises(StorageError, match=r"lake is being written by run \S+ on \S+ since 20\S+Z; try again"):
            place.run()
        assert place.run(wait=4 * LASTS).release == "0002"
        gold = place.gold()
    finally:
        os.killpg(sleeper.pid, signal.SIGCONT)
    said, _ = sleeper.communicate(timeout=120)
    assert sleeper.returncode == 4
    assert f"did not renew its lease on {place.root}/lake for 15 s, so it writes nothing more" in said.replace(
        "file:", ""
    )
    assert place.gold() == gold
    assert place.run().release is None
    assert [row["release"] for row in rows(place.root / "lake", "gold.releases")].count("0002") == 1
