"""Where Spark keeps its event log, which its history server and other tools read."""

from pathlib import Path

from dti_spark.definition.model import Profile


def event_log(profile: Profile) -> dict[str, str]:
    """The settings for the event log that a profile asks for; none where it asks for none."""
    if not profile.event_log:
        return {}
    return {"spark.eventLog.enabled": "true", "spark.eventLog.dir": _address(profile.event_log)}


def make_folder(profile: Profile) -> None:
    """Make the folder of the event log on a local disk, since Spark does not; elsewhere it must be there."""
    if profile.event_log and ":" not in profile.event_log:
        Path(profile.event_log).mkdir(parents=True, exist_ok=True)


def _address(folder: str) -> str:
    """The folder from the root of the disk on, since Spark may work in another place."""
    return folder if ":" in folder else Path(folder).resolve().as_uri()
