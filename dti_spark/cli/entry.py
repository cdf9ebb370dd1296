"""Where the command line begins, and how it ends when something is wrong."""

import sys
from traceback import format_exc

import typer

from dti_spark.cli import changes, commands, export, figures, jars, past, published, report, settings, sql, tables
from dti_spark.cli.log import Log
from dti_spark.cli.options import app
from dti_spark.errors import DtiError
from dti_spark.pipeline.journal import exit_code, told

COMMANDS = (changes, commands, export, figures, past, published, report, settings, sql, tables)
"""The modules whose commands `app` has."""
app.add_typer(jars.app, name="jars")
WRONG_WORDS = typer.BadParameter.__mro__[1]
"""What typer raises where the words of a command do not fit; the class has no public name."""


def main() -> None:
    """Run the command line; an error becomes one sentence and an exit code, and with --debug also its stack trace."""
    log = Log(as_json="--json" in sys.argv)
    try:
        # typer tells people of wrong words itself, in a box
        sys.exit(app(obj=log, standalone_mode=not log.as_json))
    except DtiError as error:
        trace = format_exc() if "--debug" in sys.argv else ""
        log.failed(str(error), exit_code=error.exit_code, trace=trace)
        sys.exit(error.exit_code)
    except Exception as error:
        if isinstance(error, WRONG_WORDS):
            log.failed(str(error), exit_code=2)
            sys.exit(2)
        # nobody foresaw it, so its place is what tells most
        log.failed(told(error), exit_code=exit_code(error), trace=format_exc())
        sys.exit(exit_code(error))
