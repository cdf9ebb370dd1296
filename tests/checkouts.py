"""The scripts in a checkout of their own, with stand-ins for what they call."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def java(home: Path, version: str) -> Path:
    """A Java installation that knows its version and nothing else."""
    return program(home / "bin" / "java", f"echo 'openjdk version \"{version}\" 2025-04-15' >&2").parent.parent


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)
    return path


def laid(folder: Path) -> Path:
    """The scripts in a checkout whose path has spaces, with a virtual environment that counts as installed."""
    root = folder / "a check out"
    shutil.copytree(ROOT / "scripts", root / "scripts")
    shutil.copytree(ROOT / ".ci", root / ".ci")
    (root / "pyproject.toml").write_text("[project]\n")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    source(root, 'stamp >"$venv/installed"')
    return root


def source(root: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a script after `source scripts/setup`, on a machine without Java and without apt-get."""
    bare = root.parent / "bin"
    bare.mkdir(exist_ok=True)
    for name in ("sed", "dirname", "readlink", "id"):
        found = shutil.which(name)
        assert found is not None
        (bare / name).unlink(missing_ok=True)
        (bare / name).symlink_to(found)
    return subprocess.run(
        ["/bin/bash", "-c", f'set -euo pipefail; source "$1"/scripts/setup; java_place="$1/jvm"; {script}', "it", root],
        env={"PATH": str(bare)} | environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def run(command: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the checkout from elsewhere, with an empty home and nothing to read from."""
    root = command.parent.parent
    home = java(root / "java", "17.0.15")
    (root.parent / "home").mkdir(exist_ok=True)
    return subprocess.run(
        ["/bin/bash", command, *arguments],
        env={"PATH": f"{root}/.venv/bin:{os.environ['PATH']}", "HOME": f"{root.parent}/home", "JAVA_HOME": str(home)},
        cwd=root.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def tools(root: Path, failing: str = "") -> None:
    """Stands in for the tools: each says its name and arguments, and one fails."""
    for name in ("ruff", "mypy", "lint-imports", "dti", "versitygw", "chromium", "fc-list"):
        code = 1 if name == failing else 0
        program(root / ".venv" / "bin" / name, f'printf "%s|" {name} "$@"; echo; exit {code}')
