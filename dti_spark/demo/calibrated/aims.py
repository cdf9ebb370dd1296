"""From the targets of conf/demo/targets to what is wanted of every city, quarter and industry."""

from dti_spark import quarters
from dti_spark.definition.model import Definition
from dti_spark.demo.calibrated.wanted import Wanted
from dti_spark.demo.targets import LAYERS, WHOLE_OF_INDUSTRIES, Targets
from dti_spark.errors import UsageError


def wanted(definition: Definition, aim: Targets) -> Wanted:
    """The targets as lists; those by industry are the shares of a province and cluster in each of its cities.

    Raises:
        UsageError: the targets are not of exactly the cities, or not of the layers, of the definition.
    """
    rows = {(row.city_code, row.quarter): row for row in aim.cities}
    times = sorted({row.quarter for row in aim.cities})
    cities = [city.city_code for city in definition.cities]
    if {code for code, _ in rows} != set(cities) or len(rows) != len(cities) * len(times):
        raise UsageError("generate: the targets are not of the cities in cities.csv; give --free")
    if {layer.key for layer in definition.index.indices[0].children} != set(LAYERS):
        raise UsageError(
            f"generate: the targets are of {', '.join(LAYERS)}, other layers than in index.yml; give --free"
        )
    shares: dict[tuple[str, str, str], dict[str, float]] = {}
    for cell in aim.mixes:
        shares.setdefault((cell.province_code, cell.cluster, cell.quarter), {})[cell.industry] = cell.share
    industries = [industry.id for industry in definition.industries]
    of_city = [(city.province_code, city.cluster or "") for city in definition.cities]
    if {(*place, quarter) for place in of_city for quarter in times} - set(shares):
        raise UsageError("generate: the targets are of other provinces and clusters than in cities.csv; give --free")
    levels = {name: [[float(getattr(rows[code, t], name)) for code in cities] for t in times] for name in LAYERS}
    mix = [
        [
            [whole * shares[(*place, quarter)][industry] for industry in industries]
            for place, whole in zip(of_city, levels[WHOLE_OF_INDUSTRIES][q], strict=True)
        ]
        for q, quarter in enumerate(times)
    ]
    return Wanted(tuple(times), tuple(cities), tuple(industries), levels, mix)


def check_quarters(aim: Wanted, first: str, last: str) -> None:
    """Targets are of the quarters that they are of.

    Raises:
        UsageError: other quarters are asked for.
    """
    if tuple(quarters.between(first, last)) != aim.quarters:
        raise UsageError(
            f"generate: targets are of {aim.quarters[0]} to {aim.quarters[-1]}; "
            f"give --free for logs of {first} to {last}, which meet none"
        )
