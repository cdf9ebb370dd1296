"""Releases side by side in a site: built aside, put in place, and listed."""

import fcntl
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_facts import HOSTILE, facts
from site_html import Shell, listed

from dti_spark.errors import StorageError, UsageError
from dti_spark.report.site import build as building
from dti_spark.report.site import maps
from dti_spark.report.site.build import build
from dti_spark.report.site.facts import Facts
from dti_spark.report.site.folders import checked


@pytest.fixture(scope="module", autouse=True)
def _without_maps() -> Iterator[None]:
    """Maps have tests of their own, and take longer than all the rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maps, "find_spec", lambda _: None)
        yield


def releases(out: Path) -> list[dict[str, str]]:
    return listed(out, "releases.js", "releases")


def goes_to(out: Path) -> str:
    return next(meta["content"] for meta in Shell(out / "index.html").all("meta") if "refresh" in meta.values())


def test_the_site_begins_with_the_release_that_the_lake_published_last(tmp_path: Path) -> None:
    for release in ("0002", "0001"):
        build(facts(release=release), tmp_path / "out", ["0001", "0002"])
    assert [entry["release"] for entry in releases(tmp_path / "out")] == ["0001", "0002"]
    assert goes_to(tmp_path / "out") == "0; url=0002/index.html"
    build(facts(release="0001"), tmp_path / "out", ["0002", "0001"])
    assert [entry["release"] for entry in releases(tmp_path / "out")] == ["0002", "0001"]
    assert goes_to(tmp_path / "out") == "0; url=0001/index.html"


def test_releases_of_another_lake_come_before_in_the_order_of_their_time(tmp_path: Path) -> None:
    for release, published in (("b", "2026-03-01T00:00:00+00:00"), ("a", "2026-02-01T00:00:00+00:00")):
        build(facts(release=release, published=published), tmp_path / "out", ["a", "b"])
    build(facts(release="new", published="2026-01-01T00:00:00+00:00"), tmp_path / "out", ["new"])
    assert [entry["release"] for entry in releases(tmp_path / "out")] == ["a", "b", "new"]


def test_hostile_and_similar_names_get_folders_of_their_own(tmp_path: Path) -> None:
    names = ["Final", "final", "../up", HOSTILE, "index.html"]
    for release in names:
        assert build(facts(release=release), tmp_path / "out", names).folder.parent == tmp_path / "out"
    assert [entry["release"] for entry in releases(tmp_path / "out")] == names
    folders = [entry["folder"] for entry in releases(tmp_path / "out")]
    assert len({folder.lower() for folder in folders}) == len(names)
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    assert goes_to(tmp_path / "out") == f"0; url={folders[-1]}/index.html"
    assert Shell(tmp_path / "out" / "index.html").all("a")[0]["href"] == f"{folders[-1]}/index.html"


def state(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_the_same_release_gives_the_same_files_and_replaces_its_folder(tmp_path: Path) -> None:
    build(facts(), tmp_path, ["0001"])
    before = state(tmp_path)
    (tmp_path / "0001" / "stale.html").write_text("")
    build(facts(), tmp_path, ["0001"])
    assert state(tmp_path) == before
    assert len(releases(tmp_path)) == 1


def test_a_build_that_fails_midway_leaves_the_site_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(facts(), tmp_path, ["0001"])
    before = state(tmp_path)

    def full(_: Facts) -> None:
        raise OSError(28, "No space left on device", "dio.js")

    with monkeypatch.context() as patch:
        patch.setattr(building.method, "method", full)
        for release in ("0001", "0002"):
            with pytest.raises(StorageError, match=r"writing the site .*: No space left on device \(dio.js\)"):
                build(facts(release=release), tmp_path, ["0001", "0002"])
            assert state(tmp_path) == before
    build(facts(release="0002"), tmp_path, ["0001", "0002"])
    assert [entry["release"] for entry in releases(tmp_path)] == ["0001", "0002"]


def test_a_first_build_that_was_killed_leaves_a_folder_that_the_next_one_takes(tmp_path: Path) -> None:
    (tmp_path / ".building-0001" / "data").mkdir(parents=True)
    (tmp_path / ".lock").touch()
    build(facts(), checked(str(tmp_path)), ["0001"])
    assert {path.name for path in tmp_path.iterdir()} == {".lock", "0001", "index.html", "releases.js"}


def test_a_release_that_was_moved_away_by_a_killed_build_comes_back(tmp_path: Path) -> None:
    build(facts(), tmp_path, ["0001"])
    (tmp_path / "0001").rename(tmp_path / ".replaced-0001")
    build(facts(release="0002"), checked(str(tmp_path)), ["0001", "0002"])
    assert (tmp_path / "0001" / "index.html").is_file()
    assert [entry["release"] for entry in releases(tmp_path)] == ["0001", "0002"]


def test_two_builds_do_not_meet(tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StorageError, match="another dti report is writing the site"):
            build(facts(), tmp_path, ["0001"])
    build(facts(), tmp_path, ["0001"])


def test_a_folder_that_is_gone_is_not_listed_any_more(tmp_path: Path) -> None:
    build(facts(), tmp_path, ["0001"])
    (tmp_path / "0001").rename(tmp_path.parent / f"{tmp_path.name}-elsewhere")
    build(facts(release="0002"), tmp_path, ["0001", "0002"])
    assert [entry["release"] for entry in releases(tmp_path)] == ["0002"]


def test_a_folder_that_is_no_site_is_refused_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"holds thesis.txt and is no site \(it has no releases.js\); name a new"):
        checked(str(tmp_path))
    (tmp_path / "releases.js").write_text("alert(1)")
    with pytest.raises(UsageError, match=r"releases.js was not written by dti report"):
        checked(str(tmp_path))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "thesis.txt": "mine",
        "releases.js": "alert(1)",
    }


def test_what_is_no_folder_of_this_machine_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UsageError, match=f"{tmp_path}/file is a file; name a folder"):
            checked(str(out))
    with pytest.raises(UsageError, match="a site is written to a folder of this machine"):
        checked("s3a://bucket/site")
    assert checked(str(tmp_path / "new" / "deep")) == tmp_path / "new" / "deep"
    assert not (tmp_path / "new").exists()


def test_a_folder_that_may_not_be_written_to_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # root may write anywhere, so that rights alone refuse nothing here
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)
    with pytest.raises(StorageError, match=re.escape(f"{tmp_path} may not be written to")):
        checked(str(tmp_path / "out"))


def test_a_release_without_the_indices_of_the_pages_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    node = {"index": "other", "node": "other", "level": 0, "name_zh": "x", "name_en": "x"}
    with pytest.raises(UsageError, match=r"release 0001 has no index dti and no index industry, .* it has other"):
        build(facts(rows={"gold.nodes": [node]}), tmp_path / "out", ["0001"])
    assert not (tmp_path / "out" / "releases.js").exists()
    with pytest.raises(UsageError, match="has no quarter"):
        build(facts(rows={"gold.periods": []}), tmp_path / "out", ["0001"])
