"""A lake that another version of this code has written is told by its columns, and left as it is."""

import pytest
from lakes import versions
from small_index import LATER, Place, deliver

from dti_spark.errors import UsageError
from dti_spark.pipeline import ask


@pytest.mark.fault(24)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("ADD COLUMNS (trend double)", "trend is not known"),
        ("RENAME COLUMN growth TO rate", "growth is missing, should be double; rate is not known"),
    ],
    ids=["a newer version", "an older version"],
)
def test_a_lake_of_another_version_is_refused_with_table_and_columns_before_anything_is_written(
    place: Place, change: str, said: str
) -> None:
    path = f"delta.`{place.root}/lake/gold/growth`"
    if change.startswith("RENAME"):
        place.spark.sql(f"ALTER TABLE {path} SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')")
    place.spark.sql(f"ALTER TABLE {path} {change}")
    deliver(place.raw, LATER)
    before = versions(place.root / "lake")
    with pytest.raises(UsageError) as stopped:
        place.run()
    root = f"{place.root}/lake"
    assert str(stopped.value).startswith(f"gold.growth in {root} was written by another version of dti_spark: {said}; ")
    assert "let --lake name a new folder" in str(stopped.value)
    assert versions(place.root / "lake") == before
    # what was published is a copy, and still there for the version that reads it
    assert ask.show(place.lake, "growth", where={}, top=1)
