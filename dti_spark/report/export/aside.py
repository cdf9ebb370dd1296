"""Files that are there whole or not at all: written in a folder beside their place, then put there."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from dti_spark.errors import StorageError, UsageError


def check(out: str, beside: Sequence[str]) -> Path:
    """The file that an export may be written to, with others beside it that bear its name and an ending.

    Raises:
        UsageError: it is an address or a folder, or its folder is missing.
        StorageError: its folder may not be written to.
    """
    if "://" in out:
        raise UsageError(f"--out {out}: an export is written to a file of this machine; copy it to where it is read")
    path = Path(out)
    for place in (path, *(Path(f"{path}{ending}") for ending in beside)):
        try:
            other = place.exists() and not place.is_file()
        except OSError as error:
            raise UsageError(f"--out {out}: {error.strerror}; name another file") from error
        if other:
            raise UsageError(f"--out {out}: {place} is there and is no file; name another")
    if not path.parent.is_dir():
        raise UsageError(f"--out {out}: there is no folder {path.parent}; make it, or name another")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StorageError(
            f"--out {out}: {path.parent} may not be written to; name another folder, or change its rights"
        )
    return path


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A folder for `path.name` and the files beside it, which are put in place when the context ends without error.

    Raises:
        StorageError: they cannot be written.
    """
    try:
        folder = Path(mkdtemp(prefix=".dti-export-", dir=path.parent))
        try:
            yield folder
            # the file itself last: where it is, so are those beside it
            for made in sorted(folder.iterdir(), key=lambda file: file.name == path.name):
                made.replace(path.parent / made.name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise StorageError(f"writing {path}: {error.strerror or error}") from error
