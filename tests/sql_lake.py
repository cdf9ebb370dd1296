"""A lake with a name that is hard to write, and programs beside it, for tests of SQL."""

import os
import shutil
import sys
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession
from small_index import published, write_conf

JARS = Path(pyspark.__file__).parent / "jars"
DTI = (sys.executable, "-c", "from dti_spark.cli import main; main()")


def copied(spark: SparkSession, base: Path, folder: Path) -> Path:
    """A folder with a lake that was published and a definition for short runs."""
    home = folder / "it's 数字"
    shutil.copytree(published(spark, base).root / "lake", home / "lake")
    write_conf(home / "conf")
    return home


def environment(folder: Path) -> dict[str, str]:
    """That of a person who has a temporary folder, so that what is left there can be seen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK", "SPARK"))}
    (folder / "temporary").mkdir(exist_ok=True)
    here = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    return kept | {"PATH": here, "TMPDIR": str(folder / "temporary"), "DTI_LOG": str(folder / "log")}


def contents(lake: Path) -> dict[str, bytes]:
    return {str(path.relative_to(lake)): path.read_bytes() for path in lake.rglob("*") if path.is_file()}
