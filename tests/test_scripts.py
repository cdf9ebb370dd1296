"""The two commands, as far as they need no Spark."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def java(home: Path, version: str) -> Path:
    """A Java installation that knows its version and nothing else."""
    return program(home / "bin" / "java", f"echo 'openjdk version \"{version}\" 2025-04-15' >&2").parent.parent


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts in a checkout whose path has spaces, with a virtual environment that counts as installed."""
    root = tmp_path / "a check out"
    shutil.copytree(ROOT / "scripts", root / "scripts")
    shutil.copytree(ROOT / ".ci", root / ".ci")
    (root / "pyproject.toml").write_text("[project]\n")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    source(root, 'stamp >"$venv/installed"')
    return root


def source(root: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a script after `source scripts/setup`, on a machine without Java and without apt-get."""
    bare = root.parent / "bin"
    bare.mkdir(exist_ok=True)
    for name in ("sed", "dirname", "readlink", "id"):
        found = shutil.which(name)
        assert found is not None
        (bare / name).unlink(missing_ok=True)
        (bare / name).symlink_to(found)
    return subprocess.run(
        ["/bin/bash", "-c", f'set -euo pipefail; source "$1"/scripts/setup; java_place="$1/jvm"; {script}', "it", root],
        env={"PATH": str(bare)} | environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("version", ["17.0.15", "21", "21.0.2"])
def test_java_home_is_taken_when_spark_runs_on_it(checkout: Path, version: str) -> None:
    home = java(checkout / "my java", version)
    java(checkout / "jvm" / "other", "17.0.1")
    result = source(checkout, 'setup; echo "$JAVA_HOME"', JAVA_HOME=str(home))
    assert result.stdout.strip() == str(home)


@pytest.mark.parametrize("version", ["1.8.0_422", "11.0.2", "25.0.1"])
def test_another_java_home_gives_way_to_java_on_the_path(checkout: Path, version: str) -> None:
    home = java(checkout / "java", version)
    good = java(checkout / "good", "17.0.15")
    (checkout.parent / "bin").mkdir(exist_ok=True)
    (checkout.parent / "bin" / "java").symlink_to(good / "bin" / "java")
    result = source(checkout, 'setup; echo "$JAVA_HOME"', JAVA_HOME=str(home))
    assert result.stdout.strip() == str(good)


def test_java_is_found_in_the_usual_place_when_nothing_names_it(checkout: Path) -> None:
    java(checkout / "jvm" / "java-11", "11.0.2")
    good = java(checkout / "jvm" / "java-21", "21.0.2")
    assert source(checkout, 'setup; echo "$JAVA_HOME"').stdout.strip() == str(good)


def test_a_line_about_java_options_does_not_hide_the_version(checkout: Path) -> None:
    home = java(checkout / "java", "17.0.15")
    script = (home / "bin" / "java").read_text().replace("echo", "echo 'Picked up JAVA_TOOL_OPTIONS: -Xmx1g' >&2; echo")
    program(home / "bin" / "java", script)
    assert source(checkout, 'setup; echo "$JAVA_HOME"', JAVA_HOME=str(home)).stdout.strip() == str(home)


def test_java_11_alone_is_refused_in_one_sentence(checkout: Path) -> None:
    home = java(checkout / "java", "11.0.2")
    result = source(checkout, "setup; echo went on", JAVA_HOME=str(home))
    assert result.returncode != 0
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "17 or 21" in result.stderr
    assert f"Java 11 in {home}" in result.stderr


def test_no_java_at_all_is_told_in_one_sentence(checkout: Path) -> None:
    result = source(checkout, "setup")
    assert result.returncode != 0
    assert len(result.stderr.splitlines()) == 1
    assert "openjdk-17-jre-headless" in result.stderr


def test_no_fitting_python_is_told_in_one_sentence(checkout: Path) -> None:
    (checkout / ".venv" / "installed").unlink()
    result = source(checkout, "find_python() { return 1; }; setup")
    assert result.returncode != 0
    assert len(result.stderr.splitlines()) == 1
    assert "3.11" in result.stderr


def test_a_python_below_3_11_is_passed_over(checkout: Path) -> None:
    program(checkout.parent / "bin" / "python3", "exit 1")
    (checkout.parent / "bin" / "python3.12").symlink_to(sys.executable)
    assert source(checkout, "find_python").stdout.strip() == "python3.12"


def test_what_is_installed_is_not_installed_again(checkout: Path) -> None:
    assert source(checkout, "installed").returncode == 0


@pytest.mark.parametrize("name", ["pyproject.toml", "scripts/requirements.lock"])
def test_what_is_named_otherwise_is_installed_anew(checkout: Path, name: str) -> None:
    with (checkout / name).open("a") as file:
        file.write("# changed\n")
    assert source(checkout, "installed").returncode != 0


def test_an_installation_that_was_broken_off_is_taken_up_again(checkout: Path) -> None:
    (checkout / ".venv" / "installed").write_text("")
    assert source(checkout, "installed").returncode != 0


def test_a_checkout_that_was_moved_is_installed_anew(checkout: Path) -> None:
    moved = checkout.rename(checkout.with_name("moved"))
    assert source(moved, "installed").returncode != 0


def test_without_go_the_tests_go_on_without_an_s3_server(checkout: Path) -> None:
    result = source(checkout, "s3_server; echo went on")
    assert result.stdout.strip() == "went on"
    assert result.stderr.splitlines() == ["it: Go is not here: tests with an S3 server are skipped"]


def test_go_builds_an_s3_server_of_one_version_and_only_once(checkout: Path) -> None:
    program(checkout.parent / "bin" / "go", 'echo "$@"; echo >"$GOBIN/versitygw"')
    built = source(checkout, "s3_server")
    assert built.stdout.strip() == "install github.com/versity/versitygw/cmd/versitygw@v1.8.0"
    (checkout / ".venv" / "bin" / "versitygw").chmod(0o755)
    assert source(checkout, "s3_server").stdout == ""


def test_where_nothing_may_be_installed_the_tests_go_on_without_a_browser(checkout: Path) -> None:
    result = source(checkout, "browser; echo went on")
    assert result.stdout.strip() == "went on"
    assert len(result.stderr.splitlines()) == 1
    assert "tests in a browser are skipped" in result.stderr


@pytest.mark.parametrize(
    ("here", "fonts", "installed"),
    [
        ([], "", ["chromium", "fonts-wqy-zenhei fonts-noto-cjk"]),
        ([], "a font", ["chromium"]),
        (["chromium"], "", ["fonts-wqy-zenhei fonts-noto-cjk"]),
        (["google-chrome"], "a font", []),
    ],
)
def test_what_a_browser_lacks_is_installed(checkout: Path, here: list[str], fonts: str, installed: list[str]) -> None:
    for name in here:
        program(checkout.parent / "bin" / name, "exit 1")
    program(checkout.parent / "bin" / "fc-list", f"echo {fonts}")
    assert source(checkout, 'apt_install() { echo "$@"; }; browser').stdout.splitlines() == installed


def test_a_browser_without_a_font_for_chinese_is_told_in_one_sentence(checkout: Path) -> None:
    program(checkout.parent / "bin" / "chromium", "exit 1")
    result = source(checkout, "browser")
    assert len(result.stderr.splitlines()) == 1
    assert "no font here has Chinese" in result.stderr


def test_another_spark_on_the_machine_is_not_used(checkout: Path) -> None:
    home = java(checkout / "java", "17")
    result = source(checkout, 'setup; echo "${SPARK_HOME-none}"', JAVA_HOME=str(home), SPARK_HOME="/opt/spark-2")
    assert result.stdout.strip() == "none"


def run(command: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the checkout from elsewhere, with an empty home and nothing to read from."""
    root = command.parent.parent
    home = java(root / "java", "17.0.15")
    (root.parent / "home").mkdir(exist_ok=True)
    return subprocess.run(
        ["/bin/bash", command, *arguments],
        env={"PATH": f"{root}/.venv/bin:{os.environ['PATH']}", "HOME": f"{root.parent}/home", "JAVA_HOME": str(home)},
        cwd=root.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def tools(root: Path, failing: str = "") -> None:
    """Stands in for the tools: each says its name and arguments, and one fails."""
    for name in ("ruff", "mypy", "lint-imports", "dti", "versitygw", "chromium", "fc-list"):
        code = 1 if name == failing else 0
        program(root / ".venv" / "bin" / name, f'printf "%s|" {name} "$@"; echo; exit {code}')


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
