"""A quarterly digital transformation index from raw usage logs, on Spark and Delta Lake."""

__version__ = "0.1.0"
