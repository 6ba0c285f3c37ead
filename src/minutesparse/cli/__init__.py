"""The command line: arguments, streams, exit codes, nothing else; one module for each command.

Modules of the package are imported where they are needed, so that `--help` and `--version` load neither spaCy nor
Pydantic.
"""

from typing import Annotated

import typer

from minutesparse.cli import batch, check, evaluate, export, extract, review, schema, search, show, track
from minutesparse.cli.streams import quietly

EPILOG = (
    """Exit codes: 0 done; 1 a --fail-on condition was met; 2 wrong usage; 3 a file could not be read or written; """
    """4 some documents of a batch failed."""
)

app = typer.Typer(
    name="minutesparse",
    help="Raw meeting minutes in, a validated, structured record out, with the evidence for every value.",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("extract", epilog=EPILOG)(extract.extract)
app.command("batch", epilog=EPILOG)(batch.batch)
app.command("show", epilog=EPILOG)(show.show)
app.command("check", epilog=EPILOG)(check.check)
app.command("review", epilog=EPILOG)(review.review)
app.command("export", epilog=EPILOG)(export.export)
app.command("search", epilog=EPILOG)(search.search)
app.command("track", epilog=EPILOG)(track.track)
app.command("evaluate", epilog=EPILOG)(evaluate.evaluate)
app.command("schema")(schema.schema)


def _version(wanted: bool) -> None:
    if wanted:
        from minutesparse import __version__

        typer.echo(f"minutesparse {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line."""
    with quietly():
        app()
