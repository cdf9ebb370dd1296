"""The data dictionary: every table and column in words, for people who never see this code."""

from collections.abc import Iterable, Sequence
from typing import Any

from dti_spark.columns import Column
from dti_spark.definition.dimensions import DIMENSIONS
from dti_spark.report.terminal import Rows
from dti_spark.tables import Table

Tables = Sequence[Table[Any]]

ROOMS = {"gold": "Gold: what readers ask", "silver": "Silver: what gold is made from", "ops": "Ops: what runs did"}
"""Headings of the facts, by the folder of their tables."""

INTRO = """# Tables

Every table of a lake, with every column. The same words stand as comments in the Delta tables, and this file is what
`dti tables --markdown` prints.

## How to join

Facts carry natural keys, so a join is an equality of columns with the same names:

{joins}

- Take `region_type` and `region` together: 110000 is Beijing the province and Beijing the city.
- `gold.cities`, `gold.provinces`, `gold.clusters` and `gold.tiers` tell more of the regions of one type: there `region`
  is `city_code`, `province_code`, `cluster` or `tier`.
- Sums are stored beside their parts: the nation and its provinces, `all` and its industries, 2021 and its quarters.
  Before you add anything up choose one `index` and `node`, one `region_type`, `all` or single industries, and one
  `period_type`.
- In silver, `city` is a `city_code` of `gold.cities`.
- `industry` may be `unattributed` in silver, `gold.contributions` and `gold.formation_values`: usage that no industry
  is known for. `gold.industries` does not list it, so take a left join there.

## What may be added up

A measure may be added up over what stands under "additive over", with all else held at one member. Where that says
`nothing`, as for shares, ranks and rates, neither sum nor mean says anything: take the row that is stored for the
region or period, or compute a share or rate anew from values that were added up. Where it is empty the column is no
measure but a key, name, order, code or instant.
"""


def markdown(tables: Tables) -> str:
    """The whole dictionary: how to join, what may be added up, and a section for each table."""
    parts = [INTRO.format(joins=_table(("columns of the fact", "dimension"), _join_rows(tables)))]
    for title, of_room in _rooms(tables):
        parts += [f"## {title}\n", *(_section(table) for table in of_room)]
    return "\n".join(parts)


def overview(tables: Tables) -> Rows:
    """One row per table, in the order of the dictionary."""
    return [
        {
            "table": table.name,
            "holds": table.summary,
            "one row per": table.grain,
            "key": _names(table.key),
            "partitioned by": _names(table.partition_by),
        }
        for _, of_room in _rooms(tables)
        for table in of_room
    ]


def described(tables: Tables) -> list[dict[str, Any]]:
    """One entry per table with all of its columns; `adds` is null for what is no measure, empty if not additive."""
    return [_entry(table) for _, of_room in _rooms(tables) for table in of_room]


def joined(table: Table[Any]) -> list[Table[Any]]:
    """The dimensions that a table joins: those whose key is among its columns."""
    return [dimension for dimension in DIMENSIONS if dimension is not table and set(dimension.key) <= {*table.columns}]


def _rooms(tables: Tables) -> list[tuple[str, list[Table[Any]]]]:
    """Tables under their headings: gold's dimensions, then facts by folder."""
    facts = [table for table in tables if table not in DIMENSIONS]
    rooms = [("Dimensions: what facts are about", [table for table in tables if table in DIMENSIONS])]
    rooms += [(title, [table for table in facts if table.name.startswith(f"{room}.")]) for room, title in ROOMS.items()]
    return [(title, of_room) for title, of_room in rooms if of_room]


def _join_rows(tables: Tables) -> list[tuple[str, str]]:
    """The dimensions that facts join, with the columns that both have."""
    used = {dimension.name for table in tables if table not in DIMENSIONS for dimension in joined(table)}
    return [(_code(table.key), f"`{table.name}`") for table in DIMENSIONS if table.name in used]


def _section(table: Table[Any]) -> str:
    facts = [f"Key: {_code(table.key)}." if table.key else "No key: rows may repeat."]
    if table.partition_by:
        facts.append(f"Partitioned by {_code(table.partition_by)}.")
    if joins := joined(table):
        facts.append(f"Joins {', '.join(f'`{dimension.name}`' for dimension in joins)}.")
    header = ("column", "type", "unit", "additive over", "null", "meaning")
    rows = [
        (
            f"`{column.name}`",
            f"`{column.type.simpleString()}`",
            column.unit,
            "" if column.adds is None else column.adds or "`nothing`",
            "yes" if column in table.nullable else "",
            column.meaning,
        )
        for column in table.columns
    ]
    return f"### {table.name}\n\n{table.comment}\n\n{' '.join(facts)}\n\n{_table(header, rows)}\n"


def _entry(table: Table[Any]) -> dict[str, Any]:
    return {
        "table": table.name,
        "comment": table.comment,
        "grain": table.grain,
        "key": [column.name for column in table.key],
        "partition_by": [column.name for column in table.partition_by],
        "joins": [dimension.name for dimension in joined(table)],
        "columns": [
            {
                "name": column.name,
                "type": column.type.simpleString(),
                "unit": column.unit,
                "adds": column.adds,
                "nullable": column in table.nullable,
                "meaning": column.meaning,
            }
            for column in table.columns
        ],
    }


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as a table of Markdown."""
    lines = [header, ["---"] * len(header), *([cell.replace("|", r"\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _names(columns: Iterable[Column]) -> str:
    return ", ".join(column.name for column in columns)


def _code(columns: Iterable[Column]) -> str:
    return ", ".join(f"`{column.name}`" for column in columns)
