"""What holds for the repository as a whole: one check, no places on machines, links that lead somewhere."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent


def test_the_workflow_calls_check_and_nothing_else() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text())
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert [step["run"] for step in steps if "run" in step] == ["scripts/check"]
    used = [step["uses"].split("@") for step in steps if "uses" in step]
    assert [action for action, _ in used] == ["actions/checkout", "actions/setup-python", "actions/setup-java"]
    assert all(re.fullmatch(r"[0-9a-f]{40}", commit) for _, commit in used)


def test_pre_commit_calls_check_and_nothing_else() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    hooks = [(repo["repo"], hook["entry"]) for repo in config["repos"] for hook in repo["hooks"]]
    assert hooks == [("local", "scripts/check")]


def files() -> list[Path]:
    """Files under version control, and those about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_place_on_some_machine_or_a_package_registry() -> None:
    hosts = [("pypi", "org"), ("pythonhosted", "org"), ("maven", "org"), ("maven", "apache.org"), ("deb.debian", "org")]
    places = r"(?<![\w.])/(?:work|root|home|Users|tmp)/\w"
    forbidden = re.compile("|".join([places, *(rf"\b{re.escape('.'.join(host))}\b" for host in hosts)]))
    found = [f"{path.relative_to(ROOT)}: {hit[0]}" for path in files() if (hit := forbidden.search(text(path)))]
    assert found == []


def text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


@pytest.mark.fault(24)
def test_nothing_lets_a_table_take_other_columns_by_itself() -> None:
    asked = re.compile(r"mergeSchema|overwriteSchema|schema\.autoMerge\.enabled(?!\W+false)")
    code = [path for path in files() if path.suffix in {".py", ".yml"} and path.parts[len(ROOT.parts)] != "tests"]
    assert len(code) > 80
    assert [path.name for path in code if asked.search(text(path))] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_to_files_and_headings_that_exist(name: str) -> None:
    missing = []
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text(ROOT / name)):
        path, _, heading = target.partition("#")
        page = ROOT / path if path else ROOT / name
        if not page.exists() or (heading and heading not in headings(page)):
            missing.append(target)
    assert missing == []


def headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_every_path_that_the_readme_names_exists() -> None:
    named = re.findall(r"`((?:conf|dti_spark|jobs|scripts|tests|\.ci|\.github)/[\w./-]*)`", text(ROOT / "README.md"))
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []
