"""Where a title ends: headings that run into their paragraph, and what can be a title at all."""

import re
from collections.abc import Sequence

from minutesparse.document import Run
from minutesparse.layout.words import is_agenda_title, is_top_title, words

LONGEST = 170  # characters of a title
_LEAD = 220  # so far into a paragraph its heading may reach
_SHORT_FORM = 5  # letters
_CAPITAL = 0.8  # of the letters of a title in capitals
_WORD = re.compile(r"\S+")
_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_CLOSED = re.compile(r"[.!?;,][\"”’)]?$")
_ENUMERATOR = re.compile(r"(?:\(?[a-z]\)|\(?[ivx]{1,4}[.)]|[•▪●‣◦➢])$")
_BULLET = re.compile(r"\s[•▪●‣◦➢\uf0b7\uf0a7]\s?")
_DASH = re.compile(r"\s(?:[-–—]{1,2})\s")
_DAY = re.compile(r"\s(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)")
_AS = re.compile(r"\s(?:as|previously|if)\s\w+ed\b")  # no verb of a sentence: "Urgent items as agreed by the Chair"
_BY = re.compile(r"(?:by|that|the|to|a|an|as|with|and|unanimously|seconded)\b")
_STOP = re.compile(r"(?<=[A-Za-z)]{2})\.\s+(?=[A-Z“\"\d])")
_SHORT_FORMS = ("no", "nos", "st", "rd", "co", "ltd", "inc", "etc", "approx", "ref", "rev", "vs", "dept", "mt")
_NAME = re.compile(r"(?:[A-Z][a-z’'-]+|[A-Z]\.?|Mc[A-Z][a-z]+|[A-Z]{2,4})$")


def is_sentence(text: str) -> bool:
    """Whether a short text says something in full: it has a verb that makes a sentence."""
    bare = _BRACKETS.sub("", text)
    if bare.startswith("To "):
        return False
    if bare.isupper():
        return False
    begins, _, rest = bare.partition(" ")
    if _BY.match(rest) and words().finite.fullmatch(begins.lower()):
        return True
    if begins.strip(",").lower() in words().reporting_openers and (begins.endswith(",") or rest[:1].islower()):
        return True
    return words().finite.search(rest) is not None


def is_clause(text: str) -> bool:
    """Whether even a line in bold or capitals is no title: it has an auxiliary verb, or ends like a sentence."""
    return words().clause.search(text) is not None or _CLOSED.search(text) is not None


def is_title(text: str, longest: int = LONGEST) -> bool:
    """Whether a text that stands for itself can be a title: short, begun like one, not a sentence."""
    if not text or len(text) > longest or not any(c.isalpha() for c in text):
        return False
    if text.count("(") != text.count(")"):
        return False
    first = text.lstrip("“\"‘'([*#-–&")[:1]
    if not (first.isupper() or first.isdigit() or (first.isalpha() and len(text) < 60)):
        return False
    if _CLOSED.search(_BRACKETS.sub("", text).rstrip()) and not (
        text.endswith(("etc.", "Co.", "Ltd.", "Inc.", "Assoc.", "T.D.")) or len(text.split()) < 3
    ):
        return False
    return not is_sentence(_AS.sub("", text))


def lead_run(start: int, end: int, runs: Sequence[Run]) -> tuple[int, str]:
    """Where the face with which a text begins ends, and which face; (start, "") where it begins plainly."""
    for face in ("strong", "emphasis"):
        reached = start
        for run in runs:
            if run.face == face and run.start <= reached + 1 and run.end > reached:
                reached = run.end
        if reached > start + 1:
            return min(reached, end), face
    return start, ""


def title_end(text: str, numbered: bool) -> tuple[int, int] | None:
    """Where the title with which a paragraph begins ends, and where its body begins; None where it has none.

    Both are offsets into `text`, which has no number any more. `numbered` says that a number stood before it.
    """
    lead = text[:_LEAD]
    if not numbered and lead.split(" ", 1)[0] in words().openers:
        return None
    for found in (
        numbered and _by_day(lead),
        numbered and _by_stop(lead),
        _by_colon(lead),
        _by_capitals(lead, numbered),
        _by_opener(lead, numbered),
        numbered and _by_dash(lead),
    ):
        if found and (is_title(text[: found[0]]) or (numbered and _names_business(text, found))):
            return found
    return None


def _by_day(lead: str) -> tuple[int, int] | None:
    """A title that every agenda has before a day: "Date of next meeting Tuesday 3 May"."""
    day = _DAY.search(lead)
    return _bounds(lead, day.start(), day.start()) if day and is_top_title(lead[: day.start()].lower()) else None


def _names_business(text: str, found: tuple[int, int]) -> bool:
    """Whether a title with a participle stands before a colon: "Apologies received: …"."""
    title = text[: found[0]]
    return ":" in text[found[0] : found[1]] and title.split()[0] not in words().openers - {"Apologies"}


def _by_stop(lead: str) -> tuple[int, int] | None:
    """A title with a full stop behind it: "Declarations of interest. The Chair …"."""
    for stop in _STOP.finditer(lead):
        title = lead[: stop.start()]
        last = title.rpartition(" ")[2].lower()
        if last in _SHORT_FORMS:
            continue
        if last in words().honorifics or len(title) < 3 or len(title.split()) > 12 or ":" in title:
            return None
        odd = lead[stop.end()].isdigit() or title[-1].isupper()  # "AOB. Jane Doe said …", but "Mrs J. Doe"
        if odd and not title.isupper() and not is_agenda_title(title.lower()):
            return None
        first = lead.partition(" ")[0]
        if first in words().determiners or first.rstrip(".") + "." in words().openers:
            return None
        return _bounds(lead, stop.start(), stop.end())
    return None


def ends_early(text: str) -> bool:
    """Whether a sentence ends in the middle of a text, so that not all of it is a title."""
    return _by_stop(text) is not None


def _by_colon(lead: str) -> tuple[int, int] | None:
    at = lead.find(":")
    while 0 < at < len(lead) - 1 and not lead[at + 1].isspace():
        at = lead.find(":", at + 1)
    if not 2 < at < 110 or at + 1 >= len(lead) or len(lead[:at].split()) > 14 or words().clause.search(lead[:at]):
        return None
    return _bounds(lead, at, at + 1)


def _by_dash(lead: str) -> tuple[int, int] | None:
    dashes = list(_DASH.finditer(lead))
    for dash, after in zip(dashes, [*dashes[1:], None], strict=False):
        rest = lead[dash.end() : after.start() if after else len(lead)]
        if words().finite.match(rest):
            return None  # "Jane Doe - is removed"
        if is_sentence(rest) or len(rest) > 90 or (after is None and rest.rstrip().endswith(".")):
            return _bounds(lead, dash.start(), dash.end())
    return None


def _by_capitals(lead: str, numbered: bool) -> tuple[int, int] | None:
    """A title in capitals before words that are not: "PUBLIC FORUM The new …"."""
    tokens = list(_WORD.finditer(lead))
    letters = count = 0
    for i, token in enumerate(tokens):
        word = token[0]
        if any(c.islower() for c in word):
            break
        letters += sum(c.isupper() for c in word)
        count = i + 1
    else:
        return None
    if count < len(tokens) and count and re.fullmatch(r"[A-Z]|[A-Z]{1,3}\.", tokens[count - 1][0]) and count > 1:
        count -= 1  # "… A resident asked": the letter belongs to the sentence
    if not count or letters < (4 if numbered else 8) or (count < 2 and not numbered):
        return None
    start = tokens[count].start()
    rest = lead[start:]
    if rest[:1] == "(" and (close := rest.find(")")) > 0:  # "(since last meeting)" belongs to the title
        start += close + 1
        return _bounds(lead, start, start)
    if _ENUMERATOR.match(tokens[count][0]):
        return _bounds(lead, start, start)
    if found := _by_opener(lead, numbered, count):
        return found
    return _bounds(lead, start, start) if rest[:1].isupper() and (count > 1 or letters > 6) else None


def _by_opener(lead: str, numbered: bool, least: int = 1) -> tuple[int, int] | None:
    """A title before the word that opens a sentence: "Cause for Worry The Warden drew …"."""
    tokens = list(_WORD.finditer(lead))
    known = words()
    bullet = _BULLET.search(lead)
    for k in range(least, min(len(tokens), 20)):
        word, before = tokens[k][0], tokens[k - 1][0]
        if bullet and tokens[k].start() >= bullet.start():
            return _bounds(lead, bullet.start(), bullet.end()) if numbered else None
        if numbered and _ENUMERATOR.match(word):
            return _bounds(lead, tokens[k].start(), tokens[k].start())
        if before.endswith((".", "!", "?", ";")) and len(before) > 3 and before not in known.openers:
            return None
        if before.lower().strip(",") in known.joiners or before.endswith((",", "&", "-", "–", "/")):
            continue
        rest = [t[0] for t in tokens[k : k + 14]]
        if word.strip(",") in known.openers and _speaks(rest, numbered and k > 1):
            if numbered or (k > 1 and is_headline(lead[: tokens[k].start()])):
                return _bounds(lead, tokens[k].start(), tokens[k].start())
            return None
        if numbered and _NAME.match(word) and k + 1 < len(tokens) and (start := _named(tokens, k)):
            return _bounds(lead, start, start)
        if not numbered and not word[0].isupper() and word.lower() not in known.joiners:
            return None
    return None


def _speaks(rest: Sequence[str], sure: bool) -> bool:
    """Whether words that begin with an opener go on like a sentence: there is a verb soon."""
    known = words()
    if len(rest) > 6 and (rest[0] in ("No", "Upon", "There", "None") or (sure and rest[0] in known.determiners)):
        return True
    reach = 12 if rest[0] in known.determiners else 4
    return any(known.finite.fullmatch(word.strip(",.;:")) for word in rest[1:reach])


def _named(tokens: Sequence[re.Match[str]], k: int) -> int:
    """Where a name of two words begins whose last word is the one before a verb that follows it; 0 for none."""
    known = words()
    if tokens[k + 1][0] in known.openers:
        return 0
    if k + 2 < len(tokens) and _NAME.match(tokens[k + 1][0]) and known.finite.fullmatch(tokens[k + 2][0].strip(",")):
        return tokens[k].start()
    return 0


def is_loud(title: str) -> bool:
    """Whether a title is set in capitals: "TREASURER’s REPORT"; a short form is not."""
    letters = [c for c in title if c.isalpha()]
    return len(letters) > _SHORT_FORM and sum(c.isupper() for c in letters) > _CAPITAL * len(letters)


def is_headline(text: str) -> bool:
    """Whether all words but small ones begin with a capital."""
    known = words()
    tokens = text.split()
    return all(not token[0].islower() or token.lower() in known.joiners for token in tokens)


def _bounds(lead: str, end: int, body: int) -> tuple[int, int] | None:
    title = lead[:end].rstrip(" :.-–—")
    while body < len(lead) and lead[body] in " :-–—":
        body += 1
    return (len(title), body) if title else None
