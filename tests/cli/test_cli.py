import re
from pathlib import Path

import pytest
import typer
from command_line import Dti, process
from sample_conf import QUIET
from sample_events import CITIES
from small_index import write_conf

from dti_spark.cli.log import Log
from dti_spark.cli.options import app

GROUPS = {group.name for group in app.registered_groups}
"""Commands that have commands of their own."""
COMMANDS = sorted(typer.main.get_command(app).commands)


def test_help_lists_every_command(dti: Dti) -> None:
    said = dti("--help")
    assert said.code == 0
    assert said.err == ""
    assert {"check", "demo", "run", "show", "tables", "releases", "release", "rollback"} <= set(COMMANDS)
    assert all(command in said.out for command in COMMANDS)


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in GROUPS])
def test_help_of_a_command_names_its_options_and_starts_nothing(dti: Dti, command: str) -> None:
    said = dti(command, "--help")
    assert said.code == 0
    assert ("--conf" in said.out) == (command not in {"tables", "export"})
    assert "--debug" in said.out


def test_a_sound_definition_is_told_on_standard_output(dti: Dti, tmp_path: Path) -> None:
    said = dti("check")
    assert (said.code, said.err) == (0, "")
    assert "The definition is sound" in said.out
    (shipped,) = dti("check", "--json").json
    assert shipped["cities"] == 351
    (holds,) = dti("check", "--conf", write_conf(tmp_path / "conf"), "--json").json
    assert holds["sources"] == 5
    assert holds["cities"] == len({*CITIES, *QUIET})
    assert holds["fingerprint"] in dti("check", "--conf", tmp_path / "conf").out


def test_all_faults_of_a_definition_are_told_on_standard_error(dti: Dti, tmp_path: Path) -> None:
    conf = write_conf(tmp_path / "conf")
    index = (conf / "index.yml").read_text(encoding="utf-8")
    (conf / "index.yml").write_text(index.replace("first: 2020Q1", "first: 2020").replace("sum", "mean", 1))
    (conf / "clusters.csv").unlink()
    said = dti("check", "--conf", conf)
    assert (said.code, said.out) == (2, "")
    assert "index.yml: calendar.first" in said.err
    assert "index.yml: indicators[0].measure" in said.err
    assert "clusters.csv: the file is missing" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "--raw", "raw", "--lake", "lake", "--profile", "moon"), "there is no profile moon in lake.yml; there"),
        (("show", "rankings", "--lake", "lake", "--where", "period"), "--where period: write it as column=value"),
        (("explain", "深圳", "2022", "--lake", "lake"), "2022 is not a quarter; write it as 2022Q1"),
        (("run", "--raw", "raw"), "--lake"),
        (("run", "--raw", "raw", "--lake", "lake", "--run", "a b"), "--run a b: write it with letters, digits"),
        (
            ("run", "--raw", "raw", "--lake", "lake", "--release", "../x"),
            "--release ../x: write it as up to 120 letters",
        ),
        (("run", "--raw", "raw", "--lake", "lake", "--conf", "nowhere"), "nowhere: is not a folder"),
        (("generate", "--raw", "raw", "--last", "2022Q2"), "targets are of 2020Q1 to 2022Q1; give --free"),
        (("paint",), "paint"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(dti: Dti, words: tuple[str, ...], said: str) -> None:
    answer = dti(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.fault(29)
@pytest.mark.parametrize("roots", [("s3a://user:pass/word@raw", "lake"), ("raw", "s3a://user:pass/word@lake/x")])
def test_a_root_that_holds_credentials_is_refused_without_repeating_them(dti: Dti, roots: tuple[str, str]) -> None:
    said = dti("run", "--raw", roots[0], "--lake", roots[1])
    assert (said.code, said.out) == (2, "")
    assert "an address must not hold credentials" in said.err
    assert "word" not in said.err


def test_with_json_wrong_words_are_told_as_json(dti: Dti) -> None:
    wrong = {"paint": ("paint",), "lake": ("run", "--raw", "raw"), "nowhere": ("check", "--conf", "nowhere")}
    for missing, words in wrong.items():
        (line,) = dti(*words, "--json").log
        assert (line["level"], line["event"], line["exit_code"]) == ("error", "failed", 2)
        assert missing in line["error"]


@pytest.mark.fault(30)
def test_brackets_in_what_is_told_are_text_and_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(as_json=False)
    with log.working("opening [/lake]"):
        pass
    log.said("said [/lake]")
    log.warned("warned [/lake]")
    log.failed("failed [/lake]", exit_code=4)
    first, *others = capsys.readouterr().err.splitlines()
    assert first.endswith("s  opening [/lake]")
    assert others == ["said [/lake]", "warning: warned [/lake]", "error: failed [/lake]"]


@pytest.mark.parametrize(
    ("memory", "said"),
    [
        ("200m", "is 200m; give it more than 450m"),
        ("9000000g", "cannot give spark.driver.memory 9000000g; write it as 4g"),
    ],
)
def test_a_heap_that_does_not_fit_is_told_in_one_sentence(tmp_path: Path, memory: str, said: str) -> None:
    conf = write_conf(tmp_path / "conf")
    lake = conf / "lake.yml"
    lake.write_text(re.sub(r"(spark.driver.memory:) \S+", rf"\1 {memory}", lake.read_text(encoding="utf-8")))
    (tmp_path / "raw").mkdir()
    answer = process("run", "--raw", "raw", "--lake", "lake", "--conf", "conf", folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (4, "")
    assert answer.stderr.startswith("error: Spark does not start: ")
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not (tmp_path / "lake").exists()
