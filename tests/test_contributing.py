"""The recipes of CONTRIBUTING.md, performed to the letter on a copy of the checkout."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose, log2
from pathlib import Path
from statistics import median

import pytest
import yaml
from lakes import table
from raw_logs import Event, write
from sample_events import QUARTERS, sound
from small_index import SETTINGS

ROOT = Path(__file__).parents[1]
RECIPES = ("indicator", "log", "normalisation", "table")
RECIPE = re.compile(r"<!-- recipe: (\w+) -->\n(.*?)<!-- /recipe -->", re.DOTALL)
BLOCK = re.compile(
    r'^```\w+ title=(\S+)(?: (append|after|replace)(?:="([^\n]*)")?)?\n(.*?)^```$', re.DOTALL | re.MULTILINE
)
MAPS = {"440300": [30, 10], "110000": [60]}
"""Calls that the new log tells of, by city."""


@dataclass(frozen=True)
class Block:
    """One change: a new file, lines at the end, or lines behind or in place of the first line that holds a text."""

    file: str
    how: str
    where: str
    text: str

    def apply(self, root: Path) -> None:
        path = root / self.file
        assert path.exists() == bool(self.how), f"{self.file} is there: {path.exists()}"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if self.how else []
        new = self.text.splitlines(keepends=True)
        if self.where:
            place = next((n for n, line in enumerate(lines) if self.where in line), None)
            assert place is not None, f"{self.file} has no line with {self.where!r}"
            lines[place : place + 1] = [lines[place], *new] if self.how == "after" else new
        else:
            lines += new
        path.write_text("".join(lines), encoding="utf-8")


def recipes() -> dict[str, list[Block]]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {name: [Block(*block) for block in BLOCK.findall(body)] for name, body in RECIPE.findall(text)}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What of a checkout is needed to run it and to look at its code."""
    root = tmp_path / "checkout"
    for part in ("dti_spark", "conf"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def in_checkout(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command that sees the copy's code, and not the one that is installed."""
    done = subprocess.run(
        words,
        cwd=root,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": str(root), "HOME": str(Path.home())},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def dti(root: Path, *words: str) -> dict[str, object]:
    """The command line of the copy; its one line of JSON."""
    code = "from dti_spark.cli import main; main()"
    found: dict[str, object] = json.loads(in_checkout(root, sys.executable, "-c", code, *words, "--json").stdout)
    return found


def test_every_block_of_a_recipe_is_read() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert tuple(recipes()) == RECIPES
    assert sum(map(len, recipes().values())) == len(re.findall(r"^```\w+ title=", text, re.MULTILINE))


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_alone_leaves_a_sound_definition(checkout: Path, name: str) -> None:
    before = dti(checkout, "check")
    for block in recipes()[name]:
        block.apply(checkout)
    after = dti(checkout, "check")
    more = {what: after[what] != before[what] for what in ("indicators", "sources", "fingerprint")}
    assert more == {
        "indicators": name in ("indicator", "log"),
        "sources": name == "log",
        "fingerprint": name != "table",
    }


def test_all_recipes_together_do_what_they_say(checkout: Path, tmp_path: Path) -> None:
    for blocks in recipes().values():
        for block in blocks:
            block.apply(checkout)
    in_checkout(checkout, "ruff", "format", "--check", "dti_spark")
    in_checkout(checkout, "ruff", "check", "dti_spark")
    in_checkout(checkout, "lint-imports")
    profiles = yaml.safe_load((checkout / "conf" / "lake.yml").read_text(encoding="utf-8"))
    profiles["local"]["spark"] |= SETTINGS
    (checkout / "conf" / "lake.yml").write_text(yaml.safe_dump(profiles), encoding="utf-8")
    usage = list(sound(QUARTERS[:1]))
    write(tmp_path / "raw", usage, lambda event: "dt=2020-03-31/a")
    write_maps(tmp_path / "raw")
    done = dti(checkout, "run", "--raw", str(tmp_path / "raw"), "--lake", str(tmp_path / "lake"))
    assert "gold.medians" in str(done["tables"])
    found = values(tmp_path / "lake")
    maps = {city: sum(calls) for city, calls in MAPS.items()}
    for node, totals in (("map_calls", maps), ("ticket_cinemas", cinemas(usage))):
        cities = {region: value for (index, region, at), value in found.items() if at == node and len(region) == 6}
        cities = {region: value for region, value in cities.items() if value}
        assert cities.keys() == totals.keys()
        for city, total in totals.items():
            assert isclose(cities[city], 100 * log2(1 + total / sum(totals.values())), rel_tol=1e-12)
        assert found["dti", "CN", node] == 100
    medians_hold_what_they_say(tmp_path / "lake")


def write_maps(raw: Path) -> None:
    """The new log, as its schema says."""
    calls = [(city, number) for city, numbers in MAPS.items() for number in numbers]
    lines = [
        json.dumps({"request_id": f"m{n}", "at": 1_580_000_000 + n, "adcode": city, "client": "c", "calls": number})
        for n, (city, number) in enumerate(calls)
    ]
    (raw / "tencent_maps" / "dt=2020-03-31").mkdir(parents=True)
    (raw / "tencent_maps" / "dt=2020-03-31" / "a.json.gz").write_bytes(gzip.compress("\n".join(lines).encode()))


def cinemas(usage: list[Event]) -> dict[str, int]:
    """Different cinemas that sold tickets, by city."""
    sellers = defaultdict(set)
    for event in usage:
        if event.source == "maoyan" and event.entity:
            sellers[event.city].add(event.entity)
    return {city: len(found) for city, found in sellers.items()}


def values(lake: Path) -> dict[tuple[str, str, str], float]:
    """Values of cities and the nation over all industries, by index, region and node."""
    return {
        (row["index"], row["region"], row["node"]): row["value"]
        for row in table(lake, "gold.index_values").to_pylist()
        if row["industry"] == "all" and row["region_type"] in ("city", "nation")
    }


def medians_hold_what_they_say(lake: Path) -> None:
    """Every index, industry, period and node has the median of its cities."""
    cities: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for key, value in city_values(lake):
        cities[key].append(value)
    rows = table(lake, "gold.medians").to_pylist()
    found = {(row["index"], row["industry"], row["period"], row["node"]): row["median"] for row in rows}
    assert found.keys() == cities.keys()
    assert len(rows) == len(found) > 30
    assert found == {key: median(of_cities) for key, of_cities in cities.items()}


def city_values(lake: Path) -> Iterator[tuple[tuple[str, ...], float]]:
    for row in table(lake, "gold.index_values").to_pylist():
        if row["region_type"] == "city":
            yield (row["index"], row["industry"], row["period"], row["node"]), row["value"]
