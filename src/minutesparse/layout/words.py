"""The vocabulary of layout, made ready once: what a number, a label, a title and a sentence look like."""

import re
from dataclasses import dataclass
from functools import cache

from minutesparse.rules import load

_LONGEST = 100  # characters of a title that agendas of every kind have


@dataclass(frozen=True, slots=True)
class Words:
    """What data/layout.toml holds, in the forms in which layout asks for it; sets are in lower case."""

    number: re.Pattern[str]  # a printed number at the beginning of a block
    lone_number: re.Pattern[str]
    label: re.Pattern[str]
    finite: re.Pattern[str]  # a verb that makes a sentence
    clause: re.Pattern[str]
    inner_label: re.Pattern[str]  # a label in the middle of a paragraph
    header_labels: frozenset[str]
    people_labels: frozenset[str]
    item_labels: frozenset[str]
    openers: frozenset[str]
    determiners: frozenset[str]
    reporting_openers: frozenset[str]
    joiners: frozenset[str]
    imperatives: frozenset[str]
    page_title: re.Pattern[str]
    date_line: re.Pattern[str]
    verdict: re.Pattern[str]  # a line that says what became of the item above it
    top_title: re.Pattern[str]  # a title that agendas of every kind have, at the top level
    agenda_title: re.Pattern[str]  # the same, at any level
    umbrellas: frozenset[str]
    agendas: frozenset[str]
    holders: frozenset[str]
    months: frozenset[str]
    appendices: frozenset[str]
    closers: frozenset[str]
    honorifics: frozenset[str]
    vote_words: frozenset[str]
    coded_task: re.Pattern[str]  # a task with a number of its own
    aside: re.Pattern[str]  # what may stand beside a line: initials, "All"


@cache
def words() -> Words:
    """The vocabulary of layout."""
    vocabulary = load("layout")
    lists = vocabulary.words
    reported = [word for word in load("people").words["reporting"] if not word.endswith("s")]
    return Words(
        number=vocabulary.patterns["number"],
        lone_number=vocabulary.patterns["lone_number"],
        label=vocabulary.patterns["label"],
        finite=re.compile(rf"\b(?:{_any_of((*lists['finite'], *reported))})\b"),
        clause=re.compile(rf"\b(?:{_any_of(lists['clause_words'])})\b"),
        inner_label=re.compile(
            rf"(?<![\w(“\"‘'-])(?P<label>(?=[A-Z])(?i:{_any_of((*lists['item_labels'], *lists['inner_labels']))})"
            r"(?:\s?(?:[Nn]o\.?\s?)?\#?\d{1,3}(?:[./-]\d{1,4})?)?)\s?:(?=\s)\s*"
        ),
        header_labels=_lower(lists["header_labels"]),
        people_labels=_lower(lists["people_labels"]),
        item_labels=_lower(lists["item_labels"]),
        openers=frozenset(lists["openers"]),
        reporting_openers=_lower(lists["reporting_openers"]),
        determiners=frozenset(lists["determiners"]),
        joiners=_lower(lists["joiners"]),
        imperatives=frozenset(lists["imperatives"]),
        page_title=vocabulary.patterns["page_title"],
        date_line=vocabulary.patterns["date_line"],
        verdict=vocabulary.patterns["verdict"],
        top_title=vocabulary.patterns["top_title"],
        agenda_title=vocabulary.patterns["agenda_title"],
        umbrellas=_lower(lists["umbrellas"]),
        agendas=_lower(lists["agendas"]),
        holders=_lower(lists["holders"]),
        months=_lower(lists["months"]),
        appendices=_lower(lists["appendices"]),
        closers=_lower(lists["closers"]),
        honorifics=_lower(lists["honorifics"]),
        vote_words=_lower(lists["vote_words"]),
        coded_task=vocabulary.patterns["coded_task"],
        aside=vocabulary.patterns["aside"],
    )


@cache
def is_top_title(label: str) -> bool:
    """Whether words in lower case are a title that stands at the top level of agendas of every kind."""
    return len(label) < _LONGEST and words().top_title.fullmatch(label) is not None


def is_agenda_title(label: str) -> bool:
    """Whether words in lower case are a title that agendas of every kind have."""
    return is_top_title(label) or (len(label) < _LONGEST and words().agenda_title.fullmatch(label) is not None)


def _any_of(forms: tuple[str, ...]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s") for form in sorted(forms, key=len, reverse=True))


def _lower(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form.lower() for form in forms)
