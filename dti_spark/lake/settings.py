"""Every setting that a run has, and where it comes from; found without starting Spark."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyspark

from dti_spark.definition.model import Profile
from dti_spark.lake.session import LAUNCHED, layers
from dti_spark.redaction import shown

ENVIRONMENT = (
    "AWS_ACCESS_KEY_ID",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "DTI_HASH_KEY",
    "DTI_LOG",
    "JAVA_HOME",
    "SPARK_CONF_DIR",
    "SPARK_HOME",
)
"""Variables of the environment that a run heeds."""


@dataclass(frozen=True)
class Setting:
    """A setting with its value, a secret one hidden, and where the value comes from."""

    name: str
    value: str
    origin: str


def resolved(profile: Profile, name: str) -> list[Setting]:
    """The settings of a run with a profile, whose `name` is told as the origin of those that it makes."""
    return [*_own(profile, name), *_sparks(profile, name), *_of_environment()]


def _own(profile: Profile, name: str) -> Iterator[Setting]:
    """What the profile says to the job itself."""
    for key, value in profile.model_dump(exclude={"spark"}).items():
        given = key in profile.model_fields_set
        yield Setting(
            key, shown(key, "none" if value is None else str(value)), f"profile {name}" if given else "product, default"
        )


def _sparks(profile: Profile, name: str) -> Iterator[Setting]:
    """What Spark is told, each with all who have a say: the last has the word."""
    said: dict[str, list[tuple[str, str]]] = {}
    for origin, layer in [_defaults(), *layers(profile, on_s3=True)]:
        for key, value in layer.items():
            said.setdefault(key, []).append((f"profile {name}" if origin == "profile" else origin, value))
    for key, told in sorted(said.items()):
        origin, value = told[-1]
        over = ", over " + ", ".join(earlier for earlier, _ in told[:-1]) if told[:-1] else ""
        launched = "; under spark-submit the launcher" if key in LAUNCHED else ""
        yield Setting(key, shown(key, value), f"{origin}{over}{launched}")


def _of_environment() -> Iterator[Setting]:
    for name in ENVIRONMENT:
        if name in os.environ:
            yield Setting(name, shown(name, os.environ[name]), "environment")


def _defaults() -> tuple[str, dict[str, str]]:
    """What an administrator has set for all jobs of this Spark."""
    home = Path(os.environ.get("SPARK_HOME") or Path(pyspark.__file__).parent)
    file = Path(os.environ.get("SPARK_CONF_DIR") or home / "conf") / "spark-defaults.conf"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    pairs = (re.split(r"\s*[=:\s]\s*", line.strip(), maxsplit=1) for line in lines if line.strip()[:1] not in ("", "#"))
    return str(file), {pair[0]: pair[1] for pair in pairs if len(pair) > 1}
