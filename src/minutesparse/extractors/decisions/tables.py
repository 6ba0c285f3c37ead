"""Tables of motions: a column that words them and one that says what became of them."""

from collections.abc import Iterator, Sequence

from minutesparse.document import Block, Document
from minutesparse.extractors.decisions.motions import Found
from minutesparse.rules import load


def find_rows(document: Document, blocks: Sequence[Block]) -> Iterator[Found]:
    """The decisions that rows of tables record, in order."""
    columns: dict[str, int] = {}
    for above, block in zip((None, *blocks), blocks, strict=False):
        if block.kind != "row":
            continue
        if above is None or above.kind != "row":
            columns = {}
        cells = [document.reading[a:b].strip() for a, b in block.cells]
        if headed := _columns(cells):
            columns = headed
        elif columns and (found := _found(document, block, cells, columns)):
            yield found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """What the columns hold, where these cells head a table of motions."""
    words = load("decisions").words
    columns: dict[str, int] = {}
    for i, cell in enumerate(cells):
        bare = cell.lower().rstrip(" :.")
        for key in ("motion", "status", "mover", "seconder"):
            if bare in words[f"{key}_columns"]:
                columns.setdefault(key, i)
    return columns if "motion" in columns and "status" in columns else {}


def _found(document: Document, block: Block, cells: Sequence[str], columns: dict[str, int]) -> Found | None:
    """The decision in a row; None where no outcome is entered."""
    if max(columns.values()) >= len(cells) or not cells[columns["motion"]]:
        return None
    hit = load("decisions").first("status", cells[columns["status"]])
    if hit is None:
        return None
    start, end = block.cells[columns["motion"]]
    named: dict[str, str] = {}
    for key in ("mover", "seconder"):
        if key in columns and any(c.isalpha() for c in cells[columns[key]]):
            named[key] = cells[columns[key]]
    return Found(start, end, cells[columns["status"]], hit.rule.id, hit.rule.value, hit.rule.confidence, stated=named)
