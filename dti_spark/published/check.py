"""Every figure of the report against a panel: one row a figure, with a verdict and its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dti_spark.definition.model import Definition
from dti_spark.published.evaluate import Evaluator, Found
from dti_spark.published.figures import Figure
from dti_spark.published.measures import Panel

Verdict = Literal["holds", "missed", "contradicted in source", "not computable"]
MISSED = "the panel does not say so"


@dataclass(frozen=True)
class Checked:
    """A figure and what a panel says of it; `difference` is null where nothing could be computed."""

    figure: str
    claim: str
    claim_class: str
    source_line: str
    published: str
    computed: str
    difference: float | None
    tolerance: str
    verdict: Verdict
    reason: str


def check(figures: Iterable[Figure], definition: Definition, panel: Panel[float]) -> list[Checked]:
    """The verdict on every figure.

    Rows: as many as figures, in their order. A figure with several readings holds where all of them hold.

    Raises:
        ValueError: a reading names something that the definition does not know.
    """
    evaluator = Evaluator(definition, panel)
    return [_checked(figure, evaluator) for figure in figures]


def _checked(figure: Figure, evaluator: Evaluator) -> Checked:
    if figure.not_computable is not None:
        return _row(figure, [], "not computable", figure.not_computable)
    try:
        found = [evaluator.found(reading) for reading in figure.readings]
    except ZeroDivisionError:
        return _row(figure, [], "missed", "the panel has no usage there, so nothing can be divided by it")
    if figure.contradicted is not None:
        return _row(figure, found, "contradicted in source", figure.contradicted)
    holds = all(each.holds for each in found)
    return _row(figure, found, "holds" if holds else "missed", figure.note or "" if holds else MISSED)


def _row(figure: Figure, found: list[Found], verdict: Verdict, reason: str) -> Checked:
    worst = max(found, key=lambda each: (not each.holds, abs(each.difference)), default=None)
    return Checked(
        figure=figure.id,
        claim=figure.claim,
        claim_class=figure.claim_class,
        source_line=figure.source_line,
        published=figure.published,
        computed=" / ".join(dict.fromkeys(each.computed for each in found)),
        difference=None if worst is None else worst.difference,
        tolerance="" if worst is None else worst.tolerance,
        verdict=verdict,
        reason=reason,
    )
