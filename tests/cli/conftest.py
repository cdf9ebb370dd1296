import sys
from pathlib import Path

import pytest
from command_line import Dti, Said
from pyspark.sql import SparkSession
from small_index import Place, published

from dti_spark.cli import main, options


@pytest.fixture
def dti(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Dti:
    """Runs the command line without Spark: a command that starts it fails."""

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["dti", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    def no_spark(*_: object) -> None:
        raise AssertionError("Spark was started")

    monkeypatch.setattr(options, "session", no_spark)
    return run


@pytest.fixture
def spark_dti(dti: Dti, spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> Dti:
    """Runs the command line in the session of the tests."""
    monkeypatch.setattr(options, "session", lambda *_: spark)
    return dti


@pytest.fixture
def there(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A published lake, to be read only."""
    return published(spark, tmp_path_factory.getbasetemp())
