"""Which readings each stage has to satisfy: those of the report that it can move, and the choices beside them."""

from pathlib import Path

import yaml
from pydantic import TypeAdapter

from dti_spark.published.figures import Figure
from dti_spark.published.readings import Reading

Wanted = list[tuple[str, Reading]]
IMPLIED = ("city_growth_rank", "city_growth")
"""Tables whose figures the first stage holds in another way: the growth of those cities is fixed."""


def by_stage(figures: list[Figure], choices: Path) -> dict[str, Wanted]:
    """Readings by stage: totals, layers, industries."""
    found: dict[str, Wanted] = {"totals": [], "layers": [], "industries": []}
    for figure in figures:
        if figure.contradicted or figure.claim in IMPLIED:
            continue
        for reading in figure.readings:
            found[_stage(reading)].append((figure.id, reading))
    adapter: TypeAdapter[Reading] = TypeAdapter(Reading)
    for stage, items in yaml.safe_load(choices.read_text(encoding="utf-8")).items():
        found[stage] += [(f"choice {i}", _frozen(adapter, item)) for i, item in enumerate(items)]
    return found


def _frozen(adapter: TypeAdapter[Reading], item: object) -> Reading:
    return adapter.validate_python(item)


def _stage(reading: Reading) -> str:
    text = reading.model_dump_json()
    if "industr" in text:
        return "industries"
    return "layers" if "layer" in text else "totals"
