"""Broken regional formations: rows that contradict each other, or name what the lists do not have."""

from collections.abc import Callable

import pytest

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]

FORMATIONS = {
    "a kind that does not exist": (
        (",belt,manufacturing_industry,", ",ring,manufacturing_industry,"),
        "formations.csv:2: kind ring is not one of area, belt, line",
    ),
    "an industry that does not exist": (
        (
            "digitally,area,culture_sports_entertainment,south,南部,South,province,440000",
            "digitally,area,culture,x,x,x,province,440000",
        ),
        "formations.csv:6: industry culture is neither an industry nor a group in industries.csv",
    ),
    "a province that does not exist": (
        ("coast,沿海,Coast,province,350000", "coast,沿海,Coast,province,350001"),
        "formations.csv:3: region 350001 is no province of the lists",
    ),
    "a side of the line that does not exist": (
        (",hu_line,northwest,", ",hu_line,west,"),
        "formations.csv:42: region west is no hu_line of the lists",
    ),
    "a region that stands twice in a part": (
        ("coast,沿海,Coast,province,350000", "coast,沿海,Coast,province,310000"),
        "formations.csv:3: smart_industry_belt, coast, 310000 stands already at formations.csv:2",
    ),
    "two types of region in a formation": (
        ("coast,沿海,Coast,province,350000", "coast,沿海,Coast,city,350100"),
        "formations.csv:3: region_type city should be province, as for smart_industry_belt at formations.csv:2",
    ),
    "two names of a part": (
        ("coast,沿海,Coast,province,350000", "coast,沿海,Seaside,province,350000"),
        "formations.csv:3: part_en Seaside should be Coast, as for smart_industry_belt, coast at formations.csv:2",
    ),
    "two names of a formation": (
        ("Smart healthcare on both sides of the Hu line,line,healthcare,north", "Hu line,line,healthcare,north"),
        "formations.csv:42: name_en Hu line should be Smart healthcare on both sides of the Hu line",
    ),
    "a part that tables compute": (
        ("coast,沿海,Coast,province,310000", "whole,沿海,Coast,province,310000"),
        "formations.csv:2: part whole is reserved for all parts together",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), FORMATIONS.values(), ids=FORMATIONS.keys())
def test_a_broken_formation_is_named_with_its_place(
    change: tuple[str, str], sentence: str, edit: Edit, faults: Faults
) -> None:
    edit("formations.csv", *change)
    found = faults()
    assert any(sentence in fault for fault in found), found


def test_what_a_list_lost_is_not_told_again_of_formations(edit: Edit, faults: Faults) -> None:
    edit("provinces.csv", "310000,上海", "31000,上海")
    assert not [fault for fault in faults() if fault.startswith("formations.csv")]
