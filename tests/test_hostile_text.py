"""Text that would do something where it is taken for more than text: in logs, and in names of files."""

import csv
from collections import Counter

import pytest
from small_index import Place

HOSTILE = (
    "<script>alert(1)</script>", "=cmd|'/C calc'!A0", "@SUM(1+1)", "'; DROP TABLE events; --", "${env:DTI_HASH_KEY}",
    "../../../etc/passwd", "[red]bold[/red]", "\\N", "%s%n", "440300\u202e", "{{7*7}}",
)  # fmt: skip
NAMES = ("a'b", 'a"b', "a;b", "a%2e%2e%2fb", "a{b,c}", "a[b]", "a`b", "$(b)", "<b>", "a=b&c", "a+b c")
"""Names of files; those that a pattern of Hadoop's could take for more than a name among them."""


@pytest.mark.fault(30)
def test_hostile_text_in_logs_and_names_of_files_stays_text(place: Place) -> None:
    folder = place.raw / "tencent_security" / "dt=2020-06-30"
    header = next(folder.glob("*.csv")).read_text(encoding="utf-8").splitlines()[0]
    for number, (name, text) in enumerate(zip(NAMES, HOSTILE, strict=True)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n", escapechar="\\", doublequote=False)
            lines.writerow(header.split(","))
            lines.writerow([f"{text} {number}", "2020-05-20T04:00:00Z", text, "金融", text, "1.0"])
            lines.writerow([f"{number} {text}", "2020-05-20T04:00:00Z", "深圳市", None, text, "1.0"])
    before = Counter(row["reason"] for row in place.rows("silver.rejected_records"))
    place.edit("index.yml", "max_rejected: 0.05", "max_rejected: 1.0")
    assert place.run().release == "0002"
    added = Counter(row["reason"] for row in place.rows("silver.rejected_records")) - before
    assert added == {"unknown_city": len(HOSTILE)}
