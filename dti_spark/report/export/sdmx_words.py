"""Words that SDMX wants as code lists and no table of gold names: units, frequencies, statuses, kinds."""

from dataclasses import dataclass

from dti_spark.report.export.names import Names


@dataclass(frozen=True)
class Unit:
    """A unit of the glossary: its code, and its Chinese name; the English one is the glossary's."""

    code: str
    zh: str


UNITS = {
    "points": Unit("POINTS", "点"),
    "points: nation in the base quarter = 100": Unit("POINTS_BASE_100", "点（基期全国=100）"),
    "points, or fraction": Unit("POINTS_OR_FRACTION", "点或比例"),
    "fraction": Unit("FRACTION", "比例（1=100%）"),
    "ratio": Unit("RATIO", "比值"),
    "1 = largest": Unit("RANK_LARGEST", "位次（1为最大）"),
    "1 = fastest": Unit("RANK_FASTEST", "位次（1为最快）"),
    "places, positive = moved up": Unit("PLACES", "位（正值为上升）"),
    "cities": Unit("CITIES", "个（城市）"),
    "1/cities to 1": Unit("HHI", "指数（1/城市数至1）"),
    "0 = equal, to 1 - 1/cities": Unit("GINI", "系数（0为完全均等，上限为1-1/城市数）"),
    "0 = equal, to ln(cities)": Unit("THEIL", "指数（0为完全均等，上限为城市数的自然对数）"),
    "nats": Unit("NATS", "奈特"),
    "per year": Unit("PER_YEAR", "每年"),
    "1 = as the nation": Unit("RELATIVE_TO_NATION", "比值（1为与全国持平）"),
    "the indicator's own unit, exact": Unit("OWN_UNIT", "指标本身的计量单位（精确值）"),
    "events": Unit("EVENTS", "条（事件）"),
    "entities": Unit("ENTITIES", "个（用户主体）"),
}
"""By the unit of a column."""

FREQUENCIES = {"Q": Names("季度", "Quarterly"), "A": Names("年度", "Annual")}
STATUSES = {"A": Names("正常值", "Normal value"), "M": Names("缺失值", "Missing value")}
KINDS = {
    "region_type": {
        "nation": Names("全国", "Nation"),
        "economic_region": Names("经济区域", "Economic region"),
        "province": Names("省级行政区", "Province"),
        "cluster": Names("城市群", "City cluster"),
        "tier": Names("城市等级", "City tier"),
        "city": Names("城市", "City"),
    },
    "criterion": {
        "level": Names("指数值", "Index value"),
        "yoy": Names("同比增速", "Year-on-year growth"),
        "growth": Names("同比增速两年均值", "Two-year mean of year-on-year growth"),
    },
    "size_class": {
        "top": Names("头部", "Top"),
        "middle": Names("腰部", "Middle"),
        "tail": Names("尾部", "Tail"),
    },
}
"""Members of columns that no dimension of gold lists."""
UNATTRIBUTED = {"unattributed": Names("未归属行业", "Not attributed to an industry")}
OWN = {
    "FREQ": Names("频率", "Frequency"),
    "MEASURE": Names("统计指标", "Measure"),
    "TIME_PERIOD": Names("时期", "Time period"),
    "OBS_VALUE": Names("观测值", "Observation value"),
    "UNIT_MEASURE": Names("计量单位", "Unit of measure"),
    "DECIMALS": Names("小数位数", "Decimals"),
    "OBS_STATUS": Names("观测值状态", "Observation status"),
}
"""Concepts that SDMX itself brings."""
