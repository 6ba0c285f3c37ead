"""The title of a meeting and the body that met, out of the title lines of a head."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from minutesparse.dates import find_dates, find_times
from minutesparse.document import Block, Document, Sentence
from minutesparse.extractors.meeting.masthead import Masthead
from minutesparse.rules import Vocabulary, load

Words = tuple[str, int, int, str]  # text, its range in the reading, the rule that found it

_EDGES = " \t\n-–—:,.|#*·•/@"
_FOLLOWING = 20
_ACTING = 100_000  # characters of a text in which a body is seen to act
_MENTIONS = 2
_PROSE = re.compile(r"[a-z]{3}[.!?:;]\s*$|\.\s+[A-Z][a-z]+\s[a-z]+\s")


def find_title(document: Document, blocks: Sequence[Block], head: Masthead, day_first: bool) -> Words | None:
    """The subject or name of the meeting, with its range and its rule; None where no heading gives one."""
    rules = load("meeting")
    for pair in head.pairs:
        if pair.field == "title" and not pair.meta:
            text = document.reading[pair.start : pair.end]
            pieces = list(_pieces(text, pair.start, rules, day_first))
            where = find_dates(text, day_first, 2000) and rules.patterns["place"].search(text)
            if pieces and not where:  # "Meeting: 3 May 2024, Committee Room" tells when and where
                return (*_widest(document.reading, pieces), pair.rule)
    for hit in rules.all("title", head.text):
        start = hit.match.start("title")
        pieces = list(_pieces(hit.match["title"].replace("\n", " "), head.start + start, rules, day_first))
        if pieces and not _is_generic(pieces[0][0], rules):
            return (*pieces[0], hit.rule.id)
    if committee := _committee(document, head, rules):
        return committee
    lines = [p for start, end in head.lines for p in [_line(document, start, end, rules, day_first)] if p]
    metas = [
        p
        for b in blocks
        if b.kind == "meta" and b.marker.lower() == "title"
        for p in [_line(document, b.start, b.end, rules, day_first)]
        if p
    ]
    return _choose(lines, metas, rules, document.reading)


def find_body(document: Document, head: Masthead, sentences: Sequence[Sentence], title: Words | None) -> Words | None:
    """The body that met, with its range and its rule; None where the text never names it."""
    rules = load("meeting")
    for pair in head.pairs:
        if pair.field == "body":
            return document.reading[pair.start : pair.end], pair.start, pair.end, pair.rule
    if committee := _committee(document, head, rules):
        return committee
    inside = _inside(title, rules) if title else None
    if inside and not _is_bare(inside[0], rules):
        return inside
    line = _organ_line(document, head, rules, title) or _beside(document, head, rules, title)
    if line and inside and rules.patterns["kind_inside"].search(inside[0]):
        return line
    said = _said(sentences[:_FOLLOWING], rules)
    if said and (line is None or _is_bare(line[0], rules)) and (inside is None or inside[0].lower() in said[0].lower()):
        return said
    return line or inside or _above(document, head, rules, title) or _acting(document.reading, rules)


def _committee(document: Document, head: Masthead, rules: Vocabulary) -> Words | None:
    """The body that a form names beside "Committee"."""
    for pair in head.pairs:
        text = document.reading[pair.start : pair.end]
        if pair.field == "committee" and len(text) < 120 and rules.patterns["names_body"].search(text):
            return text, pair.start, pair.end, pair.rule
    return None


def _acting(reading: str, rules: Vocabulary) -> Words | None:
    """The body that acts in the text ("The Board agreed", "TSC members"), under the fullest name it has there."""
    named: dict[str, list[tuple[str, int, int]]] = {}
    for hit in rules.all("body_acts", reading[:_ACTING]):
        start, end = hit.match.span("body")
        words = reading[start:end]
        named.setdefault(words.split()[-1].lower(), []).append((words, start, end))
    mentions = max(named.values(), key=len, default=[])
    if len(mentions) < _MENTIONS and not any(" " in words and words.isupper() for words, _, _ in mentions):
        return None
    counts = Counter(words for words, _, _ in mentions)
    text, start, end = max(mentions, key=lambda m: (counts[m[0]] > 1, m[0][0].isupper(), len(m[0])))
    return text, start, end, "body.acts"


def _above(document: Document, head: Masthead, rules: Vocabulary, title: Words | None) -> Words | None:
    """The name above a title that only says which kind of meeting it was: "Anytown Harriers", "AGM"."""
    place, kind = rules.patterns["place"], rules.patterns["only_kind_of_meeting"]
    if title is None or not kind.fullmatch(title[0]):
        return None
    for start, end in head.lines:
        for text, a, b in _line(document, start, end, rules, True) or () if end <= title[1] else ():
            if not place.search(text) and not any(c.isdigit() for c in text) and len(text) <= 80:
                return text, a, b, "body.line-above"
    return None


def _choose(
    lines: list[list[tuple[str, int, int]]], metas: list[list[tuple[str, int, int]]], rules: Vocabulary, reading: str
) -> Words | None:
    """The best of the lines: one that names a meeting, else one that names a body, else the first."""
    meets, organ, ordinal = (rules.patterns[name] for name in ("names_meeting", "names_body", "ordinal_only"))
    for source in (lines, metas):
        for pieces in source:
            for text, start, end in pieces:
                if not meets.search(text) or len(text) > 200:
                    continue
                whole = _widest(reading, pieces)
                if ordinal.fullmatch(text) and not rules.patterns["minutes_word"].search(whole[0]):
                    return (*whole, "title.line")
                return text, start, end, "title.meeting-line"
    if bodies := [piece for pieces in lines for piece in pieces if len(piece[0]) <= 120 and organ.search(piece[0])]:
        organs = [piece for piece in bodies[:3] if rules.patterns["part_of_body"].search(piece[0])]
        return (*(organs or bodies)[0], "title.body-line")  # "Anytown Trust" / "Audit Committee"
    for pattern, name in ((organ, "title.body-line"), (None, "title.line")):
        for source in (lines, metas):
            for pieces in source:
                for text, start, end in pieces:
                    if len(text) <= 120 and (pattern is None or pattern.search(text)):
                        return text, start, end, name
    return None


def _line(
    document: Document, start: int, end: int, rules: Vocabulary, day_first: bool
) -> list[tuple[str, int, int]] | None:
    """The pieces of a title line that may be a title; None for lines of a website, a letterhead or prose."""
    text = document.reading[start:end]
    bare = rules.patterns["unapproved"].sub("", text)
    if len(text) > 300 or rules.patterns["furniture"].search(bare) or rules.patterns["prose"].search(text):
        return None
    if _PROSE.search(text) and len(text.split()) > 6:
        return None
    pieces = [p for p in _pieces(text, start, rules, day_first) if not _is_generic(p[0], rules)]
    pieces = [p for p in pieces if p[0].lower() not in rules.words["no_title"]]
    return pieces or None


def _pieces(text: str, offset: int, rules: Vocabulary, day_first: bool) -> Iterator[tuple[str, int, int]]:
    """What remains of a line without days, times, "Minutes of" and separators, piece by piece."""
    cuts = [m.span() for m in rules.patterns["minutes_word"].finditer(text)]
    marks = [(f.start, f.end) for f in (*find_dates(text, day_first, 2000), *find_times(text))]
    for start, end in marks:
        lead = rules.patterns["day_lead"].search(text[:start])
        cuts.append((lead.start() if lead else start, end))
    if marks:  # what follows the day is the place
        cuts += [(m.start(), len(text)) for m in rules.patterns["after_day"].finditer(text) if m.start() > marks[0][0]]
    cuts += [(m.start(), len(text)) for m in rules.patterns["held"].finditer(text)]
    for name in ("for_year", "month_end", "unapproved"):
        cuts += [m.span() for m in rules.patterns[name].finditer(text)]
    cuts += [m.span() for m in rules.patterns["separator"].finditer(text)]
    cuts.append((len(text), len(text)))
    at = 0
    for start, end in sorted(cuts):
        if start > at:
            piece = text[at:start]
            bare = piece.strip(_EDGES)
            bare = bare[1:] if bare.startswith("(") and ")" not in bare else bare
            bare = bare[:-1] if bare.endswith("(") else bare
            bare = bare.strip(_EDGES)
            if len(bare) > 1 and any(c.isalpha() for c in bare):
                begin = offset + at + piece.index(bare)
                yield bare, begin, begin + len(bare)
        at = max(at, end)


def _widest(reading: str, pieces: list[tuple[str, int, int]]) -> tuple[str, int, int]:
    """All pieces with what stands between them."""
    start, end = pieces[0][1], pieces[-1][2]
    return reading[start:end], start, end


def _inside(title: Words, rules: Vocabulary) -> Words | None:
    """The body that a title names."""
    text, offset = title[0], title[1]
    if hit := rules.first("body", text):
        start, end = hit.match.span("body")
        body = text[start:end].strip(_EDGES)
        if _is_generic(body, rules) or rules.patterns["only_kind"].fullmatch(body):
            return None
        if hit.rule.id == "body.before-meeting" and rules.patterns["subject"].fullmatch(body):
            return None
        if hit.rule.id == "body.organ" and (match := rules.patterns["organ_report"].search(body)):
            body = body[: match.start()]
        begin = offset + start + text[start:end].index(body)
        return body, begin, begin + len(body), hit.rule.id
    return None


def _said(sentences: Sequence[Sentence], rules: Vocabulary) -> Words | None:
    """The body that the opening sentences say held its meeting."""
    for sentence in sentences:
        if hit := rules.first("body_sentence", sentence.text[:600]):
            start, end = hit.match.span("body")
            return hit.match["body"], sentence.start + start, sentence.start + end, hit.rule.id
    return None


def _organ_line(document: Document, head: Masthead, rules: Vocabulary, title: Words | None) -> Words | None:
    """A title line that names a body, with the line after it where that says of what."""
    organ = rules.patterns["names_body"]
    for i, (start, end) in enumerate(head.lines):
        for text, a, b in _line(document, start, end, rules, True) or ():
            taken = title is not None and a < title[2] and title[1] < b
            if (
                taken
                or len(text) > 140
                or not organ.search(text)
                or re.match(r"\s*:\s*\d", document.reading[b : b + 5])
            ):
                continue
            if i + 1 < len(head.lines) and _goes_on(text, document.reading[slice(*head.lines[i + 1])], rules):
                stop = head.lines[i + 1][1]
                return document.reading[a:stop], a, stop, "body.lines"
            return text, a, b, "body.line"
    return _before_minutes(document, head, rules, title)


def _goes_on(line: str, following: str, rules: Vocabulary) -> bool:
    """Whether a body takes two lines: "Board of Trustees" / "Anytown Library", "City of Anytown" / "City Council"."""
    if len(following) > 100 or not rules.patterns["names_body"].search(following):
        return False
    return _is_bare(line, rules) != _is_bare(following, rules)


def _beside(document: Document, head: Masthead, rules: Vocabulary, title: Words | None) -> Words | None:
    """What shares the title's line and is neither meeting nor place: "Annual General Meeting – Anytown Choir"."""
    meets, place = rules.patterns["names_meeting"], rules.patterns["place"]
    for start, end in head.lines if title else ():
        if title and start <= title[1] < end:
            for text, a, b in _line(document, start, end, rules, True) or ():
                other = not (a < title[2] and title[1] < b) and not rules.patterns["subject"].fullmatch(text)
                if other and not meets.search(text) and not place.search(text):
                    return text, a, b, "body.beside-title"
    return None


def _before_minutes(document: Document, head: Masthead, rules: Vocabulary, title: Words | None) -> Words | None:
    """What stands before "Minutes of the Annual General Meeting": whose meeting it is."""
    if title is None:
        return None
    for start, end in head.lines:
        text = document.reading[start:end]
        if start <= title[1] < end and (match := rules.patterns["minutes_of"].search(text)):
            bare = re.sub(r"\s*\(.*$", "", text[: match.start()]).strip(_EDGES)
            if 3 < len(bare) < 100 and not rules.patterns["furniture"].search(bare):
                begin = start + text.index(bare)
                return bare, begin, begin + len(bare), "body.before-minutes"
    return None


def _is_generic(text: str, rules: Vocabulary) -> bool:
    return bool(rules.patterns["generic"].fullmatch(text))


def _is_bare(text: str, rules: Vocabulary) -> bool:
    """Whether words name an organ without saying of what: "Board of Directors", "Committee"."""
    return bool(rules.patterns["bare_organ"].fullmatch(text))
