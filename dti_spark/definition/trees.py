"""Checks of the index trees and of the expert scores that weigh them."""

from collections import defaultdict
from collections.abc import Iterator

from dti_spark.definition.model import Index, Node
from dti_spark.definition.repeats import repeated
from dti_spark.definition.shapes import Parts
from dti_spark.methods.aggregate import AGGREGATE
from dti_spark.methods.normalise import NORMALISE

FEWEST_EXPERTS = 12
"""Experts that must score an index, so that no single one decides a weight."""


def faults(parts: Parts) -> Iterator[str]:
    """What is wrong with the indices and their trees."""
    yield from repeated(parts.indices.entries, lambda i: i.id, "id {} is taken by {}; every index needs its own")
    indicators = {indicator.id for indicator in parts.indicators.items} if parts.indicators.whole else None
    for place, index in parts.indices.entries:
        if index.normalise.method not in NORMALISE:
            method = index.normalise.method
            yield f"{place}.normalise.method: {method!r} is not one of {', '.join(NORMALISE)} (methods/normalise.py)"
        if index.aggregate not in AGGREGATE:
            yield f"{place}.aggregate: {index.aggregate!r} is not one of {', '.join(AGGREGATE)} (methods/aggregate.py)"
        nodes = [(where, node) for i, child in enumerate(index.children) for where, node in _nodes(place, i, child)]
        for where, node in nodes:
            yield from _node(where, node, indicators)
        yield from repeated(
            [(place, index.root), *nodes],
            lambda node: node.key or None,
            f"node {{}} stands in index {index.id} already, at {{}}; a node counts once",
        )


def _nodes(place: str, position: int, node: Node) -> Iterator[tuple[str, Node]]:
    where = f"{place}.children[{position}]"
    yield where, node
    for i, child in enumerate(node.children):
        yield from _nodes(where, i, child)


def _node(where: str, node: Node, indicators: set[str] | None) -> Iterator[str]:
    if node.indicator is not None:
        if node.id is not None or node.name is not None or node.children:
            yield f"{where}: holds an indicator and more; write either indicator, or id, name and children"
        if indicators is not None and node.indicator not in indicators:
            yield f"{where}.indicator: {node.indicator!r} is not among the indicators; add it there or mend the name"
        return
    missing = [key for key in ("id", "name", "children") if not getattr(node, key)]
    if missing:
        yield f"{where}: lacks {', '.join(missing)}; write either indicator, or id, name and children"


def score_faults(parts: Parts) -> Iterator[str]:
    """What is wrong with the expert scores, given the trees."""
    yield from repeated(
        parts.scores.entries,
        lambda score: (score.index, score.parent, score.node, score.expert),
        "{} has been scored already, at {}; an expert scores a node once",
    )
    indices = {index.id: index for index in parts.indices.items}
    for place, score in parts.scores.entries:
        if score.index in indices:
            yield from _misplaced(place, score.parent, score.node, indices[score.index])
        elif parts.indices.whole:
            yield f"{place}: index {score.index} is not in index.yml; it has {', '.join(indices)}"
    # with a row or file lost in the first pass, what seems missing here is told there
    if parts.scores.whole:
        for index in indices.values():
            yield from _gaps(index, parts)


def _misplaced(place: str, parent: str, node: str, index: Index) -> Iterator[str]:
    parents = {child.key: above.key for child, above in index.walk() if above}
    if parent not in parents.values():
        above = ", ".join(dict.fromkeys(parents.values()))
        yield f"{place}: parent {parent} has no children in index {index.id}; those with children are {above}"
    elif node not in parents:
        yield f"{place}: node {node} is not in index {index.id}; mend the name or delete the row"
    elif parents[node] != parent:
        yield f"{place}: parent of {node} is {parents[node]} in index {index.id}, not {parent}"


def _gaps(index: Index, parts: Parts) -> Iterator[str]:
    """Nodes that experts of the index left out; without them siblings would be weighed by different experts."""
    scored: dict[tuple[str, str], set[str]] = defaultdict(set)
    for score in parts.scores.items:
        if score.index == index.id:
            scored[score.parent, score.node].add(score.expert)
    experts = {expert for some in scored.values() for expert in some}
    if len(experts) < FEWEST_EXPERTS:
        yield f"expert_scores.csv: index {index.id} has {len(experts)} experts; it needs at least {FEWEST_EXPERTS}"
    for node, parent in index.walk():
        if parent is not None and (missing := experts - scored[parent.key, node.key]):
            yield (
                f"expert_scores.csv: {index.id}, {parent.key}, {node.key} is not scored by"
                f" {', '.join(sorted(missing))}; every expert of an index scores every node"
            )
