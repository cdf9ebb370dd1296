"""Housekeeping: a lake after many small runs, made as quick to read as after one large run."""

from typing import Any

from dti_spark.errors import StorageError
from dti_spark.events.events import events
from dti_spark.lake import upkeep
from dti_spark.lake.delta import Lake
from dti_spark.lake.inbox import Inbox
from dti_spark.lake.lease import leased
from dti_spark.lake.staging import drop_all
from dti_spark.pipeline import ingest
from dti_spark.pipeline.tables import OPS, TABLES
from dti_spark.report.terminal import Rows
from dti_spark.tables import Table


def maintain(lake: Lake, *, hours: float, owner: str, seconds: float, wait: float) -> Rows:
    """Compact and vacuum every table, and remove what dead runs left; a row for each table that is there.

    Published releases stay as they are. Nothing is done to a lake in which a run died between two tables: the next run
    finishes that first.
    """
    with leased(lake, owner=owner, seconds=seconds, wait=wait) as lake:
        _refuse_unfinished(lake)
        Inbox(lake, "ops").settle(OPS, {"run": owner})
        drop_all(lake)
        upkeep.drop_unpublished(lake)
        return [_kept_up(lake, table, hours) for table in TABLES if lake.exists(table)]


def _refuse_unfinished(lake: Lake) -> None:
    committed = int(lake.note(events).get("batch", 0))
    if committed > ingest.last_batch(lake, ingest.ledger(lake)):
        raise StorageError(
            f"a run on {lake.root} died before it had entered batch {committed} in the ledger; start dti run once, "
            "which finishes that, and then dti maintain"
        )


def _kept_up(lake: Lake, table: Table[Any], hours: float) -> dict[str, str | int | float | None]:
    before, _ = upkeep.files(lake, table)
    upkeep.compact(lake, table)
    upkeep.vacuum(lake, table, hours=hours)
    after, size = upkeep.files(lake, table)
    return {"table": table.name, "files_before": before, "files_after": after, "bytes": size}
