"""Every figure of the report, with the way it is read: 251 claims, and the rows of three printed tables."""

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from dti_spark.definition.files import parse_csv, parse_yaml, text
from dti_spark.definition.load import folder_of
from dti_spark.definition.shapes import shape
from dti_spark.definition.words import Model
from dti_spark.errors import DefinitionError
from dti_spark.published import tables
from dti_spark.published.readings import Reading, ReadingsFile

M = TypeVar("M", bound=Model)
FOLDER = "published"


class Claim(Model):
    """A row of claims.csv, as taken down from the report."""

    claim_id: str
    subject_level: str
    subject: str
    metric: str
    period: str
    operator: str
    value: str
    unit: str
    layer_or_industry: str
    verbatim_short: str
    source_line: str
    claim_class: str
    note: str


@dataclass(frozen=True)
class Figure:
    """A figure of the report: what it prints, where, and how it is read.

    `claim` is the id in claims.csv, or of the table that the figure is a row of. `readings` is empty where
    `not_computable` says why. `published` is the printed value as text.
    """

    id: str
    claim: str
    claim_class: str
    source_line: str
    published: str
    readings: tuple[Reading, ...]
    contradicted: str | None = None
    not_computable: str | None = None
    note: str | None = None


def figures(conf: Path | None = None) -> list[Figure]:
    """All figures, in the order of claims.csv and then of the tables.

    Where a folder of definitions has none, those that travel with the package.

    Raises:
        DefinitionError: with every fault found in the files, one sentence each.
    """
    folder = folder_of(conf, FOLDER)
    faults: list[str] = []
    found = [*_claims(folder, faults), *_tables(folder, faults)]
    if faults:
        raise DefinitionError(faults)
    return found


def _claims(folder: Traversable, faults: list[str]) -> list[Figure]:
    claims = _rows(Claim, "claims.csv", folder, faults)
    raw = parse_yaml("readings.yml", text(folder, "readings.yml", faults), faults)
    read_as = shape(ReadingsFile, [("readings.yml", raw)], faults).items
    if not read_as:
        return []
    unread = {claim: group.reason for group in read_as[0].not_computable for claim in group.claims}
    faults += _coverage([claim.claim_id for claim in claims], list(read_as[0].readings), read_as[0])
    return [_figure(claim, read_as[0], unread) for claim in claims if not faults]


def _coverage(claims: list[str], read_as: list[str], file: ReadingsFile) -> list[str]:
    """Claims that do not stand exactly once in readings.yml, and entries there that are no claims."""
    entries = read_as + [claim for group in file.not_computable for claim in group.claims]
    faults = [f"claims.csv: {id} stands there {claims.count(id)} times" for id in sorted(set(claims))]
    faults = [fault for fault in faults if not fault.endswith(" 1 times")]
    for id in claims:
        if entries.count(id) != 1:
            faults.append(f"readings.yml: {id} stands there {entries.count(id)} times; every claim stands once")
    faults += [f"readings.yml: {id} is not in claims.csv; mend the name" for id in entries if id not in set(claims)]
    return faults


def _figure(claim: Claim, file: ReadingsFile, unread: dict[str, str]) -> Figure:
    entry = file.readings.get(claim.claim_id)
    return Figure(
        id=claim.claim_id,
        claim=claim.claim_id,
        claim_class=claim.claim_class,
        source_line=claim.source_line,
        published=f"{claim.operator} {claim.value} {claim.unit}".strip(),
        readings=entry.readings if entry else (),
        contradicted=entry.contradicted if entry else None,
        not_computable=unread.get(claim.claim_id),
        note=entry.note if entry else None,
    )


def rows_of(kind: type[M], conf: Path | None = None) -> tuple[M, ...]:
    """The rows of the printed table that has this model.

    Raises:
        DefinitionError: with every fault found in the file, one sentence each.
    """
    faults: list[str] = []
    name = next(table.file for table in tables.TABLES if table.row is kind)
    found = _rows(kind, name, folder_of(conf, FOLDER), faults)
    if faults:
        raise DefinitionError(faults)
    return found


def _rows(kind: type[M], name: str, folder: Traversable, faults: list[str]) -> tuple[M, ...]:
    rows, _ = parse_csv(name, text(folder, name, faults), list(kind.model_fields), faults)
    return shape(kind, ((f"{name}:{line}", cells) for line, cells in rows), faults, csv=True).items


def _tables(folder: Traversable, faults: list[str]) -> list[Figure]:
    return [
        Figure(
            id=f"{part.kind}/{part.subject}",
            claim=part.kind,
            claim_class="index_exact" if part.exact else "index_ordinal",
            source_line=part.source_line,
            published=part.published,
            readings=(part.reading,),
            contradicted=part.contradicted,
        )
        for table in tables.TABLES
        for item in _rows(table.row, table.file, folder, faults)
        for part in table.parts(item)
    ]
