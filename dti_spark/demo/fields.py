"""What the fields of raw logs say, clean or spoiled: ids, clocks, places, industries and amounts.

All are expressions over a row of usage with its fault (see `usage` and `faults`). Clocks are written in the session's
time zone, which is UTC throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column
from pyspark.sql import functions as F

from dti_spark.demo import faults
from dti_spark.demo.chance import entry
from dti_spark.demo.faults import spoiled
from dti_spark.demo.population import Population
from dti_spark.demo.trades import section

DAY = 86_400
SHANGHAI = 8 * 3600
"""Seconds that the clocks of the logs are ahead of UTC."""
NOWHERE, NOWHERE_NAME = 999_999, "乌有市"
OUTSIDE_CODES = (810_000, 820_000, 710_000)
OUTSIDE_NAMES = {"official": ("香港特别行政区", "澳门特别行政区", "台湾省"), "short": ("香港", "澳门", "台湾")}
CORRUPT_NUMBER = "n/a"
PARTICIPANTS = [digit * 10**zeros for zeros in range(5) for digit in (1, 2, 4, 5, 8)]
"""Numbers of people that divide whole minutes into few decimals."""


def event_id(prefix: str) -> Column:
    """A product's id for the event, or none."""
    number = F.lower(F.hex(F.col("id")))
    return spoiled(F.concat(F.lit(prefix), number), {faults.MISSING_ID: F.lit(None).cast("string")})


def numeric_event_id(prefix: str) -> Column:
    """An event id of digits: prefix, day and number; or none."""
    day = F.date_format(F.date_from_unix_date(F.col("day")), "yyyyMMdd")
    text = F.concat(F.lit(prefix), day, F.col("id").cast("string"))
    return spoiled(text, {faults.MISSING_ID: F.lit(None).cast("string")})


def organisation(prefix: str) -> Column:
    """A product's id for the organisation; null where nobody knows whose usage it was."""
    return F.concat(F.lit(prefix), F.lpad(F.col("organisation").cast("string"), 9, "0"))


def one_of(values: tuple[str, ...]) -> Column:
    """One of some words, in turn."""
    return entry(values, F.pmod(F.col("id"), F.lit(len(values))).cast("int"))


def epoch(clean_per_second: int, wrong_per_second: int) -> Column:
    """When the event happened, counted since 1970 in a unit of which a second has so many; or in the wrong unit."""
    return spoiled(_seconds() * clean_per_second, {faults.WRONG_TIME: _seconds() * wrong_per_second})


def instant() -> Column:
    """When the event happened, as a timestamp; or one whose seconds were taken for milliseconds."""
    return F.timestamp_millis(epoch(1000, 1))


def utc_text(pattern: str, wrong: str) -> Column:
    """When the event happened, as text in UTC; or in a format that is not the log's."""
    return _clock(_seconds(), pattern, wrong)


def local_text(pattern: str, wrong: str) -> Column:
    """When the event happened, as text in Shanghai's time; or in a format that is not the log's."""
    return _clock(_seconds() + SHANGHAI, pattern, wrong)


def _clock(seconds: Column, pattern: str, wrong: str) -> Column:
    time = F.timestamp_seconds(seconds)
    return spoiled(F.date_format(time, pattern), {faults.WRONG_TIME: F.date_format(time, wrong)})


def _seconds() -> Column:
    return F.col("day").cast("bigint") * DAY + F.col("second") - SHANGHAI


def quantity(free: Column, *, decimals: int = 0) -> Column:
    """A quantity: that of the plan, which is in units of the last decimal, or where there is none one at will."""
    planned = F.col("units").cast("double") / 10**decimals
    return F.coalesce(planned, free.cast("double"))


def participants(units: Column, minutes: int) -> Column:
    """How many people meet for about so many minutes in so many minutes of participants; null where these are null.

    Their number divides any whole number into a finite decimal, so that participants times minutes is what it was.
    """
    fitting = F.filter(F.lit(PARTICIPANTS), lambda many: many * minutes <= units)
    return F.when(units.isNotNull(), F.coalesce(F.array_max(fitting), F.lit(1)))


def amount(clean: Column) -> Column:
    """A floating point quantity: clean, missing, negative, or not a finite number."""
    number = clean.cast("double")
    strange = F.when(F.col("coin") < 0.5, F.lit(float("nan"))).otherwise(F.lit(float("inf")))
    return spoiled(number, {**_wrong(number), faults.NOT_FINITE: strange})


def whole_amount(clean: Column) -> Column:
    """A whole quantity: clean, missing or negative."""
    number = clean.cast("bigint")
    return spoiled(number, _wrong(number))


def amount_text(clean: Column) -> Column:
    """A quantity in a text file, where half of the corrupt records have words in place of the number."""
    text = amount(clean).cast("string")
    return spoiled(text, {faults.CORRUPT: F.when(F.col("coin") < 0.5, F.lit(CORRUPT_NUMBER)).otherwise(text)})


def _wrong(number: Column) -> dict[int, Column]:
    return {faults.MISSING_QUANTITY: F.lit(None), faults.NEGATIVE: -number}


@dataclass(frozen=True)
class Names:
    """How the places and trades of usage are written in logs."""

    people: Population

    def district(self) -> Column:
        """Six-digit code, as a number, of the city or of the district in which the organisation sits."""
        places, place = self.people.places, F.col("place")
        districts = entry([p.districts for p in places], place)
        drawn = F.pmod(F.xxhash64("organisation"), districts + 1)
        inside = entry([p.first_district for p in places], place) + drawn - 1
        return _place(self._code() + F.when(drawn > 0, inside).otherwise(0))

    def city(self) -> Column:
        """Six-digit code of the city, as a number."""
        return _place(self._code())

    def official_name(self) -> Column:
        """Official name of the city."""
        return _named([p.official for p in self.people.places], "official")

    def short_name(self) -> Column:
        """Short name of the city, or the official one where the short one means a province."""
        return _named([p.short for p in self.people.places], "short")

    def trade_id(self) -> Column:
        """Id of the industry; null for none."""
        return _trade([t.id for t in self.people.trades], "no_such_trade")

    def trade_zh(self) -> Column:
        """Chinese name of the industry; null for none."""
        return _trade([t.name_zh for t in self.people.trades], "未知行业")

    def trade_en(self) -> Column:
        """English name of the industry; null for none."""
        return _trade([t.name_en for t in self.people.trades], "No such trade")

    def gbt_class(self) -> Column:
        """Class of GB/T 4754 (four digits); of a division that no industry claims for none."""
        return _code([t.classes for t in self.people.trades], "9999")

    def gbt_division(self) -> Column:
        """Division of GB/T 4754 (two digits), or a class where the industry has no division of its own."""
        return _code([t.divisions for t in self.people.trades], "99")

    def sectioned_class(self) -> Column:
        """Class of GB/T 4754 behind the letter of its section; null for none."""
        codes = [[section(code) + code for code in t.classes] if t.id else [None] for t in self.people.trades]
        return _code(codes, "Z9999")

    def _code(self) -> Column:
        return entry([p.code for p in self.people.places], F.col("place"))


def _place(code: Column) -> Column:
    outside = entry(OUTSIDE_CODES, F.floor(F.col("coin") * len(OUTSIDE_CODES)).cast("int"))
    return spoiled(code, {faults.UNKNOWN_CITY: F.lit(NOWHERE), faults.OUT_OF_SCOPE: outside})


def _named(names: list[str], style: str) -> Column:
    outside = entry(OUTSIDE_NAMES[style], F.floor(F.col("coin") * len(OUTSIDE_NAMES[style])).cast("int"))
    faulty = {faults.UNKNOWN_CITY: F.lit(NOWHERE_NAME), faults.OUT_OF_SCOPE: outside}
    return spoiled(entry(names, F.col("place")), faulty)


def _trade(names: list[str | None], unknown: str) -> Column:
    return spoiled(entry(names, F.col("trade")), {faults.UNKNOWN_INDUSTRY: F.lit(unknown)})


def _code(codes: Sequence[Sequence[str | None]], unknown: str) -> Column:
    """One of the codes of the trade, the same for all events of an organisation."""
    many = entry([len(some) for some in codes], F.col("trade"))
    chosen = F.pmod(F.xxhash64("organisation"), many).cast("int")
    return spoiled(F.get(entry(codes, F.col("trade")), chosen), {faults.UNKNOWN_INDUSTRY: F.lit(unknown)})
