"""Gold depends on what happened, not on how it was delivered; what is new moves only what depends on it."""

import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.compute as pc
import pytest
from deliveries import Deliver, Sample
from lakes import GOLD, INDEX_KEY, different, files, table, versions
from raw_logs import LOGS, Event, write
from reference import quarter_of
from sample_events import sample, sound

from dti_spark.definition.load import load
from dti_spark.pipeline.job import Outcome

LATE = "2020Q3"
OF_2021 = ("2021", "2021Q1", "2021Q2", "2021Q3", "2021Q4")
MERGED = sorted(LOGS)[::2]
"""Sources whose events are delivered in one file; those of the others are spread over many."""


def verdicts(lake: Path) -> Counter[tuple[str, str, str | None]]:
    rows = table(lake, "silver.events").select(["source", "verdict", "reason"]).to_pylist()
    return Counter((row["source"], row["verdict"], row["reason"]) for row in rows)


@pytest.mark.fault(21)
def test_neither_order_nor_names_nor_number_of_files_nor_staging_move_a_bit_of_gold(
    delivered_sample: Sample, deliver: Deliver, tmp_path: Path
) -> None:
    events, chance = sample(), random.Random(3)
    chance.shuffle(events)
    pieces = write(
        tmp_path / "raw",
        events,
        lambda event: "dt=x/all" if event.source in MERGED else f"dt={chance.randrange(3)}/{chance.randrange(4)} 数",
    )
    assert pieces.keys().isdisjoint(delivered_sample.files)
    deliver(tmp_path / "raw", tmp_path / "lake", definition=load(delivered_sample.conf), direct_bytes=0)
    assert different(tmp_path / "lake", delivered_sample.lake) == []
    assert verdicts(tmp_path / "lake") == verdicts(delivered_sample.lake)


@dataclass(frozen=True)
class Parts:
    """The sample in three deliveries.

    The later ones hold copies of what came before as well; `late` is all of 2020Q3, but for a few records that say
    less than an earlier one of the same id, and so would win over it in one delivery.
    """

    first: list[Event]
    second: list[Event]
    late: list[Event]


def parts() -> Parts:
    """Copies of an event that differ come together, since of those an earlier delivery wins."""
    events, chance = sample(), random.Random(5)
    times = Counter((event.source, event.id) for event in events)
    parts = Parts([], [], [])
    for event in events:
        if event.id is None or times[event.source, event.id] > 1:
            parts.first.append(event)
        else:
            late = quarter_of(event) == LATE and chance.random() < 0.5
            (parts.late if late else chance.choice([parts.first, parts.first, parts.second])).append(event)
    once = [event for event in parts.first if times[event.source, event.id] == 1 and event in ACCEPTED]
    parts.second.extend(once[::20])
    parts.late.extend(once[::50])
    parts.late.extend(replace(event, quantity=(event.quantity or 0.0) / 2) for event in once[7::300])
    return parts


ACCEPTED = set(sound())


@dataclass(frozen=True)
class Delivery:
    """A lake after three deliveries, and what the last one found."""

    raw: Path
    lake: Path
    files_before: dict[str, dict[str, set[str]]]
    batches: int
    late: Outcome
    copies: int


PARTITIONED = ("silver.indicator_values", "gold.index_values", "gold.rankings", "gold.growth")


@pytest.fixture(scope="module")
def in_parts(delivered_sample: Sample, deliver: Deliver, tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    """The sample in three runs, the first one in several batches."""
    place, told = tmp_path_factory.mktemp("parts"), parts()
    raw, lake, definition = place / "raw", place / "lake", load(delivered_sample.conf)
    first = write(raw, told.first, lambda event: f"dt={together(event)}/first")
    size = sum((raw / file).stat().st_size for file in first)
    deliver(raw, lake, definition=definition, batch_bytes=size * 2 // 3)
    batches = {row["batch"] for row in table(lake, "silver.ingested_files").to_pylist()}
    write(raw, told.second, lambda event: f"dt={together(event)}/second")
    deliver(raw, lake, definition=definition, direct_bytes=0)
    before = {name: files(lake, name) for name in PARTITIONED}
    write(raw, told.late, lambda event: "dt=2021-05-05/late")
    outcome = deliver(raw, lake, definition=definition)
    return Delivery(raw, lake, before, len(batches), outcome, len(told.second + told.late + told.first) - len(sample()))


def together(event: Event) -> int:
    """One of three folders, the same for all copies of an event."""
    return len(event.id or "") % 3


@pytest.mark.fault(21)
def test_several_batches_and_deliveries_and_later_copies_move_no_bit_of_gold(
    delivered_sample: Sample, in_parts: Delivery
) -> None:
    assert in_parts.batches > 1
    assert different(in_parts.lake, delivered_sample.lake) == []
    more = verdicts(in_parts.lake) - verdicts(delivered_sample.lake)
    assert {(verdict, reason) for _, verdict, reason in more} == {
        ("duplicate", None),
        ("rejected", "conflicting_duplicate"),
    }
    assert sum(more.values()) == in_parts.copies


@pytest.mark.fault(7)
def test_late_events_rewrite_only_the_periods_that_depend_on_them(in_parts: Delivery) -> None:
    moved = {
        "silver.indicator_values": {LATE},
        "gold.index_values": {LATE, "2020"},
        "gold.rankings": {LATE, "2020", *OF_2021},
        "gold.growth": {LATE, "2020Q4", "2021Q3", "2020", "2021"},
    }
    assert in_parts.late.work.measure == [LATE]
    for name, before in in_parts.files_before.items():
        now = files(in_parts.lake, name)
        assert {period for period in now if now[period] != before[period]} == moved[name], name
        assert now.keys() == before.keys()


@pytest.fixture
def continued(delivered_sample: Sample, tmp_path: Path) -> Sample:
    """A copy of the sample and its lake, to be run on."""
    for part in (delivered_sample.conf, delivered_sample.raw, delivered_sample.lake):
        shutil.copytree(part, tmp_path / part.name)
    return Sample(tmp_path / "conf", tmp_path / "raw", delivered_sample.files, tmp_path / "lake")


def edit(conf: Path, name: str, change: Callable[[Iterable[str]], Iterable[str]]) -> None:
    lines = (conf / name).read_text(encoding="utf-8").splitlines(keepends=True)
    changed = list(change(lines))
    assert changed != lines
    (conf / name).write_text("".join(changed), encoding="utf-8")


def test_a_later_quarter_moves_no_earlier_value(continued: Sample, delivered_sample: Sample, deliver: Deliver) -> None:
    edit(continued.conf, "index.yml", lambda lines: [line.replace("last: 2022Q1", "last: 2022Q2") for line in lines])
    write(continued.raw, sound([(2022, 2)]), lambda event: "dt=2022-06-30/a")
    outcome = deliver(continued.raw, continued.lake, definition=load(continued.conf))
    assert "2022Q2" in outcome.work.index
    for name, key in GOLD.items():
        if key == INDEX_KEY:
            before, after = table(delivered_sample.lake, name), table(continued.lake, name)
            earlier = after.filter(pc.not_equal(after["period"], "2022Q2"))
            assert earlier.equals(before), name
            assert len(after) > len(before)
    assert table(continued.lake, "silver.base_totals").equals(table(delivered_sample.lake, "silver.base_totals"))


def test_other_weights_publish_a_release_and_touch_no_event_or_usage(
    continued: Sample, delivered_sample: Sample, deliver: Deliver
) -> None:
    edit(continued.conf, "expert_scores.csv", lambda lines: [prefer_platform(line) for line in lines])
    before = versions(continued.lake)
    outcome = deliver(continued.raw, continued.lake, definition=load(continued.conf))
    after = versions(continued.lake)
    kept = ["silver.events", "silver.rejected_records", "silver.ingested_files", "silver.indicator_values"]
    assert outcome.release == "0002"
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["silver.weights"] == before["silver.weights"] + 1
    assert [row["release"] for row in table(continued.lake, "gold.releases").to_pylist()] == ["0001", "0002"]
    old, new = (by_level(lake) for lake in (delivered_sample.lake, continued.lake))
    assert [level for level in old if old[level] == new[level]] == [("dti", 1), ("dti", 2)] + [
        ("industry", level) for level in (0, 2)
    ]


def prefer_platform(line: str) -> str:
    """A score of the platform layer raised to 5."""
    return f"{line.rstrip()[:-1]}5\n" if line.startswith("dti,dti,platform,") else line


def by_level(lake: Path) -> dict[tuple[str, int], list[float]]:
    """All values in order of their keys, by index and level."""
    found = defaultdict(list)
    columns = table(lake, "gold.index_values").select(["index", "level", "value"]).to_pydict()
    for index, level, value in zip(*columns.values(), strict=True):
        found[index, level].append(value)
    return dict(sorted(found.items()))
