"""From meeting to meeting: people, actions and concerns; in the series, one committee's three meetings."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import series
from minutesparse.archive.bodies import by_body
from minutesparse.archive.likeness import Likeness, Weights, words_of
from minutesparse.archive.meetings import Meeting, Seat, Task, Worry
from minutesparse.archive.people import find_people
from minutesparse.archive.threads import Mention, Thread, string
from minutesparse.archive.tracking import TrackedAction, track_actions, track_concerns

AFTER = date(2024, 3, 20)


@pytest.fixture(scope="module")
def meetings() -> list[Meeting]:
    return series.meetings()


def by_reference(meetings: list[Meeting], as_of: date = AFTER) -> dict[str | None, TrackedAction]:
    return {row.reference: row for row in track_actions(meetings, as_of)}


def test_an_action_is_carried_forward_twice_and_closed(meetings: list[Meeting]) -> None:
    action = by_reference(meetings)["H14"]
    assert action.carried_forward == 2
    assert [(seen.day, seen.status) for seen in action.history] == [
        ("2024-01-09", "open"),
        ("2024-02-13", "open"),
        ("2024-03-12", "closed"),
    ]
    assert (action.due, action.revised_due) == ("2024-02-13", "2024-03-12")
    assert action.closed is not None
    assert (action.status, action.closed.meeting, action.rag) == ("closed", "2024-03-12.md", "blue")


def test_an_action_worded_alike_is_another(meetings: list[Meeting]) -> None:
    assert [seen.day for seen in by_reference(meetings)["H18"].history] == ["2024-03-12"]
    assert len(by_reference(meetings)) == 5


def test_actions_stand_as_they_did_on_a_day(meetings: list[Meeting]) -> None:
    """Later meetings are not known yet; what is due that day is not late."""
    then = by_reference(meetings, date(2024, 2, 20))
    assert then["H14"].status == "open"
    assert then["H14"].carried_forward == 1
    assert "H18" not in then
    assert (then["H17"].overdue, then["H17"].rag) == (False, "amber")
    assert not by_reference(meetings, date(2024, 2, 13))["H14"].overdue
    late = by_reference(meetings)["H17"]
    assert (late.overdue, late.rag) == (True, "red")
    assert by_reference(meetings)["H18"].rag == "green"
    assert by_reference(meetings)["H16"].rag is None


def test_a_concern_is_raised_twice_and_answered_once(meetings: list[Meeting]) -> None:
    lorries, *others = (row for row in track_concerns(meetings, AFTER) if "Quarry Lane" in row.text)
    assert lorries.times_raised == 2
    assert [raised.by for raised in lorries.history] == ["Dilys Orme", "Owen Stagg"]
    assert [len(raised.answers) for raised in lorries.history] == [0, 1]
    assert lorries.answered is not None
    assert (lorries.answered.day, lorries.answered.answers[0][0]) == ("2024-02-13", "T. Baines")
    assert [row.times_raised for row in others] == [1]  # the rents are another matter
    assert track_concerns(meetings, date(2024, 1, 31))[0].answered is None


def test_people_keep_their_names_and_not_those_of_others(meetings: list[Meeting]) -> None:
    people = {person.name: person for person in find_people(meetings)}
    assert people["Margaret Ashdown"].spellings == ("Margaret Ashdown", "M. Ashdown")
    assert len(people["Margaret Ashdown"].seats) == 3
    assert people["Tessa Baines"].spellings == ("T. Baines", "Tessa Baines")
    assert people["T. Baines"].roles == ("Quarry Manager",)
    assert len({person.id for person in find_people(meetings)}) == len(people) == 8


def test_ids_stay_when_later_meetings_come(meetings: list[Meeting]) -> None:
    for follow in (find_people, lambda held: track_actions(held, AFTER), lambda held: track_concerns(held, AFTER)):
        now, before = ({row.id for row in follow(held)} for held in (meetings, meetings[:2]))
        assert before <= now


def test_the_order_in_which_meetings_are_given_does_not_matter(meetings: list[Meeting]) -> None:
    assert track_actions(meetings[::-1], AFTER) == track_actions(meetings, AFTER)
    assert track_concerns(meetings[::-1], AFTER) == track_concerns(meetings, AFTER)
    assert find_people(meetings[::-1]) == find_people(meetings)


# Who is listed at one meeting and at the next, and whether they are one person.
NAMES = [
    (("Ann Rafter", "Cllr"), ("Ann Rafter", "Ms"), True),
    (("Ann Rafter", None), ("A. Rafter", None), True),
    (("Ann Rafter", None), ("Rafter (A)", None), True),
    (("Rafter", "Cllr"), ("Ann Rafter", "Cllr"), True),
    (("A Rafter", "Cllr"), ("B Rafter", "Cllr"), False),
    (("Ann Rafter", None), ("Anne Marie Rafter", None), True),
    (("A. M. Rafter", None), ("A. P. Rafter", None), False),
    (("Rafter", "Mr"), ("Rafter", "Mrs"), False),
    (("A. Rafter", "Mr"), ("A. Rafter", "Cllr"), False),
    (("Bill Orme", None), ("William Orme", None), True),
    (("Bill Orme", None), ("Walter Orme", None), False),
    (("Sean Ó Dálaigh", None), ("Seán O'Dalaigh", None), True),
    (("T. van der Berg", None), ("Tom van der Berg", None), True),
    (("Mary O’ Shea", None), ("Mary O'Shea", None), True),
    (("P.J. Moss", None), ("PJ Moss", None), True),
    (("Clerk", None), ("Treasurer", None), False),
]


@pytest.mark.parametrize(("one", "other", "same"), NAMES)
def test_names(one: tuple[str, str | None], other: tuple[str, str | None], same: bool) -> None:
    held = [
        Meeting(str(n), "Wick Parish Council", None, f"2024-0{n}-01", (Seat("p1", name, honorific),))
        for n, (name, honorific) in enumerate((one, other), 1)
    ]
    assert len(find_people(held)) == (1 if same else 2)
    together = [Meeting("1", "Wick Parish Council", None, "2024-01-01", (*held[0].seats, *held[1].seats))]
    assert len(find_people(together)) == 2
    elsewhere = [held[0], Meeting("2", "Lea Parish Council", None, "2024-02-01", held[1].seats)]
    assert len(find_people(elsewhere)) == 2


def test_initials_that_fit_two_people_are_neither() -> None:
    names = [["Ann Rafter", "Alan Rafter"], ["A. Rafter"], ["Ann Rafter"]]
    held = [
        Meeting(str(n), "Wick", None, f"2024-0{n}-01", tuple(Seat(name, name) for name in listed))
        for n, listed in enumerate(names, 1)
    ]
    assert sorted(len(person.seats) for person in find_people(held)) == [1, 1, 2]


def test_a_rare_spelling_of_a_surname_is_a_slip() -> None:
    listed = ["Ann Rafterby"] * 10 + ["Ann Raftenby"] + ["Ann Rafterby"]
    held = [Meeting(f"{n:02}", "Wick", None, f"20{n + 10}-01-01", (Seat("p1", name),)) for n, name in enumerate(listed)]
    [person] = find_people(held)
    assert (person.name, len(person.seats)) == ("Ann Rafterby", 12)


# What minutes in a file call their body and their title, what others in another file do, and whether it is one body.
BODIES = [
    ("a/1", "The Parish Council of Wick & Lea", None, "b/1", "PARISH COUNCIL OF WICK AND LEA", None, True),
    ("a/1", "Wick-Lea Housing SPC", None, "a/2", "Wick- Lea Housing Strategic Policy Committee", None, True),
    ("a/1", "Wick Parish Council held in the Reading Room", None, "a/2", "Wick Parish Council", None, True),
    ("a/1", "Wick Parish Council", None, "a/2", "Lea Parish Council", None, False),
    ("a/1", "Board of Directors", None, "a/2", "the Board of Directors", None, True),
    ("a/1", "Board of Directors", None, "b/2", "Board of Directors", None, False),
    ("a/2023/1", "Board of Directors", None, "a/2024/March/2", "Board of Directors", None, True),
    ("a/1", "Parish Council", None, "a/2", "Wick Parish Council", None, True),
    ("a/1", "Planning Committee", None, "a/2", "Wick Parish Council", None, False),
    ("a/1", None, "Minutes of Wick Parish Council, 3 May 2024", "b/2", "Wick Parish Council", None, True),
    ("a/1", None, "Flooding", "a/2", "Wick Parish Council", None, True),
    ("a/1", None, "Flooding", "a/2", None, "Verges", True),
    ("a/1", None, "Flooding", "b/2", None, "Verges", False),
    ("1", None, "Flooding", "2", None, "Verges", True),
]


@pytest.mark.parametrize(("one", "body", "title", "other", "other_body", "other_title", "same"), BODIES)
def test_bodies(
    one: str,
    body: str | None,
    title: str | None,
    other: str,
    other_body: str | None,
    other_title: str | None,
    same: bool,
) -> None:
    held = [Meeting(one, body, title, "2024-05-03"), Meeting(other, other_body, other_title, "2024-06-07")]
    assert len(by_body(held)) == (1 if same else 2)


def test_minutes_of_no_body_beside_those_of_several_are_nobodys() -> None:
    names = ["Wick Parish Council", "Lea Parish Council", None, None]
    assert len(by_body([Meeting(str(n), name, None, "2024-05-03") for n, name in enumerate(names)])) == 4


# Two tasks at consecutive meetings, and whether they are one.
CLERK = ("Clerk",)
TASKS = [
    (Task("a1", "Write to the brewery about the sewer in Malt Street", owners=CLERK), True),
    (Task("a1", "To write again to the brewery about the Malt Street sewer", owners=CLERK), True),
    (Task("a1", "Write to the brewery about the sewer in Hop Street", owners=CLERK), False),
    (Task("a1", "Write to the brewery about the sewer in Malt Street", owners=("Treasurer",)), True),
    (Task("a1", "Malt Street sewer: chase the brewery", owners=("Treasurer",)), False),
    (Task("a1", "Look into the matter", owners=CLERK), False),
    (Task("a1", "Sewer", reference="AP4", closed=True), True),
    (Task("a1", "Sewer", reference="AP5", closed=True), False),
    (Task("a1", "Bus shelter", reference="AP4"), False),
    (Task("a1", "Order a bus shelter", reference="AP4", closed=True), False),  # numbers begin anew at each meeting
    (Task("a1", "Complete", reference="AP4", closed=True), True),
]


@pytest.mark.parametrize(("task", "same"), TASKS)
def test_tasks(task: Task, same: bool) -> None:
    first = Task("a1", "Write to the brewery about the sewer in Malt Street", reference="AP4", owners=CLERK)
    held = [
        Meeting("1", "Wick", None, "2024-01-01", tasks=(first,)),
        Meeting("2", "Wick", None, "2024-02-01", tasks=(task,)),
    ]
    assert len(track_actions(held, AFTER)) == (1 if same else 2)


def test_a_list_may_say_a_task_in_one_word() -> None:
    listed, said = Task("a1", "Website", labelled=True), Task("a1", "The Clerk agreed to look at the website")
    for task, rows in ((listed, 1), (said, 2)):
        held = [Meeting(str(n), "Wick", None, f"2024-0{n}-01", tasks=(task,)) for n in (1, 2)]
        assert len(track_actions(held, AFTER)) == rows


# Two concerns at consecutive meetings, and whether they are one.
WORRIES = [
    ("Cllr Orme was worried about flooding at the weir in Malt Street.", True),
    ("Mr Vane asked again when the Malt Street weir would stop flooding.", True),
    ("Cllr Orme was worried about flooding at the weir in Hop Lane.", False),
    ("Cllr Orme asked for benches in Malt Street.", False),
    ("Cllr Orme asked which weirs of the county might cause flooding.", False),
    ("Cllr Orme expressed concern.", False),
]


@pytest.mark.parametrize(("text", "same"), WORRIES)
def test_worries(text: str, same: bool) -> None:
    texts = ("Residents complained of flooding at the weir in Malt Street.", text)
    held = [
        Meeting(str(n), "Wick", None, f"2024-0{n}-01", worries=(Worry("c1", "concern", words),))
        for n, words in enumerate(texts, 1)
    ]
    assert len(track_concerns(held, AFTER)) == (1 if same else 2)


def test_a_form_filled_in_anew_is_another_task() -> None:
    form = (
        "The Council to transfer the dwelling house at {}, free of any mortgage, charge or burden existing at the "
        "date of the transfer and subject to the usual covenants, conditions and reservations of the housing scheme"
    )
    houses = ("12 Larch Grove, Northfield", "7 Pound Terrace, Kilnbridge")
    held = [
        Meeting(str(n), "Wick", None, f"2024-0{n}-01", tasks=(Task("a1", form.format(house), owners=("The Council",)),))
        for n, house in enumerate(houses, 1)
    ]
    assert len(track_actions(held, AFTER)) == 2


def test_the_yearly_round_is_no_carrying_forward() -> None:
    budget = Task("a1", "Prepare the draft budget and the precept demand for the council", owners=CLERK)
    held = [Meeting(str(year), "Wick", None, f"{year}-11-04", tasks=(budget,)) for year in (2021, 2022)]
    assert len(track_actions(held, AFTER)) == 2


def test_a_draft_and_the_minutes_it_became_are_one_meeting() -> None:
    task = Task("a1", "Order two salt bins for Church Hill", owners=CLERK)
    worry = Worry("c1", "concern", "Cllr Orme was worried about the salt bins on Church Hill")
    held = [Meeting(name, "Wick", None, "2024-02-13", (), (task,), (worry,)) for name in ("draft", "final")]
    [action], [concern] = track_actions(held, AFTER), track_concerns(held, AFTER)
    assert (action.carried_forward, concern.times_raised) == (0, 1)


@pytest.mark.parametrize(
    ("words", "day", "last"),
    [
        ("by 14 February", "2024-02-14", date(2024, 2, 14)),
        ("February", "2024-02", date(2024, 2, 29)),
        ("end of February 2024", None, date(2024, 2, 29)),
        ("December 2023", None, date(2023, 12, 31)),
        ("the meeting on 9 February", None, date(2024, 2, 9)),
        ("the next meeting", None, None),
        ("ASAP", None, None),
    ],
)
def test_late_is_what_the_last_day_has_passed_of(words: str, day: str | None, last: date | None) -> None:
    task = Task("a1", "Order two salt bins for Church Hill", due=words, due_date=day)
    held = [Meeting("1", "Wick", None, "2024-01-01", tasks=(task,))]
    if last is None:
        assert not track_actions(held, date(2034, 1, 1))[0].overdue
        return
    assert not track_actions(held, max(last, date(2024, 1, 1)))[0].overdue or last < date(2024, 1, 1)
    assert track_actions(held, max(last + timedelta(days=1), date(2024, 1, 1)))[0].overdue


def test_the_day_by_which_a_task_is_to_be_done_is_no_part_of_it() -> None:
    tasks = [Task("a1", f"RP to price the gate by {day}") for day in ("3 May 2024", "Friday 7th June", "1/7/2024")]
    held = [Meeting(str(n), "Wick", None, f"2024-0{n}-01", tasks=(task,)) for n, task in enumerate(tasks, 1)]
    held = [replace(meeting, tasks=(replace(meeting.tasks[0], labelled=True),)) for meeting in held]
    assert [row.carried_forward for row in track_actions(held, AFTER)] == [2]


def test_a_mention_is_compared_with_few_threads_however_many_there_are() -> None:
    tasks = [Task("a1", f"Mend the sluice of mill {n} beside the stream") for n in range(600)]
    held = [Meeting(f"{n:03}", "Wick", None, "2024-01-01", tasks=(task,)) for n, task in enumerate(tasks)]
    mentions = [
        Mention(n, meeting, meeting.tasks[0], words_of(meeting.tasks[0].text)) for n, meeting in enumerate(held)
    ]
    compared = 0

    def judge(new: Mention[Task], thread: Thread[Task], like: Likeness) -> float:
        nonlocal compared
        compared += 1
        return 0.0

    assert len(string(mentions, judge, Weights(mention.words for mention in mentions), 400)) == 600
    assert 600 < compared <= 600 * 40
