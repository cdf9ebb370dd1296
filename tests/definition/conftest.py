from collections.abc import Callable
from pathlib import Path

import pytest

from dti_spark.definition.load import FILES, load
from dti_spark.definition.model import Definition
from dti_spark.errors import DefinitionError

SHIPPED = Path(__file__).parents[2] / "conf"


@pytest.fixture(scope="session")
def definition() -> Definition:
    return load()


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path


@pytest.fixture
def edit(conf: Path) -> Callable[[str, str, str], None]:
    """Replaces the first place of a text in a file of the copied conf, which must be there."""

    def replace(name: str, old: str, new: str) -> None:
        text = (conf / name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        (conf / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def faults(conf: Path) -> Callable[[], list[str]]:
    """The faults of the copied conf as it is now; none when it loads."""

    def found() -> list[str]:
        try:
            load(conf)
        except DefinitionError as error:
            return error.faults
        return []

    return found
