"""A machine without any network but its own loopback, and an account that has fetched nothing yet."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from small_index import published

from dti_spark.lake import jars

ALONE = ("unshare", "--net")
LOOPBACK = "import subprocess; subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True); "
DTI = f"{LOOPBACK}from dti_spark.cli import main; main()"


def alone(*words: str | Path, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line where there is no network, for an account whose home is new."""
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK", "SPARK", "XDG"))}
    return subprocess.run(
        [*ALONE, sys.executable, "-c", DTI, *words],
        env=kept | {"HOME": str(home)} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(autouse=True)
def _may() -> None:
    tried = subprocess.run([*ALONE, sys.executable, "-c", LOOPBACK], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"this account may not leave the network: {tried.stderr.strip().splitlines()[-1]}")


@pytest.mark.fault(28)
def test_with_the_jars_that_are_there_no_network_is_needed(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    there = published(spark, tmp_path_factory.getbasetemp())
    words = ("show", "rankings", "--lake", there.root / "lake", "--conf", there.conf, "--top", "1", "--json")
    shown = alone(*words, home=tmp_path / "home", DTI_JARS=str(jars.kept_in()))
    assert shown.returncode == 0, shown.stderr
    assert '"region": "440300"' in shown.stdout
    assert not (tmp_path / "home" / ".ivy2").exists()


@pytest.mark.fault(28)
def test_with_neither_jars_nor_network_one_sentence_says_so_within_seconds(tmp_path: Path) -> None:
    begun = time.monotonic()
    said = alone("show", "rankings", "--lake", tmp_path / "lake", home=tmp_path / "home")
    assert time.monotonic() - begun < 10
    assert (said.returncode, said.stdout) == (4, "")
    (sentence,) = said.stderr.splitlines()
    assert "cannot be fetched (" in sentence
    assert "run dti jars fetch" in sentence
