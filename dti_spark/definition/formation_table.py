"""The table of the regional formations; its rows come from the definition alone, in the order of formations.csv."""

from collections.abc import Iterator

from pyspark.sql import DataFrame

from dti_spark import columns as c
from dti_spark.definition.formations import WHOLE
from dti_spark.definition.lists import Formation
from dti_spark.tables import table

Row = dict[str, object]


@table(
    "gold.formations",
    grain="regional formation and part",
    columns=(
        c.formation,
        c.part,
        c.name_zh,
        c.name_en,
        c.part_zh,
        c.part_en,
        c.formation_kind,
        c.industry,
        c.member_type,
        c.regions,
        c.source_lines,
        c.basis,
        c.sort_order,
    ),
    key=(c.formation, c.part),
)
def formations(members: DataFrame) -> DataFrame:
    """The regional formations that the report names, with their parts.

    Rows: one per part, and before them the part `whole` of every area and belt, the union of its parts, also where
    there is one part only; a line has none, since its sides make up the nation. Nulls: none. `basis` is printed where
    the report places every region in the part, reconstructed where it does not, computed for `whole`. Source: report,
    chapter 3; conf/formations.csv.
    """
    return members


def rows(members: tuple[Formation, ...]) -> Iterator[Row]:
    """The rows of the table, without their sort order; rows of a formation need not stand together in the file."""
    for of_one in _grouped(members, "formation"):
        if of_one[0].kind != "line":
            yield _part(of_one) | {"part": WHOLE, "part_zh": "全部", "part_en": "Whole", "basis": "computed"}
        yield from (_part(of_part) for of_part in _grouped(of_one, "part"))


def _grouped(members: tuple[Formation, ...], column: str) -> list[tuple[Formation, ...]]:
    found: dict[str, list[Formation]] = {}
    for member in members:
        found.setdefault(getattr(member, column), []).append(member)
    return [tuple(group) for group in found.values()]


def _part(members: tuple[Formation, ...]) -> Row:
    """What the rows of one part, or of all parts, say together; a region of two parts stands once."""
    lines = {line for member in members for line in member.source_lines.split(";")}
    printed = all(member.basis == "printed" for member in members)
    return members[0].model_dump() | {
        "regions": list(dict.fromkeys(member.region for member in members)),
        "source_lines": ";".join(sorted(lines, key=lambda line: int(line.partition("-")[0]))),
        "basis": "printed" if printed else "reconstructed",
    }
