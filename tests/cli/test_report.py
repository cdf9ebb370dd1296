"""`dti report`: what it refuses, and what it tells."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import Dti
from small_index import Place

from dti_spark import columns as c
from dti_spark.cli.log import Log
from dti_spark.cli.report import of_demo
from dti_spark.definition.model import Definition
from dti_spark.pipeline.releasing import published
from dti_spark.pipeline.views import ALL, CORE
from dti_spark.report.site import script
from dti_spark.views.published_check import published_check


def test_a_folder_that_holds_something_else_is_refused_before_spark_starts(dti: Dti, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    said = dti("report", "--lake", tmp_path / "lake", "--out", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert "holds thesis.txt and is no site" in said.err
    said = dti("report", "--lake", tmp_path / "lake", "--out", tmp_path / "thesis.txt", "--json")
    assert (said.code, said.out) == (2, "")
    assert said.log[-1]["error"].endswith("thesis.txt is a file; name a folder")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_demonstration_whose_site_has_no_place_is_refused_before_spark_starts(dti: Dti, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    said = dti("demo", "--dir", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert "site is a file; name a folder" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_lake_without_a_release_is_told_and_nothing_is_written(spark_dti: Dti, tmp_path: Path) -> None:
    said = spark_dti("report", "--lake", tmp_path / "lake", "--out", tmp_path / "site")
    assert said.code == 2
    assert "holds no release yet; dti run publishes one" in said.err
    assert not (tmp_path / "site").exists()


def test_a_release_that_is_not_there_is_told_with_those_that_are(spark_dti: Dti, there: Place, tmp_path: Path) -> None:
    said = spark_dti("report", "--lake", there.root / "lake", "--out", tmp_path / "site", "--release", "other")
    assert said.code == 2
    assert "there is no release other in " in said.err
    assert "there are 0001" in said.err
    assert not (tmp_path / "site").exists()


def lacking(place: Place, tables: list[str]) -> None:
    release = Path(published(place.lake).root.removeprefix("file:"))
    for table in tables:
        shutil.rmtree(release / table.replace(".", "/"))


def test_missing_tables_are_named_with_what_makes_them(spark_dti: Dti, place: Place, tmp_path: Path) -> None:
    words = ("report", "--lake", place.root / "lake", "--out", tmp_path / "site")
    lacking(place, ["gold.dio_profile"])
    said = spark_dti(*words)
    assert said.code == 2
    assert (
        "release 0001 has no gold.dio_profile (it was made with views: core); write views: all in lake.yml" in said.err
    )
    lacking(place, [name for name in ALL if name not in (*CORE, "gold.dio_profile")])
    said = spark_dti(*words)
    assert said.code == 2
    assert all(f"no {name}" in said.err for name in ALL if name not in CORE)
    assert not any(f"no {name}" in said.err for name in CORE)
    assert not (tmp_path / "site").exists()


def test_a_site_tells_where_it_begins_and_what_was_checked(spark_dti: Dti, place: Place, tmp_path: Path) -> None:
    rows = [_checked("a", "holds"), _checked("b", "holds"), _checked("c", "missed")]
    place.lake.replace(published_check, place.lake.members(published_check, rows), {}, where=(c.release, ["0001"]))
    words = ("report", "--lake", place.root / "lake", "--out", tmp_path / "site", "--conf", place.conf)
    (told,) = spark_dti(*words, "--json").json
    assert told["site"] == str(tmp_path / "site" / "index.html")
    folder = Path(told["folder"])
    assert folder == tmp_path / "site" / "0001"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert told["files"] == len(files)
    assert told["bytes"] == sum(path.stat().st_size for path in files)
    method = _data(folder, "method")
    assert method["synthetic"] is False
    assert {source["id"] for source in method["sources"]} == {each["source"] for each in method["quality"]["records"]}
    assert {key: method["published_check"][key] for key in ("figures", "promised", "verdicts")} == {
        "figures": 3,
        "promised": 3,
        "verdicts": {"holds": 2, "missed": 1},
    }
    assert [row["figure"] for row in method["published_check"]["others"]] == ["c"]


def test_the_demonstration_writes_a_site_that_says_synthetic_and_none_of_core_views(
    there: Place, definition: Definition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    core = definition.profiles["local"].model_copy(update={"views": "core"})
    of_demo(Log(as_json=False), there.lake, definition, core, tmp_path / "site")
    assert "views: core in lake.yml leaves out tables that its pages show" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()
    of_demo(Log(as_json=False), there.lake, definition, definition.profiles["local"], tmp_path / "site")
    assert f"open {tmp_path}/site/index.html" in capsys.readouterr().out.replace("\n", "")
    method = _data(tmp_path / "site" / "0001", "method")
    assert (method["synthetic"], method["published_check"]) == (True, None)
    # another definition than that of the release lends it no words
    assert method["sources"] == []
    assert {each["source"] for each in method["indicators"]} == {None}


def _checked(figure: str, verdict: str) -> dict[str, object]:
    texts = dict.fromkeys(("claim", "source_line", "published", "computed", "tolerance", "reason"), "x")
    return {"release": "0001", "figure": figure, "verdict": verdict, "promised": True, "difference": None, **texts}


def _data(folder: Path, name: str) -> dict[str, Any]:
    found = script.read(folder / "data" / f"{name}.js", name)
    assert isinstance(found, dict)
    return found
