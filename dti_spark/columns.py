"""The glossary: every column of every table once - name, type, unit and meaning.

The same quantity has the same name everywhere, and every measure says over what a reader may add it up. A glossary is
one list, so this file alone may be longer than others.
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


CELLS, READ, STEPS = "cities, industries and quarters of one indicator", "files and runs", "steps and runs"
"""Over what usage, records and costs may be added up."""

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
quantity = Column(
    "quantity", LONG, "How much was used", "millionths of the indicator's unit", "accepted records of one kind"
)
verdict = Column("verdict", STRING, "What became of the record: accepted, duplicate, skipped or rejected")
reason = Column("reason", STRING, "Why a record was skipped or rejected")
record = Column("record", STRING, "The record as delivered; of a conflicting duplicate, its canonical columns as JSON")

# the ledger of files
size = Column("size", LONG, "Size of the raw file", "bytes", "files")
modified = Column("modified", INSTANT, "Modification time of the raw file", "UTC instant")
state = Column(
    "state",
    STRING,
    "State of the file: done, late (read after a younger one) or refused (nothing of it counts)",
)
records = Column("records", LONG, "Records delivered = accepted + duplicate + skipped + rejected", "records", READ)
accepted = Column("accepted", LONG, "Records that count in the index", "records", READ)
duplicate = Column("duplicate", LONG, "Identical copies of accepted records", "records", READ)
skipped = Column("skipped", LONG, "Records that are no fault and do not count", "records", READ)
rejected = Column("rejected", LONG, "Records with a fault", "records", READ)
quarters = Column("quarters", T.ArrayType(STRING, containsNull=False), "Quarters that the accepted records fall in")
reading = Column("reading", STRING, "Fingerprint of the part of the definition that the file was read with")

# how much
quarter = Column("quarter", STRING, "Calendar quarter in the definition's time zone, as 2021Q3")
indicator = Column("indicator", STRING, "An indicator of index.yml")
amount = Column("value", EXACT, "Usage of the indicator", "the indicator's own unit, exact", CELLS)
events = Column("events", LONG, "Accepted events", "events", CELLS)
entities = Column(
    "entities", LONG, "Distinct entities in the cell; sums count an entity once per cell", "entities", CELLS
)
largest = Column("largest", EXACT, "Largest contribution of one entity to value", "the indicator's own unit, exact", "")
second = Column(
    "second", EXACT, "Second largest contribution of one entity to value", "the indicator's own unit, exact", ""
)

# what it adds up to
index = Column("index", STRING, "An index of index.yml")
node = Column("node", STRING, "Node of the index tree; the root bears the id of the index")
parent = Column("parent", STRING, "Node one step up the tree; null for the root")
weight = Column(
    "weight", DOUBLE, "Weight of the node within its parent", "fraction", "the children of one parent, to 1"
)
experts = Column("experts", LONG, "Experts who scored the node", "experts", "")
mean_score = Column("mean_score", DOUBLE, "Mean of the expert scores", "1 = least to 5 = most important", "")
base_quarter = Column("base_quarter", STRING, "Quarter whose national total is 100")
total = Column("total", EXACT, "National total of the base quarter; frozen", "the indicator's own unit, exact", "")
region_type = Column("region_type", STRING, "nation, economic_region, province, cluster, tier or city")
region = Column(
    "region", STRING, "Region within its type: CN, economic region, province or city code, cluster id, tier"
)
industry = Column("industry", STRING, "Industry id, group id, or all")
period = Column("period", STRING, "Quarter as 2021Q3 or year as 2021")
period_type = Column("period_type", STRING, "quarter or year")
level = Column("level", INT, "0 index, 1 layer, 2 indicator")
value = Column(
    "value",
    DOUBLE,
    "Index value",
    "points: nation in the base quarter = 100",
    "regions of one type, industries without groups, and quarters; not over nodes",
)

# what readers ask
raw = Column(
    "raw",
    EXACT,
    "The city's usage in the quarter",
    "the indicator's own unit, exact",
    "cities and quarters of one indicator",
)
share_of_nation = Column("share_of_nation", DOUBLE, "value / value of the nation; null where that is 0", "fraction", "")
share_of_cluster = Column("share_of_cluster", DOUBLE, "value / value of the city's cluster; else null", "fraction", "")
rank = Column("rank", INT, "Rank among regions of the same type; ties share the smaller rank", "1 = largest", "")
rank_in_cluster = Column(
    "rank_in_cluster", INT, "Rank among the cities of the cluster; null outside clusters", "1 = largest", ""
)
rank_in_province = Column(
    "rank_in_province", INT, "Rank among the cities of the province; null but for cities", "1 = largest", ""
)
rank_change = Column(
    "rank_change", INT, "Rank in the last full year before the period, less rank", "places, positive = moved up", ""
)
qoq = Column(
    "qoq",
    DOUBLE,
    "value / value one quarter before - 1; null where that is 0 or missing, and for years",
    "fraction",
    "",
)
yoy = Column("yoy", DOUBLE, "value / value a year before - 1; null where that is 0 or missing", "fraction", "")
growth = Column("growth", DOUBLE, "Mean of yoy and the yoy a year before: the report's headline", "fraction", "")
growth_rank = Column(
    "growth_rank", INT, "Rank by growth among regions of the same type; null without growth", "1 = fastest", ""
)
yoy_rank = Column("yoy_rank", INT, "Rank by yoy among regions of the same type; null without yoy", "1 = fastest", "")

# what a value is made of
ALL_WAYS = "regions of one type, industries without groups, and nodes of one level"
points = Column(
    "points", DOUBLE, "What the node adds to the value of its index", "points", adds=f"{ALL_WAYS}; quarters of a year"
)
share_of_index = Column(
    "share_of_index",
    DOUBLE,
    "points / points of the whole index in the same region and industry; null where that is 0",
    "fraction",
    adds="nodes of one level",
)
qoq_points = Column("qoq_points", DOUBLE, "points less those of the quarter before", "points", adds=ALL_WAYS)
yoy_points = Column("yoy_points", DOUBLE, "points less those of a year before", "points", adds=ALL_WAYS)
qoq_contribution = Column(
    "qoq_contribution",
    DOUBLE,
    "qoq_points / points of the whole index, same region and industry, the quarter before; null where that is 0",
    "fraction",
    adds="nodes of one level",
)
yoy_contribution = Column(
    "yoy_contribution",
    DOUBLE,
    "yoy_points / points of the whole index, same region and industry, a year before; null where that is 0",
    "fraction",
    adds="nodes of one level",
)
nation_yoy_contribution = Column(
    "nation_yoy_contribution",
    DOUBLE,
    "yoy_points / points of the nation's whole index a year before; null where that is 0",
    "fraction",
    adds=ALL_WAYS,
)
change_part = Column("part", STRING, "A part of the value: node, industry or region; or whole")
points_before = Column("points_before", DOUBLE, "points in the earlier period", "points", "parts")
points_now = Column("points", DOUBLE, "points in the later period", "points", "parts")
change = Column("change", DOUBLE, "points less points_before", "points", "parts")
change_contribution = Column(
    "contribution", DOUBLE, "change / points_before of the whole; null where that is 0", "fraction", "parts"
)
share_of_change = Column(
    "share_of_change", DOUBLE, "change / change of the whole; null where that is 0", "fraction", "parts"
)

# regions as wholes of cities
value_per_city = Column("value_per_city", DOUBLE, "value / cities", "points", "")
share_of_cities = Column("share_of_cities", DOUBLE, "Cities of the region / cities of the index", "fraction", "")
rank_per_city = Column("rank_per_city", INT, "Rank by value_per_city among regions of the same type", "1 = largest", "")
cities_in_use = Column("cities_in_use", LONG, "Cities of the region whose value is above 0", "cities", "")
largest_of_cities = Column("largest_of_cities", DOUBLE, "Largest value of a city of the region", "points", "")
smallest_of_cities = Column("smallest_of_cities", DOUBLE, "Smallest value of a city of the region", "points", "")
max_min = Column(
    "max_min", DOUBLE, "largest_of_cities / smallest_of_cities; null where the smallest is 0", "ratio", adds=""
)
first_share = Column(
    "first_share", DOUBLE, "Share of the first city in the region; null without usage", "fraction", adds=""
)
first_2_share = Column("first_2_share", DOUBLE, "Share of the first two cities together", "fraction", "")
first_10_share = Column("first_10_share", DOUBLE, "Share of the first ten cities together", "fraction", "")
ranks_2_10_share = Column("ranks_2_10_share", DOUBLE, "Share of the cities at ranks 2 to 10", "fraction", "")
ranks_3_10_share = Column("ranks_3_10_share", DOUBLE, "Share of the cities at ranks 3 to 10", "fraction", "")
hhi = Column("hhi", DOUBLE, "Herfindahl-Hirschman index: sum of squared shares of the cities", "1/cities to 1", "")
gini = Column("gini", DOUBLE, "Gini coefficient of the cities' values", "0 = equal, to 1 - 1/cities", "")
cv = Column("cv", DOUBLE, "Coefficient of variation: standard deviation of the cities / their mean", "ratio", "")
theil = Column("theil", DOUBLE, "Theil index T of the cities' values", "0 = equal, to ln(cities)", "")
theil_within_provinces = Column(
    "theil_within_provinces", DOUBLE, "Part of theil that lies within provinces; null without usage", "nats", adds=""
)
theil_between_provinces = Column(
    "theil_between_provinces", DOUBLE, "Part of theil that lies between provinces", "nats", adds=""
)
theil_between_economic_regions = Column(
    "theil_between_economic_regions",
    DOUBLE,
    "Part of theil_between_provinces that lies between economic regions",
    "nats",
    adds="",
)
sigma = Column(
    "sigma", DOUBLE, "Standard deviation of ln(value) over cities_in_use; falling = sigma convergence", "nats", adds=""
)
beta = Column(
    "beta",
    DOUBLE,
    "Slope of yearly growth of ln(value) since the base on ln(value) there; below 0 = small cities catch up",
    "per year",
    adds="",
)
beta_cities = Column(
    "beta_cities", LONG, "Cities with usage now and in the base, on which beta rests", "cities", adds=""
)

# who leads
criterion = Column("criterion", STRING, "What regions are ranked by: level, yoy or growth")
leading_figure = Column(
    "leading_figure", DOUBLE, "The figure ranked by: value, yoy or growth", "points, or fraction", ""
)
leader_change = Column(
    "leader_change",
    INT,
    "Rank before, less rank; by level in the last full year, by yoy and growth a year before",
    "places, positive = moved up",
    "",
)

# industries within regions and regions within industries
share_of_region = Column(
    "share_of_region",
    DOUBLE,
    "value / value of all industries in the region; null where that is 0",
    "fraction",
    adds="industries, not groups",
)
location_quotient = Column(
    "location_quotient",
    DOUBLE,
    "Share of the industry here / its share in the nation; null where that is 0",
    "1 = as the nation",
    adds="",
)
rank_in_region = Column(
    "rank_in_region",
    INT,
    "Rank by value among the region's industries, groups taken as one; null for their parts, and without usage",
    "1 = largest",
    "",
)
size_class = Column(
    "size_class",
    STRING,
    "top: at least twice the mean of the ranked industries of the region; middle: at least the mean; tail",
)
cumulative = Column(
    "cumulative",
    DOUBLE,
    "Sum of value from the first quarter to this one; null for years",
    "points",
    adds="regions of one type, and industries",
)
cumulative_rank = Column("cumulative_rank", INT, "rank_in_region by cumulative", "1 = largest", "")
growth_rank_in_region = Column(
    "growth_rank_in_region", INT, "Rank by growth among the region's industries, as rank_in_region", "1 = fastest", ""
)
share_rank = Column("share_rank", INT, "Rank by share_of_region among regions of the same type", "1 = largest", "")
share_rank_of_year = Column(
    "share_rank_of_year", INT, "share_rank in the last full year before the period", "1 = largest", ""
)
double_high = Column(
    "double_high",
    BOOLEAN,
    "Among the first ten by share in the last full year and by growth; null where one is, or of ten regions or fewer",
)

# named sets of regions, and the DIO window
share_of_formation = Column(
    "share_of_formation",
    DOUBLE,
    "points / points of all industries there; null where that is 0",
    "fraction",
    "industries without groups",
)
is_own_industry = Column("is_own_industry", BOOLEAN, "Whether the formation is named after the industry")
cell_points = Column(
    "cell_points",
    DOUBLE,
    "What the indicators of the cell add to the index of the region",
    "points",
    "regions of one type, cells, and the quarters of a year",
)
relative_share = Column(
    "relative_share",
    DOUBLE,
    "share_of_index of the cell here / in the nation; null where that is 0",
    "1 = as the nation",
    "",
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
cities = Column("cities", LONG, "Cities in the region", "cities", "regions of one type")
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
index_definition = Column(
    "index_definition",
    STRING,
    "Fingerprint of what index values rest on in conf/: all but formations and DIO",
    "SHA-256",
)
code_version = Column("code_version", STRING, "Version of dti_spark")
last_batch = Column("last_batch", LONG, "Last ingestion batch that the release includes")
files = Column("files", LONG, "Raw files that the release rests on", "files", "")
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
difference = Column(
    "difference", DOUBLE, "Computed less published, or how far a bound is missed", "the figure's unit", ""
)
tolerance = Column("tolerance", STRING, "What counts as the same")
figure_verdict = Column("verdict", STRING, "holds, missed, contradicted in source, or not computable")
figure_reason = Column("reason", STRING, "Why the verdict is not a plain yes, or how the figure was read")
promised = Column("promised", BOOLEAN, "Whether calibrated logs must show it: it holds in conf/demo/targets")

# runs and what they cost, in Spark's own counts
run_started = Column("run_started", INSTANT, "When the run of the step started", "UTC instant")
step = Column("step", INT, "Number of the step within its run, from 1")
step_name = Column("name", STRING, "What the step did, in the words that progress shows")
seconds = Column("seconds", DOUBLE, "Time from start to finish", "seconds", "steps, or runs")
rows_in = Column(
    "rows_in", LONG, "Rows that tasks read from files, tables and memory; twice where read twice", "rows", STEPS
)
bytes_read = Column(
    "bytes_read", LONG, "What tasks read of files, as stored there, and of tables in memory", "bytes", STEPS
)
rows_out = Column("rows_out", LONG, "Rows that tasks wrote to files, staged ones too", "rows", STEPS)
bytes_written = Column("bytes_written", LONG, "Size of the files that tasks wrote, staged ones too", "bytes", STEPS)
shuffle_written = Column("shuffle_written", LONG, "What tasks wrote for others to read", "bytes", STEPS)
shuffle_read = Column("shuffle_read", LONG, "What tasks read of others", "bytes", STEPS)
spilled_memory = Column("spilled_memory", LONG, "What did not fit into memory, as it lay there", "bytes", STEPS)
spilled_disk = Column("spilled_disk", LONG, "What did not fit into memory, as put on disk", "bytes", STEPS)
tasks = Column("tasks", LONG, "Tasks that succeeded", "tasks", STEPS)
failed_tasks = Column("failed_tasks", LONG, "Tasks that failed and were tried again, or ended the step", "tasks", STEPS)
storage_retries = Column(
    "storage_retries",
    LONG,
    "Requests to an object store that the driver had to repeat; not those of executors",
    "requests",
    STEPS,
)
outcome = Column("outcome", STRING, "done or failed")
exit_code = Column("exit_code", INT, "Exit code of the run: 0, 2, 3 or 4; 1 where nobody foresaw the error")
error = Column("error", STRING, "The error in one sentence; null where there was none")
files_read = Column(
    "files_read", LONG, "Raw files that the run read; null where it did not get that far", "files", "runs"
)
measured = Column("measured", T.ArrayType(STRING, containsNull=False), "Quarters whose usage was measured anew")
indexed = Column("indexed", T.ArrayType(STRING, containsNull=False), "Quarters whose index values were computed anew")
application = Column("application", STRING, "Application id of Spark, which names its event log")

# the DIO window and what the report tells of tools and cases
dio_input = Column("dio_input", STRING, "Kind of input in the DIO window; an id of dio.yml, mapped by us")
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
