"""The Java archives beside Spark: named and hashed in jars.lock, fetched once, kept in a folder of this account."""

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pyspark

from dti_spark.errors import StorageError

SETS = ("delta", "s3a")
"""What every run needs, and what it needs beside where logs or lake lie on S3."""

SETTINGS = """<ivysettings>
  <settings defaultResolver="maven"/>
  <timeout-constraints>
    <timeout-constraint name="short" connectionTimeout="5000" readTimeout="60000"/>
  </timeout-constraints>
  <caches artifactPattern="[artifact]-[revision].[ext]"/>
  <resolvers><ibiblio name="maven" m2compatible="true" usepoms="false" timeoutConstraint="short"{root}/></resolvers>
</ivysettings>
"""
"""Where Ivy, which comes with Spark, looks: Maven Central unless `root` names a mirror. Jars alone, no poms."""

MODULE = """<ivy-module version="2.0">
  <info organisation="dti_spark" module="jars"/>
  <dependencies>{jars}</dependencies>
</ivy-module>
"""


@dataclass(frozen=True)
class Jar:
    """A line of jars.lock; `size` in bytes, `sha256` in hexadecimal digits, `licence` as its pom names it."""

    set: str
    group: str
    artifact: str
    version: str
    sha256: str
    size: int
    licence: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.artifact}-{self.version}.jar"


def locked(sets: Iterable[str] = SETS) -> tuple[Jar, ...]:
    """The jars of these sets, as jars.lock has them."""
    text = (package_files("dti_spark.lake") / "jars.lock").read_text(encoding="utf-8")
    lines = [line.split(maxsplit=4) for line in text.splitlines() if line and not line.startswith("#")]
    wanted = frozenset(sets)
    return tuple(
        Jar(of, *_coordinate(coordinate), sha256, int(size), licence)
        for of, coordinate, sha256, size, licence in lines
        if of in wanted
    )


def _coordinate(text: str) -> tuple[str, str, str]:
    group, artifact, version = text.split(":")
    return group, artifact, version


def kept_in() -> Path:
    """The folder of the jars: `DTI_JARS`, else dti_spark/jars in the cache folder of this account."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("DTI_JARS") or cache / "dti_spark" / "jars").absolute()


def paths(jars: Sequence[Jar], folder: Path) -> list[Path]:
    """Where the jars lie.

    Raises:
        StorageError: one of them is not there.
    """
    for jar in jars:
        if not (folder / jar.name).is_file():
            raise StorageError(f"{jar.name} is not in {folder}; run dti jars fetch")
    return [folder / jar.name for jar in jars]


def fetch(jars: Sequence[Jar], folder: Path) -> list[Jar]:
    """Make sure that `folder` holds these jars: check what is there, fetch what is not; returns what was fetched.

    Raises:
        StorageError: a jar is neither there nor to be had, or is not the one of jars.lock.
    """
    missing = [jar for jar in jars if not (folder / jar.name).exists()]
    for jar in jars:
        if jar not in missing:
            _check(jar, folder / jar.name, f"remove it from {folder}, and run dti jars fetch")
    # the smallest alone: where nothing can be had, one attempt tells so, and not one for each jar
    by_size = sorted(missing, key=lambda jar: jar.size)
    for some in (by_size[:1], by_size[1:]):
        if some:
            _fetch(some, folder)
    return missing


def _check(jar: Jar, path: Path, remedy: str) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != jar.sha256:
        raise StorageError(f"{jar.name} has the SHA-256 {found}, jars.lock says {jar.sha256}; {remedy}")


def _fetch(jars: Sequence[Jar], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # inside the folder, so that a jar comes to its place by one rename, whoever else fetches it meanwhile
        with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as arriving:
            said = _ivy(jars, Path(arriving))
            for jar in jars:
                path = Path(arriving, jar.name)
                if not path.exists():
                    raise StorageError(
                        f"{jar.name} is not in {folder} and cannot be fetched ({_cause(said)}); run dti jars fetch "
                        f"with a network, or with DTI_MAVEN for a mirror, or bring {folder} from where it ran"
                    )
                _check(jar, path, "what the repository gives is not what was tested, and is not used")
                path.replace(folder / jar.name)
    except OSError as error:
        raise StorageError(f"the jars that Spark needs cannot be kept in {folder}: {error}; see DTI_JARS") from error


def _ivy(jars: Sequence[Jar], folder: Path) -> str:
    """Let Ivy bring jars into a folder; what it printed."""
    mirror = os.environ.get("DTI_MAVEN")
    settings, module = folder / "settings.xml", folder / "module.xml"
    settings.write_text(SETTINGS.format(root=f" root={quoteattr(mirror)}" if mirror else ""), encoding="utf-8")
    wanted = (f'<dependency org="{j.group}" name="{j.artifact}" rev="{j.version}" transitive="false"/>' for j in jars)
    module.write_text(MODULE.format(jars="".join(wanted)), encoding="utf-8")
    java = str(Path(os.environ["JAVA_HOME"], "bin", "java")) if os.environ.get("JAVA_HOME") else "java"
    spark = Path(os.environ.get("SPARK_HOME") or Path(pyspark.__file__).parent)
    ivy = os.pathsep.join(map(str, (spark / "jars").glob("ivy-*.jar")))
    try:
        ran = subprocess.run(
            [java, "-cp", ivy, "org.apache.ivy.Main", "-settings", settings, "-ivy", module, "-cache", folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        return f"Error: {error.strerror}: {error.filename}"
    return ran.stdout


def _cause(said: str) -> str:
    """Why Ivy did not bring a jar, from what it printed."""
    for pattern in (
        r"Server access error at url \S+ \((?:[\w.]+: )?(.*)\)$",
        r"(Host \S+ not found)",
        r"^(Error: .*)$",
    ):
        if failed := re.search(pattern, said, re.MULTILINE):
            return failed[1]
    return "the repository does not have it"
