"""What an index definition is made of: frozen, and closed against unknown keys."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dti_spark.definition.dio import Window
from dti_spark.definition.lists import City, Cluster, EconomicRegion, Formation, Industry, Province, Score, Tier
from dti_spark.definition.words import Id, Model, Name, Quarter, Text


class Calendar(Model):
    """The quarters that the index covers and the one that is 100, in a time zone."""

    timezone: Text
    first: Quarter
    last: Quarter
    base: Quarter


class Quality(Model):
    """Limits beyond which a run stops."""

    max_rejected: float = Field(ge=0, le=1)
    max_mean_ratio: float = Field(gt=1)


class OutOfScope(Model):
    """Regions that are skipped: leading digits of codes, and names as logs write them."""

    prefixes: tuple[Annotated[str, StringConstraints(pattern=r"^\d{2}$")], ...]
    names: tuple[Text, ...]


Measure = Literal["sum", "count", "distinct"]


class Indicator(Model):
    """What is measured: one measure over the events of one kind in one source."""

    id: Id
    source: Id
    kind: Text
    measure: Measure
    unit: Text
    name: Name
    basis: Literal["printed", "reconstructed"]
    cite: Text | None = None


class Normalise(Model):
    """How an indicator's total becomes points; `method` names a function of methods/normalise.py."""

    method: Text
    scale: float = Field(gt=0)


class Node(Model):
    """A node of an index tree: either an indicator, or named children."""

    id: Id | None = None
    name: Name | None = None
    indicator: Id | None = None
    children: tuple["Node", ...] = ()

    @property
    def key(self) -> str:
        """The node's id in tables: the indicator's, or its own."""
        return self.indicator or self.id or ""


class Index(Model):
    """A tree of nodes with its methods; `by_industry` indices count attributed usage only."""

    id: Id
    name: Name
    by_industry: bool
    normalise: Normalise
    aggregate: Text
    children: tuple[Node, ...] = Field(min_length=1)

    @property
    def root(self) -> Node:
        """The tree as one node, which bears the index's id."""
        return Node(id=self.id, name=self.name, children=self.children)

    def walk(self) -> Iterator[tuple[Node, Node | None]]:
        """Every node with its parent, children before their parent, siblings in stated order."""
        yield from _walk(self.root, None)

    def level(self, node: Node) -> int:
        """0 for the index itself, 1 for a node between, 2 for an indicator."""
        return 2 if node.indicator else int(node.key != self.id)

    @property
    def is_linear(self) -> bool:
        """Whether values add up over regions, industries and the quarters of a year."""
        return self.normalise.method == "share_of_base" and self.aggregate == "arithmetic"

    @property
    def leaves(self) -> tuple[str, ...]:
        """Indicator ids in the order of the tree."""
        return tuple(node.indicator for node, _ in self.walk() if node.indicator)


def _walk(node: Node, parent: Node | None) -> Iterator[tuple[Node, Node | None]]:
    for child in node.children:
        yield from _walk(child, node)
    yield node, parent


class IndexFile(Model):
    """index.yml."""

    methodology: Text
    calendar: Calendar
    quality: Quality
    out_of_scope: OutOfScope
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    indices: tuple[Index, ...] = Field(min_length=1)


class Event(Model):
    """The canonical columns of an event, each a SQL row expression over the raw fields."""

    event_id: Text
    occurred_at: Text
    kind: Text
    city: Text
    industry: Text
    entity: Text
    quantity: Text


class FilePolicy(Model):
    """What becomes of raw files that do not stay as they were, or cannot be read.

    `changed`: a file that was rewritten after it was read stops the run, is kept as it was read, or has everything read
    again. `vanished`: what was read from a file that is gone is kept, and guarded against being lost by a full run
    (`forget`: not guarded), or the run stops. `unreadable`: the run stops, or the file is refused and the run goes on.
    A file that was written to less than `quiet_seconds` ago is left for the next run.
    """

    changed: Literal["stop", "keep", "read_again"] = "stop"
    vanished: Literal["keep", "stop", "forget"] = "keep"
    unreadable: Literal["stop", "refuse"] = "stop"
    quiet_seconds: int = Field(default=0, ge=0)


class Source(Model):
    """One raw log: where it lies, how it is read, and what its fields mean."""

    id: Id
    name: Name
    path: Text
    format: Literal["json", "csv", "parquet"]
    options: dict[str, str] = Field(default_factory=dict)
    schema_: Text = Field(alias="schema")
    where: Text | None = None
    files: FilePolicy = FilePolicy()
    event: Event


class Retention(Model):
    """For how many days `dti maintain` keeps what no number rests on; for ever where nothing is given.

    The texts of rejected records are counted from the release that came after them, runs and their steps from when they
    began. Events, the ledger, indicator values, gold and releases stay.
    """

    rejected_texts: int | None = Field(default=None, ge=0)
    runs: int | None = Field(default=None, ge=0)


class Profile(Model):
    """Storage and Spark settings for one kind of place to run.

    `event_log` is the folder in which Spark keeps its event log, if it shall keep one. `lease_seconds` is how long a
    run that does not answer any more keeps others from writing to its lake. `views`: all views of the index
    are made, or `core`, rankings and growth alone, in less time; what is left out is no part of the release, and made
    whole once it is asked for again.
    """

    batch_bytes: int = Field(gt=0)
    direct_bytes: int = Field(ge=0)
    event_log: Text | None = None
    lease_seconds: float = Field(default=60, gt=0)
    retention_days: Retention = Retention()
    views: Literal["all", "core"] = "all"
    spark: dict[str, str]


class Definition(Model):
    """Everything that conf/ says, checked.

    `fingerprint` is the SHA-256 of its files, without lake.yml, which moves no number; `index_fingerprint` leaves out
    those too that move no index value, dio.yml and formations.csv, whose own stand in `view_fingerprints`.
    """

    index: IndexFile
    sources: tuple[Source, ...]
    scores: tuple[Score, ...]
    cities: tuple[City, ...]
    provinces: tuple[Province, ...]
    economic_regions: tuple[EconomicRegion, ...]
    clusters: tuple[Cluster, ...]
    tiers: tuple[Tier, ...]
    industries: tuple[Industry, ...]
    formations: tuple[Formation, ...]
    dio: Window
    profiles: dict[str, Profile]
    fingerprint: str
    index_fingerprint: str
    view_fingerprints: dict[str, str]

    def source(self, id: str) -> Source:
        """The source with an id."""
        return next(source for source in self.sources if source.id == id)

    def kinds(self, source: str) -> dict[str, set[Measure]]:
        """The kinds of events in a source that indicators measure, and how."""
        found: dict[str, set[Measure]] = {}
        for indicator in self.index.indicators:
            if indicator.source == source:
                found.setdefault(indicator.kind, set()).add(indicator.measure)
        return found
