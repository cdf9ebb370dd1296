"""Raw files that do not stay as they were: nothing of them is lost, and nothing counts twice."""

import gzip
import os
import threading
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
import yaml
from beside import beside
from lakes import different
from small_index import LATER, Place, deliver

from dti_spark.definition.load import load
from dti_spark.errors import DataRefusedError, UsageError
from dti_spark.pipeline.progress import Step
from dti_spark.pipeline.reconcile import reconcile
from dti_spark.pipeline.run import preview
from dti_spark.pipeline.states import State

FOLDER = "dt=2020-09-30"
"""The folder of the delivery that comes after those that the lake has published."""
DAY = 86_400


def with_policy(place: Place, **policy: object) -> None:
    """Every source says what becomes of its files."""
    path = place.conf / "sources.yml"
    sources = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump([source | {"files": policy} for source in sources]), encoding="utf-8")


def states(place: Place) -> Counter[str]:
    """How many files the ledger holds in each state."""
    return Counter(row["state"] for row in place.rows("silver.ingested_files"))


def relative(place: Place, file: Path) -> str:
    return str(file.relative_to(place.raw))


def growing(file: Path) -> AbstractContextManager[None]:
    """Somebody who appends the lines of a file one by one, again and again, for as long as the context lasts."""
    header, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(header + lines[0], encoding="utf-8")

    def append(ended: threading.Event) -> None:
        waiting = iter(lines[1:])
        while not ended.wait(0.05):
            with file.open("a", encoding="utf-8") as end:
                end.write(next(waiting, ""))
                os.utime(file)
        with file.open("a", encoding="utf-8") as end:
            end.writelines(waiting)

    return beside(append)


@pytest.mark.fault(7, 10, 11, 12)
def test_a_delivery_in_every_bad_state_is_read_as_far_as_it_is_sound_and_then_whole(place: Place) -> None:
    with_policy(place, unreadable="refuse")
    deliver(place.raw, LATER)
    late, appended, torn, gone = (
        min((place.raw / source / FOLDER).glob("*"))
        for source in ("maoyan", "tencent_security", "tencent_cloud", "tapd")
    )
    month_ago = late.stat().st_mtime - 30 * DAY
    os.utime(late, (month_ago, month_ago))
    whole, kept = torn.read_bytes(), gone.read_bytes()
    torn.write_bytes(whole[:-40])
    empty = torn.with_name("empty.json.gz")
    empty.touch()
    foretold = preview(place.begun())
    assert foretold.left == {("tencent_cloud", relative(place, file)): State.REFUSED for file in (torn, empty)}
    assert foretold.work.measure == ["2020Q3"]

    def when_files_are_listed(step: Step) -> AbstractContextManager[object]:
        if step.doing.startswith("reading "):
            gone.unlink()
        return nullcontext(step)

    with growing(appended):
        first = place.run(show=when_files_are_listed)
    assert first.release == "0002"
    assert {file: state.value for (_, file), state in first.left.items()} == {
        relative(place, appended): "growing",
        relative(place, torn): "refused",
        relative(place, empty): "refused",
        relative(place, gone): "vanished",
    }
    ledger = {row["file"]: row for row in place.rows("silver.ingested_files")}
    assert ledger[relative(place, late)]["state"] == "late"
    assert ledger[relative(place, late)]["records"] > 0
    assert (ledger[relative(place, torn)]["state"], ledger[relative(place, torn)]["records"]) == ("refused", 0)
    assert not {relative(place, appended), relative(place, gone)} & set(ledger)
    assert not {relative(place, f) for f in (appended, torn, gone)} & {r["file"] for r in place.rows("silver.events")}
    assert reconcile(place.lake, load(place.conf), str(place.raw)).faults == [
        f"{relative(place, file)} is refused" for file in sorted([empty, torn])
    ]

    torn.write_bytes(whole)
    empty.unlink()
    gone.write_bytes(kept)
    assert place.run().left == {}
    assert states(place)["refused"] == 2
    found = reconcile(place.lake, load(place.conf), str(place.raw))
    assert found.faults == []
    assert {(row["growing"], row["new"], row["refused"]) for row in found.sources} == {(0, 0, 0)}
    assert different(place.root / "lake", place.anew().root / "lake") == []


@pytest.mark.fault(8)
def test_a_rewritten_file_is_kept_or_takes_the_place_of_what_it_gave(place: Place) -> None:
    rewritten = min((place.raw / "tapd").glob("dt=*/*"))
    header, *lines = rewritten.read_text(encoding="utf-8").splitlines(keepends=True)
    before = place.gold()
    # the same size, so that only its time tells
    rewritten.write_text("".join([header, *lines[1:], lines[-1]])[: rewritten.stat().st_size], encoding="utf-8")
    with pytest.raises(DataRefusedError, match="was rewritten after it was read"):
        place.run()
    assert place.gold() == before
    with_policy(place, changed="keep")
    kept = place.run()
    assert {file: state.value for (_, file), state in kept.left.items()} == {relative(place, rewritten): "changed"}
    assert not kept.files
    with_policy(place, changed="read_again")
    again = place.run()
    assert again.left == {}
    assert sum(again.files.values()) == len([path for path in place.raw.rglob("dt=*/*") if path.is_file()])
    assert different(place.root / "lake", place.anew().root / "lake") == []
    assert reconcile(place.lake, load(place.conf), str(place.raw)).faults == []


def test_another_hash_key_stops_the_run_by_the_names_of_both_keys(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTI_HASH_KEY", "another")
    with pytest.raises(UsageError, match=r"holds pseudonyms of key \w{16}, and DTI_HASH_KEY is key \w{16}: "):
        place.run()


def test_a_full_run_keeps_the_rejected_records_that_it_finds_and_no_others(place: Place) -> None:
    file = min((place.raw / "tencent_cloud").glob("dt=*/*"))
    new = file.with_name("torn.json.gz")
    new.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).splitlines()[0][:20]))
    place.edit("index.yml", "max_rejected: 0.05", "max_rejected: 1.0")
    place.run()
    place.run(full=True)
    assert len(place.rows("silver.rejected_records")) == 1
    assert reconcile(place.lake, load(place.conf), str(place.raw)).faults == []
