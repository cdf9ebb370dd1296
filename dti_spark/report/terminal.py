"""Tables and values for people at a terminal."""

import os
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from dti_spark import columns
from dti_spark.columns import Column

Cell = str | int | float | None
Rows = Sequence[dict[str, Cell]]

PERCENT = {each.name for each in vars(columns).values() if isinstance(each, Column) and each.unit == "fraction"}
"""Columns that are fractions and read better as percentages."""

BYTES = {"bytes", "bytes_read", "bytes_written", "shuffle_written", "shuffle_read", "spilled_memory", "spilled_disk"}
"""Columns that count bytes and read better in larger units."""

TREND = "trend"
"""The column that holds a sparkline."""
BLOCKS = "▁▂▃▄▅▆▇█"
UNITS = ("B", "KiB", "MiB", "GiB", "TiB")
PIPED = 240
"""Columns of output that goes to no terminal: wide enough that nothing is cut short."""


def drawn(title: str, rows: Rows) -> RenderableType:
    """Rows as a table; numbers to the right, null as a dash."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for name in rows[0] if rows else ():
        numbers = all(isinstance(row[name], int | float | None) for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if numbers else "left")
    for row in rows:
        # as Text, since rich would read what stands in brackets as markup
        table.add_row(*(Text(told(name, cell), style="cyan" if name == TREND else "") for name, cell in row.items()))
    return table


def told(name: str, cell: object) -> str:
    """One cell as text; of a list or map its entries."""
    if cell is None:
        return "-"
    if name == "rank_change" and isinstance(cell, int):
        return f"▲{cell}" if cell > 0 else f"▼{-cell}" if cell < 0 else "="
    if name in BYTES and isinstance(cell, int):
        return size(cell)
    if name == "seconds":
        return f"{cell:,.1f}"
    if isinstance(cell, float):
        return f"{cell:.1%}" if name in PERCENT else f"{cell:,.3f}"
    if isinstance(cell, dict):
        return ", ".join(f"{key}: {number:,}" for key, number in cell.items())
    if isinstance(cell, list):
        return ", ".join(cell)
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def sparkline(series: Sequence[float | None]) -> str:
    """A series as blocks, one for each figure, from its smallest to its largest; null as a space.

    A series that does not change is a flat line half way up.
    """
    known = [figure for figure in series if figure is not None]
    low, span = min(known, default=0.0), max(known, default=0.0) - min(known, default=0.0)
    steps = len(BLOCKS) - 1

    def block(figure: float) -> str:
        return BLOCKS[round((figure - low) / span * steps) if span else steps // 2]

    return "".join(" " if figure is None else block(figure) for figure in series)


def size(amount: int) -> str:
    """An amount of bytes in units of 1024."""
    exponent = min(max(0, amount.bit_length() - 1) // 10, len(UNITS) - 1)
    return f"{amount:,} B" if exponent == 0 else f"{amount / 1024**exponent:,.1f} {UNITS[exponent]}"


def printed(*parts: RenderableType, error: bool = False) -> None:
    """Print to standard output, which belongs to results alone, or to standard error."""
    console = Console(stderr=error)
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
