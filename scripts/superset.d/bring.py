"""Puts a bundle into a running Superset through its REST API, in place of what has the same UUIDs there.

`bring.py BUNDLE ADDRESS DATABASE`: a folder in the form of Superset's exports, where Superset is, and the SQLAlchemy
URI that stands in for the one of the bundle's database. The account is `admin`, its password in
SUPERSET_ADMIN_PASSWORD.
"""

import io
import os
import re
import sys
import zipfile
from pathlib import Path

import requests


def packed(bundle: Path, database: str) -> bytes:
    """The bundle as Superset takes it: a zip with one folder in it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(bundle.rglob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            if path.parent.name == "databases":
                text = re.sub("(?m)^sqlalchemy_uri: .*$", lambda _: f"sqlalchemy_uri: {database}", text)
            file.writestr(f"bundle/{path.relative_to(bundle)}", text)
    return archive.getvalue()


def logged_in(address: str) -> requests.Session:
    """A session as `admin` that may change things."""
    session = requests.Session()
    account = {"username": "admin", "password": os.environ["SUPERSET_ADMIN_PASSWORD"], "provider": "db"}
    answer = session.post(f"{address}/api/v1/security/login", json=account)
    answer.raise_for_status()
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    answer = session.get(f"{address}/api/v1/security/csrf_token/")
    answer.raise_for_status()
    session.headers.update({"X-CSRFToken": answer.json()["result"], "Referer": address})
    return session


def main(bundle: str, address: str, database: str) -> int:
    """Bring the bundle in; this call always overwrites."""
    files = {"bundle": ("bundle.zip", packed(Path(bundle), database), "application/zip")}
    try:
        answer = logged_in(address).post(f"{address}/api/v1/assets/import/", files=files)
        answer.raise_for_status()
    except requests.RequestException as error:
        sys.stderr.write(f"superset: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
