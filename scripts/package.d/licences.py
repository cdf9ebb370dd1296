"""Licences by their names in the list of SPDX, from what packages and poms call them."""

from importlib.metadata import Distribution

CLASSIFIER = "License :: OSI Approved :: "
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Apache License, Version 2.0": "Apache-2.0",
    "The Apache Software License, Version 2.0": "Apache-2.0",
}
"""What stands for what. The classifier `BSD License` is not here: it leaves open which of them is meant."""


def of_package(installed: Distribution) -> str:
    """The licence of a distribution: its expression, else its classifiers, its own words, the headings of its files."""
    if expression := _told(installed, "License-Expression"):
        return expression[0]
    approved = [name.removeprefix(CLASSIFIER) for name in _told(installed, "Classifier") if name.startswith(CLASSIFIER)]
    return spdx(" AND ".join(approved or _told(installed, "License") or _headings(installed) or ["none is named"]))


def _told(installed: Distribution, field: str) -> list[str]:
    return installed.metadata.get_all(field) or []


def _headings(installed: Distribution) -> list[str]:
    files = (installed.read_text(f"licenses/{name}") for name in _told(installed, "License-File"))
    return [file.lstrip().partition("\n")[0].strip() for file in files if file]


def spdx(words: str) -> str:
    """The same in names of SPDX, as far as they are known; several licences are joined by `AND`."""
    return " AND ".join(SPDX.get(name, name) for name in words.split(" AND "))
