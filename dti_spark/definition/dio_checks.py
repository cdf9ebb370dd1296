"""Checks of dio.yml: its entries against each other, and its indicators against index.yml."""

from collections.abc import Collection, Iterable, Iterator
from itertools import product

from dti_spark.definition.dio import Case, Family, Figure, Input, Outcome, Place, Result, Tool
from dti_spark.definition.model import Indicator
from dti_spark.definition.repeats import repeated
from dti_spark.definition.shapes import Part, Parts, WindowParts

TWICE = "id {} is taken by {}; every entry needs its own"


def faults(parts: Parts) -> Iterator[str]:
    """What is wrong with the DIO window."""
    window = parts.dio
    yield from _ids(window)
    yield from _cells(window)
    yield from _tools(window)
    yield from _indicators(parts)


def _ids(window: WindowParts) -> Iterator[str]:
    yield from repeated(window.inputs.entries, lambda i: i.id, TWICE)
    yield from repeated(window.outcomes.entries, lambda o: o.id, TWICE)
    yield from repeated(window.scenes.entries, lambda s: s.id, TWICE)
    yield from repeated(window.practices.entries, lambda p: p.id, TWICE)
    yield from repeated(window.families.entries, lambda f: f.id, TWICE)
    yield from repeated(window.tools.entries, lambda t: t.id, TWICE)
    yield from repeated([(place, case.id) for place, case in _cases(window)], lambda id: id, TWICE)
    sub_kinds = [
        (f"{place}.sub_kinds[{i}]", kind.id)
        for place, each in window.inputs.entries
        for i, kind in enumerate(each.sub_kinds)
    ]
    yield from repeated(sub_kinds, lambda id: id, TWICE)
    labels = [(f"{place}.labels", label) for place, o in window.outcomes.entries for label in o.labels]
    yield from repeated(labels, lambda label: label, "label {} stands already at {}; a label means one outcome")


def _cells(window: WindowParts) -> Iterator[str]:
    """The cells are exactly inputs times outcomes; the values one for each outcome."""
    inputs, outcomes = _known(window.inputs), _known(window.outcomes)
    for place, cell in window.cells.entries:
        yield from _unknown(f"{place}.input", cell.input, inputs, "inputs")
        yield from _unknown(f"{place}.outcome", cell.outcome, outcomes, "outcomes")
    for place, value in window.values.entries:
        yield from _unknown(f"{place}.outcome", value.outcome, outcomes, "outcomes")
    yield from repeated(
        window.cells.entries, lambda c: (c.input, c.outcome), "{} has a value already, at {}; a cell has one"
    )
    yield from repeated(window.values.entries, lambda v: v.outcome, "outcome {} stands already at {}; each stands once")
    if inputs is not None and outcomes is not None and window.cells.whole:
        found = {(cell.input, cell.outcome) for cell in window.cells.items}
        for pair in product(inputs, outcomes):
            if pair not in found:
                yield f"dio.yml: cells: {', '.join(pair)} has no value; every input has one at every outcome"
    if outcomes is not None and window.values.whole:
        for outcome in outcomes:
            if outcome not in {value.outcome for value in window.values.items}:
                yield f"dio.yml: values: outcome {outcome} is missing; every outcome has a value"


def _tools(window: WindowParts) -> Iterator[str]:
    families, inputs = _known(window.families), _known(window.inputs)
    labels = [label for o in window.outcomes.items for label in o.labels] if window.outcomes.whole else None
    for place, tool in window.tools.entries:
        yield from _unknown(f"{place}.family", tool.family, families, "tool_families")
        yield from _each(f"{place}.inputs", tool.inputs, inputs, "inputs")
        yield from _each(f"{place}.levels", tool.levels, labels, "labels of outcomes")
    for place, case in _cases(window):
        if case.level is not None:
            yield from _unknown(f"{place}.level", case.level, labels, "labels of outcomes")
    for place, result in _results(window):
        figures = [(f"{place}.figures[{i}]", figure) for i, figure in enumerate(result.figures)]
        yield from repeated(figures, lambda f: f.name, "name {} is taken by {}; every figure of a result needs its own")
        for where, figure in figures:
            yield from _range(where, figure)


def _range(place: str, figure: Figure) -> Iterator[str]:
    if figure.to is not None and (figure.value is None or figure.to <= figure.value):
        yield f"{place}.to: {figure.to:g} is not above a value; write the lower end as value, the upper one as to"


def _indicators(parts: Parts) -> Iterator[str]:
    """Every indicator of index.yml stands in one cell, and in a sub-kind of its input."""
    window, known = parts.dio, _known(parts.indicators)
    yield from repeated(
        window.indicators.entries, lambda p: p.indicator, "indicator {} stands already at {}; it belongs in one cell"
    )
    for place, entry in window.indicators.entries:
        yield from _unknown(f"{place}.indicator", entry.indicator, known, "indicators of index.yml")
        yield from _unknown(f"{place}.outcome", entry.outcome, _known(window.outcomes), "outcomes")
        yield from _unknown(f"{place}.input", entry.input, _known(window.inputs), "inputs")
        yield from _sub_kind(place, entry, window)
    if known is not None and window.indicators.whole:
        for indicator in known:
            if indicator not in {entry.indicator for entry in window.indicators.items}:
                yield f"dio.yml: indicators: {indicator} of index.yml is missing; say in which cell it belongs"


def _sub_kind(place: str, entry: Place, window: WindowParts) -> Iterator[str]:
    for each in window.inputs.items:
        if each.id == entry.input:
            kinds = [kind.id for kind in each.sub_kinds]
            yield from _unknown(f"{place}.sub_kind", entry.sub_kind, kinds, f"sub_kinds of {each.id}")


def _cases(window: WindowParts) -> Iterator[tuple[str, Case]]:
    for place, tool in window.tools.entries:
        yield from ((f"{place}.cases[{i}]", case) for i, case in enumerate(tool.cases))


def _results(window: WindowParts) -> Iterator[tuple[str, Result]]:
    owners: list[tuple[str, Tool | Case]] = [*window.tools.entries, *_cases(window)]
    for place, owner in owners:
        yield from ((f"{place}.results[{i}]", result) for i, result in enumerate(owner.results))


def _each(place: str, named: Iterable[str], known: Collection[str] | None, what: str) -> Iterator[str]:
    entries = [(f"{place}[{i}]", name) for i, name in enumerate(named)]
    yield from repeated(entries, lambda name: name, "{} stands already at {}; name it once")
    for where, name in entries:
        yield from _unknown(where, name, known, what)


def _known(part: Part[Input] | Part[Outcome] | Part[Family] | Part[Indicator]) -> list[str] | None:
    """The ids of a list; null where it lost entries in the first pass, so that none is called unknown for that."""
    return [item.id for item in part.items] if part.whole else None


def _unknown(place: str, name: str, known: Collection[str] | None, what: str) -> Iterator[str]:
    if known is not None and name not in known:
        yield f"{place}: {name!r} is not among the {what}; there are {', '.join(known)}"
