"""Raw files as judged records, by the definition; and the ids alone, where those are enough."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from urllib.parse import unquote

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark.definition.lookups import city_keys, industry_keys
from dti_spark.definition.model import Definition, FilePolicy, Source
from dti_spark.errors import UnreadableError
from dti_spark.events.contested import number
from dti_spark.events.delivered import PADS, event_id, has_id
from dti_spark.events.records import records
from dti_spark.lake import raw_files
from dti_spark.lake.delta import Lake
from dti_spark.lake.hadoop import uri
from dti_spark.lake.raw_files import RawFile
from dti_spark.methods import pseudonym
from dti_spark.quarters import between, shift, start


def hash_key() -> bytes:
    """The key of the pseudonyms, from the environment (DTI_HASH_KEY); empty where it is not set."""
    return os.environ.get("DTI_HASH_KEY", "").encode()


@dataclass(frozen=True)
class Reader:
    """Reads the raw files below a root as a definition says."""

    lake: Lake
    definition: Definition
    raw: str

    def records(self, files: Sequence[RawFile], *, within: DataFrame | None = None) -> DataFrame:
        """The judged records of files of any sources; only those whose `id_number` is `within`, if that is given."""
        return reduce(DataFrame.union, (self._records(*of_source, within) for of_source in self._by_source(files)))

    def id_numbers(self, files: Sequence[RawFile]) -> DataFrame:
        """The `id_number` of every record that has an id, whatever else it says."""
        numbered = (self._with_ids(*of_source).select("id_number") for of_source in self._by_source(files))
        return reduce(DataFrame.union, numbered)

    def moved(self, files: Sequence[RawFile]) -> dict[RawFile, bool]:
        """Files that are not any more as they were listed, and whether there is still one of that name."""
        sources = [self.definition.source(id) for id in sorted({file.source for file in files})]
        return raw_files.moved(self.lake.spark, self.raw, sources, files)

    def policy(self, file: RawFile) -> FilePolicy:
        """What its source says of files that cannot be read."""
        return self.definition.source(file.source).files

    def _by_source(self, files: Sequence[RawFile]) -> list[tuple[Source, list[str]]]:
        for file in files:
            if not file.size:
                address = f"{uri(self.lake.spark, self.raw)}/{unquote(file.file)}"
                raise UnreadableError(f"{address} has 0 bytes; deliver it again, or remove it", address)
        by_source = [(s, [file.file for file in files if file.source == s.id]) for s in self.definition.sources]
        return [(source, names) for source, names in by_source if names]

    def _with_ids(self, source: Source, names: list[str]) -> DataFrame:
        """Raw records that have an id, with its number."""
        raw = raw_files.read(self.lake.spark, self.raw, source, names).where(has_id(source))
        keyed = raw.join(F.broadcast(self._pads), how="cross")
        return keyed.select(*raw.columns, number(event_id(source)).alias("id_number"))

    def _records(self, source: Source, names: list[str], within: DataFrame | None) -> DataFrame:
        raw = raw_files.read(self.lake.spark, self.raw, source, names)
        if within is not None:
            # before anything is judged: a filter behind it would have all of it computed for every row
            found = self._with_ids(source, names).join(F.broadcast(within), on="id_number", how="left_semi")
            # the few that are left go on in a stage of their own: one method for all would be too long to be compiled
            raw = found.repartition("id_number").select(*raw.columns)
        calendar = self.definition.index.calendar
        quarters = between(calendar.first, shift(calendar.last, 1))
        return records(
            raw,
            self._cities,
            self._industries,
            self._pads,
            source=source,
            kinds={kind: "sum" in measures for kind, measures in self.definition.kinds(source.id).items()},
            city_codes=_codes(city_keys(self.definition)),
            industry_codes=_codes(industry_keys(self.definition)),
            quarter_starts={quarter: start(quarter, calendar.timezone) for quarter in quarters},
            out_of_scope=self.definition.index.out_of_scope,
        )

    @cached_property
    def _pads(self) -> DataFrame:
        return self.lake.frame([{PADS: pseudonym.pads(hash_key())}], f"{PADS} struct<inner: binary, outer: binary>")

    @cached_property
    def _cities(self) -> DataFrame:
        return self.lake.frame(_pairs("city", city_keys(self.definition)), "city_key string, city string")

    @cached_property
    def _industries(self) -> DataFrame:
        pairs = _pairs("industry", industry_keys(self.definition))
        return self.lake.frame(pairs, "industry_key string, industry string")


def _codes(keys: dict[str, str]) -> list[str]:
    return [key for key in keys if key.isascii() and key.isdigit()]


def _pairs(name: str, keys: dict[str, str]) -> list[dict[str, object]]:
    return [{f"{name}_key": key, name: value} for key, value in keys.items()]
