"""A quarterly digital transformation index from raw usage logs, on Spark and Delta Lake."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dti_spark.notebook import open as open

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`dti_spark.open`, which is imported only when asked for: the package asks for the version alone, from within."""
    if name != "open":
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module("dti_spark.notebook"), name)
