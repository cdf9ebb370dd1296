"""The commands that let SQL know a lake: by a catalog, by an endpoint for other programs, or for one statement."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from dti_spark.cli import answers
from dti_spark.cli.log import Log
from dti_spark.cli.options import Conf, Debug, Json, LakeRoot, ProfileName, Release, app, opened, profile_of
from dti_spark.definition.load import load
from dti_spark.lake import endpoint
from dti_spark.lake.catalog import DATABASES, Changes, catalogued
from dti_spark.lake.delta import Lake
from dti_spark.lake.statements import answered, only_read
from dti_spark.pipeline.registering import registered
from dti_spark.report.terminal import printed

FIRST = "dti_gold"
"""The database in which statements and connections begin."""


@app.command()
def register(
    context: typer.Context,
    lake: LakeRoot,
    release: Release = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put this lake in the place of another that the catalog holds.")
    ] = False,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Put silver and gold into the catalog of Spark, as external tables of dti_silver and dti_gold."""
    there = opened(context.obj, lake, catalogued(profile_of(load(conf), profile)))
    with context.obj.working("registering silver and gold"):
        changes = registered(there, release=release, replace=replace)
    _tell(changes, as_json=json_)


@app.command()
def sql(
    context: typer.Context,
    lake: LakeRoot,
    query: Annotated[
        str | None, typer.Option("--query", "-q", help="Run one statement and print what it gives, without a server.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port of the server; 0 for any that is free.", min=0, max=65535)] = 10000,
    host: Annotated[str, typer.Option(help="Address on which the server listens.")] = "127.0.0.1",
    beyond_loopback: Annotated[
        bool, typer.Option("--beyond-loopback", help="Let --host be one that other machines reach.")
    ] = False,
    writable: Annotated[
        bool, typer.Option("--writable", help="Allow every statement, also those that write to the lake.")
    ] = False,
    release: Release = None,
    profile: ProfileName = "local",
    conf: Conf = None,
    json_: Json = False,
    debug: Debug = False,
) -> None:
    """Serve silver and gold to clients of JDBC and Thrift until it is stopped, or run one statement; read-only."""
    settings, log = profile_of(load(conf), profile), context.obj
    free = 0 if query else endpoint.listening(host, port, beyond_loopback=beyond_loopback)
    with _ended_by_signals(), endpoint.own_folder() as folder:
        there = opened(log, lake, endpoint.fitted(settings, folder))
        try:
            with log.working("registering silver and gold"):
                registered(there, release=release)
            if not writable:
                only_read(there.spark, DATABASES)
            if query:
                answer = answered(there.spark, query, database=FIRST)
                answers.answer(answer.columns, answer.rows, as_json=json_)
            else:
                _serve(log, there, host, free, writable=writable, as_json=json_)
        finally:
            _deaf()
            endpoint.end(there.spark)


def _serve(log: Log, lake: Lake, host: str, port: int, *, writable: bool, as_json: bool) -> None:
    place = f"{f'[{host}]' if ':' in host else host}:{port}/{FIRST}"
    urls = {"jdbc": f"jdbc:hive2://{place}", "sqlalchemy": f"hive://{place}"}
    with endpoint.serving(lake.spark, host, port):
        if as_json:
            answers.print_json({**urls, "writable": writable})
        else:
            printed(f"JDBC        {urls['jdbc']}", f"SQLAlchemy  {urls['sqlalchemy']}")
        log.said(f"Serving {lake.root}, {'writable' if writable else 'read-only'}; Ctrl-C or SIGTERM ends it.")
        endpoint.last(lake.spark)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGINT and SIGTERM end what is inside as if it were done."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        return


def _deaf() -> None:
    """Another signal must not keep the end from being a clean one."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)


def _tell(changes: Changes, *, as_json: bool) -> None:
    if as_json:
        answers.print_json(vars(changes))
        return
    for doing, names in vars(changes).items():
        printed(f"{doing}: {', '.join(names) or 'none'}")
