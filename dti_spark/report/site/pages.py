"""The pages of a release, and what each of them loads."""

from collections.abc import Iterator, Mapping

from dti_spark.report.site.facts import ALL, Facts, Record
from dti_spark.report.site.names import safe
from dti_spark.report.site.shells import Page

CITIES, PROVINCES = "maps/city.js", "maps/province.js"


def region_file(kind: object, region: object) -> str:
    """The data file of a region."""
    return f"regions/{safe(f'{kind}-{region}')}.js"


def industry_file(industry: object) -> str:
    """The data file of an industry."""
    return f"industries/{safe(str(industry))}.js"


NATION = region_file("nation", "CN")
VIEWS = (
    ("index", "overview", "概览", "Overview", (NATION, "contributions.js", "concentration.js", PROVINCES, CITIES)),
    ("cities", "city_view", "城市", "Cities", ("concentration.js", PROVINCES, CITIES)),
    ("industries", "industry_view", "行业", "Industries", ("industry_view.js", "formations.js", PROVINCES)),
    ("dio", "dio", "DIO之窗", "DIO window", ("dio.js",)),
    ("method", "method", "方法", "Method", ("method.js",)),
    ("data", "data", "数据", "Data", ("dictionary.js", "tables.js")),
)
"""The pages that there is one of each: file, script, names, and data beside those of all pages."""


def pages(facts: Facts, *, maps: bool) -> Iterator[Page]:
    """All pages of a release; without maps none that loads any."""
    for page in _all(facts):
        data = tuple(name for name in page.data if maps or not name.startswith("maps/"))
        yield Page(page.path, page.page, page.zh, page.en, ("core.js", *data), page.marks)


def _all(facts: Facts) -> Iterator[Page]:
    for file, page, zh, en, data in VIEWS:
        yield Page(f"{file}.html", page, zh, en, data)
    for city in facts.rows("gold.cities"):
        kin = (("province", "province_code"), ("cluster", "cluster"), ("tier", "tier"))
        others = (region_file(kind, city[column]) for kind, column in kin if city[column] is not None)
        yield _region("cities", "city", city, "city_code", (NATION, *others))
    for province in facts.rows("gold.provinces"):
        wider = region_file("economic_region", province["economic_region"])
        yield _region("provinces", "province", province, "province_code", (NATION, wider, CITIES))
    for cluster in facts.rows("gold.clusters"):
        yield _region("clusters", "cluster", cluster, "cluster", (NATION, "concentration.js", CITIES))
    for industry in facts.rows("gold.industries"):
        id = str(industry["industry"])
        if id != ALL:
            names = str(industry["name_zh"]), str(industry["name_en"])
            data = (industry_file(id), PROVINCES, CITIES)
            yield Page(f"industries/{safe(id)}.html", "industry", *names, data, {"industry": id})


def _region(folder: str, kind: str, row: Mapping[str, object] | Record, key: str, others: tuple[str, ...]) -> Page:
    region = str(row[key])
    marks = {"region-type": kind, "region": region}
    names = str(row["name_zh"]), str(row["name_en"])
    return Page(f"{folder}/{safe(region)}.html", kind, *names, (region_file(kind, region), "dio.js", *others), marks)
