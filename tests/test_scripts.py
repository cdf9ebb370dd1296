"""The commands in scripts/, as far as they need no Spark."""

import os
import socket
from pathlib import Path

import pytest
from checkouts import ROOT, run, tools


def test_check_stops_at_the_first_fault_and_names_the_step(checkout: Path) -> None:
    tools(checkout, failing="mypy")
    result = run(checkout / "scripts" / "check")
    assert result.returncode != 0
    assert "ruff|check|.|" in result.stdout
    assert "lint-imports" not in result.stdout
    assert result.stderr.startswith("check: types found a fault")


def test_ci_runs_check_with_its_arguments_and_ends_with_the_words_of_pytest(checkout: Path) -> None:
    tools(checkout)
    (checkout / "pytest.py").write_text("import sys\nprint(sys.argv[1:])\nprint('3 passed')\n")
    result = run(checkout / ".ci" / "run", "-k", "two words")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-2:] == ["['--durations=10', '-k', 'two words']", "3 passed"]
    assert [line for line in result.stdout.splitlines() if line.startswith("== ")] == [
        "== format",
        "== lint",
        "== types",
        "== import direction",
        "== tests",
    ]


def test_check_looks_at_superset_only_when_told_to(checkout: Path) -> None:
    tools(checkout)
    (checkout / "pytest.py").write_text("import sys\nprint(sys.argv[1:])\n")
    told = run(checkout / "scripts" / "check", "--superset", "-x")
    assert told.stdout.splitlines()[-1] == "['--durations=10', '-m', 'superset', '-x']"
    assert "superset" not in run(checkout / "scripts" / "check").stdout


@pytest.mark.parametrize(
    "words", [["--help"], ["10000"], ["127.0.0.1:sql"], ["127.0.0.1:1", "page"], ["a:1", "2", "3"]]
)
def test_superset_is_told_where_the_tables_are(checkout: Path, words: list[str]) -> None:
    result = run(checkout / "scripts" / "superset", *words)
    assert result.returncode == 2
    assert result.stderr.startswith("superset: usage: ")


def test_superset_says_what_is_missing_or_in_its_way_before_it_installs_anything(checkout: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        result = run(checkout / "scripts" / "superset", f"127.0.0.1:{taken}", str(taken))
        assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
        assert f"something else listens at port {taken}" in result.stderr
    result = run(checkout / "scripts" / "superset", f"127.0.0.1:{taken}")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert f"nothing answers at 127.0.0.1:{taken}; start dti sql --lake LAKE --port {taken}" in result.stderr
    assert not (checkout / ".superset").exists()


def test_demo_goes_to_its_own_folder_unless_told_otherwise(checkout: Path) -> None:
    tools(checkout)
    command = checkout / "scripts" / "demo"
    assert run(command).stdout == f"dti|demo|--dir|{checkout}/demo|\n"
    assert run(command, "some where").stdout == "dti|demo|--dir|some where|\n"
    assert run(command, "one", "two").returncode == 2
    assert run(command, "--help").returncode == 2


def test_the_commands_may_be_executed() -> None:
    for name in ("demo", "check", "bench", "package", "lock", "jars-lock", "superset"):
        assert os.access(ROOT / "scripts" / name, os.X_OK), name
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
