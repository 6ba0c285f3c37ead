"""The spaCy component."""

from importlib.metadata import entry_points

import pytest
import spacy
from spacy.tokens import Doc

import minutesparse.component
from minutesparse import extract, read

MINUTES = "Minutes of the Pond Club\n\n1. Apologies\nNone.\n\n2. Ducks\nACTION: Ann Lake to feed the ducks."


@pytest.fixture
def nlp() -> spacy.language.Language:
    blank = spacy.blank("en")
    blank.add_pipe("minutesparse")
    return blank


def test_record_is_the_same(nlp: spacy.language.Language) -> None:
    doc = nlp(MINUTES)
    assert doc._.minutes == extract(read(MINUTES))
    assert doc.text == MINUTES


def test_no_text_no_record(nlp: spacy.language.Language) -> None:
    assert nlp("")._.minutes is None
    assert nlp(" \n ")._.minutes is None


def test_record_survives_storage_and_processes(nlp: spacy.language.Language) -> None:
    doc = nlp(MINUTES)
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.minutes == doc._.minutes
    assert [d._.minutes for d in nlp.pipe([MINUTES, ""], n_process=2)] == [doc._.minutes, None]


def test_spacy_finds_it_without_an_import() -> None:
    found = [point for point in entry_points(group="spacy_factories") if point.name == "minutesparse"]
    if not found:
        pytest.skip("the installed package is older than its entry point; install it again")
    assert found[0].load() is minutesparse.component.make
