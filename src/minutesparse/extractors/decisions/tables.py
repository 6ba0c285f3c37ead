"""Tables of motions and decisions: a column that words them, and one that says what became of them."""

from collections.abc import Iterator, Sequence

from minutesparse.document import Block, Document
from minutesparse.extractors.decisions.motions import Found
from minutesparse.rules import Hit, load

_BARE = 4  # words in which a cell says what became of a matter, and not what the matter is


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
        elif columns and max(columns.values()) < len(cells) and (found := _found(block, cells, columns)):
            yield found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """What the columns hold, where these cells head a table of motions, of decisions, or of what a council answers."""
    words = load("decisions").words
    columns: dict[str, int] = {}
    for i, cell in enumerate(cells):
        for key in ("motion", "status", "mover", "seconder", "site", "answer", "decision"):
            if cell.lower().rstrip(" :.") in words[f"{key}_columns"]:
                columns.setdefault(key, i)
    if "motion" in columns and "status" in columns:
        kept = {"motion", "status", "mover", "seconder"}
    elif "site" in columns and "answer" in columns:
        kept = {"answer"}
    else:
        kept = {"decision"} if "site" not in columns and len(cells) > 1 else set()
    return {key: at for key, at in columns.items() if key in kept}


def _found(block: Block, cells: Sequence[str], columns: dict[str, int]) -> Found | None:
    """The decision in a row; None where no outcome is entered."""
    if "motion" in columns:
        return _motion(block, cells, columns)
    at = max(columns.values())
    return _answer(block, cells[at], at) if "answer" in columns else _decision(block, cells[at], at)


def _motion(block: Block, cells: Sequence[str], columns: dict[str, int]) -> Found | None:
    """The motion, and who put it."""
    status, motion = cells[columns["status"]], columns["motion"]
    hit = load("decisions").first("status", status) if cells[motion] else None
    who = {key: cells[at] for key, at in columns.items() if key in ("mover", "seconder")}
    named = {key: cell for key, cell in who.items() if any(c.isalpha() for c in cell)}
    return _made(*block.cells[motion], status, hit, named) if hit else None


def _answer(block: Block, cell: str, at: int) -> Found | None:
    """What the council answers to the matter that the cells before tell."""
    hit = load("decisions").first("decision", cell)
    if hit is None or not hit.rule.id.startswith("decision.planning."):
        return None
    return _made(block.cells[0][0], block.cells[at][1], cell, hit)


def _decision(block: Block, cell: str, at: int) -> Found | None:
    """The words of the decision, or the matter and, in a word, what became of it."""
    vocabulary = load("decisions")
    if vocabulary.patterns["undecided"].fullmatch(cell):
        return None
    status = vocabulary.first("status", cell)
    hit = status or vocabulary.first("column", cell)
    first = 0 if status and len(cell.split()) <= _BARE else at
    return _made(block.cells[first][0], block.cells[at][1], cell, hit) if hit else None


def _made(start: int, end: int, evidence: str, hit: Hit, named: dict[str, str] | None = None) -> Found:
    return Found(start, end, evidence, hit.rule.id, hit.rule.value, hit.rule.confidence, stated=named or {})
