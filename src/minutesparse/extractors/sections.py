"""The headings that structure the business."""

from collections.abc import Sequence

from minutesparse.document import Block, Document
from minutesparse.record import Section


def find_sections(document: Document, blocks: Sequence[Block]) -> list[Section]:
    """The sections in order, without ids and parents."""
    return [
        Section(
            number=block.marker or None,
            title=block.text,
            level=block.level,
            span=document.span(block.start, block.end),
            rule="section.heading",
            confidence=0.8,
        )
        for block in blocks
        if block.kind == "heading" and block.level
    ]
