"""RTF: the words, with paragraphs and table cells kept apart."""

from minutesparse.errors import UnreadableError
from minutesparse.reading.markdown import Writer, escape


def to_markdown(data: bytes) -> str:
    """The text of an RTF file as Markdown. Raises UnreadableError where it is damaged."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise UnreadableError("RTF files need an extra; run: pip install 'minutesparse[rtf]'") from None
    try:
        text = rtf_to_text(data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, RecursionError, LookupError):
        raise UnreadableError("the RTF file is damaged; open it in its program and save it again") from None
    writer = Writer()
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 2:
            writer.table([[[escape(cell)] if cell else [] for cell in cells]])
        elif line.strip():
            writer.paragraph([escape(line.strip())])
    return writer.text()
