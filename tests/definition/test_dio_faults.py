"""Broken DIO windows: what does not fit within dio.yml, or to index.yml, is named with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]

STORAGE = (
    "  - {indicator: cloud_storage, input: resource_enabling, outcome: enterprise, sub_kind: shared_facilities,"
    ' basis: reconstructed, why: "as cloud compute; storage is a shared facility (1422)"}\n'
)
SHARED = (
    "  - {input: resource_enabling, outcome: industry, name: {zh: 增加共用基础, en: More shared foundations},"
    ' lines: "1542"}\n'
)
BETTER = (
    "  - {outcome: society, name: {zh: 公共服务效率与质量因数字化而得到优化, en: Public services become more efficient"
    ' and better}, lines: "1476"}\n'
)

WINDOWS = {
    "lines that are none": (
        ('lines: "102;104"', 'lines: "page 102"'),
        "dio.yml: lines: 'page 102' is not lines of the report, written as 1541, 1486-1585 or 1541;1543",
    ),
    "an operator that does not exist": (
        ('operator: "<="', 'operator: "<"'),
        "dio.yml: tools[0].results[0].figures[0].operator: '<' is not one of =, >, >=, <=, ~",
    ),
    "two inputs with one id": (
        ("- id: interconnection\n", "- id: resource_enabling\n"),
        "dio.yml: inputs[1]: id resource_enabling is taken by dio.yml: inputs[0]",
    ),
    "two sub-kinds with one id": (
        ("{id: people_things,", "{id: digital_tools,"),
        "dio.yml: inputs[1].sub_kinds[1]: id digital_tools is taken by dio.yml: inputs[0].sub_kinds[2]",
    ),
    "two outcomes with one id": (
        ("{id: society, name: {zh: 社会公共", "{id: industry, name: {zh: 社会公共"),
        "dio.yml: outcomes[2]: id industry is taken by dio.yml: outcomes[1]",
    ),
    "a label of two outcomes": (
        ("labels: [产业, 生态]", "labels: [产业, 企业]"),
        "dio.yml: outcomes[1].labels: label 企业 stands already at dio.yml: outcomes[0].labels",
    ),
    "two scenes with one id": (
        ("{id: elasticity,", "{id: cost,"),
        "dio.yml: scenes[2]: id cost is taken by dio.yml: scenes[1]",
    ),
    "two practices with one id": (
        ("{id: complement,", "{id: full_substitution,"),
        "dio.yml: practices[2]: id full_substitution is taken by dio.yml: practices[0]",
    ),
    "two families with one id": (
        ("{id: health_services,", "{id: zero_trust,"),
        "dio.yml: tool_families[8]: id zero_trust is taken by dio.yml: tool_families[1]",
    ),
    "two tools with one id": (
        ("  - id: remote_meetings\n", "  - id: zero_trust\n"),
        "dio.yml: tools[3]: id zero_trust is taken by dio.yml: tools[1]",
    ),
    "cases of two tools with one id": (
        ("- id: beike\n", "- id: weread\n"),
        "dio.yml: tools[1].cases[0]: id weread is taken by dio.yml: tools[0].cases[1]",
    ),
    "a cell of an unknown input": (
        ("- {input: interconnection, outcome: industry, name", "- {input: inputs, outcome: industry, name"),
        "dio.yml: cells[3].input: 'inputs' is not among the inputs; there are resource_enabling, interconnection",
    ),
    "a cell of an unknown outcome": (
        ("- {input: interconnection, outcome: industry, name", "- {input: interconnection, outcome: city, name"),
        "dio.yml: cells[3].outcome: 'city' is not among the outcomes; there are enterprise, industry, society",
    ),
    "a cell that stands twice": (
        ("- {input: interconnection, outcome: industry, name", "- {input: resource_enabling, outcome: industry, name"),
        "dio.yml: cells[3]: resource_enabling, industry has a value already, at dio.yml: cells[2]",
    ),
    "a cell that is missing": (
        (SHARED, ""),
        "dio.yml: cells: resource_enabling, industry has no value",
    ),
    "a value of an unknown outcome": (
        ("- {outcome: society,", "- {outcome: nation,"),
        "dio.yml: values[2].outcome: 'nation' is not among the outcomes",
    ),
    "a value that stands twice": (
        ("- {outcome: society,", "- {outcome: industry,"),
        "dio.yml: values[2]: outcome industry stands already at dio.yml: values[1]",
    ),
    "a value that is missing": (
        (BETTER, ""),
        "dio.yml: values: outcome society is missing",
    ),
    "a tool of an unknown family": (
        ("    family: zero_trust\n", "    family: trust\n"),
        "dio.yml: tools[1].family: 'trust' is not among the tool_families; there are cloud_native, zero_trust,",
    ),
    "a tool with an unknown input": (
        ("    inputs: [resource_enabling, interconnection]", "    inputs: [resource_enabling, people]"),
        "dio.yml: tools[3].inputs[1]: 'people' is not among the inputs",
    ),
    "a tool that names an input twice": (
        ("    inputs: [resource_enabling, interconnection]", "    inputs: [resource_enabling, resource_enabling]"),
        "dio.yml: tools[3].inputs[1]: resource_enabling stands already at dio.yml: tools[3].inputs[0]",
    ),
    "a tool at an unknown level": (
        ("    levels: [企业, 生态]", "    levels: [企业, 国家]"),
        "dio.yml: tools[3].levels[1]: '国家' is not among the labels of outcomes; there are 企业, 产业, 生态,",
    ),
    "a case at an unknown level": (
        ("        level: 企业\n", "        level: 国家\n"),
        "dio.yml: tools[0].cases[0].level: '国家' is not among the labels of outcomes",
    ),
    "two figures of a result with one name": (
        ("{name: microservices,", "{name: systems,"),
        "dio.yml: tools[0].cases[0].results[2].figures[1]: name systems is taken by"
        " dio.yml: tools[0].cases[0].results[2].figures[0]",
    ),
    "a range that runs backwards": (
        ("value: 15, to: 20", "value: 20, to: 15"),
        "dio.yml: tools[5].cases[1].results[0].figures[0].to: 15 is not above a value",
    ),
    "an indicator that index.yml does not have": (
        ("{indicator: cloud_storage,", "{indicator: cloud_store,"),
        "dio.yml: indicators[1].indicator: 'cloud_store' is not among the indicators of index.yml",
    ),
    "an indicator in two cells": (
        ("{indicator: cloud_storage,", "{indicator: cloud_compute,"),
        "dio.yml: indicators[1]: indicator cloud_compute stands already at dio.yml: indicators[0]",
    ),
    "an indicator in no cell": (
        (STORAGE, ""),
        "dio.yml: indicators: cloud_storage of index.yml is missing",
    ),
    "an indicator of an unknown input": (
        ("{indicator: cloud_storage, input: resource_enabling,", "{indicator: cloud_storage, input: enabling,"),
        "dio.yml: indicators[1].input: 'enabling' is not among the inputs",
    ),
    "an indicator at an unknown level": (
        (STORAGE, STORAGE.replace("outcome: enterprise", "outcome: firm")),
        "dio.yml: indicators[1].outcome: 'firm' is not among the outcomes",
    ),
    "an indicator in a sub-kind of another input": (
        (STORAGE, STORAGE.replace("sub_kind: shared_facilities", "sub_kind: people_people")),
        "dio.yml: indicators[1].sub_kind: 'people_people' is not among the sub_kinds of resource_enabling; there are"
        " shared_facilities, technology_modules, digital_tools",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), WINDOWS.values(), ids=WINDOWS.keys())
def test_a_broken_window_is_named_with_its_place(
    change: tuple[str, str], sentence: str, edit: Edit, faults: Faults
) -> None:
    edit("dio.yml", *change)
    found = faults()
    assert any(sentence in fault for fault in found), found


def test_faults_of_shape_and_of_sense_are_told_together(edit: Edit, faults: Faults) -> None:
    edit("dio.yml", "    family: zero_trust\n", "    family: trust\n")
    edit("dio.yml", "expansion: Digital Input-Outcome\n", "")
    edit("dio.yml", "- id: southern_power_grid\n", "- id: Southern\n")
    said = " ".join(found := faults())
    assert len(found) == 3, found
    assert "dio.yml: expansion: is missing" in said
    assert "dio.yml: tools[0].cases[0].id: 'Southern' is not an id" in said
    assert "dio.yml: tools[1].family: 'trust'" in said


def test_an_empty_window_is_told_what_it_should_hold(conf: Path, faults: Faults) -> None:
    (conf / "dio.yml").write_text("", encoding="utf-8")
    assert [fault for fault in faults() if "is empty" in fault] == [
        "dio.yml: is empty; it should hold the keys name, expansion, lines, inputs, outcomes, cells, scenes, practices,"
        " values, tool_families, tools, indicators"
    ]
