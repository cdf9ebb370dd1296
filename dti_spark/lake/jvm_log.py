"""Where the JVM of this process writes what it prints."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def log_file() -> Path:
    """The file that takes it."""
    return Path(os.environ.get("DTI_LOG", Path(tempfile.gettempdir()) / f"dti-{os.getpid()}.log"))


@contextmanager
def printing_to(path: Path) -> Iterator[None]:
    """Let a child process that starts inside inherit a file as its standard output and standard error."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [(stream, os.dup(stream)) for stream in (1, 2)]
    with path.open("ab") as log:
        try:
            for stream, _ in kept:
                os.dup2(log.fileno(), stream)
            yield
        finally:
            for stream, copy in kept:
                os.dup2(copy, stream)
                os.close(copy)
