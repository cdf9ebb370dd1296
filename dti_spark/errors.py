"""Failures that a user can act on: one sentence each, with the exit code of the command line."""

from dti_spark.redaction import redacted


class DtiError(Exception):
    """A failure told in one sentence: where, what, and what would be right; a credential is never part of it."""

    exit_code = 4

    def __init__(self, sentence: str) -> None:
        super().__init__(redacted(sentence))


class UsageError(DtiError):
    """The command was called with something that does not exist or does not fit."""

    exit_code = 2


class DefinitionError(DtiError):
    """conf/ does not define an index; `faults` holds every fault found, one sentence each."""

    exit_code = 2

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class DataRefusedError(DtiError):
    """The raw data cannot become an index as they are; earlier gold is untouched."""

    exit_code = 3


class UnreadableError(DataRefusedError):
    """A raw file cannot be read; `file` is its address."""

    def __init__(self, sentence: str, file: str) -> None:
        super().__init__(sentence)
        self.file = file


class StorageError(DtiError):
    """Storage, Spark or Java did not do what was asked."""

    exit_code = 4
