"""The stretches between separators in a list of people, parted where a second person begins without one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from minutesparse.persons import find_person, words

# What stands between entries, or between a name and what is said of it.
_PART = re.compile(
    r"(?P<bracket>[(\[](?P<inner>(?:[^()\[\]]|\([^()\[\]]{0,60}\)){0,200})(?:[)\]]|$))"
    r"|(?P<sep>[ ]*(?:[,;|•·\t\n]|[–—]+|(?<=\s)[-=~/]+(?=\s)|(?<=[\w.])-+(?=\s)|(?<=\s)-+(?=\w)|:(?=\s|$))[ ]*)"
)
_DASHES = ("-", "–", "—")  # behind which a line tells what somebody is, and names nobody else
_LEAD = re.compile(r"(?:and|And|AND|&|plus|(?:together|along) with)\s+")
AND = re.compile(rf",?\s+{_LEAD.pattern}")
_TOKEN = re.compile(r"\S+")
_NICKNAME = re.compile(
    r"(?:^|[,;]\s?)[A-Z][\w’'-]+ (?P<nick>\([A-Z][a-z’'-]{1,12}\))(?= [A-Z][\w’'-]+\s*(?:$|[,;(]))", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch between separators, in offsets of the passage."""

    sep: str
    start: int
    end: int
    bracket: bool = False


class Parts:
    """Parts a passage; `per_line` says that each line is one person."""

    def __init__(self, text: str, per_line: bool) -> None:
        self.text, self.per_line = text, per_line
        self.words = words()

    def between(self, start: int, end: int) -> Iterator[Part]:
        """The parts between two offsets, in order; what stands in brackets is a part of its own."""
        at, sep = start, ""
        nicknames = {match.start("nick") for match in _NICKNAME.finditer(self.text, start, end)}
        for match in _PART.finditer(self.text, start, end):
            if match["bracket"] and match.start() in nicknames and self.words.plain(match["inner"]):
                continue
            yield from self._split(sep, at, match.start())
            sep = sep if match.start() == at and not match["bracket"] else ""
            if match["bracket"]:
                yield Part("(", match.start("inner"), match.end("inner"), True)
                sep = ""
            else:
                sep = (sep if match.start() == at else "") + match["sep"].strip(" ")
            at = match.end()
        yield from self._split(sep, at, end)

    def _split(self, sep: str, start: int, end: int) -> Iterator[Part]:
        """A stretch, parted where "and" or a title shows that another person begins."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return
        if lead := _LEAD.match(self.text[start:end]):
            start, sep = start + lead.end(), sep + "&"
        for match in AND.finditer(self.text, start, end) if not (self.per_line and sep[:1] in _DASHES) else ():
            if self._parts_people(start, match.start(), match.end(), end) or self._office(match.end(), end):
                yield from self._split(sep, start, match.start())
                yield from self._split("&", match.end(), end)
                return
        if second := self._unparted(start, end):
            yield Part(sep, start, second)
            yield from self._split("&", second, end)
            return
        for match in _TOKEN.finditer(self.text, start, end):
            if match.start() > start and self._titled_anew(start, match.start(), match[0], end):
                yield Part(sep, start, match.start())
                yield from self._split("&", match.start(), end)
                return
        yield Part(sep, start, end)

    def _office(self, start: int, end: int) -> bool:
        """Whether nothing but an office stands here, whose holder follows: "…, C Dow and the Clerk, Mrs E Evans"."""
        article, _, office = self.text[start:end].partition(" ")
        following = self.text[end : end + 60].lstrip(" ,:–-(")
        person = find_person(following, 0, len(following), self.words)
        return article.lower() == "the" and self.words.office(office) and person is not None and person.sure

    def _unparted(self, start: int, end: int) -> int:
        """Where a second person begins without any mark: "Cllr Ann Bell Bob Dow Parish Clerk"; 0 for nowhere."""
        person = find_person(self.text, start, end, self.words)
        if person is None or not person.honorific or not self.words.office(self.text[person.rest : end]):
            return 0
        tokens = list(_TOKEN.finditer(self.text, *person.name))
        plain = len(tokens) == 4 and all(len(token[0]) > 2 for token in tokens)
        return tokens[2].start() if plain and self.text[person.name[1] : person.rest].isspace() else 0

    def _titled_anew(self, start: int, at: int, title: str, end: int) -> bool:
        """Whether a title stands between two people ("Cllr Ann Bell Cllr Bob Dow")."""
        if title.rstrip(".,").lower() not in self.words.parting or not title[0].isupper():
            return False
        if self.words.titled(f"{self.text[start:at].split()[-1]} {title}"):
            return False  # "Dist. Cllr Ann Bell"
        before = find_person(self.text, start, at, self.words)
        return before is not None and find_person(self.text, at, end, self.words) is not None

    def _parts_people(self, start: int, left_end: int, right: int, end: int) -> bool:
        """Whether "and" stands between two people here, not inside the name of an office or a body."""
        left, following = self.text[start:left_end], self.text[right:end]
        after = find_person(self.text, right, end, self.words)
        if after is None:
            return False
        if after.sure:
            return True
        before = find_person(self.text, start, left_end, self.words)
        alone = after.rest >= end or not self.text[after.rest : end].strip(" .")
        if before is None or not alone:
            return before is None and alone and not self.per_line and " " in following and self.words.office(left)
        return not self.words.body(self.text[before.rest : left_end]) and not self.words.body(
            self.text[after.rest : end]
        )
