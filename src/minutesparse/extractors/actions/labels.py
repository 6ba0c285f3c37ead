"""Labels that mark a task: "ACTION:", "Action 3 –", "AP1 JS", "[A7]", and the owners they name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutesparse.document import Block
from minutesparse.extractors.actions.task import Reader
from minutesparse.record import Party

_HANDLE = re.compile(r"@?[a-z][\w-]{2,20}")  # "TODO(kim): write"
_BRACKETS = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label in the text: where it begins, where the words after it begin, its number and the owners it names."""

    start: int
    end: int
    block: int
    reference: str | None
    owners: tuple[Party, ...]
    opens: bool  # whether its block begins with it
    stop: int  # where its words end at the latest: the bracket it stands in, or its block


def find_labels(reader: Reader, blocks: Sequence[Block]) -> list[Label]:
    """Every label in the text, in order."""
    return [label for index in range(len(blocks)) for label in _labels_of(reader, blocks, index)]


def block_start(reader: Reader, blocks: Sequence[Block], index: int) -> int:
    """Where a block begins, its label or number included."""
    block = blocks[index]
    if block.kind == "label" and block.marker:
        above = blocks[index - 1].end if index else 0
        found = reader.document.reading.rfind(block.marker, max(above, block.start - 120), block.start)
        return found if found >= 0 else block.start
    return block.start


def _labels_of(reader: Reader, blocks: Sequence[Block], index: int) -> Iterator[Label]:
    block = blocks[index]
    if block.kind in ("meta", "code", "row"):
        return
    start = block_start(reader, blocks, index)
    text = reader.text(start, block.end)
    if not reader.words.hints("label_cues", text):
        return
    taken = -1
    patterns = reader.words.patterns
    hits = [hit for name in ("marked", "shouted", "bracketed") for hit in patterns[name].finditer(text)]
    bold = next((run for run in block.runs if run.start == start and run.face == "strong"), None)
    if bold and (match := patterns["label"].fullmatch(text[: bold.end - start].rstrip(" :."))):
        hits.append(match)
    if block.kind == "heading" and (match := patterns["label"].fullmatch(text.rstrip(" :."))):
        hits += [match] if match["ap"] or match["ref"] else []
    for match in sorted(hits, key=lambda m: (m.start(), -m.end())):
        groups = match.groupdict()
        if match.start() < taken or not _stands_apart(text, match.start()):
            continue
        words = groups.get("in") or groups.get("on") or groups.get("bare")
        owners = reader.parties(words) if words else ()
        if groups.get("in") and not owners and _HANDLE.fullmatch(groups["in"]):
            owners = (reader.handle(groups["in"]),)
        if words and not owners:
            continue
        end = start + match.end()
        if groups.get("on") and not text[: match.end()].rstrip().endswith(":"):
            end, owners = start + match.start("on"), ()  # the owner begins the task: "ACTION on Jo to write"
        elif to := patterns["begins_to"].match(text, match.end()):
            end = start + to.start()
        named = reader.leading(end, block.end)[0] or reader.parties(reader.text(end, block.end), "known")
        if match.re is patterns["shouted"] and not (named or (groups.get("ap") and _accounted(reader, end, block.end))):
            continue
        reference = groups.get("ref") or groups.get("ap") or groups.get("code")
        taken = match.end()
        stop = block.end
        if match.start() and (closing := _BRACKETS.get(text[match.start() - 1])):
            closed = text.find(closing, match.end())
            stop = start + closed if closed >= 0 else stop
        yield Label(start + match.start(), end, index, reference, owners, match.start() == 0, stop)


def _accounted(reader: Reader, start: int, end: int) -> bool:
    """Whether the words behind a numbered label end with how the action stands, or with whose it is."""
    stop, status = reader.status_last(start, end)
    return status is not None or bool(reader.apart(start, stop)[2])


def _stands_apart(text: str, at: int) -> bool:
    """Whether a label at this place begins something: the block, or what follows a sentence."""
    before = text[max(0, at - 20) : at].rstrip(' *“"([>')
    return not before or before[-1] in ".;:!?)]–—-…’”" or text[at : at + 6].isupper()
