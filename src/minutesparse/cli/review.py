"""`minutesparse review`."""

import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from minutesparse.cli import records, streams
from minutesparse.errors import MinutesparseError
from minutesparse.views.plain import visible


def review(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help='Minutes, or a record with --text; "-": standard input.')
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to this file, which is complete or left as it was."),
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="The minutes that a given record was made from."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Make a page that shows the record beside the minutes, to check and correct it.

    One HTML file that loads nothing. What you correct in it is saved as a record, by the button "Save corrections".

    Examples:
      minutesparse review minutes.docx -o page.html --open
      minutesparse review record.json --text minutes.docx -o page.html
    """
    streams.refuse_to_overwrite(output, [file, *([text] if text else [])])
    page = _page(file, text)
    if open_ and output in (None, streams.STANDARD):
        output = Path(tempfile.mkdtemp(prefix="minutesparse-")) / "review.html"
    with streams.writing(output) as out:
        out.write(page)
    if open_ and out.target:
        streams.say(f"minutesparse: the page is {visible(str(out.target))}")
        webbrowser.open(out.target.as_uri())


def _page(file: Path, text: Path | None) -> str:
    """The page of the minutes in a file, or of the record in it and its text."""
    try:
        found, document = records.load(file)
        if text is not None:
            document = records.text_of(found, text)
        if document is None:
            streams.usage(f"{visible(str(file))} is a record; give the minutes that it was made from with --text")
        if len(found) != 1:
            streams.usage(f"{visible(str(file))} holds {len(found)} records; a page shows one")
        from minutesparse.views.review import render

        return render(document, found[0])
    except MinutesparseError as problem:
        streams.complain(file, problem)
        raise typer.Exit(streams.UNREADABLE) from None
