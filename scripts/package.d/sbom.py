"""What a package consists of, for who looks for licences or known faults: a bill of materials by CycloneDX 1.6."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import Distribution
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from environment import Project, names
from licences import of_package, spdx
from packageurl import PackageURL
from packaging.utils import canonicalize_name, parse_wheel_filename
from pins import Pin, pins

from dti_spark.errors import StorageError
from dti_spark.lake.jars import Jar


def bill(project: Project, wheel: Path, packed: Mapping[str, Distribution], jars: Iterable[Jar], when: int) -> str:
    """The bill as JSON: of one wheel with the same packages and jars always the same bytes.

    Args:
        project: what pyproject.toml says of this package.
        wheel: its wheel.
        packed: the distributions in the environment, by name.
        jars: the jars beside it.
        when: the time of the commit, in seconds since 1970.

    Raises:
        StorageError: a distribution is not installed in the version of the lock, so that its hashes are not known.
    """
    ours = _wheel(project, wheel)
    locked = pins()
    packages = {name: _package(installed, locked[name]) for name, installed in packed.items()}
    archives = [_jar(jar) for jar in jars]
    found = Bom(
        components=[*packages.values(), *archives],
        serial_number=UUID(int=0),
        metadata=BomMetaData(component=ours, timestamp=datetime.fromtimestamp(when, UTC)),
    )
    found.register_dependency(ours, [*_required(project.dependencies, packages), *archives])
    for name, package in packages.items():
        found.register_dependency(package, _required(packed[name].requires or (), packages))
    # the standard wants a number of its own for each bill: one by chance would make equal packages differ
    found.serial_number = uuid5(NAMESPACE_OID, _json(found))
    return _json(found)


def _wheel(project: Project, wheel: Path) -> Component:
    name, version, *_ = parse_wheel_filename(wheel.name)
    return Component(
        type=ComponentType.APPLICATION,
        name=name,
        version=str(version),
        purl=(purl := PackageURL("pypi", name=name, version=str(version))),
        bom_ref=str(purl),
        hashes=[_sha256(hashlib.sha256(wheel.read_bytes()).hexdigest())],
        licenses=[_licence(project.license)],
    )


def _package(installed: Distribution, pin: Pin) -> Component:
    name = canonicalize_name(installed.name)
    if installed.version != pin.version:
        raise StorageError(f"{name} {installed.version} is installed, the lock has {pin.version}; run scripts/setup")
    purl = PackageURL("pypi", name=name, version=installed.version)
    # pip does not note which file of a release it has installed: it was one of these
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(purl)),
        comment="installed from a file of the release with one of these hashes",
        hashes=map(_sha256, pin.sha256),
    )
    return Component(
        name=name,
        version=installed.version,
        purl=purl,
        bom_ref=str(purl),
        licenses=[_licence(of_package(installed))],
        external_references=[files],
    )


def _jar(jar: Jar) -> Component:
    purl = PackageURL("maven", jar.group, jar.artifact, jar.version)
    return Component(
        group=jar.group,
        name=jar.artifact,
        version=jar.version,
        purl=purl,
        bom_ref=str(purl),
        hashes=[_sha256(jar.sha256)],
        licenses=[_licence(spdx(jar.licence))],
    )


def _required(requirements: Iterable[str], packages: Mapping[str, Component]) -> list[Component]:
    """Those of the packed packages that are required; pyspark is, but every place brings its own."""
    return [packages[name] for name in names(requirements) if name in packages]


def _licence(words: str) -> License:
    return LicenseFactory().make_from_string(words)


def _sha256(digits: str) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=digits)


def _json(found: Bom) -> str:
    return f"{JsonV1Dot6(found).output_as_string(indent=2)}\n"
