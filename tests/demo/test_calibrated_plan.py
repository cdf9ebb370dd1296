"""Laws of the plan: what is drawn from it meets the targets. Worked out by exact fractions, from cells alone."""

import re
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from target_panel import panel

from dti_spark.definition.load import load
from dti_spark.definition.model import Definition
from dti_spark.demo.calibrated.events import DRAWN, Cell
from dti_spark.demo.calibrated.plan import Plan, bound, plan
from dti_spark.demo.calibrated.wanted import Wanted
from dti_spark.errors import UsageError

Place = tuple[int, int]


@pytest.fixture(scope="session", params=[100_000, 1_500_000])
def planned(request: pytest.FixtureRequest, definition: Definition) -> Plan:
    return plan(definition, panel(definition), request.param)


def weight(definition: Definition, parent: str, node: str) -> Fraction:
    scores = [score for score in definition.scores if score.parent == parent]
    return Fraction(sum(s.score for s in scores if s.node == node), sum(s.score for s in scores))


def measured(cell: Cell, measure: str) -> int:
    return {"sum": cell.units, "count": cell.events, "distinct": cell.entities}[measure]


def layer_values(definition: Definition, made: Plan, layer: str) -> dict[Place, Fraction]:
    """Values of a layer by quarter and city, as README's method has it."""
    node = next(child for child in definition.index.indices[0].children if child.key == layer)
    base = made.wanted.quarters.index("2020Q1")
    found: dict[Place, Fraction] = defaultdict(Fraction)
    for indicator in definition.index.indicators:
        if indicator.id not in {leaf.key for leaf in node.children}:
            continue
        cells = made.cells[indicator.source, indicator.kind]
        total = sum(measured(cell, indicator.measure) for cell in cells if cell.quarter == base)
        usage: Counter[Place] = Counter()
        for cell in cells:
            usage[cell.quarter, cell.city] += measured(cell, indicator.measure)
        point = weight(definition, layer, indicator.id) * 100 / total
        for place, amount in usage.items():
            found[place] += point * amount
    return found


def industry_values(definition: Definition, made: Plan) -> dict[tuple[int, int, int], Fraction]:
    """Values of the index by industry, by quarter, city and industry."""
    base = made.wanted.quarters.index("2020Q1")
    found: dict[tuple[int, int, int], Fraction] = defaultdict(Fraction)
    for leaf in definition.index.indices[1].children:
        indicator = next(one for one in definition.index.indicators if one.id == leaf.key)
        cells = [
            cell for cell in made.cells[indicator.source, indicator.kind] if cell.trade < len(made.wanted.industries)
        ]
        assert all(cell.trade != DRAWN for cell in cells)
        total = sum(measured(cell, indicator.measure) for cell in cells if cell.quarter == base)
        point = weight(definition, "industry", indicator.id) * 100 / total
        for cell in cells:
            found[cell.quarter, cell.city, cell.trade] += point * measured(cell, indicator.measure)
    return found


def misses(definition: Definition, made: Plan, layer: str) -> list[float]:
    values = layer_values(definition, made, layer)
    return [
        abs(float(values[q, i]) - target)
        for q, quarter in enumerate(made.wanted.layers[layer])
        for i, target in enumerate(quarter)
    ]


@pytest.mark.parametrize("layer", ["infrastructure", "platform", "application"])
def test_every_layer_of_every_city_and_quarter_meets_its_target(
    definition: Definition, planned: Plan, layer: str
) -> None:
    found = misses(definition, planned, layer)
    assert len(found) == 9 * 351
    assert max(found) < bound(planned.carriers, layer) < 1e-5


def test_every_industry_meets_its_target_in_every_city_or_where_events_are_few_in_every_group(
    definition: Definition, planned: Plan
) -> None:
    values = industry_values(definition, planned)
    cities = {city.city_code: city for city in definition.cities}
    places = [cities[code] for code in planned.wanted.cities]
    groups = [c.province_code if planned.pooled else c.city_code for c in places]
    wanted: Counter[tuple[int, str, int]] = Counter()
    found: Counter[tuple[int, str, int]] = Counter()
    for q, quarter in enumerate(planned.wanted.mix):
        for i, by_trade in enumerate(quarter):
            for trade, target in enumerate(by_trade):
                wanted[q, groups[i], trade] += target
                found[q, groups[i], trade] += float(values[q, i, trade])
    assert len(wanted) == 9 * (31 if planned.pooled else 351) * 18
    assert max(abs(found[key] - target) for key, target in wanted.items()) < 1e-5


def test_a_plan_has_the_events_asked_for(planned: Plan) -> None:
    asked = 1_500_000 if not planned.pooled else 100_000
    assert sum(cell.events for cells in planned.cells.values() for cell in cells) == asked


def test_the_carriers_know_what_the_nation_has_in_the_base_quarter(planned: Plan) -> None:
    for carrier in planned.carriers:
        cells = [cell for cell in planned.cells[carrier.kind] if cell.quarter == 0]
        assert carrier.totals == {m: sum(measured(cell, m) for cell in cells) for m in carrier.measures}


def test_no_cell_has_more_entities_than_events_or_an_event_without_quantity(planned: Plan) -> None:
    summed = {carrier.kind for carrier in planned.carriers if "sum" in carrier.measures}
    for kind, cells in planned.cells.items():
        assert all(0 <= cell.entities <= cell.events for cell in cells)
        assert all(cell.events >= 1 for cell in cells)
        assert all(cell.units >= cell.events if kind in summed else cell.units == 0 for cell in cells)
        assert len({(cell.quarter, cell.city, cell.trade) for cell in cells}) == len(cells)


def test_every_city_has_an_event_of_every_layer_in_every_quarter(planned: Plan) -> None:
    for layer in planned.wanted.layers:
        kinds = [carrier.kind for carrier in planned.carriers if carrier.layer == layer]
        assert len({(cell.quarter, cell.city) for kind in kinds for cell in planned.cells[kind]}) == 9 * 351


def test_logs_hold_what_nobody_measures_too(planned: Plan) -> None:
    unmeasured = planned.cells.keys() - {carrier.kind for carrier in planned.carriers}
    assert {kind for _, kind in unmeasured} == {"gpu_hours", "view", "comment"}
    assert all(planned.cells[kind] for kind in unmeasured)


def test_a_plan_depends_on_its_input_alone(definition: Definition) -> None:
    assert plan(definition, panel(definition), 100_000) == plan(definition, panel(definition), 100_000)


def test_targets_of_any_scale_give_the_same_plan(definition: Definition) -> None:
    wanted = panel(definition)
    doubled = Wanted(
        wanted.quarters,
        wanted.cities,
        wanted.industries,
        {name: [[2 * v for v in quarter] for quarter in layer] for name, layer in wanted.layers.items()},
        [[[2 * v for v in city] for city in quarter] for quarter in wanted.mix],
    )
    assert plan(definition, wanted, 100_000).cells == plan(definition, doubled, 100_000).cells


def test_twice_the_events_give_twice_the_usage(definition: Definition) -> None:
    once, twice = (plan(definition, panel(definition), events) for events in (400_000, 800_000))
    for one, two in zip(once.carriers, twice.carriers, strict=True):
        for measure in one.measures.keys() - {"sum"}:
            assert two.totals[measure] == pytest.approx(2 * one.totals[measure], rel=0.01)


def test_too_few_events_are_refused_in_one_sentence(definition: Definition) -> None:
    told = r"generate: 5000 events are too few .* 351 cities in 9 quarters; 40000 are enough; give more, or --free"
    with pytest.raises(UsageError, match=told):
        plan(definition, panel(definition), 5_000)


SHIPPED = load()
SIZES = st.floats(min_value=0.02, max_value=10)


@st.composite
def small_panels(draw: st.DrawFn) -> Wanted:
    """Targets of a few cities and quarters; industries use more where their city does."""
    size, times = draw(st.integers(2, 8)), draw(st.integers(1, 3))
    layers = {
        name: [[draw(SIZES) for _ in range(size)] for _ in range(times)]
        for name in ("infrastructure", "platform", "application")
    }
    shares = [draw(st.floats(min_value=0.2, max_value=1)) for _ in SHIPPED.industries]
    parts = {"infrastructure": draw(st.sampled_from([0.7, 1.0])), "application": draw(st.sampled_from([0.0, 0.3]))}
    based = {name: [[v / sum(levels[0]) for v in quarter] for quarter in levels] for name, levels in layers.items()}
    mix = [
        [[s * sum(part * based[name][q][i] for name, part in parts.items()) for s in shares] for i in range(size)]
        for q in range(times)
    ]
    return Wanted(
        ("2020Q1", "2020Q2", "2020Q3")[:times],
        tuple(city.city_code for city in SHIPPED.cities[:size]),
        tuple(industry.id for industry in SHIPPED.industries),
        layers,
        mix,
    )


@settings(max_examples=40, deadline=None)
@given(small_panels(), st.integers(5_000, 10**7))
def test_any_targets_are_met_or_so_many_events_named_as_meet_them(wanted: Wanted, events: int) -> None:
    try:
        made = plan(SHIPPED, wanted, events)
    except UsageError as error:
        (enough,) = re.findall(r"(\d+) are enough", str(error))
        events = int(enough)
        made = plan(SHIPPED, wanted, events)
    assert sum(cell.events for cells in made.cells.values() for cell in cells) == events
    for layer in wanted.layers:
        assert max(misses(SHIPPED, made, layer)) < bound(made.carriers, layer)
