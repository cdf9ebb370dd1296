"""How results are printed: for people, or as JSON."""

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import RenderableType

from dti_spark.definition.model import Definition
from dti_spark.pipeline.ask import Explanation
from dti_spark.pipeline.job import Outcome
from dti_spark.report.terminal import Cell, Rows, drawn, printed, tree

OF_STEP = (
    "step",
    "name",
    "seconds",
    "rows_in",
    "bytes_read",
    "rows_out",
    "bytes_written",
    "shuffle_written",
    "spilled_disk",
    "outcome",
)
"""What people see of a step; JSON has all of it."""


def rows(title: str, found: Rows, *, as_json: bool) -> None:
    """Rows of a table: drawn, or one JSON object a line."""
    if as_json:
        for row in found:
            print_json(row)
    else:
        printed(drawn(title, found) if found else f"{title}: no rows")


def answer(columns: Sequence[str], found: Sequence[Sequence[Any]], *, as_json: bool) -> None:
    """What a statement of SQL gives; columns that bear the same name are told apart by their place."""
    names = [name if columns.count(name) == 1 else f"{name}_{place}" for place, name in enumerate(columns, 1)]
    if columns:
        rows("SQL", [dict(zip(names, row, strict=True)) for row in found], as_json=as_json)


def print_json(value: object) -> None:
    """One JSON value on a line of its own."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def definition(checked: Definition, *, as_json: bool) -> None:
    """What a sound definition holds."""
    holds: dict[str, Cell] = {
        "methodology": checked.index.methodology,
        "indices": len(checked.index.indices),
        "indicators": len(checked.index.indicators),
        "sources": len(checked.sources),
        "cities": len(checked.cities),
        "industries": len(checked.industries),
        "experts": len({score.expert for score in checked.scores}),
        "fingerprint": checked.fingerprint,
    }
    rows("The definition is sound", [holds], as_json=as_json)


def outcome(done: Outcome, *, dry: bool, as_json: bool) -> None:
    """What a run did or would do."""
    left: Rows = [{"source": source, "file": file, "state": state} for (source, file), state in done.left.items()]
    if as_json:
        print_json(
            {
                "run": done.run,
                "release": done.release,
                "dry": dry,
                "files": dict(done.files),
                "left": left,
                "measured": done.work.measure,
                "indexed": done.work.index,
                "tables": done.tables,
                "records": list(done.records),
                "steps": [step.told for step in done.steps],
            }
        )
        return
    if done.files:
        printed(drawn(f"{'New' if dry else 'Read'} files", [{"source": s, "files": n} for s, n in done.files.items()]))
    if done.records:
        printed(drawn("Records", done.records))
    if done.left:
        printed(drawn("Files left", left))
    would = "would refresh" if dry else "refreshed"
    if not done.work.index and not done.work.redrawn:
        printed("Nothing new: nothing to refresh, nothing written.")
        return
    printed(f"Quarters measured: {_listed(done.work.measure)}", f"Quarters indexed: {_listed(done.work.index)}")
    printed(f"Gold {would}: {', '.join(name.removeprefix('gold.') for name in done.tables)}")
    if done.release:
        printed(f"Published release {done.release} (run {done.run}).")


def steps(found: Sequence[Mapping[str, Cell]]) -> RenderableType:
    """The steps of a run and what matters most of their cost."""
    return drawn("Steps", [{column: step[column] for column in OF_STEP if column in step} for step in found])


def explanation(taken_apart: Explanation, *, as_json: bool) -> None:
    """A value taken apart, as a tree from the index down to raw sums and events."""
    if as_json:
        for row in taken_apart.nodes:
            print_json(row)
        return
    title = f"{taken_apart.name} ({taken_apart.city}), {taken_apart.index}, {taken_apart.quarter}"
    depths = {taken_apart.index: 1}
    parts: list[tuple[int, str]] = []
    for node in taken_apart.nodes:
        depth = depths.setdefault(str(node["node"]), depths.get(str(node["parent"]), 0) + 1)
        parts.append((depth, _node_line(node)))
    printed(tree(title, parts))


def _node_line(node: dict[str, Cell]) -> str:
    """One node: its value, rank and weight; at an indicator also what it is computed from."""
    value, share, weight = node["value"], node["share_of_nation"], node["weight"]
    line = f"[bold]{node['node']}[/bold] {value:.4f} points, rank {node['rank']}"
    if isinstance(share, float):
        line += f", {share:.2%} of the nation"
    if isinstance(weight, float):
        line += f", weight {weight:.4f}"
    if node["total"] is not None:
        usage, total = _exact(node["raw"]), _exact(node["total"])
        line += f" = 100 × {usage} / {total} {node['unit']} from {node['events'] or 0:,} events"
    return line


def _exact(amount: Cell) -> str:
    """An exact amount without the zeros that end it; no usage is 0."""
    return f"{Decimal(str(amount or 0)).normalize():,f}"


def _listed(quarters: Sequence[str]) -> str:
    return ", ".join(quarters) or "none"
