"""Which lines belong together: paragraphs across wraps and page breaks, headings broken over several lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles

from minutesparse.document import Document, Line
from minutesparse.layout.titles import is_headline, is_sentence, is_title
from minutesparse.layout.words import is_top_title
from minutesparse.layout.words import words as vocabulary

_STOPS = (".", "!", "?", ":", ";", ".”", '."', ".)", "?”", "”", ".’")
_SHORT_FORMS = ("Mr.", "Ms.", "Mrs.", "Dr.", "Cllr.", "Clr.", "No.", "St.", "Rev.", "Cmhlr.", "Fr.", "Prof.", "Messrs.")
_SAMPLE = 20_000
ASIDE = 30  # columns by which what stands beside the text is set in


@dataclass(frozen=True, slots=True)
class Page:
    """How the text is set: the width of a full line, and whether every wrapped line stands on its own paragraph."""

    width: float
    wrapped: bool
    spaced: bool


def read_page(document: Document) -> Page:
    """How the lines of a document are set."""
    plain = [line for line in document.lines[:_SAMPLE] if line.style == "plain"]
    lengths = [line.indent + line.end - line.start for line in plain]
    if len(lengths) < 8:
        return Page(200, False, False)
    width = quantiles(lengths, n=10)[-1]
    full = [line for line, length in zip(plain, lengths, strict=True) if length >= 0.75 * width]
    wrapped = 40 < width < 140 and len(full) >= 0.25 * len(lengths)
    spaced = wrapped and sum(1 for line in plain if line.gap) > 0.8 * len(plain)
    if spaced:  # else these are short paragraphs
        broken = sum(not document.reading[line.end - 2 : line.end].strip().endswith(_STOPS) for line in full)
        wrapped = spaced = broken > 0.3 * len(full)
    return Page(width, wrapped, spaced)


def group_lines(document: Document, page: Page) -> Iterator[tuple[int, int]]:
    """Half-open ranges of lines that belong to one block."""
    lines = document.lines
    first = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or not _continues(document, page, first, i):
            yield first, i
            first = i


def _continues(document: Document, page: Page, first: int, i: int) -> bool:
    """Whether line i goes on with the block that began at line `first` and reaches to the line before it."""
    above, line = document.lines[i - 1], document.lines[i]
    if line.style != "plain" or above.style not in ("plain", "item"):
        return False
    if abs(line.indent - above.indent) >= ASIDE or _ends_beside(document, above):
        return False
    before = document.reading[max(above.start, above.end - 200) : above.end]
    words = document.reading[line.start : min(line.end, line.start + 200)]
    known = vocabulary()
    numbered = known.number.match(words) is not None
    if i - first == 1 and above.style == "plain" and known.lone_number.fullmatch(before):
        return not numbered and line.gap <= 2
    if known.lone_number.fullmatch(words) or _is_label(words) or (i - first == 1 and _titles(before, words)):
        return False
    if (
        _breaks_off(before)
        and above.end - above.start >= 0.6 * page.width
        and line.gap <= 2
        and not line.wholly("strong")
    ):
        return not numbered or words[:1].isupper()
    hangs = not numbered and (words[0].islower() or words[0] in "(&$£€")
    length = above.indent + above.end - above.start
    if above.wholly("strong") != line.wholly("strong") and not (hangs and length >= 0.7 * page.width):
        return False
    if numbered:
        return line.gap == 0 and words[0].isdigit() and before.split()[-1].lower() in known.joiners
    if hangs and line.gap <= 1 and before.split()[-1].lower() in known.joiners and length >= 0.5 * page.width:
        return True  # no paragraph ends in "the" where the next begins in lower case
    if line.gap > 1 and line.page == above.page and not page.spaced:
        return False
    if page.spaced and line.gap <= 2 and _shouts(before) and _shouts(words) and i - first < 12:
        title = before.lower().strip()
        return not before.endswith(_STOPS) and (title in known.umbrellas or not is_top_title(title))
    listed = document.lines[first].style == "item"
    if line.gap == 0 and i - first < 4 and _shouts(before) and _shouts(words) and not listed:
        return known.number.match(document.reading[document.lines[first].start :][:200]) is not None
    if line.wholly("strong"):
        return _goes_on_bold(before, words, length, page, line)
    if line.gap == 0:
        under = _hangs_under(document.lines[first], line) and document.media_type == "text/markdown"
        return under or _wraps(before, hangs, length, page, line)
    if page.spaced or line.page != above.page:
        return _wraps_apart(before, words, hangs, length, page)
    return False


def _ends_beside(document: Document, line: Line) -> bool:
    """Whether a line ends with a sentence and, far from it, with who acts: in a column set by spaces."""
    if len(line.cells) < 2:
        return False
    (_, stop), last = line.cells[-2:]
    ended = document.reading[max(stop - 2, 0) : stop].endswith(_STOPS)
    return ended and vocabulary().aside.fullmatch(document.reading[slice(*last)]) is not None


def _titles(before: str, words: str) -> bool:
    """Whether a line is the whole title of a numbered item, right under which a sentence begins."""
    number = vocabulary().number.match(before)
    if number is None or not words[0].isupper() or before.endswith(_STOPS) or is_headline(words[:80]):
        return False
    title = before[number.end() :]
    return len(title.split()) > 2 and is_headline(title) and is_title(title) and is_sentence(words)


def _hangs_under(item: Line, line: Line) -> bool:
    """Whether a line is indented right under a bullet, to which it then belongs in Markdown."""
    return item.style == "item" and line.gap == 0 and line.indent >= item.indent + 2


def _breaks_off(before: str) -> bool:
    """Whether a line ends in the middle of a name or a list of names: "Mr.", "J.", "Smith,"."""
    return before.endswith((*_SHORT_FORMS, ",")) or (
        before[-1:] == "." and before[-3:-2] in " (" and before[-2:-1].isupper()
    )


def _shouts(words: str) -> bool:
    return words.isupper() and sum(c.isupper() for c in words) > 1 and not words.endswith(":")


def _is_label(words: str) -> bool:
    match = vocabulary().label.match(words)
    return match is not None and len(match["label"].split()) <= 4 and not words[0].islower()


def _goes_on_bold(before: str, words: str, length: int, page: Page, line: Line) -> bool:
    """Whether a bold line goes on with the bold line above it: headings broken over several lines, or by the word."""
    if before.endswith(_STOPS):
        return False
    if line.gap and not page.spaced:
        return False
    if length >= (0.6 if line.gap == 0 or page.spaced else 0.75) * page.width:
        return True
    last, first = before.split()[-1].lower(), words.split()[0].lower()
    return (
        last in vocabulary().joiners
        or first in vocabulary().joiners
        or before.endswith((",", "-", "–"))
        or words[0].islower()
    )


def _wraps(before: str, hangs: bool, length: int, page: Page, line: Line) -> bool:
    """Whether a line right under another goes on with it."""
    if not page.wrapped:
        return not line.cells and (hangs or (length >= 60 and not before.endswith(_STOPS)) or before.endswith(","))
    room = length + 1 + 6
    if before.endswith((",", "-", "–", "(")) and length > 25:
        return True
    return (hangs and not before.endswith((".", "!", "?"))) or room >= 0.8 * page.width


def _wraps_apart(before: str, words: str, hangs: bool, length: int, page: Page) -> bool:
    """Whether a line goes on with the one above though blank lines or a page break part them."""
    if hangs or before.endswith((",", "-", "–", "&", "(")):
        return not before.endswith(_STOPS)
    if before.split()[-1].lower() in vocabulary().joiners:
        return True
    if before.endswith(_STOPS):
        return length >= 0.95 * page.width and page.spaced and not before.endswith(":")
    return length >= 0.75 * page.width
