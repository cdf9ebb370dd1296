"""One sentence where an object store cannot be used; test_cluster.py uses one for logs and lake."""

import time

import pytest
from deliveries import Deliver
from object_store import ObjectStore

from dti_spark.errors import DtiError


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    ("bucket", "sentence"),
    [
        ("locked", r"s3a://locked\S* refuses the credentials; those in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ("missing", r"there is no bucket missing at http://127.0.0.1:\d+; make it, or correct the address"),
        ("dead", r"no answer from the storage of s3a://dead\S* \(Connect to 127.0.0.1:\d+\); is it up"),
    ],
)
def test_a_store_that_cannot_be_used_is_told_in_one_sentence_within_a_minute(
    store: ObjectStore, deliver: Deliver, bucket: str, sentence: str
) -> None:
    begun = time.monotonic()
    with pytest.raises(DtiError, match=sentence) as found:
        deliver("s3a://raw/logs", f"s3a://{bucket}/lake")
    assert time.monotonic() - begun < 60
    assert found.value.exit_code == 4
    assert "\n" not in str(found.value)
    assert not (store.folder / bucket / "lake").exists()
