"""Lines to blocks: headings, labels, list items, table rows, paragraphs joined across wraps and page breaks."""

from minutesparse.document import Block, Document
from minutesparse.layout.blocks import write_blocks
from minutesparse.layout.headings import find_outline
from minutesparse.layout.levels import find_levels


def find_blocks(document: Document) -> list[Block]:
    """The blocks of a document, in order. A heading of level 0 is a title line of the document."""
    outline = find_outline(document)
    return list(write_blocks(document, outline, find_levels(outline)))
