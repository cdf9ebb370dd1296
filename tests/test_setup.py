"""What the scripts set up before they do anything, on machines that lack this or that."""

import sys
from pathlib import Path

import pytest
from checkouts import java, program, source


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
