import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from pathlib import Path
from typing import Any

import pytest
import typer
from pyspark.sql import SparkSession
from sample_conf import QUIET
from sample_events import CITIES
from small_index import LATER, Place, deliver, published, write_conf

from dti_spark.cli import commands, main
from dti_spark.errors import DataRefusedError
from dti_spark.pipeline import ask

ROOT = Path(__file__).parents[2]
COMMANDS = sorted(typer.main.get_command(commands.app).commands)


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Dti = Callable[..., Said]


@pytest.fixture
def dti(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Dti:
    """Runs the command line without Spark: a command that starts it fails."""

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["dti", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    def no_spark(*_: object) -> None:
        raise AssertionError("Spark was started")

    monkeypatch.setattr(commands, "session", no_spark)
    return run


@pytest.fixture
def spark_dti(dti: Dti, spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> Dti:
    """Runs the command line in the session of the tests."""
    monkeypatch.setattr(commands, "session", lambda *_: spark)
    return dti


@pytest.fixture
def there(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A published lake, to be read only."""
    return published(spark, tmp_path_factory.getbasetemp())


def test_help_lists_every_command(dti: Dti) -> None:
    said = dti("--help")
    assert said.code == 0
    assert said.err == ""
    assert COMMANDS == ["check", "demo", "explain", "generate", "jars", "run", "show"]
    assert all(command in said.out for command in COMMANDS)


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "jars"])
def test_help_of_a_command_names_its_options_and_starts_nothing(dti: Dti, command: str) -> None:
    said = dti(command, "--help")
    assert said.code == 0
    assert "--conf" in said.out
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
        (("run", "--raw", "raw", "--lake", "lake", "--conf", "nowhere"), "nowhere: is not a folder"),
        (("paint",), "paint"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(dti: Dti, words: tuple[str, ...], said: str) -> None:
    answer = dti(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_refused_data_ends_with_3_in_one_sentence_and_debug_shows_where(
    spark_dti: Dti, there: Place, tmp_path: Path
) -> None:
    words = ("run", "--raw", tmp_path, "--lake", tmp_path / "lake", "--conf", there.conf)
    said = spark_dti(*words)
    assert (said.code, said.out) == (3, "")
    assert [line[:30] for line in said.err.splitlines() if " s  " not in line] == ["error: source tencent_cloud: n"]
    with pytest.raises(DataRefusedError):
        spark_dti(*words, "--debug")


def test_a_dry_run_writes_nothing_and_foretells_what_the_run_then_does(
    spark_dti: Dti, there: Place, tmp_path: Path
) -> None:
    place = there.copy(tmp_path)
    deliver(place.raw, LATER)
    words = ("run", "--raw", place.raw, "--lake", place.root / "lake", "--conf", place.conf)
    before = everything(place.root)
    dry = spark_dti(*words, "--dry-run")
    (foretold,) = spark_dti(*words, "--dry-run", "--json").json
    assert everything(place.root) == before
    assert dry.code == 0
    for part in ("tencent_cloud", "Quarters measured: 2020Q3", "Quarters indexed: 2020Q3", "Gold would refresh: "):
        assert part in dry.out
    assert foretold["files"] == {"tencent_cloud": 3, "tencent_ai": 1, "tencent_security": 1, "maoyan": 1, "tapd": 1}
    ran = spark_dti(*words, "--release", "spring", "--json")
    (done,) = ran.json
    assert (ran.code, done["release"], done["dry"], foretold["dry"]) == (0, "spring", False, True)
    for what in ("files", "measured", "indexed", "tables"):
        assert done[what] == foretold[what]
    assert "publishing release spring" in ran.err
    (again,) = spark_dti(*words, "--json").json
    assert (again["files"], again["tables"], again["release"]) == ({}, [], None)
    assert "Nothing new" in spark_dti(*words).out


def everything(root: Path) -> dict[str, int]:
    """Every file below a folder with the time of its last change."""
    return {str(path): path.stat().st_mtime_ns for path in root.rglob("*")}


def test_a_dry_run_on_no_lake_makes_none(spark_dti: Dti, there: Place, tmp_path: Path) -> None:
    said = spark_dti(
        "run", "--raw", there.raw, "--lake", tmp_path / "lake", "--conf", there.conf, "--dry-run", "--json"
    )
    assert said.json[0]["measured"] == ["2020Q1", "2020Q2"]
    assert "gold.growth" in said.json[0]["tables"]
    assert list(tmp_path.iterdir()) == []


def test_show_gives_the_largest_cities_of_the_latest_quarter(spark_dti: Dti, there: Place) -> None:
    words = ("show", "rankings", "--lake", there.root / "lake", "--conf", there.conf)
    found = spark_dti(*words, "--json").json
    cities = there.rows("gold.rankings", region_type="city", period="2020Q2", index="dti", node="dti")
    whole = sorted(cities, key=lambda row: (row["rank"], row["region"]))
    assert [row["value"] for row in found] == [row["value"] for row in whole[:10]]
    assert (found[0]["region"], found[0]["name_zh"]) == ("440300", "深圳")
    drawn = spark_dti(*words)
    assert drawn.code == 0
    assert "深圳" in drawn.out
    assert "深圳" not in drawn.err
    assert "starting Spark" in drawn.err


def test_show_keeps_to_what_where_asks_for(spark_dti: Dti, there: Place) -> None:
    words = ("show", "rankings", "--lake", there.root / "lake", "--conf", there.conf, "--json", "--top", "3")
    where = ("--where", "region_type=province", "--where", "period=2020Q1", "--where", "index=industry")
    found = spark_dti(*words, *where).json
    assert [(row["rank"], row["level"]) for row in found] == [(1, 0), (2, 0), (3, 0)]
    keys = {"region_type": "province", "period": "2020Q1", "index": "industry", "node": "industry", "industry": "all"}
    values = [row["value"] for row in there.rows("gold.rankings", **keys)]
    assert [row["value"] for row in found] == sorted(values, reverse=True)[:3]
    nothing = spark_dti(*words[:-3], "--where", "period=1999Q1")
    assert nothing.out == "rankings: no rows\n"


@pytest.mark.parametrize("table", sorted(ask.TABLES))
def test_every_table_that_show_names_can_be_shown(spark_dti: Dti, there: Place, table: str) -> None:
    said = spark_dti("show", table, "--lake", there.root / "lake", "--conf", there.conf, "--json", "--top", "1")
    assert said.code == 0
    assert len(said.json) == (0 if table == "rejected_records" else 1)


@pytest.mark.parametrize(("city", "index"), [("深圳", "dti"), ("440300", "dti"), ("Shenzhen", "industry")])
def test_explain_takes_a_value_apart_so_that_it_can_be_computed_again(
    spark_dti: Dti, there: Place, city: str, index: str
) -> None:
    words = ("explain", city, "2020Q2", "--lake", there.root / "lake", "--conf", there.conf, "--index", index)
    nodes = {row["node"]: row for row in spark_dti(*words, "--json").json}
    leaves = [row for row in nodes.values() if row["total"] is not None]
    assert len(leaves) == (9 if index == "dti" else 3)
    assert sum(row["events"] or 0 for row in leaves) > 10
    for row in leaves:
        assert isclose(row["value"], 100 * float(Decimal(row["raw"] or 0) / Decimal(row["total"])), rel_tol=1e-12)
    for parent in {row["parent"] for row in nodes.values()} - {None}:
        children = [row for row in nodes.values() if row["parent"] == parent]
        assert isclose(sum(row["weight"] for row in children), 1.0, rel_tol=1e-12)
        assert isclose(sum(r["weight"] * r["value"] for r in children), nodes[parent]["value"], rel_tol=1e-12)
    told = spark_dti(*words).out
    assert f"深圳 (440300), {index}, 2020Q2" in told
    assert all(node in told for node in nodes)
    assert f"{nodes[index]['value']:.4f} points" in told
