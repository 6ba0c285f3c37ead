"""The headings that structure the business."""

import re
from collections.abc import Sequence

from minutesparse.document import Block, Document
from minutesparse.record import Section
from minutesparse.rules import load

_BRACKET = re.compile(r"\s*[-–—,:]?\s*[(\[]([^()\[\]]{1,90})[)\]]$")
_INITIALS = re.compile(r"[A-Z][A-Za-z]{1,3}(?:\s?[/,&]\s?[A-Z][A-Za-z]{1,3})*")


def find_sections(document: Document, blocks: Sequence[Block]) -> list[Section]:
    """The sections in order, without ids and parents."""
    sections = []
    for block in blocks:
        if block.kind != "heading" or not block.level:
            continue
        title = block.text[: title_end(block.text)]
        sections.append(
            Section(
                number=block.marker or None,
                title=title,
                level=block.level,
                confidential=bool(load("sections").patterns["confidential"].search(block.text)),
                span=document.span(block.start, block.start + len(title)),
                rule=_rule(block, document),
                confidence=0.9 if block.marker else 0.85,
            )
        )
    return sections


def title_end(text: str) -> int:
    """Where the title in a heading ends, before who presents it, its time or day, and what closes it."""
    end = len(text)
    for _ in range(3):
        kept = text[:end].rstrip(" .:;,-–—*")
        if kept and text[len(kept) : len(kept) + 1] == "." and re.search(r"\b(?:etc|Ltd|Inc|Co|[A-Z]\.[A-Z])$", kept):
            kept += "."
        patterns = load("sections").patterns
        if tail := patterns["time_mark"].search(kept) or patterns["answer"].search(kept):
            kept = kept[: tail.start()]
        elif (bracket := _BRACKET.search(kept)) and bracket.start() and _presents(bracket[1], kept[: bracket.start()]):
            kept = kept[: bracket.start()]
        if not kept or len(kept) == end:
            break
        end = len(kept)
    return end


def _presents(bracketed: str, title: str) -> bool:
    """Whether a bracket at the end of a heading holds who presents the item: "(JS)", "(Director Lull)"."""
    known = load("sections").words["presenters"]
    parts = [re.split(r"[\s-]", part)[0].lower().strip(".:") for part in bracketed.strip().split(", ")]
    if parts[0] in known:
        return len(bracketed.split()) <= 5
    if parts[-1] in known:  # "(Jane Doe, Chair of the panel)"
        return all(word[:1].isupper() for word in bracketed.split(", ")[0].split())
    if not _INITIALS.fullmatch(bracketed) or (bracketed.isalpha() and not bracketed[1:2].isupper()):
        return False
    return not _abbreviates(bracketed, title)


def _abbreviates(short: str, title: str) -> bool:
    """Whether a short form stands for words of the title: "Serious Crime (SC)"."""
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", title)).lower()
    return len(short) > 1 and "".join(c for c in short.lower() if c.isalpha()) in initials


def _rule(block: Block, document: Document) -> str:
    style = document.lines[block.lines[0]].style
    return "section.marked" if style == "heading" else "section.numbered" if block.marker else "section.face"
