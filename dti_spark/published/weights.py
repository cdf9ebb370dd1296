"""Weights of the nodes of an index, from the expert scores, as plain numbers."""

from collections import defaultdict

from dti_spark.definition.model import Definition


def weights(definition: Definition, index: str) -> dict[str, float]:
    """Share of each node in the scores under its parent (report, line 54); the root of the index weighs 1.

    Units: fractions that add to 1 under each parent.
    """
    given: dict[tuple[str, str], int] = defaultdict(int)
    under: dict[str, int] = defaultdict(int)
    for score in definition.scores:
        if score.index == index:
            given[score.parent, score.node] += score.score
            under[score.parent] += score.score
    return {index: 1.0} | {node: total / under[parent] for (parent, node), total in given.items()}
