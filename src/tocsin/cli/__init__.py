"""The command line: verbs that open the lake, ask the pipeline and print what it answers."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from tocsin import __version__
from tocsin.cli import (
    backtest,
    board,
    collect,
    convert,
    events,
    exposure,
    forecast,
    indicator,
    lake,
    leverage,
    log,
    mirror,
    policy,
    read,
    simulate,
)
from tocsin.cli.output import complain
from tocsin.core.errors import LakeError, TocsinError

app = typer.Typer(
    name="tocsin",
    help="Who risks running short of which critical product, why, and who could fill the gap.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
board.add(app)
collect.add(app)
indicator.add(app)
mirror.add(app)
convert.add(app)
forecast.add(app)
backtest.add(app)
simulate.add(app)
exposure.add(app)
read.add(app)
leverage.add(app)
app.add_typer(lake.app, name="lake")
app.add_typer(log.app, name="log")
app.add_typer(policy.app, name="policy")
app.add_typer(events.app, name="events")


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


def duckdb_error() -> type[Exception]:
    """Return the error of the database; called only when one is on its way, for the import takes its time."""
    import duckdb

    return duckdb.Error


def main() -> None:
    """Run the command line: exit 0 fine, 2 misuse, 3 bad input."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that knows no bars shows question marks, not a trace
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except TocsinError as error:
        complain(error)
        sys.exit(error.exit_code)
    except duckdb_error() as error:
        complain(
            LakeError(
                f"a file of the lake cannot be read ({str(error).splitlines()[0][:160]})",
                remedy="Run tocsin lake check; restore the folder, or load a new lake.",
            )
        )
        sys.exit(LakeError.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("stopped; nothing half done is visible in the lake\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
