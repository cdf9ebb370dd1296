"""Cells that are safe to open in a spreadsheet."""

import pyarrow as pa
import pyarrow.compute as pc

BOM = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for something else."""
FORMULA = r"^[=+\-@\t\r]"
HARMLESS = r"^(=|[+-]?[0-9.,]+%?)$"
"""What begins like a formula and is none: numbers, and the sign alone."""


def safe(table: pa.Table) -> pa.Table:
    """Lists as one text each, and no text that a spreadsheet would compute."""
    for place, column in enumerate(table.schema):
        cells = table.column(place)
        if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
            cells = pc.binary_join(cells.cast(pa.list_(pa.string())), ";")
        if is_text(cells.type):
            formula = pc.and_not(pc.match_substring_regex(cells, FORMULA), pc.match_substring_regex(cells, HARMLESS))
            cells = pc.if_else(formula, pc.binary_join_element_wise("'", cells, ""), cells)
        table = table.set_column(place, column.name, cells)
    return table


def is_text(kind: pa.DataType) -> bool:
    """Whether cells of a type are text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
