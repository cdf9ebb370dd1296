"""The job as spark-submit runs it, with secrets in its environment that must not be found anywhere afterwards."""

import json
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
import yaml
from packaged import Package
from small_index import FIRST, deliver, rows, write_conf

SECRETS = {
    "AWS_ACCESS_KEY_ID": "planted/access+key",
    "AWS_SECRET_ACCESS_KEY": "planted/secret+key=1",
    "AWS_SESSION_TOKEN": "planted/session token&2",
    "DTI_HASH_KEY": "planted/hash+key=3",
}
BYTES: tuple[Callable[[str], str], ...] = (
    lambda secret: secret.encode().hex(),
    lambda secret: secret.encode().hex().upper(),
    lambda secret: secret.encode().hex(" ").upper(),
    lambda secret: ", ".join(map(str, secret.encode())),
    # three bytes are four characters, and a secret may begin at any of the three
    *(lambda secret, cut=cut: b64encode(secret.encode()[cut : cut + 12]).decode() for cut in range(3)),
)
"""How bytes are printed: by plans, by Java, by Python, and as base64."""


@pytest.mark.fault(29)
def test_spark_submit_runs_the_job_in_a_folder_with_relative_paths_and_tells_no_secret(
    packed: Package, tmp_path: Path
) -> None:
    conf = write_conf(tmp_path / "conf")
    profiles = yaml.safe_load((conf / "lake.yml").read_text(encoding="utf-8"))
    profiles["local"]["event_log"] = "events"
    profiles["local"]["spark"]["spark.eventLog.compress"] = "false"
    (conf / "lake.yml").write_text(yaml.safe_dump(profiles), encoding="utf-8")
    delivered = deliver(tmp_path / "raw", FIRST)
    settings = (
        "spark.ui.enabled=false",
        "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m",
    )
    ran = subprocess.run(
        [
            *(*packed.submit, "--master", "local[2]"),
            *(word for setting in settings for word in ("--conf", setting)),
            *(packed.dist / "jobs" / "run.py", "--raw", "raw", "--lake", "lake", "--conf", "conf", "--json"),
        ],
        cwd=tmp_path,
        env=packed.environment | SECRETS,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    done = json.loads(ran.stdout.splitlines()[-1])  # spark-submit prints both streams of a Python job to one
    assert done["release"] == "0001"
    assert sum(done["files"].values()) == len(delivered)
    assert all(record["accepted"] > 0 for record in done["records"])
    (tmp_path / "printed").write_text(ran.stdout + ran.stderr)
    (run,) = rows(tmp_path / "lake", "ops.runs")
    assert (run["run"], run["release"]) == (done["run"], "0001")
    assert "SparkListenerJobEnd" in (tmp_path / "events").rglob(f"events_*{run['application']}*").__next__().read_text()
    assert secrets_in(tmp_path) == []


def secrets_in(folder: Path) -> list[str]:
    """The files below a folder that hold one of the secrets: as it is, for an address, or as bytes are printed."""
    shapes = {encode(secret).encode() for secret in SECRETS.values() for encode in (str, quote, quote_plus, *BYTES)}
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 50
    return [str(path) for path in files if any(shape in path.read_bytes() for shape in shapes)]
