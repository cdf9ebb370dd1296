"""What a table is: a pure function from frames to a frame, with its contract in the decorator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, ParamSpec

from pyspark.sql import DataFrame
from pyspark.sql import types as T

from dti_spark.columns import Column, period_type

P = ParamSpec("P")


@dataclass(frozen=True, eq=False)
class Table(Generic[P]):
    """A table's contract and the function that makes it; calling it gives a frame that meets the contract.

    `key` names the columns that no two rows share (empty: rows are records and may repeat), `nullable` those that may
    be null, `constraints` what holds in every row, as SQL by name. `skipping` names the columns whose smallest and
    largest value Delta keeps for each file (None: those of the key), since keeping them costs time for every row.
    """

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[Column, ...]
    nullable: tuple[Column, ...]
    partition_by: tuple[Column, ...]
    constraints: dict[str, str]
    skipping: tuple[Column, ...] | None
    transform: Callable[P, DataFrame]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> DataFrame:
        """The table's rows, with the contract's columns in the contract's order and types."""
        return self.conform(self.transform(*args, **kwargs))

    def conform(self, frame: DataFrame) -> DataFrame:
        """The frame cut to the contract; a missing column or another type is a programming error."""
        if wrong := self.wrong(frame.schema):
            raise TypeError(f"{self.name} breaks its contract: {'; '.join(wrong)}")
        # names as text: a Column asks the JVM three times for each
        return frame.selectExpr(*(f"`{column.name}`" for column in self.columns))

    def wrong(self, schema: T.StructType) -> list[str]:
        """Columns of the contract that a schema does not have, or has with another type; one phrase each."""
        found = {field.name: field.dataType for field in schema}
        return [
            f"{column.name} is {found[column.name].simpleString() if column.name in found else 'missing'}, "
            f"should be {column.type.simpleString()}"
            for column in self.columns
            if not _same(found.get(column.name), column.type)
        ]

    def unknown(self, schema: T.StructType) -> list[str]:
        """Columns of a schema that are not of the contract; one phrase each."""
        known = {column.name for column in self.columns}
        return [f"{name} is not known" for name in schema.names if name not in known]

    @property
    def schema(self) -> T.StructType:
        """Names, types, nullability and comments, as Delta stores them."""
        return T.StructType(
            [
                T.StructField(c.name, c.type, nullable=c in self.nullable, metadata={"comment": c.comment})
                for c in self.columns
            ]
        )

    @property
    def chosen_by(self) -> tuple[Column, ...]:
        """Columns by which readers leave out files: `skipping`, or the key, and whether a period of it is a year.

        None where the table has neither: Delta then chooses itself.
        """
        return self.skipping or tuple(c for c in self.columns if c in self.key or (self.key and c == period_type))

    @property
    def summary(self) -> str:
        """First line of the function's docstring."""
        return (self.transform.__doc__ or "").strip().split("\n")[0]

    @property
    def comment(self) -> str:
        """What the table holds, and its grain."""
        return f"{self.summary} One row per {self.grain}."


def table(
    name: str,
    *,
    grain: str,
    columns: tuple[Column, ...],
    key: tuple[Column, ...],
    nullable: tuple[Column, ...] = (),
    partition_by: tuple[Column, ...] = (),
    constraints: dict[str, str] | None = None,
    skipping: tuple[Column, ...] | None = None,
) -> Callable[[Callable[P, DataFrame]], Table[P]]:
    """Declare the decorated function to be the table `name`."""

    def declare(transform: Callable[P, DataFrame]) -> Table[P]:
        return Table(name, grain, columns, key, nullable, partition_by, constraints or {}, skipping, transform)

    return declare


def _same(found: T.DataType | None, wanted: T.DataType) -> bool:
    """Whether types agree apart from whether nested elements may be null."""
    return found is not None and found.simpleString() == wanted.simpleString()
