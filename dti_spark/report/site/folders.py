"""The folder of a site: releases side by side, each built aside and then put in place."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dti_spark.errors import StorageError, UsageError
from dti_spark.report.site import names, script, shells

RELEASES, FIRST = "releases.js", "index.html"
ENTRY = {"release", "folder", "published", "latest"}
LOCK, BUILDING, REPLACED = ".lock", ".building-", ".replaced-"


def checked(out: str) -> Path:
    """The folder that a site may be written to.

    Raises:
        UsageError: it is a file or an address, or holds something that is no site.
        StorageError: it may not be written to.
    """
    if "://" in out:
        raise UsageError(f"--out {out}: a site is written to a folder of this machine; copy it to where it is served")
    path = Path(out)
    there = next(place for place in (path, *path.absolute().parents) if place.exists())
    if not there.is_dir():
        raise UsageError(f"--out {out}: {there} is a file; name a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise StorageError(f"--out {out}: {there} may not be written to; name another folder, or change its rights")
    if path.is_dir():
        _refuse_others(path)
    return path


def _refuse_others(path: Path) -> None:
    strange = [entry.name for entry in path.iterdir() if not entry.name.startswith((BUILDING, LOCK))]
    if strange and not (path / RELEASES).exists():
        raise UsageError(
            f"--out {path} holds {min(strange)} and is no site (it has no {RELEASES}); name a new or an empty folder"
        )
    _listed(path)


def _listed(path: Path) -> list[dict[str, str]]:
    """The releases that a site says it holds."""
    if not (path / RELEASES).exists():
        return []
    try:
        listed = script.read(path / RELEASES, "releases")
    except ValueError as error:
        raise UsageError(f"{path / RELEASES} was not written by dti report; name a new or an empty folder") from error
    found = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    return [entry for entry in found if entry.keys() >= ENTRY and (path / entry["folder"]).is_dir()]


@dataclass(frozen=True)
class Entry:
    """A release as the site lists it: its name, when it was published, and its last quarter."""

    release: str
    published: str
    latest: str


def put(path: Path, entry: Entry, order: Sequence[str], build: Callable[[Path], None]) -> Path:
    """Let `build` fill a folder, and put it in place as that of a release; its place.

    What the site held stays as it was until then. `order` are the releases of the lake, newest last: it says which one
    the site begins with; those of other lakes come before.

    Raises:
        StorageError: the folder cannot be written, or another process writes to it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with _alone(path):
            _tidy(path)
            listed = _listed(path)
            taken = {each["folder"]: each["release"] for each in listed}
            kept = frozenset(each.name.lower() for each in path.iterdir() if each.name not in taken) | {"index.html"}
            folder = names.folder(entry.release, taken, kept)
            aside = path / f"{BUILDING}{folder}"
            try:
                build(aside)
                _swap(path, aside, folder)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
            _announce(path, entry, folder, listed, order)
            return path / folder
    except OSError as error:
        raise StorageError(f"writing the site {path}: {error.strerror or error} ({error.filename or path})") from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from building in the same folder; the lock goes with the process."""
    import fcntl  # not on every system that the other commands run on

    with (path / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StorageError(f"another dti report is writing the site {path}; wait for it to end") from error
        yield


def _tidy(path: Path) -> None:
    """Remove what a killed build has left, and put back what it had just moved away."""
    for left in path.glob(f"{BUILDING}*"):
        shutil.rmtree(left)
    for old in path.glob(f"{REPLACED}*"):
        place = path / old.name.removeprefix(REPLACED)
        if place.exists():
            shutil.rmtree(old)
        else:
            old.rename(place)


def _swap(path: Path, aside: Path, folder: str) -> None:
    """Put a folder in the place of another: two renames, since no system call for folders does it in one everywhere."""
    old = path / f"{REPLACED}{folder}"
    if (path / folder).exists():
        (path / folder).rename(old)
    aside.rename(path / folder)
    if old.exists():
        shutil.rmtree(old)


def _announce(path: Path, entry: Entry, folder: str, listed: Sequence[dict[str, str]], order: Sequence[str]) -> None:
    """Tell the pages of all releases which there are, and readers which is the newest."""
    own = {"release": entry.release, "folder": folder, "published": entry.published, "latest": entry.latest}
    every = [own, *(each for each in listed if each["folder"] != folder)]
    places = {release: place for place, release in enumerate(order)}
    every.sort(key=lambda each: (places.get(each["release"], -1), each["published"]))
    newest = every[-1]
    _replace(path / FIRST, lambda file: file.write_text(shells.forward(newest["folder"], newest["release"]), "utf-8"))
    _replace(path / RELEASES, lambda file: script.write(file, "releases", every))


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file aside and put it in place, so that readers see the old one or the new one."""
    aside = path.with_name(f"{BUILDING}{path.name}")
    write(aside)
    aside.replace(path)
