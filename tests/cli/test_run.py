import os
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

from command_line import Dti, Said
from small_index import LATER, Place, deliver


def test_refused_data_ends_with_3_in_one_sentence_and_debug_shows_where(
    spark_dti: Dti, there: Place, tmp_path: Path
) -> None:
    words = ("run", "--raw", tmp_path, "--lake", tmp_path / "lake", "--conf", there.conf)
    said = spark_dti(*words)
    assert (said.code, said.out) == (3, "")
    assert [line[:30] for line in said.err.splitlines() if " s  " not in line] == ["error: source tencent_cloud: n"]
    told = spark_dti(*words, "--debug")
    assert told.code == 3
    assert "Traceback" not in said.err
    assert told.err.index("Traceback") < told.err.index("error: source tencent_cloud: n")
    ended = spark_dti("status", "--lake", tmp_path / "lake", "--conf", there.conf, "--json")
    (run,) = ended.json
    assert (ended.code, run["status"], run["exit_code"], run["files_read"]) == (3, "refused", 3, None)
    assert [(step["outcome"], step["error"]) for step in run["steps"]] == [("failed", run["error"])]
    assert f"error: {run['error']}" in said.err


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
    ran = spark_dti(*words, "--release", "spring", "--run", "nightly", "--json")
    (done,) = ran.json
    assert (ran.code, done["release"], done["dry"], foretold["dry"]) == (0, "spring", False, True)
    for what in ("files", "measured", "indexed", "tables"):
        assert done[what] == foretold[what]
    the_log_tells_of_every_step(ran, done)
    what_follows_reads_nothing(spark_dti, place, words)
    the_past_is_known(spark_dti, place, done)


def the_log_tells_of_every_step(ran: Said, done: dict[str, Any]) -> None:
    """Standard error holds two JSON lines for each step, in order, and what the steps cost."""
    lines = ran.log
    assert {line["run"] for line in lines} == {"nightly"}
    assert {line["level"] for line in lines} == {"info"}
    assert all(before["time"] <= after["time"] for before, after in pairwise(lines))
    assert [(line["step"], line["event"]) for line in lines] == [
        (step, event) for step in (None, *range(1, len(done["steps"]) + 1)) for event in ("started", "finished")
    ]
    costs = {"seconds", "rows_in", "bytes_read", "rows_out", "bytes_written"}
    for line, step in zip(lines[3::2], done["steps"], strict=True):
        assert {key: line[key] for key in costs} == {key: step[key] for key in costs}


def what_follows_reads_nothing(spark_dti: Dti, place: Place, words: tuple[str | Path, ...]) -> None:
    """Files that were read may be anything by now; a run that has published has nothing to do, whatever is there."""
    for file in place.raw.rglob("*.*"):
        if file.is_file():
            times = file.stat()
            file.write_bytes(b"x" * times.st_size)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    gold = place.gold()
    (again,) = spark_dti(*words, "--json").json
    assert (again["files"], again["tables"], again["release"]) == ({}, [], None)
    assert len(again["steps"]) == 1
    file = next(place.raw.glob("tapd/*/*"))
    shutil.copy(file, file.with_name(f"new.{file.name}"))
    same = spark_dti(*words, "--run", "nightly")
    assert same.code == 0
    assert "Nothing new" in same.out
    assert "opening the lake" in same.err.partition("Steps")[2]
    assert place.gold() == gold
    assert spark_dti(*words, "--release", "spring").code == 2


def the_past_is_known(spark_dti: Dti, place: Place, done: dict[str, Any]) -> None:
    """`dti runs` and `dti status` say what the runs themselves said."""
    words = ("--lake", place.root / "lake", "--conf", place.conf)
    found = spark_dti("runs", *words, "--json").json
    assert [run["status"] for run in found] == ["refused", "nothing new", "nothing new", "published", "published"]
    published = found[3]
    assert (published["run"], published["release"], published["exit_code"]) == ("nightly", "spring", 0)
    assert (published["measured"], published["indexed"]) == (done["measured"], done["indexed"])
    assert published["files_read"] == sum(done["files"].values())
    for count in ("records", "accepted", "duplicate", "skipped", "rejected"):
        assert published[count] == sum(source[count] for source in done["records"])
    assert published["bytes_read"] == sum(step["bytes_read"] for step in done["steps"])
    assert [run["run"] for run in spark_dti("runs", *words, "--top", "1", "--json").json] == [found[0]["run"]]
    table = spark_dti("runs", *words).out
    assert all(run["run"] in table for run in found)

    last = spark_dti("status", *words)
    assert last.code == 2
    assert f"error: {found[0]['error']}" in last.out
    of_id = spark_dti("status", *words, "--run", "nightly", "--json")
    assert (of_id.code, of_id.json[0]["status"]) == (0, "nothing new")
    assert [step["name"].split()[0] for step in of_id.json[0]["steps"]] == ["opening", "taking", "opening"]
    unknown = spark_dti("status", *words, "--run", "weekly")
    assert (unknown.code, unknown.out) == (2, "")
    assert "knows of no run weekly" in unknown.err


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
