"""`dti export`: one file and its dictionary, without Java, or one sentence."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from command_line import Dti, process
from object_store import ObjectStore, free_port
from pyarrow import parquet
from small_release import BY_NAME, PERIODS, arrow, made, pointed

from dti_spark.report.export import aside, workbook

ROWS, GROUPS = 20_000, 40


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("lake"))


def test_it_runs_without_java_and_says_what_it_wrote(lake: Path, tmp_path: Path) -> None:
    words = ("export", "rankings", "--lake", lake, "--out", "a.csv", "--format", "csv", "--where", "period=2020")
    done = process(*words, folder=tmp_path, JAVA_HOME=str(tmp_path / "none"), PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "a.csv has 5 rows of gold.rankings, release 0001; beside it a.csv.dictionary.csv\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "a.csv.dictionary.csv"]


def content(file: Path) -> dict[str, bytes]:
    """What a file holds, but for the time at which it was written."""
    if file.suffix == ".xlsx":
        with ZipFile(file) as book:
            return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}
    return {"": re.sub(rb"<mes:Prepared>[^<]+", b"", file.read_bytes())}


def test_a_lake_in_an_object_store_gives_without_java_the_files_that_it_gives_on_a_disk(
    store: ObjectStore, dti: Dti, lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.upload(lake, "index/to-export")
    disk, there = (tmp_path / name for name in ("disk", "there"))
    disk.mkdir()
    there.mkdir()
    monkeypatch.chdir(disk)
    outside = {
        "JAVA_HOME": str(tmp_path / "none"),
        "PATH": str(tmp_path),
        "AWS_ENDPOINT_URL": f"http://{store.address}",
    }
    for kind in ("csv", "parquet", "xlsx", "sdmx-csv"):
        words = ("--out", f"as-{kind}.{kind}", "--format", kind, "--where", "region_type=city")
        done = process("export", "rankings", "--lake", "s3a://index/to-export", *words, folder=there, **outside)
        assert done.returncode == 0, done.stderr
        assert dti("export", "rankings", "--lake", lake, *words).out == done.stdout
    on_disk, in_store = ({file.name: content(file) for file in folder.iterdir()} for folder in (disk, there))
    assert len(on_disk) == 9
    assert in_store == on_disk


def test_a_store_that_refuses_or_does_not_answer_is_told(store: ObjectStore, tmp_path: Path) -> None:
    words = ("export", "rankings", "--lake", "s3a://index/to-export", "--out", "a.csv", "--format", "csv")
    refused, silent = {"AWS_SECRET_ACCESS_KEY": "another"}, {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"}
    for changed, cause in ((refused, "SIGNATURE_DOES_NOT_MATCH"), (silent, "Could not connect")):
        done = process(*words, folder=tmp_path, **({"AWS_ENDPOINT_URL": f"http://{store.address}"} | changed))
        assert done.returncode == 4
        assert "error: the releases of s3a://index/to-export could not be read: " in done.stderr
        assert cause in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_json_tells_the_files(dti: Dti, lake: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    said = dti("export", "gold.rankings", "--lake", lake, "--out", out, "--format", "sdmx-csv", "--json")
    endings = ("", ".dictionary.csv", ".structure.xml")
    files = [f"{out}{ending}" for ending in endings]
    assert said.json == [{"release": "0001", "table": "gold.rankings", "rows": 10, "files": files}]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--format", "xls"), 2, "--format xls: there is none; there are csv, parquet, xlsx, sdmx-csv"),
        (("--headers", "fr"), 2, "--headers fr: there is none; there are code, zh, en, both"),
        (("--format", "sdmx-csv", "--headers", "zh"), 2, "--headers zh: SDMX-CSV has headers of its own"),
        (("--release", "0009"), 2, "there is no release 0009 in"),
        (("--where", "period"), 2, "--where period: write it as column=value, such as --where period=2021"),
        (("--where", "town=x"), 2, "gold.rankings has no column town; it has index"),
        (("--lake", "empty"), 2, "empty holds no release yet; dti run publishes one"),
        (("--lake", "nowhere://lake"), 2, "nowhere://lake cannot be opened"),
        (("--lake", "hdfs://nowhere/lake"), 4, "hdfs://nowhere/lake cannot be reached"),
        (("--lake", "s3a://user:secret@lake"), 2, "an address must not hold credentials"),
        (("--out", "missing/a.csv"), 2, "--out missing/a.csv: there is no folder missing; make it, or name another"),
        (("--out", "folder"), 2, "--out folder: folder is there and is no file; name another"),
        (("--out", "a" * 300), 2, "File name too long; name another file"),
        (("--out", "s3://bucket/a.csv"), 2, "an export is written to a file of this machine"),
        (("--out", "b.csv"), 2, "--out b.csv: b.csv.dictionary.csv is there and is no file; name another"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    dti: Dti,
    lake: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("empty", "folder", "b.csv.dictionary.csv"):
        (tmp_path / folder).mkdir()
    given = {"--lake": str(lake), "--out": "a.csv", "--format": "csv"} | dict(zip(words[::2], words[1::2], strict=True))
    said = dti("export", "rankings", *(word for pair in given.items() for word in pair))
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert "secret" not in said.err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.csv.dictionary.csv", "empty", "folder"]


def test_a_folder_that_may_not_be_written_to_is_told(
    dti: Dti, lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # root may write everywhere, so the answer of the system is replaced
    monkeypatch.setattr(aside.os, "access", lambda *_: False)
    said = dti("export", "rankings", "--lake", lake, "--out", tmp_path / "a.csv", "--format", "csv")
    assert said.code == 4
    assert f"{tmp_path} may not be written to; name another folder, or change its rights" in said.err


def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    dti: Dti, lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(workbook, "import_module", missing)
    said = dti("export", "rankings", "--lake", lake, "--out", tmp_path / "a.xlsx", "--format", "xlsx")
    assert said.code == 2
    assert "XlsxWriter is not installed; pip install 'dti-spark[xlsx]' brings it" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_large_table_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    table = BY_NAME["gold.index_values"]
    folder = tmp_path / "lake" / "releases" / "0001-made"
    place = folder / "gold" / "index_values" / f"period={PERIODS[0]}"
    place.mkdir(parents=True)
    rows = arrow(table, [{"region": f"{at:06}", "period": PERIODS[0], "value": at / 7} for at in range(ROWS)])
    group = rows.drop_columns(["period"])
    with parquet.ParquetWriter(place / "part-0.parquet", group.schema) as writer:
        for _ in range(GROUPS):
            writer.write_table(group)
    lake = pointed(tmp_path / "lake", folder, "0001", 1)
    peak = "import atexit, pyarrow as pa; atexit.register(lambda: print(pa.default_memory_pool().max_memory()))"
    for kind in ("csv", "parquet", "sdmx-csv"):
        words = ("export", "index_values", "--lake", lake, "--out", "a", "--format", kind, "--json")
        done = process(*words, folder=tmp_path, before=peak)
        assert done.returncode == 0, done.stderr
        told, most = done.stdout.splitlines()
        assert json.loads(told)["rows"] == ROWS * GROUPS
        assert int(most) < rows.nbytes * GROUPS / 4, kind
