"""Tables of a release, read from the files that its manifest names."""

import shutil
from pathlib import Path

import pytest
from small_index import Place

from dti_spark.definition import dimensions
from dti_spark.errors import UsageError
from dti_spark.lake import released
from dti_spark.lake.sealed import Sealed, sealed
from dti_spark.views.rankings import rankings


def of(place: Place) -> Sealed:
    last = released.current(place.lake)
    assert last is not None
    return sealed(released.reader(place.lake, last), released.manifest(place.lake, last)["files"])


def test_files_hold_the_rows_that_delta_reads_and_a_file_that_is_not_named_adds_none(place: Place) -> None:
    held = of(place)
    folder = Path(held.lake.path(rankings).removeprefix("file:"))
    stray = next(folder.rglob("*.parquet"))
    for table in (rankings, dimensions.cities):
        by_delta = held.lake.read(table)
        shutil.copy(stray, stray.with_name("stray.parquet"))
        read = held.read(table)
        assert read.schema.simpleString() == by_delta.schema.simpleString()
        assert sorted(map(tuple, read.collect()), key=str) == sorted(map(tuple, by_delta.collect()), key=str)
        assert read.count() > 0


def test_a_table_of_another_version_is_refused(place: Place) -> None:
    held = of(place)
    clusters, tiers = (Path(held.lake.path(t).removeprefix("file:")) for t in (dimensions.clusters, dimensions.tiers))
    (of_tiers,) = tiers.glob("*.parquet")
    (of_clusters,) = clusters.glob("*.parquet")
    shutil.copy(of_tiers, of_clusters)
    of_clusters.with_name(f".{of_clusters.name}.crc").unlink(missing_ok=True)
    with pytest.raises(UsageError, match=r"gold\.clusters .* another version of dti_spark: cluster is missing"):
        held.read(dimensions.clusters)
