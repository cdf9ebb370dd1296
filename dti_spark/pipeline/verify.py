"""Whether a release says what the report prints."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.model import Definition
from dti_spark.demo.targets import panel, targets
from dti_spark.errors import UsageError
from dti_spark.index.index_values import KEY, index_values
from dti_spark.lake import released
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.lease import leased
from dti_spark.published.check import Checked, check
from dti_spark.published.figures import figures
from dti_spark.published.panel import ValuePanel
from dti_spark.published.weights import weights
from dti_spark.views.published_check import published_check

DTI = "dti"


def verify(
    lake: Lake,
    definition: Definition,
    *,
    release: str | None,
    owner: str,
    seconds: float,
    wait: float,
    conf: Path | None = None,
) -> list[dict[str, Any]]:
    """Check every published figure against a release, by default that which counts; rows of gold.published_check.

    Reads gold.index_values alone, and writes the rows in place of what an earlier check of that release wrote. Figures
    and targets are those of the folder `conf`; where it has none, those that travel with the package.

    Raises:
        UsageError: there is no such release, it comes of another definition, or that has other cities than the
            figures are of.
    """
    publication = released.found(lake, release)
    made_by = released.manifest(lake, publication)["release"]["definition"]
    if made_by != definition.fingerprint:
        raise UsageError(
            f"release {publication.release} was made by definition {made_by[:12]}, and this is "
            f"{definition.fingerprint[:12]}; name the one that it was made by with --conf"
        )
    rows = _rows(publication.release, definition, _panel(released.reader(lake, publication), definition), conf)
    with leased(lake, owner=owner, seconds=seconds, wait=wait) as held:
        checked = held.members(published_check, rows)
        held.replace(published_check, checked, {"run": owner}, where=(c.release, [publication.release]))
    return rows


def _panel(release: Lake, definition: Definition) -> ValuePanel:
    """The quarterly values that figures are read from: indices and layers of all regions."""
    indices = definition.index.indices
    nodes = [
        *(index.id for index in indices),
        *(node.key for index in indices for node in index.children if node.children),
    ]
    values = (
        release.read(index_values)
        .where((F.col("period_type") == "quarter") & F.col("node").isin(nodes))
        .select(*(column.name for column in KEY), "value")
    )
    with told("reading gold.index_values"):
        found = {tuple(row)[:-1]: row["value"] for row in values.collect()}
    return ValuePanel(found, weights(definition, DTI))


def _rows(release: str, definition: Definition, panel_: ValuePanel, conf: Path | None) -> list[dict[str, Any]]:
    aim, printed = targets(definition, conf), figures(conf)
    if strange := {row.city_code for row in aim.cities} ^ {city.city_code for city in definition.cities}:
        raise UsageError(
            f"the figures of the report are of other cities than cities.csv: {min(strange)} is in one alone"
        )
    promised = {one.figure for one in check(printed, definition, panel(definition, aim)) if one.verdict == "holds"}
    return [_row(release, one, promised=one.figure in promised) for one in check(printed, definition, panel_)]


def _row(release: str, one: Checked, *, promised: bool) -> dict[str, Any]:
    told_of = {name: cell for name, cell in asdict(one).items() if name != "claim_class"}
    return {"release": release, "promised": promised, **told_of}
