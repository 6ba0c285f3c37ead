"""The words of a text without the marks among them: emphasis, tags, links, entities, what cannot be seen."""

import html
import re
from array import array
from dataclasses import dataclass, field
from typing import Literal

from minutesparse.document import Run

_GOES_ON = re.compile(r"\s*(?!(?:and|or|to|und)\b)[a-z]")
_DROPPED = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff"
_SPECIAL = re.compile(rf"[\\<&\[*_`~{_DROPPED}]|\s\s|[^\S ]")
_INLINE = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<drop>[{_DROPPED}]+)
  | (?P<cut><br\s{{0,3}}/?>)
  | \\(?P<escape>[!-/:-@\[-`{{-~])
  | <(?P<close>/?)(?P<tag>a|abbr|acronym|b|big|cite|code|del|em|font|i|img|ins|input|kbd|label|mark|o:p|q|s|small|span
      |strike|strong|sub|sup|tt|u|var)\b[^<>]{{0,500}}>
  | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
  | (?P<image>!?)\[(?P<link>(?:[^\[\]\\\n]|\\.){{0,500}})\]\((?:[^()\n]|\([^()\n]{{0,200}}\)){{0,1000}}\)
  | (?P<stars>\*{{1,3}}(?!\*)) | (?P<bars>(?<!_)_{{1,3}}(?!_)) | (?P<ticks>`{{1,3}}) | (?P<tildes>~~)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FACES: dict[str, Literal["strong", "emphasis"]] = {
    "strong": "strong",
    "b": "strong",
    "u": "strong",
    "em": "emphasis",
    "i": "emphasis",
}


@dataclass
class Words:
    """The reading of a text as it grows, and where each of its characters comes from."""

    text: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    sources: "array[int]" = field(default_factory=lambda: array("q"))
    wide: dict[int, int] = field(default_factory=dict)
    reached: int = 0  # the offset of the source after what was read last
    cuts: list[int] = field(default_factory=list)  # where lines end inside the cells of tables
    glued: bool = False  # whether the line goes on with the word with which the one before ends
    faces: dict[Literal["strong", "emphasis"], int] = field(default_factory=dict)  # open faces, where they began
    runs: list[Run] = field(default_factory=list)

    def read_inline(self, start: int, end: int) -> tuple[int, int] | None:
        """Append the words from `start` to `end` after a space; their range in the reading, None without words."""
        raw = self.text[start:end]
        stripped = raw.strip()
        if not stripped:
            return None
        start += len(raw) - len(raw.lstrip())
        end = start + len(stripped)
        before = self.length
        if self.length and not self.glued:
            self.append(self.reached, " ")
        first = self.length
        for face, begun in self.faces.items():  # what it held in the cell before is a run of its own
            self.runs.append(Run(begun, before, face))
            self.faces[face] = first
        if _SPECIAL.search(stripped):
            self.inline(start, end)
            if self.length > first and self.parts[-1].endswith(" "):
                self.trim()
        else:
            self.append(start, stripped)
        if self.length == first:  # nothing but marks
            if before < first:
                self.trim()
            return None
        self.reached = end
        return first, self.length

    def inline(self, start: int, end: int) -> None:
        """Append the words between the marks."""
        position = start
        for match in _INLINE.finditer(self.text, start, end):
            if match.start() < position:
                continue
            self.append(position, self.text[position : match.start()])
            position = match.end()
            self.mark(match, start, end)
        self.append(position, self.text[position:end])

    def mark(self, match: re.Match[str], start: int, end: int) -> None:
        """Read what a mark says; `start` and `end` bound the line."""
        kind = match.lastgroup
        at = match.start()
        if kind in ("space", "cut"):
            if self.parts and not self.parts[-1].endswith(" "):
                self.append(at, " ")
            if kind == "cut":
                self.cuts.append(self.length)
        elif kind == "escape":
            self.append(at + 1, match["escape"])
        elif match["entity"]:
            self.entity(match)
        elif match["link"] is not None:
            if not match["image"]:
                self.inline(*match.span("link"))
        elif match["tag"]:
            if face := _FACES.get(match["tag"].lower()):
                self.toggle(face, opening=not match["close"])
        elif match["stars"] or match["bars"]:
            self.emphasis(match, start, end)
        # what is left (dropped characters, ticks, tildes) is not read

    def entity(self, match: re.Match[str]) -> None:
        """Append the character that an entity stands for."""
        char = html.unescape(match["entity"])
        if char.isspace():
            if self.parts and not self.parts[-1].endswith(" "):
                self.wide[self.length] = len(match["entity"])
                self.append(match.start(), " ")
        elif len(char) == 1 and char.isprintable():
            self.wide[self.length] = len(match["entity"])
            self.append(match.start(), char)
        elif len(char) > 1:
            self.append(match.start(), match["entity"])

    def emphasis(self, match: re.Match[str], start: int, end: int) -> None:
        """Open or close a face, or append stars and bars that are none."""
        mark = match[0]
        before = self.text[match.start() - 1] if match.start() > start else " "
        after = self.text[match.end()] if match.end() < end else " "
        loose = before.isspace() and after.isspace()
        inside = before.isalnum() and after.isalnum() and (mark[0] == "_" or (before.isdigit() and after.isdigit()))
        faces: list[Literal["strong", "emphasis"]] = [["emphasis"], ["strong"], ["strong", "emphasis"]][len(mark) - 1]  # type: ignore[assignment]
        opened = not self.faces.keys().isdisjoint(faces)
        if loose or inside or (after.isspace() and not opened):
            self.append(match.start(), mark)
            return
        for face in faces:
            self.toggle(face, opening=not opened)

    def toggle(self, face: Literal["strong", "emphasis"], opening: bool) -> None:
        """Open or close a face here."""
        if opening:
            self.faces.setdefault(face, self.length)
        elif (begun := self.faces.pop(face, None)) is not None:
            self.runs.append(Run(begun, self.length, face))

    def append(self, source: int, words: str) -> None:
        """Append characters that stand at `source`."""
        if not words:
            return
        wide = self.length in self.wide or self.length - 1 in self.wide
        if not self.sources or wide or source - self.sources[-1] != self.length - self.starts[-1]:
            self.starts.append(self.length)
            self.sources.append(source)
        self.parts.append(words)
        self.length += len(words)

    def trim(self) -> None:
        """Take back a space at the end of a line."""
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1
        self.wide.pop(self.length, None)
        if self.starts and self.starts[-1] == self.length:
            self.starts.pop()
            self.sources.pop()
        if not self.parts[-1]:
            self.parts.pop()
        for face, begun in self.faces.items():
            self.faces[face] = min(begun, self.length)

    def breaks_word(self, raw: str) -> bool:
        """Whether the line before ends in the middle of a word, "ex-", and this one goes on with it."""
        last = "".join(self.parts[-2:])[-2:]
        return last[1:] == "-" and last[0].isalpha() and _GOES_ON.match(raw) is not None
