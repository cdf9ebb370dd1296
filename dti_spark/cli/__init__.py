"""The command line `dti`: results on standard output, progress and errors on standard error."""

from dti_spark.cli.entry import main

__all__ = ["main"]
