"""The measures on panels small enough to be worked out by hand."""

from collections.abc import Callable

import pytest

from dti_spark.definition.model import Definition
from dti_spark.published.check import Checked, check
from dti_spark.published.evaluate import Evaluator, Found
from dti_spark.published.figures import Figure
from dti_spark.published.measures import Measures, ranks
from dti_spark.published.panel import Key, ValuePanel, of_cities
from dti_spark.published.readings import Expect, Reading, ReadingsFile
from dti_spark.published.subjects import Subjects, spelt

CITIES = {"110000": "北京市", "120000": "天津市", "310000": "上海市", "320100": "南京市"}
DTI = {
    # 2020Q1, Q2, Q3, Q4, 2021Q1, Q2, Q3, Q4, 2022Q1
    "110000": (4.0, 5.0, 6.0, 7.0, 8.0, 8.0, 8.0, 8.0, 10.0),
    "120000": (1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 3.0),
    "310000": (5.0, 5.0, 5.0, 5.0, 6.0, 7.0, 8.0, 9.0, 12.0),
    "320100": (2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 3.0),
}
QUARTERS = spelt("2020Q1..2022Q1")
Evaluate = Callable[..., Found]


@pytest.fixture(scope="module")
def subjects(definition: Definition) -> Subjects:
    return Subjects(definition)


def city(
    code: str, quarter: str, value: float, index: str = "dti", node: str = "dti", industry: str = "all"
) -> tuple[Key, float]:
    key: Key = (index, "city", code, industry, quarter, node)
    return key, value


@pytest.fixture(scope="module")
def panel(subjects: Subjects) -> ValuePanel:
    cells = [city(code, q, v) for code, values in DTI.items() for q, v in zip(QUARTERS, values, strict=True)]
    cells += [city("110000", q, 5.0, node="platform") for q in QUARTERS]
    for group, share in (("finance", 3.0), ("retail", 1.0), ("all", 4.0)):
        cells += [city("110000", q, share, "industry", "industry", group) for q in QUARTERS]
    return of_cities(subjects, cells, {"dti": 1.0, "platform": 0.25})


@pytest.fixture(scope="module")
def measures(panel: ValuePanel) -> Measures[float]:
    return Measures(panel)


@pytest.fixture
def found(definition: Definition, panel: ValuePanel) -> Evaluate:
    def evaluate(**reading: object) -> Found:
        return Evaluator(definition, panel).found(read(**reading))

    return evaluate


def read(**reading: object) -> Reading:
    entry = {"not_computable": (), "readings": {"it": {"readings": (reading,)}}}
    return ReadingsFile.model_validate(entry).readings["it"].readings[0]


def test_a_region_is_the_sum_of_its_cities(measures: Measures[float], subjects: Subjects) -> None:
    assert measures.level(subjects.read("nation"), "2020Q1") == 4 + 1 + 5 + 2
    assert measures.level(subjects.read("cluster:京津冀"), "2022Q1") == 10 + 3
    assert measures.level(subjects.read("province:江苏"), "2022Q1") == 3
    assert measures.level(subjects.read("cluster:*"), "2022Q1") == 28
    assert measures.level(subjects.read("city:北京市+南京市"), "2022Q1") == 13


def test_a_year_and_a_span_are_the_sums_of_their_quarters(measures: Measures[float], subjects: Subjects) -> None:
    beijing = subjects.read("city:北京市")
    assert measures.level(beijing, "2021") == 8 + 8 + 8 + 8
    assert measures.level(beijing, "2020Q1..2022Q1") == sum(DTI["110000"])


def test_growth_is_the_mean_of_two_first_quarters_and_not_compound(
    measures: Measures[float], subjects: Subjects
) -> None:
    beijing = subjects.read("city:北京市")
    assert measures.yoy(beijing, "2021Q1") == pytest.approx(100)
    assert measures.yoy(beijing, "2022Q1") == pytest.approx(25)
    assert measures.growth(beijing, "2022Q1") == pytest.approx(62.5)
    assert measures.qoq(beijing, "2022Q1") == pytest.approx(25)


def test_growth_of_a_region_is_that_of_its_sum_and_not_the_mean_of_its_cities(
    measures: Measures[float], subjects: Subjects
) -> None:
    # 京津冀: 5, 10, 13
    assert measures.growth(subjects.read("cluster:京津冀"), "2022Q1") == pytest.approx((100 + 30) / 2)


def test_shares_are_percent_of_the_whole(measures: Measures[float], subjects: Subjects) -> None:
    beijing, cluster = subjects.read("city:北京市"), subjects.read("cluster:京津冀")
    assert measures.share(beijing, cluster, "2020Q1") == pytest.approx(80)
    assert measures.share(beijing, cluster, "2021") == pytest.approx(100 * 32 / 40)


def test_a_layer_has_its_weight_in_a_share_of_the_index(measures: Measures[float], subjects: Subjects) -> None:
    layer = subjects.read("city:北京市 layer:平台")
    assert measures.share(layer, subjects.read("city:北京市"), "2022Q1") == pytest.approx(100 * 0.25 * 5 / 10)


def test_an_industry_is_a_share_of_the_industry_index_of_its_region(subjects: Subjects, panel: ValuePanel) -> None:
    finance = subjects.read("province:北京 industry:金融")
    whole = subjects.whole("industry:all", finance)
    assert whole is not None
    assert Measures(panel).share(finance, whole, "2021") == pytest.approx(75)


def test_one_is_the_largest_and_ties_share_the_smaller_rank() -> None:
    assert ranks([1.0, 5.0, 3.0, 5.0]) == [4, 1, 3, 1]
    assert ranks([2.001, 2.004, 1.99], decimals=2) == [1, 1, 3]


def test_a_measure_that_is_none_is_refused(measures: Measures[float], subjects: Subjects) -> None:
    with pytest.raises(ValueError, match="'size' is no measure"):
        measures.of("size", subjects.nation, "2021")


@pytest.mark.parametrize(("words", "part"), [("planet:Mars", "names nothing"), ("city:Atlantis", "is not known")])
def test_a_subject_that_is_not_known_is_refused(subjects: Subjects, words: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        subjects.read(words)


@pytest.mark.parametrize(
    ("expect", "holds", "fails"),
    [
        ({"equals": 10, "within": 0.05}, (9.95, 10.05), (9.94, 10.06)),
        ({"above": 0}, (0.001,), (0.0, -1.0)),
        ({"below": 4}, (3.9,), (4.0,)),
        ({"at_least": 6, "at_most": 7}, (6.0, 7.0), (5.9, 7.1)),
    ],
)
def test_bounds_hold_as_they_are_written(
    expect: dict[str, float], holds: tuple[float, ...], fails: tuple[float, ...]
) -> None:
    bounds = Expect.model_validate(expect)
    assert [bounds.holds(value) for value in (*holds, *fails)] == [True] * len(holds) + [False] * len(fails)


def test_a_number_is_a_term_less_or_by_another(found: Evaluate) -> None:
    term = {"measure": "share", "of": "city:北京市", "whole": "cluster:京津冀", "period": "2022Q1"}
    earlier = term | {"period": "2020Q1"}
    fell = found(form="number", term=term, less=earlier, periods=("2022Q1",), expect={"below": 0})
    assert (fell.computed, fell.holds) == ("-3.07692", True)
    ratio = found(
        form="number",
        term={"of": "city:北京市"},
        by={"of": "city:天津市"},
        periods=("2020Q1", "2022Q1"),
        expect={"at_least": 3, "at_most": 4},
    )
    assert ratio.holds


def test_the_number_that_is_furthest_off_stands_for_all(found: Evaluate) -> None:
    each = ("city:北京市", "city:天津市")
    got = found(form="number", term={"measure": "yoy"}, each=each, periods=("2022Q1",), expect={"above": 30})
    assert (got.computed, got.difference, got.holds) == ("25 (of 25 to 50)", -5.0, False)


def test_ranks_are_within_their_set_and_in_every_period(found: Evaluate) -> None:
    reading = {"form": "rank", "subjects": ("city:北京市", "city:上海市"), "among": "cities"}
    assert found(**reading, ranks=(2, 1), periods=("2020Q1", "2022Q1")).holds
    assert not found(**reading, ranks=(2, 1), periods=("2020Q1", "2021Q1")).holds
    assert found(**reading, ranks=(2, 1), periods=("2020Q1", "2021Q1", "2022Q1"), hold_in=2).holds
    assert found(**reading, top=2, periods=("2021Q1",)).holds
    assert found(
        form="rank", subjects=("city:天津市",), ranks=(2,), among="cities of cluster:京津冀", periods=("2021",)
    ).holds


def test_a_mean_by_city_may_order_regions_otherwise_than_their_total(found: Evaluate) -> None:
    # 2022Q1: 京津冀 13 over 13 cities, 长三角 15 over 27
    reading = {"form": "rank", "subjects": ("cluster:京津冀",), "among": "clusters", "periods": ("2022Q1",)}
    assert found(**reading, ranks=(2,)).holds
    assert found(**reading, ranks=(1,), per_city=True).holds


def test_a_rank_change_is_up_when_positive(found: Evaluate) -> None:
    change = {"form": "rank_change", "among": "cities", "earlier": "2021", "later": "2022Q1"}
    # sums of 2021: 北京 32, 上海 30, 天津 8, 南京 8; 2022Q1: 12, 10, 3, 3
    assert found(**change, subjects=("city:上海市",), expect={"equals": 1}).holds
    assert found(**change, subjects=("city:北京市",), expect={"equals": -1}).holds
    assert found(form="moved", among="cities", earlier="2021", later="2022Q1", expect={"equals": 2}).holds


def test_members_are_counted_and_the_smallest_is_found(found: Evaluate) -> None:
    count = {"form": "count", "measure": "level", "period": "2022Q1", "member": {"above": 9}}
    assert found(**count, among="[city:北京市, city:天津市, city:上海市]", expect={"equals": 2}).holds
    extreme = {"form": "extreme", "among": "cities of cluster:珠三角", "period": "2021", "expect": {"equals": 0}}
    assert found(**extreme, which="largest").holds


def test_sizes_come_from_the_definition(found: Evaluate) -> None:
    assert found(form="member_count", set="cities of clusters", of="cities", expect={"equals": 49, "within": 0.5}).holds
    without = {"set": "cities of cluster:成渝", "without": ("city:成都市", "city:重庆市")}
    assert found(form="member_count", **without, expect={"equals": 14}).holds


def figure(*readings: Reading, contradicted: str | None = None, not_computable: str | None = None) -> Figure:
    return Figure("it", "it", "index_exact", "1", "28", readings, contradicted, not_computable)


def verdict(row: Checked) -> tuple[str, str, float | None]:
    return row.verdict, row.computed, row.difference


def test_every_verdict_has_its_case(definition: Definition, panel: ValuePanel) -> None:
    right = read(form="number", term={}, periods=("2022Q1",), expect={"equals": 28})
    wrong = read(form="number", term={}, periods=("2022Q1",), expect={"equals": 30})
    yoy = {"measure": "yoy", "of": "city:广州市"}
    nothing = read(form="number", term=yoy, periods=("2022Q1",), expect={"above": 0})
    rows = check(
        [
            figure(right),
            figure(right, wrong),
            figure(wrong, contradicted="line 2 says otherwise"),
            figure(not_computable="a target of a government"),
            figure(nothing),
        ],
        definition,
        panel,
    )
    assert [verdict(row) for row in rows] == [
        ("holds", "28", 0.0),
        ("missed", "28", -2.0),
        ("contradicted in source", "28", -2.0),
        ("not computable", "", None),
        ("missed", "", None),
    ]
    assert [bool(row.reason) for row in rows] == [False, True, True, True, True]
