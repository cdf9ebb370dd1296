"""Every figure of the report stands in conf/published once, with a reading or a reason."""

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from dti_spark.definition.model import Definition
from dti_spark.errors import DefinitionError
from dti_spark.published.figures import Figure, figures
from dti_spark.published.readings import Number
from dti_spark.published.weights import weights

CONF = Path(__file__).parents[2] / "conf"


@pytest.fixture(scope="module")
def all_figures() -> list[Figure]:
    return figures()


def test_every_claim_stands_once_and_has_a_reading_or_a_reason(all_figures: list[Figure]) -> None:
    with (CONF / "published" / "claims.csv").open(encoding="utf-8", newline="") as file:
        claims = [row["claim_id"] for row in csv.DictReader(file)]
    assert len(claims) == len(set(claims)) == 251
    assert [figure.id for figure in all_figures[:251]] == claims
    assert all(bool(figure.readings) != bool(figure.not_computable) for figure in all_figures)


def test_the_tables_give_a_figure_for_every_printed_cell(all_figures: list[Figure]) -> None:
    assert Counter(figure.claim for figure in all_figures[251:]) == {
        "city_rank_2021": 134,
        "city_rank_2022q1": 134,
        "city_rank_change": 134,
        "city_growth_rank": 134,
        "city_growth": 134,
        "industry_province_share": 70,
        "industry_province_growth": 70,
        "cluster_top3": 33,
    }
    assert len({figure.id for figure in all_figures}) == len(all_figures)


def test_what_the_source_contradicts_is_named(all_figures: list[Figure]) -> None:
    assert [figure.id for figure in all_figures if figure.contradicted] == [
        "national_index_keeps_rising",
        "national_index_2022q1_new_high",
        "yrd_top10_share_start_26",
        "summary_healthcare_border",
        *(f"city_rank_change/{city}市" for city in ("宜宾", "南充", "德阳", "泸州", "乐山", "达州")),
    ]


def test_every_index_figure_but_words_and_another_report_is_computable(all_figures: list[Figure]) -> None:
    without = Counter(figure.claim_class for figure in all_figures if figure.not_computable)
    assert set(without) == {"method", "context_policy", "index_qualitative"}
    assert without["context_policy"] == 56
    assert without["index_qualitative"] <= 10


def test_growth_is_printed_to_a_tenth_of_a_percent(all_figures: list[Figure]) -> None:
    growth = [reading for figure in all_figures if figure.claim == "city_growth" for reading in figure.readings]
    assert {reading.expect.within for reading in growth if isinstance(reading, Number)} == {0.05}
    assert len(growth) == 134


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONF, tmp_path / "conf"))


def edit(conf: Path, name: str, old: str, new: str) -> None:
    path = conf / "published" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  quarter_count_9:\n", "  quarter_count_ten:\n", "quarter_count_ten is not in claims.csv; mend the name"),
        ("      - wuhan_doubling\n", "", "wuhan_doubling stands there 0 times; every claim stands once"),
        ("{form: member_count, set: quarters", "{form: member, set: quarters", "quarter_count_9"),
        ("form: rank, subjects", "form: rank, subject", "is not a known key"),
    ],
)
def test_a_fault_in_the_readings_is_told_with_its_place(conf: Path, old: str, new: str, sentence: str) -> None:
    edit(conf, "readings.yml", old, new)
    with pytest.raises(DefinitionError) as told:
        figures(conf)
    assert any(fault.startswith("readings.yml") and sentence in fault for fault in told.value.faults)


def test_a_missing_file_is_told_by_its_name(conf: Path) -> None:
    (conf / "published" / "claims.csv").unlink()
    with pytest.raises(DefinitionError) as told:
        figures(conf)
    assert any(fault.startswith("claims.csv: the file is missing") for fault in told.value.faults)


def test_weights_are_the_shares_of_the_scores(definition: Definition) -> None:
    found = weights(definition, "dti")
    assert [found[layer] for layer in ("infrastructure", "platform", "application")] == [57 / 150, 36 / 150, 57 / 150]
    assert sum(weights(definition, "industry").values()) == pytest.approx(2)


def test_the_shipped_and_a_named_folder_give_the_same_readings() -> None:
    assert figures() == figures(CONF)
