"""No record is lost, every injected fault comes back, and neither faults nor a second run move what is published."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from deliveries import Deliver, Generated
from lakes import GOLD, different, table, tree, versions

HEADERS = {".csv", ".tsv"}
"""Text logs that begin with the names of their columns; the packed ones do not."""


def records_in(path: Path) -> int:
    """Records of a raw file, counted without Spark."""
    if path.suffix == ".parquet":
        return int(pq.read_metadata(path).num_rows)
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).count(b"\n")
    return lines - (path.suffix in HEADERS)


def logs(raw: Path) -> dict[str, Path]:
    found = [path for path in raw.glob("*/dt=*/*") if not path.name.startswith((".", "_"))]
    return {str(path.relative_to(raw)): path for path in found}


def test_no_record_of_any_file_is_lost(faulty: Generated) -> None:
    rows = table(faulty.lake, "silver.ingested_files").to_pylist()
    for row in rows:
        assert row["records"] == row["accepted"] + row["duplicate"] + row["skipped"] + row["rejected"]
    assert {row["file"]: row["records"] for row in rows} == {
        file: records_in(path) for file, path in logs(faulty.raw).items()
    }
    records = table(faulty.lake, "silver.events").select(["file", "verdict"]).to_pylist()
    verdicts = Counter((row["file"], row["verdict"]) for row in records)
    of_verdict = ("accepted", "duplicate", "skipped", "rejected")
    assert verdicts == Counter({(r["file"], verdict): r[verdict] for r in rows for verdict in of_verdict if r[verdict]})


def unused(raw: Path) -> Counter[tuple[str, str, str, str]]:
    """What clean logs hold beside what indicators measure, by source, day, verdict and reason."""
    why = {"gpu_hours": "unused_kind", "comment": "unused_kind", "view": "filtered"}
    found: Counter[tuple[str, str, str, str]] = Counter()
    for source, field in (("tencent_cloud", "resource"), ("tencent_docs", "action")):
        for path in logs(raw).values():
            if path.parts[-3] == source:
                for line in gzip.decompress(path.read_bytes()).decode().splitlines():
                    if reason := why.get(json.loads(line)[field]):
                        found[source, path.parent.name, "skipped", reason] += 1
    return found


@pytest.mark.fault(20)
def test_every_injected_fault_comes_back_under_its_reason(faulty: Generated, clean: Generated) -> None:
    ledger = [
        json.loads(line) for path in (faulty.raw / "_faults").glob("part-*") for line in path.read_text().splitlines()
    ]
    added = Counter(
        (fault["source"], f"dt={fault['dt']}", fault["verdict"], fault.get("reason"))
        for fault in ledger
        if fault["fault"] != "late"
    )
    assert len({fault["fault"] for fault in ledger}) == 12
    events = table(faulty.lake, "silver.events").select(["source", "file", "verdict", "reason"]).to_pylist()
    found = Counter((row["source"], row["file"].split("/")[1], row["verdict"], row["reason"]) for row in events)
    not_counted = Counter({key: count for key, count in found.items() if key[2] != "accepted"})
    assert not_counted == added + unused(clean.raw)
    accepted = sum(count for key, count in found.items() if key[2] == "accepted")
    assert accepted == faulty.events - sum(unused(clean.raw).values())


def test_faults_move_no_published_number(faulty: Generated, clean: Generated) -> None:
    assert different(faulty.lake, clean.lake) == []


def test_a_second_run_with_nothing_new_commits_nothing(faulty: Generated, deliver: Deliver) -> None:
    before = versions(faulty.lake), tree(faulty.lake)
    outcome = deliver(faulty.raw, faulty.lake)
    assert faulty.outcome.release == "0001"
    assert outcome.release is None
    assert (versions(faulty.lake), tree(faulty.lake)) == before
    assert set(GOLD) < set(before[0])
