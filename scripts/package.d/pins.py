"""requirements.lock as data: the version of each package, and the hashes of the files that it may come from."""

from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).parents[1] / "requirements.lock"
HASH = "--hash=sha256:"


@dataclass(frozen=True)
class Pin:
    """An entry of the lock: `name==version`, with a marker where only some systems need it."""

    requirement: Requirement
    sha256: tuple[str, ...]

    def __str__(self) -> str:
        """The entry as pip reads it."""
        return " \\\n    ".join([str(self.requirement), *(f"{HASH}{one}" for one in self.sha256)])

    @property
    def version(self) -> str:
        """The one version that is allowed."""
        return str(self.requirement.specifier).removeprefix("==")

    @property
    def applies(self) -> bool:
        """Whether this Python on this system needs it."""
        return self.requirement.marker is None or self.requirement.marker.evaluate()


def pins(lock: Path = LOCK) -> dict[str, Pin]:
    """The entries of the lock by canonical name."""
    lines = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    entries = [line.split(HASH) for line in lines if not line.lstrip().startswith("#")]
    return {
        canonicalize_name(requirement.name): Pin(requirement, tuple(one.strip() for one in sha256))
        for text, *sha256 in entries
        for requirement in [Requirement(text)]
    }
