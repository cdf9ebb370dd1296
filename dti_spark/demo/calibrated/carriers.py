"""What carries an index: the kinds of events that its indicators measure, their weights and their national totals."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dti_spark.definition.model import Definition, Index
from dti_spark.demo.calibrated.events import EVENTS_PER_ENTITY, MOST_ENTITIES
from dti_spark.demo.logs import Log, shares
from dti_spark.errors import UsageError
from dti_spark.published.weights import weights

Kind = tuple[str, str]
"""Source and kind of an event."""
PRECISION, PRECISION_BY_TRADE = 1e-6, 1e-8
"""One smallest unit of a quantity moves its layer by no more points than this; the second is for those by industry."""
MEAN = 1.8
"""Mean of a quantity, as a multiple of the smallest that is usual."""


@dataclass(frozen=True)
class Carrier:
    """A kind of events: its layer, its number of events in all, and its part in the index.

    `measures`: what indicators take of it, with the weight of each in its layer. `totals`: what the nation has of each
    in the base quarter, a sum in smallest units. `trades`: the measure that the index by industry takes of it, and the
    weight there.
    """

    kind: Kind
    layer: str
    events: int
    measures: Mapping[str, float]
    totals: Mapping[str, int]
    trades: tuple[str, float] | None = None

    def points(self, measure: str) -> float:
        """Points of the layer that one unit of a measure makes."""
        return 100 * self.measures[measure] / self.totals[measure]


def carriers(
    definition: Definition, logs: Sequence[Log], events: int, levels: Mapping[str, float], largest: Mapping[str, float]
) -> list[Carrier]:
    """The kinds that indicators measure, in the order of the definition.

    `levels`: sum of a layer's targets over cities and quarters, in points; `largest`: its largest target.

    Raises:
        UsageError: the definition has an index that events cannot be made for.
    """
    whole, by_trade = indices(definition)
    layer_weights, trade_weights = weights(definition, whole.id), weights(definition, by_trade.id)
    named = {indicator.id: indicator for indicator in definition.index.indicators}
    made = kinds(definition, logs, events)
    found: dict[Kind, dict[str, float]] = {}
    layer_of: dict[Kind, str] = {}
    trades: dict[Kind, tuple[str, float]] = {}
    for layer in whole.children:
        for leaf in layer.children:
            indicator = named[leaf.indicator or ""]
            kind = (indicator.source, indicator.kind)
            if kind not in made or layer_of.setdefault(kind, layer.key) != layer.key:
                raise _unfit(f"no log is made that carries {indicator.id} in {layer.key} alone")
            found.setdefault(kind, {})[indicator.measure] = layer_weights[indicator.id]
            if indicator.id in by_trade.leaves:
                trades[kind] = (indicator.measure, trade_weights[indicator.id])
    _check_sums(found, layer_of, levels)
    taken = [measure for measure, _ in trades.values()]
    if len(trades) != len(by_trade.leaves) or "distinct" in taken or "sum" not in taken:
        raise _unfit(f"{by_trade.id} should rest on sums and counts that count in {whole.id} too")
    usual = {(log.source, kind): log.usual[kind] * 10**log.decimals for log in logs for kind in log.usual}
    return [
        Carrier(
            kind,
            layer_of[kind],
            made[kind],
            measures,
            _totals(
                measures,
                events=made[kind] * 100 / levels[layer_of[kind]],
                usual=usual.get(kind, 1.0),
                precision=PRECISION_BY_TRADE if kind in trades else PRECISION,
                largest=largest[layer_of[kind]],
            ),
            trades.get(kind),
        )
        for kind, measures in found.items()
    ]


def _check_sums(found: Mapping[Kind, Mapping[str, float]], layer_of: Mapping[Kind, str], layers: Iterable[str]) -> None:
    """Every layer needs a sum, which takes up what whole numbers leave."""
    for name in layers:
        if not any("sum" in measures for kind, measures in found.items() if layer_of[kind] == name):
            raise _unfit(f"no indicator of {name} sums quantities")


def indices(definition: Definition) -> tuple[Index, Index]:
    """The index of layers that counts all usage, and the one by industry.

    Raises:
        UsageError: there is not one of each, or one is no mean of shares of the base quarter.
    """
    whole = [index for index in definition.index.indices if not index.by_industry]
    by_trade = [index for index in definition.index.indices if index.by_industry]
    plain = all(i.normalise.method == "share_of_base" and i.aggregate == "arithmetic" for i in (*whole, *by_trade))
    scales = {index.normalise.scale for index in (*whole, *by_trade)}
    if len(whole) != 1 or len(by_trade) != 1 or not plain or scales != {100.0}:
        raise _unfit("index.yml should have one index of all usage and one by industry, means of shares of the base")
    flat = all(leaf.indicator for layer in whole[0].children for leaf in layer.children)
    if not flat or any(layer.indicator for layer in whole[0].children):
        raise _unfit(f"{whole[0].id} should consist of layers, and these of indicators")
    return whole[0], by_trade[0]


def _unfit(what: str) -> UsageError:
    return UsageError(f"generate: {what}, so logs cannot be calibrated to targets; give --free")


def kinds(definition: Definition, logs: Sequence[Log], events: int) -> dict[Kind, int]:
    """Events of every kind, measured or not."""
    made: dict[Kind, int] = {}
    for log, count in zip(logs, shares(logs, events), strict=True):
        total = sum(log.kinds.values())
        first = next(iter(definition.kinds(log.source)), next(iter(log.kinds)))
        parts = {kind: count * weight // total for kind, weight in log.kinds.items()}
        parts[first] += count - sum(parts.values())
        made |= {(log.source, kind): part for kind, part in parts.items()}
    return made


def _totals(
    measures: Mapping[str, float], *, events: float, usual: float, precision: float, largest: float
) -> dict[str, int]:
    """What the nation has in the base quarter: events as they come, entities, and units as precision asks for."""
    found = {}
    for measure, weight in measures.items():
        if measure == "sum":
            found[measure] = math.ceil(max(events * usual * MEAN, 100 * weight / precision))
        elif measure == "count":
            found[measure] = max(1, round(events))
        else:
            most = MOST_ENTITIES * 100 / largest
            found[measure] = max(1, round(min(events / EVENTS_PER_ENTITY, most)))
    return found
