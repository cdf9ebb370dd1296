"""The glossary: every column of every table once - name, type, unit and meaning.

The same quantity has the same name everywhere. A column that a reader may add up over regions and industries says
`additive`; shares, ranks and rates say that they are not.
"""

from dataclasses import dataclass

from pyspark.sql import types as T

STRING, LONG, INT, DOUBLE = T.StringType(), T.LongType(), T.IntegerType(), T.DoubleType()
BOOLEAN, INSTANT, HASH = T.BooleanType(), T.TimestampType(), T.BinaryType()
EXACT = T.DecimalType(28, 6)
"""Exact totals: decimal sums do not depend on the order of rows."""


@dataclass(frozen=True)
class Column:
    """A column as readers see it: its comment in Delta is `meaning (unit; additive over ...)`.

    `adds` says over what a measure may be added up; it is empty for measures that may not be added at all, such as
    shares, ranks and rates, and null for what is no measure.
    """

    name: str
    type: T.DataType
    meaning: str
    unit: str = ""
    adds: str | None = None

    @property
    def comment(self) -> str:
        """Text stored with the column in Delta."""
        additive = None if self.adds is None else f"additive over {self.adds}" if self.adds else "not additive"
        more = "; ".join(part for part in (self.unit, additive) if part)
        return f"{self.meaning} ({more})" if more else self.meaning


# what was delivered
source = Column("source", STRING, "Raw log that the record came from; an id of sources.yml")
file = Column("file", STRING, "Raw file, as a URI path below the raw root")
run = Column("run", STRING, "Run that wrote the row")
batch = Column("batch", LONG, "Number of the ingestion batch, counted over the life of the lake")
event_id = Column("event_id", HASH, "Keyed hash of the event's id within its source", "128 bits")
id_number = Column("id_number", LONG, "64 bits of event_id: cheap to shuffle, shared by two ids once in a while")
occurred_at = Column("occurred_at", INSTANT, "When the usage happened", "UTC instant")
kind = Column("kind", STRING, "What was used, in the words of the source")
city = Column("city", STRING, "City where it was used; a city_code of gold.cities")
event_industry = Column("industry", STRING, "Industry of the user: an id of gold.industries, or unattributed")
entity = Column("entity", HASH, "Keyed hash of the organisation or account that used it", "128 bits")
quantity = Column("quantity", LONG, "How much was used", "millionths of the indicator's unit")
verdict = Column("verdict", STRING, "What became of the record: accepted, duplicate, skipped or rejected")
reason = Column("reason", STRING, "Why a record was skipped or rejected")
record = Column("record", STRING, "The record as delivered; of a conflicting duplicate, its canonical columns as JSON")

# the ledger of files
size = Column("size", LONG, "Size of the raw file", "bytes")
modified = Column("modified", INSTANT, "Modification time of the raw file", "UTC instant")
state = Column(
    "state",
    STRING,
    "State of the file: done, late (read after a younger one) or refused (nothing of it counts)",
)
records = Column("records", LONG, "Records delivered = accepted + duplicate + skipped + rejected", "records, additive")
accepted = Column("accepted", LONG, "Records that count in the index", "records, additive")
duplicate = Column("duplicate", LONG, "Identical copies of accepted records", "records, additive")
skipped = Column("skipped", LONG, "Records that are no fault and do not count", "records, additive")
rejected = Column("rejected", LONG, "Records with a fault", "records, additive")
quarters = Column("quarters", T.ArrayType(STRING, containsNull=False), "Quarters that the accepted records fall in")
reading = Column("reading", STRING, "Fingerprint of the part of the definition that the file was read with")

# how much
quarter = Column("quarter", STRING, "Calendar quarter in the definition's time zone, as 2021Q3")
indicator = Column("indicator", STRING, "An indicator of index.yml")
amount = Column("value", EXACT, "Usage in the indicator's own unit", "exact, additive")
events = Column("events", LONG, "Accepted events", "events, additive")
entities = Column("entities", LONG, "Distinct entities in the cell", "entities, added over cells as the method does")
largest = Column("largest", EXACT, "Largest contribution of one entity to value", "not additive")
second = Column("second", EXACT, "Second largest contribution of one entity to value", "not additive")

# what it adds up to
index = Column("index", STRING, "An index of index.yml")
node = Column("node", STRING, "Node of the index tree; the root bears the id of the index")
parent = Column("parent", STRING, "Node one step up the tree; null for the root")
weight = Column("weight", DOUBLE, "Weight of the node within its parent", "fraction, adds to 1 within a parent")
experts = Column("experts", LONG, "Experts who scored the node")
mean_score = Column("mean_score", DOUBLE, "Mean of the expert scores", "1 = least to 5 = most important")
base_quarter = Column("base_quarter", STRING, "Quarter whose national total is 100")
total = Column("total", EXACT, "National total of the base quarter; frozen", "exact, the indicator's own unit")
region_type = Column("region_type", STRING, "nation, economic_region, province, cluster, tier or city")
region = Column(
    "region", STRING, "Region within its type: CN, economic region, province or city code, cluster id, tier"
)
industry = Column("industry", STRING, "Industry id, group id, or all")
period = Column("period", STRING, "Quarter as 2021Q3 or year as 2021")
period_type = Column("period_type", STRING, "quarter or year")
level = Column("level", INT, "0 index, 1 layer, 2 indicator")
value = Column(
    "value", DOUBLE, "Index value", "points: nation in the base quarter = 100; additive over regions and industries"
)

# what readers ask
raw = Column("raw", EXACT, "The city's usage in the quarter", "the indicator's own unit, additive")
share_of_nation = Column("share_of_nation", DOUBLE, "value / value of the nation; null where that is 0", "fraction")
share_of_cluster = Column("share_of_cluster", DOUBLE, "value / value of the city's cluster", "fraction, cities only")
rank = Column("rank", INT, "Rank among regions of the same type; 1 = largest, ties share the smaller rank")
rank_in_cluster = Column("rank_in_cluster", INT, "Rank among the cities of the cluster", "cities only")
rank_in_province = Column("rank_in_province", INT, "Rank among the cities of the province", "cities only")
rank_change = Column("rank_change", INT, "Rank in the last full year before the period, less rank; positive = moved up")
qoq = Column("qoq", DOUBLE, "value / value one quarter before - 1; null where that is 0 or missing", "fraction")
yoy = Column("yoy", DOUBLE, "value / value four quarters before - 1; null where that is 0 or missing", "fraction")
growth = Column("growth", DOUBLE, "Mean of yoy and the yoy four quarters before: the report's headline", "fraction")
growth_rank = Column(
    "growth_rank", INT, "Rank by growth among regions of the same type; 1 = fastest, null without growth"
)

# dimensions
city_code = Column("city_code", STRING, "Administrative code, GB/T 2260", "6 digits")
province_code = Column("province_code", STRING, "Administrative code of the province, GB/T 2260", "6 digits")
name_zh = Column("name_zh", STRING, "Name in Chinese")
name_en = Column("name_en", STRING, "Name in English")
full_name_zh = Column("full_name_zh", STRING, "Official name in Chinese")
economic_region = Column("economic_region", STRING, "One of the four regions of the National Bureau of Statistics")
cluster = Column("cluster", STRING, "City cluster; null outside the clusters")
tier = Column("tier", STRING, "City tier, 1 to 5")
tier_source = Column("tier_source", STRING, "Class of the city in the source list of the tiers (Yicai, 2022)")
hu_line = Column("hu_line", STRING, "Side of the Hu Huanyong line: southeast or northwest")
longitude = Column("longitude", DOUBLE, "Longitude of the seat (GeoNames, CC BY 4.0)", "degrees east")
latitude = Column("latitude", DOUBLE, "Latitude of the seat (GeoNames, CC BY 4.0)", "degrees north")
admin_type = Column("admin_type", STRING, "Kind of administrative unit")
iso_3166_2 = Column("iso_3166_2", STRING, "Code of the province in ISO 3166-2")
cities = Column("cities", LONG, "Cities in the region", "cities")
industry_group = Column("industry_group", STRING, "Group that the industry belongs to")
is_group = Column(
    "is_group", BOOLEAN, "Whether the row is a group of industries, whose value is the sum of its members"
)
basis = Column("basis", STRING, "Where the entry comes from; reconstructed where the report does not print it")
unit = Column("unit", STRING, "Unit of the indicator")
measure = Column("measure", STRING, "sum of quantity, count of events, or distinct entities; null above indicators")
first_quarter = Column("first_quarter", STRING, "First quarter of the period")
last_quarter = Column("last_quarter", STRING, "Last quarter of the period")
is_base = Column("is_base", BOOLEAN, "Whether the period is the base quarter")
sort_order = Column("sort_order", INT, "Order in which to list the members")

# releases
release = Column("release", STRING, "Name of the release")
methodology = Column("methodology", STRING, "Version of the method, from index.yml")
definition = Column("definition", STRING, "Fingerprint of conf/", "SHA-256")
code_version = Column("code_version", STRING, "Version of dti_spark")
last_batch = Column("last_batch", LONG, "Last ingestion batch that the release includes")
files = Column("files", LONG, "Raw files that the release rests on")
refreshed = Column("refreshed", T.ArrayType(STRING, containsNull=False), "Quarters computed anew for the release")
table_versions = Column("table_versions", T.MapType(STRING, LONG), "Delta version of each table in the release")
started = Column("started", INSTANT, "When the run, or the step, started", "UTC instant")
finished = Column("finished", INSTANT, "When the run finished", "UTC instant")
status = Column(
    "status", STRING, "published, nothing new, refused (data or definition must change) or failed (start again)"
)

# the report's figures
figure = Column("figure", STRING, "A figure that the report prints: a claim, or a cell of one of its tables")
claim = Column("claim", STRING, "Id of the claim in conf/published/claims.csv, or the table that the figure stands in")
source_line = Column("source_line", STRING, "Line of the report's text that prints it")
printed = Column("published", STRING, "What the report prints, with its operator")
computed = Column("computed", STRING, "The same from gold.index_values; empty where nothing can be computed")
difference = Column("difference", DOUBLE, "Computed less published, or how far a bound is missed", "the figure's unit")
tolerance = Column("tolerance", STRING, "What counts as the same")
figure_verdict = Column("verdict", STRING, "holds, missed, contradicted in source, or not computable")
figure_reason = Column("reason", STRING, "Why the verdict is not a plain yes, or how the figure was read")
promised = Column("promised", BOOLEAN, "Whether calibrated logs must show it: it holds in conf/demo/targets")

# runs and what they cost, in Spark's own counts
run_started = Column("run_started", INSTANT, "When the run of the step started", "UTC instant")
step = Column("step", INT, "Number of the step within its run, from 1")
step_name = Column("name", STRING, "What the step did, in the words that progress shows")
seconds = Column("seconds", DOUBLE, "Time from start to finish", "seconds")
rows_in = Column("rows_in", LONG, "Rows that tasks read from files, tables and memory; twice where read twice", "rows")
bytes_read = Column("bytes_read", LONG, "What tasks read of files, as stored there, and of tables in memory", "bytes")
rows_out = Column("rows_out", LONG, "Rows that tasks wrote to files, staged ones too", "rows")
bytes_written = Column("bytes_written", LONG, "Size of the files that tasks wrote, staged ones too", "bytes")
shuffle_written = Column("shuffle_written", LONG, "What tasks wrote for others to read", "bytes")
shuffle_read = Column("shuffle_read", LONG, "What tasks read of others", "bytes")
spilled_memory = Column("spilled_memory", LONG, "What did not fit into memory, as it lay there", "bytes")
spilled_disk = Column("spilled_disk", LONG, "What did not fit into memory, as put on disk", "bytes")
tasks = Column("tasks", LONG, "Tasks that succeeded", "tasks")
failed_tasks = Column("failed_tasks", LONG, "Tasks that failed and were tried again, or ended the step", "tasks")
storage_retries = Column(
    "storage_retries",
    LONG,
    "Requests to an object store that the driver had to repeat; not those of executors",
    "requests",
)
outcome = Column("outcome", STRING, "done or failed")
exit_code = Column("exit_code", INT, "Exit code of the run: 0, 2, 3 or 4; 1 where nobody foresaw the error")
error = Column("error", STRING, "The error in one sentence; null where there was none")
files_read = Column("files_read", LONG, "Raw files that the run read; null where it did not get that far", "files")
measured = Column("measured", T.ArrayType(STRING, containsNull=False), "Quarters whose usage was measured anew")
indexed = Column("indexed", T.ArrayType(STRING, containsNull=False), "Quarters whose index values were computed anew")
application = Column("application", STRING, "Application id of Spark, which names its event log")

# the DIO window and what the report tells of tools and cases
dio_input = Column("dio_input", STRING, "Kind of input in the DIO window; an id of dio.yml")
dio_outcome = Column("dio_outcome", STRING, "Level of the outcome in the DIO window: enterprise, industry or society")
input_zh = Column("input_zh", STRING, "Name of the input in Chinese")
input_en = Column("input_en", STRING, "Name of the input in English")
outcome_zh = Column("outcome_zh", STRING, "Name of the level in Chinese")
outcome_en = Column("outcome_en", STRING, "Name of the level in English")
tool = Column("tool", STRING, "Digital tool that the report describes; an id of dio.yml")
tool_zh = Column("tool_zh", STRING, "Name of the tool in Chinese")
tool_en = Column("tool_en", STRING, "Name of the tool in English")
family = Column("family", STRING, "Family that the tool belongs to; an id of dio.yml")
family_zh = Column("family_zh", STRING, "Name of the family in Chinese")
family_en = Column("family_en", STRING, "Name of the family in English")
organisation = Column("organisation", STRING, "Who made the tool")
inputs = Column("inputs", T.ArrayType(STRING, containsNull=False), "Inputs that the tool's page names")
outcomes = Column("outcomes", T.ArrayType(STRING, containsNull=False), "Levels that the tool's page names")
case = Column("case", STRING, "Case of the tool, an id of dio.yml; null for what is told of the tool itself")
case_zh = Column("case_zh", STRING, "Name of the case in Chinese; null for what is told of the tool itself")
case_en = Column("case_en", STRING, "Name of the case in English; null for what is told of the tool itself")
case_outcome = Column("case_outcome", STRING, "Level of the case; null without a case or where none is told")
result_number = Column("result_number", INT, "Number of the printed result, over all tools; null where none is printed")
result_zh = Column("result_zh", STRING, "The result as the report prints it, in Chinese")
is_context = Column("is_context", BOOLEAN, "Whether the result describes the setting rather than an outcome")
result_figure = Column("figure", STRING, "What the number in the result counts; an id")
figure_value = Column("figure_value", DOUBLE, "The number; null where only words are printed", "figure_unit", adds="")
figure_to = Column("figure_to", DOUBLE, "Upper end where the report prints a range", "figure_unit", adds="")
operator = Column("operator", STRING, "How the number is meant: =, >, >=, <= or ~ (about)")
figure_unit = Column("figure_unit", STRING, "Unit of the number; null where none is printed")
source_lines = Column("source_lines", STRING, "Lines of the report's text, as 1541, 1486-1585 or 1541;1543")

# regional formations
formation = Column("formation", STRING, "Regional formation that the report names; an id of formations.csv")
part = Column("part", STRING, "Part of the formation; whole = all parts of an area or belt together")
part_zh = Column("part_zh", STRING, "Name of the part in Chinese")
part_en = Column("part_en", STRING, "Name of the part in English")
formation_kind = Column("kind", STRING, "area, belt or line")
member_type = Column("region_type", STRING, "Type of the regions of the part: as in index values, or hu_line")
regions = Column("regions", T.ArrayType(STRING, containsNull=False), "Regions of the part, by its region_type")
