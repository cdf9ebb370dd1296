"""Tables and values for people at a terminal."""

import os
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.tree import Tree

Cell = str | int | float | None
Rows = Sequence[dict[str, Cell]]

PERCENT = {"share_of_nation", "share_of_cluster", "qoq", "yoy", "growth", "weight"}
"""Columns that are fractions and read better as percentages."""

PIPED = 240
"""Columns of output that goes to no terminal: wide enough that nothing is cut short."""


def drawn(title: str, rows: Rows) -> RenderableType:
    """Rows as a table; numbers to the right, null as a dash."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for name in rows[0] if rows else ():
        numbers = all(isinstance(row[name], int | float | None) for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*(told(name, cell) for name, cell in row.items()))
    return table


def told(name: str, cell: Cell) -> str:
    """One cell as text."""
    if cell is None:
        return "-"
    if name == "rank_change" and isinstance(cell, int):
        return f"▲{cell}" if cell > 0 else f"▼{-cell}" if cell < 0 else "="
    if isinstance(cell, float):
        return f"{cell:.1%}" if name in PERCENT else f"{cell:,.3f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def printed(*parts: RenderableType) -> None:
    """Print to standard output, which belongs to results alone."""
    console = Console()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PIPED
    for part in parts:
        console.print(part)


def tree(title: str, parts: Sequence[tuple[int, str]]) -> Tree:
    """An outline as a tree: each part with its depth, counted from 1."""
    root = Tree(title)
    path = [root]
    for depth, text in parts:
        del path[depth:]
        path.append(path[-1].add(text))
    return root
