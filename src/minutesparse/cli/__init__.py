"""The command line: arguments, streams, exit codes, nothing else; one module for each command.

Modules of the package are imported where they are needed, so that `--help` and `--version` load neither spaCy nor
Pydantic.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import getdoc
from typing import Annotated, Any, get_args

import typer
from typer.core import TyperGroup

from minutesparse.cli import batch, check, evaluate, export, extract, review, schema, search, show, track
from minutesparse.cli.streams import quietly, usage
from minutesparse.views.plain import plain

EPILOG = (
    """Exit codes: 0 done; 1 a --fail-on condition was met; 2 wrong usage; 3 a file could not be read or written; """
    """4 some documents of a batch failed."""
)

_UsageError: Any = typer.BadParameter.__bases__[0]  # for which Typer has no public name


class _Commands(TyperGroup):
    """The commands; wrong usage of one is a line on standard error, as everything is that goes wrong."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> Any:
        """The context of a call, with no argument that a shell made of a variable without a value."""
        if "" in args:
            usage("an argument is empty; give a name or a word, or leave it out")
        with _told(None):
            return super().make_context(info_name, args, *rest, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _told(ctx):
            return super().invoke(ctx)


@contextmanager
def _told(ctx: Any) -> Iterator[None]:
    try:
        yield
    except _UsageError as problem:
        if problem.ctx and problem.message == problem.ctx.get_help():
            raise  # nothing was asked for, and help is the answer
        words = " ".join(plain(problem.format_message()).rstrip(".").split())
        advice = " ".join(["see minutesparse", *filter(None, [ctx and ctx.invoked_subcommand]), "--help"])
        if {"option_name", "possibilities"} <= vars(problem).keys():
            advice += "; a file whose name begins with - is given as ./-name"
        usage(f"{words[:1].lower()}{words[1:]}; {advice}")


app = typer.Typer(
    name="minutesparse",
    cls=_Commands,
    help="Raw meeting minutes in, a validated, structured record out, with the evidence for every value.",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _add(command: Callable[..., None], epilog: str | None = EPILOG) -> None:
    """Add a command, whose docstring is its help; the lines of its examples stay as they are."""
    for annotation in command.__annotations__.values():
        for parameter in get_args(annotation)[1:]:
            parameter.readable = False  # what opens a file says better what is wrong with it, and with what exit code
    told = (getdoc(command) or "").replace("\nExamples:\n", "\n\b\nExamples:\n")
    app.command(command.__name__, help=told, epilog=epilog)(command)


for _command in (
    extract.extract,
    batch.batch,
    show.show,
    check.check,
    review.review,
    export.export,
    search.search,
    track.track,
    evaluate.evaluate,
):
    _add(_command)
_add(schema.schema, epilog=None)


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
        app(prog_name="minutesparse")
