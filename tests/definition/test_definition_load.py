import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from dti_spark.definition.load import FILES, load
from dti_spark.definition.model import Definition
from dti_spark.errors import DefinitionError

ROOT = Path(__file__).parents[2]


def test_the_shipped_definition_has_what_the_report_counts(definition: Definition) -> None:
    assert len(definition.cities) == 351
    assert len(definition.industries) == 18
    assert len(definition.provinces) == 31
    assert len(definition.clusters) == 11
    assert {tier.tier for tier in definition.tiers} == {"1", "2", "3", "4", "5"}


def test_the_shipped_trees_hold_17_indicators_in_three_layers_and_three_key_indicators(definition: Definition) -> None:
    dti, industry = definition.index.indices
    assert [child.id for child in dti.children] == ["infrastructure", "platform", "application"]
    assert set(dti.leaves) == {indicator.id for indicator in definition.index.indicators}
    assert len(dti.leaves) == 17
    assert industry.leaves == ("cloud_compute", "ai_calls", "agile_items")
    assert (dti.by_industry, industry.by_industry) == (False, True)


def test_the_synthetic_experts_weigh_the_layers_as_intended_and_do_not_all_agree(definition: Definition) -> None:
    sums: Counter[str] = Counter()
    spread: dict[tuple[str, str], set[int]] = defaultdict(set)
    for score in definition.scores:
        spread[score.index, score.node].add(score.score)
        if score.parent == "dti":
            sums[score.node] += score.score
    weights = {node: total / sums.total() for node, total in sums.items()}
    assert weights == pytest.approx({"infrastructure": 0.38, "platform": 0.24, "application": 0.38}, abs=0.01)
    assert all(len(scores) > 1 for scores in spread.values())


def test_a_copy_of_the_files_loads_as_the_same_definition(definition: Definition, conf: Path) -> None:
    assert load(conf) == definition


def test_files_from_a_spreadsheet_load_too(definition: Definition, conf: Path) -> None:
    text = (conf / "cities.csv").read_text(encoding="utf-8")
    (conf / "cities.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(conf).cities == definition.cities


@pytest.mark.parametrize("name", [name for name in FILES if name != "lake.yml"])
def test_the_fingerprint_changes_with_every_file_that_moves_numbers(
    name: str, definition: Definition, conf: Path
) -> None:
    with (conf / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert load(conf).fingerprint != definition.fingerprint


def test_the_fingerprint_passes_over_files_that_move_no_number(definition: Definition, conf: Path) -> None:
    (conf / "README.md").write_text("notes", encoding="utf-8")
    with (conf / "lake.yml").open("a", encoding="utf-8") as file:
        file.write("# another machine\n")
    assert load(conf).fingerprint == definition.fingerprint


@pytest.mark.parametrize("name", FILES)
def test_a_fingerprint_of_its_own_tells_what_moves_index_values(name: str, definition: Definition, conf: Path) -> None:
    with (conf / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    moved = load(conf).index_fingerprint != definition.index_fingerprint
    assert moved == (name not in ("lake.yml", "dio.yml", "formations.csv"))


def test_a_folder_that_does_not_exist_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="is not a folder"):
        load(tmp_path / "nowhere")


def test_a_package_in_a_zip_archive_brings_its_definition(definition: Definition, tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in (ROOT / "dti_spark").rglob("*.py"):
            file.write(path, path.relative_to(ROOT))
        for name in FILES:
            file.write(ROOT / "conf" / name, f"dti_spark/conf/{name}")
    program = (
        f"import sys; sys.path.insert(0, {str(archive)!r}); import dti_spark; assert '.zip' in dti_spark.__file__\n"
        "from dti_spark.definition.load import load; print(load().fingerprint)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == definition.fingerprint, done.stderr
