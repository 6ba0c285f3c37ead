"""Cues are found where a word begins with them, however they are written, and nowhere else."""

import pytest

from minutesparse.cues import Cues


@pytest.mark.parametrize(
    ("cue", "text", "stands"),
    [
        ("agree", "They agreed to it", True),
        ("agree", "They disagreed", False),
        ("Agree".lower(), "AGREED", True),
        ("asked for", "He asked for it", True),
        ("asked for", "He asked her for it", False),
        (" to ", "He is to go", True),
        (" to ", "He is told", False),
        ("to do so", "Nobody is to do so", True),
        ("no", "Six noes", True),
        ("n't", "He didn't", True),
        ("n’t ", "He didn’t go", True),
        ("’s concern", "The Clerk’s concern", True),
        ("0/", "10/2", True),
        ("0 of", "10 of them", True),
        ("co-opt", "Jo Bell was co-opted", True),
        ("re-join", "She re-joined them", True),
        ("?", "Why so?", True),
        ("in favo", "All in favour", True),
        ("in favo", "In a favour", False),
    ],
)
def test_stands(cue: str, text: str, stands: bool) -> None:
    cues = Cues()
    other, wanted = cues.add(["something else"]), cues.add([cue, "anything else"])
    assert cues.standing_in(text) == (wanted if stands else 0)
    assert cues.standing_in(f"{text} something else") & other


def test_cues_added_later_are_found_in_texts_that_were_asked_about_before() -> None:
    cues = Cues()
    agreed = cues.add(["agree"])
    assert cues.standing_in("It was agreed and resolved") == agreed
    resolved = cues.add(["resolv"])
    assert cues.standing_in("It was agreed and resolved") == agreed | resolved


def test_a_cue_tells_of_all_lists_that_it_is_in() -> None:
    cues = Cues()
    one, other = cues.add(["agree"]), cues.add(["agree", "resolv"])
    assert cues.add(["agree"]) == one != other
    assert cues.standing_in("Agreed") == one | other
    assert cues.standing_in("Resolved") == other
