from pathlib import Path

import pytest
import yaml
from command_line import Dti
from small_index import write_conf


def told(dti: Dti, *words: str | Path) -> dict[str, tuple[str, str]]:
    """Value and origin of every setting."""
    return {row["setting"]: (row["value"], row["from"]) for row in dti("config", *words, "--json").json}


def test_a_profile_alone_is_what_lake_yml_says(dti: Dti, tmp_path: Path) -> None:
    profile = yaml.safe_load((write_conf(tmp_path / "conf") / "lake.yml").read_text(encoding="utf-8"))["cluster"]
    settings = {**profile.pop("spark"), **{key: str(value) for key, value in profile.items()}}
    found = told(dti, "--profile", "cluster", "--conf", tmp_path / "conf")
    assert found == {key: (value, "profile cluster") for key, value in settings.items()}


def test_every_setting_is_told_with_whoever_has_the_last_word(
    dti: Dti, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conf = write_conf(tmp_path / "conf")
    profiles = yaml.safe_load((conf / "lake.yml").read_text(encoding="utf-8"))
    profiles["local"] |= {"event_log": "events"}
    profiles["local"]["spark"] |= {
        "spark.sql.ansi.enabled": "false",
        "spark.hadoop.fs.s3a.retry.limit": "9",
        "spark.hadoop.fs.s3a.bucket.raw.secret.key": "planted",
    }
    (conf / "lake.yml").write_text(yaml.safe_dump(profiles), encoding="utf-8")
    (conf / "spark-defaults.conf").write_text("# of all jobs\nspark.master  yarn\nspark.ssl.keyPassword=planted\n")
    monkeypatch.setenv("SPARK_CONF_DIR", str(conf))
    monkeypatch.setenv("DTI_HASH_KEY", "planted")
    found = told(dti, "--resolved", "--conf", conf)
    defaults = conf / "spark-defaults.conf"
    assert found["spark.sql.ansi.enabled"] == ("true", "product, fixed, over profile local")
    assert found["spark.hadoop.fs.s3a.retry.limit"] == ("9", "profile local, over product, for s3a://")
    assert found["spark.master"][1] == f"profile local, over {defaults}; under spark-submit the launcher"
    assert found["spark.eventLog.dir"] == (Path("events").resolve().as_uri(), "profile local")
    assert found["spark.hadoop.fs.s3a.bucket.raw.secret.key"] == ("***", "profile local")
    assert found["spark.ssl.keyPassword"] == ("***", str(defaults))
    assert found["DTI_HASH_KEY"] == ("***", "environment")
    assert "planted" not in dti("config", "--resolved", "--conf", conf).out
    assert not Path("events").exists()
