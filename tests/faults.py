"""The faults that a nightly job meets, and the tests that bring them about; README's table of them is made from both.

`python tests/faults.py` prints the table, `python tests/faults.py --write` puts it into README.md.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- faults -->\n", "<!-- /faults -->"
MARK = "pytest.mark.fault"


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and what the job must do about it."""

    number: int
    happens: str
    expected: str


FAULTS = tuple(
    Fault(number, *said)
    for number, said in enumerate(
        (
            ("two runs on one lake in an object store", "one writes; the other waits, then names who does"),
            ("two runs on one lake on a disk", "the same"),
            ("the run that holds the lease is killed", "the next takes the lease over"),
            ("a run sleeps past its lease and wakes up", "it writes and publishes nothing more"),
            ("a run is killed between two writes", "the next finishes it, to the same last bit"),
            ("a commit is done and its answer lost", "the run finds its own work; nothing is there twice"),
            ("a file is late, with an old date", "it is read, and what depends on it made anew"),
            ("a file is rewritten after it was read", "the run stops, or reads all again; nothing counts twice"),
            ("what is kept between runs is lost", "there is no checkpoint; ledger and tables alone decide"),
            ("a file vanishes between listing and reading", "the run says which"),
            ("a file is cut off, empty or no such format", "all of it is refused by name"),
            ("a file still grows", "it is not taken for whole"),
            ("wrong key, no bucket, storage that is away", "exit code 4 within a minute, and what to do"),
            ("storage that is slow and fails at times", "it is asked again, counted, and the run ends well"),
            ("no room on the disk of lake or scratch", "exit code 4 names the disk; no half release"),
            (
                "half of the records in one city, or of one user",
                "the run ends, in a small heap and less than twice the time",
            ),
            ("a worker dies", "its work is done again, to the same last bit"),
            ("the same run is started twice", "one release"),
            ("machines in other time zones", "the same instants and the same last bit"),
            ("times or amounts in another unit", "nothing is published; times are told as what they were read as"),
            ("another order of rows, files and partitions", "the same last bit"),
            ("numbers that are too large", "a reason or an exact sum, never another number"),
            ("columns that are new, gone, moved or of another type", "the run stops and names file and column"),
            ("a lake that other code has written", "tables and columns are named, nothing is written"),
            ("housekeeping while somebody reads", "the reader reads to the end"),
            ("old versions of the tables are cleaned up", "releases stay"),
            ("hundreds of small deliveries", "runs and files do not grow with them"),
            ("no network, or no jars", "it starts with the jars that are there, else one sentence"),
            ("secrets in the environment and in addresses", "none in lake, logs or event log"),
            ("hostile text in data, names and expressions", "it stays text, or is refused"),
        ),
        start=1,
    )
)


@dataclass(frozen=True)
class Marked:
    """A test function, the file that holds it, and the numbers of the faults that it brings about."""

    file: str
    name: str
    faults: tuple[int, ...]

    @property
    def link(self) -> str:
        """Its name as a sentence, which leads to its file."""
        return f"[{self.name.removeprefix('test_').replace('_', ' ')}]({self.file})"


def marked() -> list[Marked]:
    """All tests that bear the mark, in the order of files and lines; read from the sources, so that none is run."""
    return [
        Marked(str(file.relative_to(ROOT)), test.name, faults)
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for test in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(test, ast.FunctionDef) and (faults := tuple(_numbers(test)))
    ]


def _numbers(test: ast.FunctionDef) -> Iterator[int]:
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == MARK:
            yield from (int(ast.literal_eval(number)) for number in decorator.args)


def table() -> str:
    """The table in Markdown: each fault, what is to happen, and the tests that show it."""
    tests = marked()
    lines = ["| | Fault | What is to happen | Tests |", "|---|---|---|---|"]
    for fault in FAULTS:
        shown = "; ".join(test.link for test in tests if fault.number in test.faults) or "not tested"
        lines.append(f"| {fault.number} | {fault.happens} | {fault.expected} | {shown} |")
    return "\n".join(lines) + "\n"


def within(text: str) -> str:
    """The table that README holds."""
    return text.partition(BEGIN)[2].partition(END)[0]


def rewritten(text: str) -> str:
    """README with the table as it should be."""
    return re.sub(f"(?s)(?<={BEGIN}).*(?={END})", lambda _: table(), text)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        sys.stdout.write(table())
