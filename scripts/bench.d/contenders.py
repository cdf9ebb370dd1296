"""Who takes part: how each is started, and where its cells are found."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deltalake import DeltaTable

from dti_spark.definition.load import load


@dataclass(frozen=True)
class Setting:
    """What all contenders are given alike; memory in GiB."""

    raw: Path
    format: str
    conf: Path
    cores: int
    memory: int


@dataclass(frozen=True)
class Contender:
    """A process that does the work in a folder of its own, and the SQL that reads the cells it left there.

    Columns of cells: city, industry, quarter, kind, total, events, organisations.
    """

    name: str
    command: Callable[[Setting, Path], list[str]]
    cells: Callable[[Setting, Path], str]


def dti_run(setting: Setting, out: Path) -> list[str]:
    """The command that brings the lake of a folder up to date."""
    dti = Path(sys.executable).with_name("dti")
    return [str(dti), "run", "--raw", str(setting.raw), "--lake", str(out / "lake"), "--conf", str(setting.conf)]


def _dti_cells(setting: Setting, out: Path) -> str:
    """Totals are values of `sum` indicators; organisations those of `distinct` ones, or the count beside a sum."""
    indicators = ", ".join(f"('{i.id}', '{i.kind}', '{i.measure}')" for i in load(setting.conf).index.indicators)
    files = DeltaTable(str(out / "lake" / "silver" / "indicator_values")).file_uris()
    return f"""
        SELECT
            city,
            industry,
            quarter,
            kind,
            max(value) FILTER (measure = 'sum') AS total,
            max(events) AS events,
            coalesce(max(value) FILTER (measure = 'distinct'), max(entities)) AS organisations
        FROM read_parquet({files}, hive_partitioning = true)
        JOIN (VALUES {indicators}) AS indicators (indicator, kind, measure) USING (indicator)
        GROUP BY ALL
    """


def _script(name: str) -> Callable[[Setting, Path], list[str]]:
    script = str(Path(__file__).with_name(name))
    return lambda setting, out: [
        sys.executable,
        script,
        str(setting.raw),
        setting.format,
        str(out),
        str(setting.cores),
        str(setting.memory),
    ]


def _parquet_cells(setting: Setting, out: Path) -> str:
    path = out / "cells.parquet"
    return f"SELECT * FROM read_parquet('{path / '*.parquet' if path.is_dir() else path}')"


DTI = Contender("dti_spark", dti_run, _dti_cells)
NAIVE = Contender("naive PySpark", _script("with_naive_pyspark.py"), _parquet_cells)
DUCKDB = Contender("DuckDB", _script("with_duckdb.py"), _parquet_cells)
POLARS = Contender("Polars", _script("with_polars.py"), _parquet_cells)
CONTENDERS = (DTI, NAIVE, DUCKDB, POLARS)
"""A new contender is a script that leaves cells.parquet, and a line here."""
