"""The structure of a data set as SDMX-ML 3.0: code lists, concepts, data structure and data flow, in two languages."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from dti_spark.report.export.names import Names, of_columns, of_table
from dti_spark.report.export.sdmx import AGENCY, VERSION, Codes, Shape, code_of, unit_code
from dti_spark.report.export.sdmx_words import FREQUENCIES, OWN, STATUSES, UNITS

SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
MES, STR, COM = (f"{{{SCHEMAS}/{part}}}" for part in ("message", "structure", "common"))
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONCEPTS, SCHEME = "CONCEPTS", Names("概念", "Concepts")
ATTRIBUTES = ("UNIT_MEASURE", "DECIMALS", "OBS_STATUS")
TYPES = {"int": "Integer", "bigint": "Long", "double": "Double", "boolean": "Boolean"}
"""What SDMX calls the types of attributes that have no code list; all others are text."""


def write(shape: Shape, codes: Mapping[str, Codes], release: str, prepared: datetime, file: Path) -> None:
    """Write the structure of the table's data set; `codes` has the code lists by column."""
    for prefix, space in (("mes", MES), ("str", STR), ("com", COM)):
        ET.register_namespace(prefix, space[1:-1])
    root = ET.Element(f"{MES}Structure")
    header = ET.SubElement(root, f"{MES}Header")
    _text(header, f"{MES}ID", f"{shape.id}_{code_of(release)}")
    _text(header, f"{MES}Test", "false")
    _text(header, f"{MES}Prepared", prepared.isoformat(timespec="seconds"))
    ET.SubElement(header, f"{MES}Sender", {"id": AGENCY})
    structures = ET.SubElement(root, f"{MES}Structures")
    lists = _lists(shape, codes)
    concepts = _concepts(shape)
    _codelists(ET.SubElement(structures, f"{STR}Codelists"), lists, concepts)
    scheme = _maintained(ET.SubElement(structures, f"{STR}ConceptSchemes"), "ConceptScheme", CONCEPTS, SCHEME)
    for concept, names in concepts.items():
        _named(ET.SubElement(scheme, f"{STR}Concept", {"id": concept}), names)
    own = of_table(shape.table)
    title = Names(f"{own.zh}（发布版本{release}）", f"{own.en} (release {release})")
    flow = _maintained(ET.SubElement(structures, f"{STR}Dataflows"), "Dataflow", shape.id, title)
    _text(flow, f"{STR}Structure", f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={shape.structure_id}")
    _structure(ET.SubElement(structures, f"{STR}DataStructures"), shape, lists, title)
    ET.indent(root)
    ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _lists(shape: Shape, codes: Mapping[str, Codes]) -> dict[str, dict[str, Names]]:
    """Names by code, by the concept that they are of."""
    names = of_columns(shape.table)
    return {
        "FREQ": FREQUENCIES,
        **{code_of(column): dict(of.listed.values()) for column, of in codes.items()},
        "MEASURE": {code_of(column.name): names[column.name] for column in shape.measures},
        "UNIT_MEASURE": {unit_code(column): Names(UNITS[column.unit].zh, column.unit) for column in shape.measures},
        "OBS_STATUS": STATUSES,
    }


def _concepts(shape: Shape) -> dict[str, Names]:
    """What dimensions, attributes and the measure are about."""
    names = of_columns(shape.table)
    return OWN | {code_of(column.name): names[column.name] for column in (*shape.dimensions, *shape.attributes)}


def _codelists(parent: ET.Element, lists: Mapping[str, Mapping[str, Names]], concepts: Mapping[str, Names]) -> None:
    for concept, codes in lists.items():
        made = _maintained(parent, "Codelist", f"CL_{concept}", concepts[concept])
        for code, names in codes.items():
            _named(ET.SubElement(made, f"{STR}Code", {"id": code}), names)


def _structure(parent: ET.Element, shape: Shape, lists: Mapping[str, object], title: Names) -> None:
    parts = ET.SubElement(_maintained(parent, "DataStructure", shape.id, title), f"{STR}DataStructureComponents")
    dimensions = ET.SubElement(parts, f"{STR}DimensionList", {"id": "DimensionDescriptor"})
    ids = ["FREQ", *(code_of(column.name) for column in shape.dimensions), "MEASURE"]
    for place, concept in enumerate(ids, 1):
        made = ET.SubElement(dimensions, f"{STR}Dimension", {"id": concept, "position": str(place)})
        _represented(made, concept, lists, "String")
    _represented(
        ET.SubElement(dimensions, f"{STR}TimeDimension", {"id": "TIME_PERIOD"}),
        "TIME_PERIOD",
        lists,
        "ObservationalTimePeriod",
    )
    attributes = ET.SubElement(parts, f"{STR}AttributeList", {"id": "AttributeDescriptor"})
    own = {concept: "Integer" if concept == "DECIMALS" else "String" for concept in ATTRIBUTES}
    others = {code_of(column.name): TYPES.get(column.type.simpleString(), "String") for column in shape.attributes}
    for concept, kind in {**own, **others}.items():
        usage = "mandatory" if concept in own else "optional"
        made = ET.SubElement(attributes, f"{STR}Attribute", {"id": concept, "usage": usage})
        _represented(made, concept, lists, kind)
        relation = ET.SubElement(made, f"{STR}AttributeRelationship")
        ET.SubElement(relation, f"{STR}Observation")
    measures = ET.SubElement(parts, f"{STR}MeasureList", {"id": "MeasureDescriptor"})
    value = ET.SubElement(measures, f"{STR}Measure", {"id": "OBS_VALUE", "usage": "optional"})
    _represented(value, "OBS_VALUE", lists, "Double")


def _represented(component: ET.Element, concept: str, lists: Iterable[str], kind: str) -> None:
    scheme = f"{AGENCY}:{CONCEPTS}({VERSION})"
    _text(component, f"{STR}ConceptIdentity", f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={scheme}.{concept}")
    local = ET.SubElement(component, f"{STR}LocalRepresentation")
    if concept in lists:
        urn = f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={AGENCY}:CL_{concept}({VERSION})"
        _text(local, f"{STR}Enumeration", urn)
    else:
        ET.SubElement(local, f"{STR}TextFormat", {"textType": kind})


def _maintained(parent: ET.Element, kind: str, name: str, names: Names) -> ET.Element:
    made = ET.SubElement(parent, f"{STR}{kind}", {"id": name, "agencyID": AGENCY, "version": VERSION})
    _named(made, names)
    return made


def _named(element: ET.Element, names: Names) -> None:
    for language, name in (("zh", names.zh), ("en", names.en)):
        _text(element, f"{COM}Name", name).set(LANG, language)


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    made = ET.SubElement(parent, tag)
    made.text = text
    return made
