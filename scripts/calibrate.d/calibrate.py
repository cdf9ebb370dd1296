"""Solves for targets that satisfy the published figures, and writes them with the list of all figures.

An argument names another folder of definitions than conf/. Written to demo/targets there: cities.csv, industry_mix.csv,
figures.csv. The list is made by the check that also stands over gold, from the files as they were written.
"""

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import layers
import mixes
import numpy as np
import totals
from numpy.typing import NDArray
from unknowns import QUARTERS
from wanted import by_stage

from dti_spark.definition.load import load
from dti_spark.definition.model import Definition
from dti_spark.demo.targets import CITIES, LAYERS, MIX_KEY, MIXES, WHOLE_OF_INDUSTRIES, CityTarget, panel, targets
from dti_spark.published.check import Checked, check
from dti_spark.published.figures import figures, rows_of
from dti_spark.published.subjects import Subjects
from dti_spark.published.tables import CityRow
from dti_spark.published.weights import weights

ROOT = Path(__file__).resolve().parents[2]
CHOICES = Path(__file__).with_name("choices.yml")
POINTS, SHARES = 7, 6
"""Decimals of index points and of shares in the files: the smallest city has 0.01 points."""


def main(conf: Path) -> None:
    """Solves, writes and checks."""
    begun, place = time.perf_counter(), conf / "demo" / "targets"
    definition = load(conf)
    subjects = Subjects(definition)
    printed = figures(conf)
    wanted = by_stage(printed, CHOICES)
    cities = rows_of(CityRow, conf)
    _say("the index of the cities")
    index, _ = totals.solved(definition, subjects, wanted["totals"], cities)
    _say("their layers")
    values, _ = layers.solved(definition, subjects, wanted["layers"], index, weights(definition, "dti"))
    _say("the mix of industries")
    shares, _ = mixes.solved(definition, subjects, wanted["industries"], values[:, LAYERS.index(WHOLE_OF_INDUSTRIES)])
    _write(place / CITIES, list(CityTarget.model_fields), _city_rows(definition, values))
    _write(place / MIXES, [*MIX_KEY, *(i.id for i in definition.industries)], _mix_rows(definition, subjects, shares))
    found = check(printed, definition, panel(definition, targets(definition, conf)))
    _write(place / "figures.csv", [field.name for field in fields(Checked)], map(_told, found))
    for verdict, count in sorted(Counter(each.verdict for each in found).items()):
        _say(f"{count} {verdict}")
    for each in found:
        if each.verdict == "missed":
            _say(f"missed: {each.figure}: published {each.published}, computed {each.computed}")
    _say(f"{time.perf_counter() - begun:.0f} s")


def _city_rows(definition: Definition, values: NDArray[np.float64]) -> Iterable[Sequence[str]]:
    rounded = np.round(values, POINTS)
    # rounding must not move the nation in the base quarter, which is 100 by definition
    largest = rounded[:, :, 0].argmax(axis=0)
    for layer, city in enumerate(largest):
        rounded[city, layer, 0] += 100 - rounded[:, layer, 0].sum()
    for i, city in enumerate(definition.cities):
        for t, quarter in enumerate(QUARTERS):
            yield [city.city_code, quarter, *(f"{value:.{POINTS}f}" for value in rounded[i, :, t])]


def _mix_rows(definition: Definition, subjects: Subjects, shares: NDArray[np.float64]) -> Iterable[Sequence[str]]:
    members = mixes.members(definition)
    for c, (province, cluster) in enumerate(mixes.groups(definition.cities)):
        for t, quarter in enumerate(QUARTERS):
            of_cell = {
                industry: round(shares[c, g, t] * part, SHARES)
                for g, group in enumerate(subjects.groups)
                for industry, part in members[group].items()
            }
            of_cell[max(of_cell, key=of_cell.__getitem__)] += 1 - sum(of_cell.values())
            ordered = [of_cell[industry.id] for industry in definition.industries]
            yield [province, cluster, quarter, *(f"{share:.{SHARES}f}" for share in ordered)]


def _told(row: Checked) -> Sequence[str]:
    """A row as text; differences with six decimals, so that the last bits of a sum do not show."""
    return [f"{cell:.6f}" if isinstance(cell, float) else "" if cell is None else cell for cell in astuple(row)]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _say(text: str) -> None:
    sys.stderr.write(f"calibrate: {text}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "conf")
