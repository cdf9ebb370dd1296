"""Logs and lake in an object store: the same gold as on disk, and one sentence where the store cannot be used."""

import time

import pytest
from deliveries import Deliver, Sample
from lakes import different, versions
from object_store import ObjectStore

from dti_spark.definition.load import load
from dti_spark.errors import DtiError


def test_logs_and_lake_in_an_object_store_give_the_gold_that_they_give_on_disk(
    store: ObjectStore, delivered_sample: Sample, deliver: Deliver
) -> None:
    store.upload(delivered_sample.raw, "raw/logs")
    definition, raw, lake = load(delivered_sample.conf), "s3a://raw/logs", "s3a://index/lake"
    assert deliver(raw, lake, definition=definition, direct_bytes=0).release == "0001"
    kept = store.folder / "index" / "lake"
    assert different(kept, delivered_sample.lake) == []
    before = versions(kept)
    assert before.keys() == versions(delivered_sample.lake).keys()
    assert deliver(raw, lake, definition=definition).release is None
    assert versions(kept) == before


@pytest.mark.parametrize(
    ("bucket", "sentence"),
    [
        ("locked", r"s3a://locked\S* refuses the credentials; those in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ("missing", r"there is no bucket missing at http://127.0.0.1:\d+; make it, or correct the address"),
        ("dead", r"no answer from the storage of s3a://dead\S* \(Connect to 127.0.0.1:\d+\); is it up"),
    ],
)
def test_a_store_that_cannot_be_used_is_told_in_one_sentence_within_a_minute(
    store: ObjectStore, delivered_sample: Sample, deliver: Deliver, bucket: str, sentence: str
) -> None:
    begun = time.monotonic()
    with pytest.raises(DtiError, match=sentence) as found:
        deliver("s3a://raw/logs", f"s3a://{bucket}/lake", definition=load(delivered_sample.conf))
    assert time.monotonic() - begun < 60
    assert found.value.exit_code == 4
    assert "\n" not in str(found.value)
    assert not (store.folder / bucket / "lake").exists()
