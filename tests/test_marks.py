"""Every place where a crash could hurt is one at which some test has a run crash."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]
MARK = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def marks() -> Iterator[str]:
    """The names of the marks in the source; what a name is made of at run time is a `*`."""
    for path in (ROOT / "dti_spark").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "crash_mark":
                (name,) = node.args
                if isinstance(name, ast.JoinedStr):
                    parts = (part.value if isinstance(part, ast.Constant) else "*" for part in name.values)
                    yield "".join(map(str, parts))
                else:
                    assert isinstance(name, ast.Constant), f"{path}:{node.lineno}: write the mark's name out"
                    yield str(name.value)


def crashes() -> set[str]:
    """What is written as the name of a mark in the tests that have runs crash."""
    found: set[str] = set()
    for name in ("test_crash.py", "test_releases.py", "test_maintain.py", "simulation.py"):
        for node in ast.walk(ast.parse((ROOT / "tests" / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and MARK.fullmatch(node.value):
                found.add(node.value)
    return found


def test_no_mark_is_without_a_crash() -> None:
    found = list(marks())
    assert len(found) == len(set(found)) > 5
    assert [mark for mark in found if not any(fnmatch(crash, mark) for crash in crashes())] == []


def test_no_crash_is_at_a_mark_that_is_not_there() -> None:
    endings = (".before", ".after", ".compacted", ".vacuumed", ".copied", ".sealed", ".published")
    named = {crash for crash in crashes() if crash.endswith(endings)}
    assert len(named) > 10
    assert [crash for crash in named if not any(fnmatch(crash, mark) for mark in marks())] == []
