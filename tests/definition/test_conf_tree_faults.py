"""Broken definitions: trees, calendars and scores that do not hold together."""

from collections.abc import Callable

import pytest

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]

CALENDAR = "first: 2020Q1, last: 2022Q1, base: 2020Q1"
SCORE = "dti,dti,infrastructure,expert_01,"

TREES = {
    "an indicator of an unknown source": (
        ("index.yml", "source: jd", "source: jdd"),
        "index.yml: indicators[8].source: 'jdd' is not in sources.yml",
    ),
    "a kind that its source never gives": (
        ("index.yml", "kind: ai_call", "kind: ai_calls"),
        "index.yml: indicators[4].kind: 'ai_calls' never occurs",
    ),
    "two indicators with one id": (
        ("index.yml", "{id: cloud_storage", "{id: cloud_compute"),
        "index.yml: indicators[1]: id cloud_compute is taken by index.yml: indicators[0]",
    ),
    "two indicators that measure the same": (
        ("index.yml", "kind: storage_gb_days", "kind: cpu_core_hours"),
        "index.yml: indicators[1]: source, kind and measure tencent_cloud, cpu_core_hours, sum are those of",
    ),
    "two indices with one id": (
        ("index.yml", "- id: industry", "- id: dti"),
        "index.yml: indices[1]: id dti is taken by index.yml: indices[0]",
    ),
    "an unknown indicator in the tree": (
        ("index.yml", "- {indicator: shop_sellers}", "- {indicator: shop_seller}"),
        "index.yml: indices[0].children[1].children[3].indicator: 'shop_seller' is not among the indicators",
    ),
    "an indicator twice in the tree": (
        ("index.yml", "- {indicator: shop_sellers}", "- {indicator: cloud_compute}"),
        "index.yml: indices[0].children[1].children[3]: node cloud_compute stands in index dti already",
    ),
    "a node that bears the id of the index": (
        ("index.yml", "- id: platform", "- id: dti"),
        "index.yml: indices[0].children[1]: node dti stands in index dti already",
    ),
    "a node that is both": (
        ("index.yml", "- {indicator: shop_sellers}", "- {indicator: shop_sellers, id: sellers}"),
        "index.yml: indices[0].children[1].children[3]: holds an indicator and more",
    ),
    "a node that is neither": (
        ("index.yml", "        name: {zh: 平台, en: Platform}\n", ""),
        "index.yml: indices[0].children[1]: lacks name",
    ),
    "an unknown normalisation": (
        ("index.yml", "method: share_of_base", "method: z_score"),
        "index.yml: indices[0].normalise.method: 'z_score' is not one of share_of_base",
    ),
    "an unknown aggregation": (
        ("index.yml", "aggregate: arithmetic", "aggregate: harmonic"),
        "index.yml: indices[0].aggregate: 'harmonic' is not one of arithmetic, geometric",
    ),
    "a calendar that ends before it begins": (
        ("index.yml", CALENDAR, "first: 2020Q1, last: 2019Q1, base: 2020Q1"),
        "index.yml: calendar: first 2020Q1 is after last 2019Q1",
    ),
    "a base outside of the calendar": (
        ("index.yml", CALENDAR, "first: 2020Q1, last: 2022Q1, base: 2019Q4"),
        "index.yml: calendar.base: 2019Q4 is not between first 2020Q1 and last 2022Q1",
    ),
    "a time zone that does not exist": (
        ("index.yml", "Asia/Shanghai", "Asia/Atlantis"),
        "index.yml: calendar.timezone: 'Asia/Atlantis' is not a time zone",
    ),
    "a score that is missing": (
        ("expert_scores.csv", "dti,platform,shop_orders,expert_03,", "dti,platform,shop_sellers,expert_99,"),
        "expert_scores.csv: dti, platform, shop_orders is not scored by expert_03, expert_99",
    ),
    "a score given twice": (
        ("expert_scores.csv", f"\n{SCORE}", f"\n{SCORE}3\n{SCORE}"),
        "expert_scores.csv:3: dti, dti, infrastructure, expert_01 has been scored already, at expert_scores.csv:2",
    ),
    "a score for an unknown index": (
        ("expert_scores.csv", f"\n{SCORE}", f"\nother,dti,infrastructure,expert_01,3\n{SCORE}"),
        "expert_scores.csv:2: index other is not in index.yml; it has dti, industry",
    ),
    "a score under an unknown parent": (
        ("expert_scores.csv", f"\n{SCORE}", f"\ndti,root,infrastructure,expert_01,3\n{SCORE}"),
        "expert_scores.csv:2: parent root has no children in index dti",
    ),
    "a score for an unknown node": (
        ("expert_scores.csv", f"\n{SCORE}", f"\ndti,dti,cloud,expert_01,3\n{SCORE}"),
        "expert_scores.csv:2: node cloud is not in index dti",
    ),
    "a score under another parent": (
        ("expert_scores.csv", f"\n{SCORE}", f"\ndti,dti,cloud_compute,expert_01,3\n{SCORE}"),
        "expert_scores.csv:2: parent of cloud_compute is infrastructure in index dti, not dti",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), TREES.values(), ids=TREES.keys())
def test_a_broken_tree_is_named_with_its_place(
    change: tuple[str, str, str], sentence: str, edit: Edit, faults: Faults
) -> None:
    edit(*change)
    found = faults()
    assert any(sentence in fault for fault in found), found
