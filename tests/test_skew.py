"""Half of all records in one city, or of one organisation, in a small heap: the run spills, and is hardly slower."""

from pathlib import Path

import duckdb
import pytest
import yaml
from command_line import begin_run
from sample_events import CITIES
from small_index import FIRST, deliver, rows, write_conf

RECORDS, ORGANISATIONS = 1_200_000, 400_000
SMALL = {"spark.driver.memory": "1g", "spark.memory.fraction": "0.1"}
"""A heap of which Spark may use 72 MiB for all that it aggregates and sorts."""
LARGEST = int(CITIES[0])
LOG = f"""
    SELECT
        'call-' || range AS call_id,
        TIMESTAMP '2020-01-02 00:00:00' + to_seconds(range % 7000000) AS called_at,
        CASE WHEN {{half}} THEN {LARGEST} ELSE {{cities}}[1 + (range % {len(CITIES)})] END AS adcode,
        NULL::VARCHAR AS gb_code,
        'app-' || {{organisation}} AS app_id,
        'ocr' AS service,
        1 + range % 97 AS calls
    FROM range({RECORDS})
"""
NUMBER = f"(hash(range) % {ORGANISATIONS})"
HALF = "hash(range + 1) % 2 = 0"
USAGE = {
    "even": {"half": "false", "organisation": NUMBER},
    "half in one city": {"half": HALF, "organisation": NUMBER},
    "half of one organisation": {"half": HALF, "organisation": f"(CASE WHEN {HALF} THEN 0 ELSE {NUMBER} END)"},
}
DEPENDS = ("reading", "indicator values")
"""The steps that see single records."""


def brought_up_to_date(root: Path, usage: dict[str, str]) -> float:
    """Seconds that one run with a small heap takes for a log, which must come out whole."""
    profiles = write_conf(root / "conf") / "lake.yml"
    settings = yaml.safe_load(profiles.read_text(encoding="utf-8"))
    settings["local"]["spark"] |= SMALL
    profiles.write_text(yaml.safe_dump(settings), encoding="utf-8")
    deliver(root / "raw", FIRST)
    log = root / "raw" / "tencent_ai" / "dt=2020-03-30" / "calls.parquet"
    duckdb.sql(f"COPY ({LOG.format(cities=[int(city) for city in CITIES], **usage)}) TO '{log}' (FORMAT parquet)")
    run = begin_run(root)
    said, _ = run.communicate(timeout=600)
    assert run.returncode == 0, said
    records, column = (
        f"(SELECT DISTINCT * FROM '{log.parent}/*.parquet')",
        "sum(calls) FILTER (adcode // 100 = $city // 100)",
    )
    expected = duckdb.sql(f"SELECT sum(calls), {column} FROM {records}", params={"city": LARGEST}).fetchall()
    usage_of = rows(root / "lake", "silver.indicator_values", indicator="ai_calls", quarter="2020Q1")
    found = [row["value"] for row in usage_of], [row["value"] for row in usage_of if row["city"] == str(LARGEST)]
    assert [tuple(map(sum, found))] == expected
    steps = [step for step in rows(root / "lake", "ops.run_steps") if step["name"].startswith(DEPENDS)]
    assert all(step["spilled_disk"] > 0 for step in steps)
    return sum(step["seconds"] for step in steps)


@pytest.mark.fault(16)
def test_half_of_the_records_in_one_place_takes_less_than_twice_the_time_in_a_small_heap(tmp_path: Path) -> None:
    seconds = {name: brought_up_to_date(tmp_path / name.replace(" ", "-"), usage) for name, usage in USAGE.items()}
    assert all(taken < 2 * seconds["even"] for taken in seconds.values()), seconds
