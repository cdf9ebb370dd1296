"""What the report prints, checked against releases: of free logs, and of another definition."""

from command_line import Dti
from deliveries import Generated
from lakes import table
from small_index import Place

from dti_spark.published.figures import figures


def test_a_release_of_free_logs_misses_figures_and_ends_with_1(spark_dti: Dti, clean: Generated) -> None:
    said = spark_dti("verify", "--lake", clean.lake)
    assert said.code == 1
    assert "national_index_2022q1" in said.out
    rows = table(clean.lake, "gold.published_check").to_pylist()
    assert [row["release"] for row in rows] == ["0001"] * len(figures())
    missed = {row["figure"]: row for row in rows if row["verdict"] == "missed"}
    assert len(missed) > 100
    assert f" {len(missed)} missed" in said.out
    assert any(row["promised"] for row in missed.values())
    assert len(spark_dti("show", "published_check", "--lake", clean.lake, "--json", "--top", "7").json) == 7
    (told,) = spark_dti("verify", "--lake", clean.lake, "--release", "0001", "--json").json
    assert told["broken"] == sum(row["promised"] for row in missed.values())
    assert table(clean.lake, "gold.published_check").num_rows == len(rows)


def test_a_release_of_another_definition_is_told_as_such(spark_dti: Dti, there: Place) -> None:
    none = spark_dti("show", "published_check", "--lake", there.root / "lake", "--conf", there.conf)
    assert none.code == 2
    assert "holds no gold.published_check yet; dti verify writes it" in none.err
    said = spark_dti("verify", "--lake", there.root / "lake")
    assert said.code == 2
    assert "release 0001 was made by definition" in said.err


def test_figures_of_cities_that_a_definition_lacks_are_told_as_such(spark_dti: Dti, there: Place) -> None:
    said = spark_dti("verify", "--lake", there.root / "lake", "--conf", there.conf)
    assert said.code == 2
    assert "the figures of the report are of other cities than cities.csv: " in said.err
