import pytest

from dti_spark.errors import StorageError
from dti_spark.redaction import redacted, shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("reading s3a://KEY:SECRET@raw/logs failed", "reading s3a://***@raw/logs failed"),
        ("s3a://KEY:SEC/RET@raw", "s3a://***@raw"),
        ("abfss://logs@account.dfs.core.windows.net/x", "abfss://logs@account.dfs.core.windows.net/x"),
        ("hdfs://host:8020/user/a@B", "hdfs://host:8020/user/a@B"),
        ("no file matches s3a://raw/x; write to a@b", "no file matches s3a://raw/x; write to a@b"),
    ],
)
def test_users_and_passwords_leave_addresses_and_nothing_else_does(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.fault(29)
def test_secrets_of_the_environment_leave_every_text_in_every_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a/b c")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a/b c+d")
    for shape in ("a/b c", "a/b%20c", "a%2Fb%20c", "a%2Fb+c", "a/b c+d", "a/b%20c%2Bd", "a%2Fb+c%2Bd"):
        assert redacted(f"<{shape}>") == "<***>"
        assert str(StorageError(f"<{shape}>")) == "<***>"
    assert shown("spark.hadoop.fs.s3a.secret.key", "x") == "***"
    assert shown("spark.master", "a/b c") == "***"
    assert shown("spark.master", "yarn") == "yarn"
