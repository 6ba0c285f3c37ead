"""The vocabulary of layout, made ready once: what a number, a label, a title and a sentence look like."""

import re
from dataclasses import dataclass
from functools import cache

from minutesparse.rules import load


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
    top_titles: frozenset[str]
    business_titles: frozenset[str]
    page_title: re.Pattern[str]
    date_line: re.Pattern[str]
    umbrellas: frozenset[str]
    holders: frozenset[str]
    months: frozenset[str]
    appendices: frozenset[str]
    closers: frozenset[str]
    honorifics: frozenset[str]
    vote_words: frozenset[str]
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
        top_titles=_lower(lists["top_titles"]),
        business_titles=_lower(lists["business_titles"]),
        page_title=vocabulary.patterns["page_title"],
        date_line=vocabulary.patterns["date_line"],
        umbrellas=_lower(lists["umbrellas"]),
        holders=_lower(lists["holders"]),
        months=_lower(lists["months"]),
        appendices=_lower(lists["appendices"]),
        closers=_lower(lists["closers"]),
        honorifics=_lower(lists["honorifics"]),
        vote_words=_lower(lists["vote_words"]),
        aside=vocabulary.patterns["aside"],
    )


def _any_of(forms: tuple[str, ...]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s") for form in sorted(forms, key=len, reverse=True))


def _lower(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form.lower() for form in forms)
