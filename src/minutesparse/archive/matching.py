"""Whether what a meeting says is a matter of an earlier one: a task carried forward, a concern raised again."""

from minutesparse.archive.likeness import Likeness
from minutesparse.archive.meetings import Task, Worry
from minutesparse.archive.threads import Mention, Thread, days_between
from minutesparse.people import fold
from minutesparse.persons import words as name_words

_ALIKE = 0.5  # so much of two concerns must be common …
_ALIKE_UNNAMED = 0.65  # … more where they name no place or thing in common, …
_NAMED = 3.0  # … that tells as much as a word which stands in every fiftieth item; …
_FORMULA = 0.75  # so much alike are the words of a formula
_ALIKE_TASKS, _ALIKE_TASKS_UNNAMED = 0.6, 0.7  # … and of two tasks, which are worded more alike
_SAME = 0.95  # so much alike are the same words
_SEASON = 270  # days after which words alike are likelier next year's task than last year's, unless they say so
_FEWEST = 2  # telling words in common …
_SURE = 4  # telling words in common that speak for one task though its owner changed
_TOLD = 10.0  # … and their weight together, about that of two words of which each stands in five items
_DOUBT = 0.08  # so much more alike must be two items for each word that they have fewer in common than is sure
_APART = 0.2  # so much of the common weight may be in names and numbers of which each item has its own …
_APART_MOST = 8.0  # … but no more than this, however long the items are …
_APART_ALIKE = 0.4  # … and less where they are little more alike than this


def same_task(new: Mention[Task], thread: Thread[Task], like: Likeness) -> float:
    """How surely a task is the one of a thread; 0 where it is not."""
    old = thread.last
    next_meeting = new.at - old.at == 1
    same_reference = bool(new.key) and new.key == old.key
    carried = new.item.closed or new.item.older
    owned = _owned(new.item, old.item)
    if old.item.closed and not (same_reference or new.item.closed):
        return 0.0  # a task that is set anew
    if next_meeting and same_reference and carried and not like.apart and (like.words or not new.words.telling):
        return 1.0 + like.whole  # "AP1: done"
    if next_meeting and new.item.labelled and old.item.labelled and owned is not False and like.whole > _SAME:
        return like.whole  # however few words a list makes of it
    if not (same_reference or carried) and (days_between(old.meeting, new.meeting) or 0) > _SEASON:
        return 0.0  # the yearly round of business
    if owned is False and not (same_reference or carried) and like.words < _SURE:
        return 0.0
    least = (_ALIKE_TASKS if like.named >= _NAMED else _ALIKE_TASKS_UNNAMED) - 0.2 * same_reference
    if new.key and old.key and not same_reference:
        least += 0.2
    if owned is not None:
        least += -0.05 if owned else 0.2
    return _score(like, least) + same_reference if _score(like, least) else 0.0


def same_worry(new: Mention[Worry], thread: Thread[Worry], like: Likeness) -> float:
    """How surely a concern is the one of a thread, raised again; 0 where it is not."""
    days = days_between(thread.last.meeting, new.meeting) or 0
    asked = new.item.kind == "assurance_sought" and new.item.by is not None
    if days > _SEASON and not asked and like.whole > _FORMULA:
        return 0.0  # what is said every year
    return _score(like, _ALIKE if like.named >= _NAMED else _ALIKE_UNNAMED)


def _score(like: Likeness, least: float) -> float:
    """How alike two items are, if it is this much, by words that tell, and they do not name different things."""
    told = like.words >= _FEWEST and like.plain > 0 and like.shared >= _TOLD
    least += _DOUBT * max(0, _SURE - like.words)
    apart = like.apart <= min(like.shared * min(_APART, like.whole - _APART_ALIKE), _APART_MOST)
    return like.whole if told and like.whole >= least and apart else 0.0


def _owned(one: Task, other: Task) -> bool | None:
    """Whether two tasks have an owner in common, by name or in the words used; None where one has none."""
    words = [{word for owner in (*task.owners, *task.said) for word in _called(owner)} for task in (one, other)]
    return bool(words[0] & words[1]) if all(words) else None


def _called(owner: str) -> list[str]:
    """The words of an owner's name or office that are no title and no grammar."""
    known = name_words()
    return [
        folded
        for word in owner.replace("/", " ").split()
        if len(folded := fold(word.strip("(),;"))) > 1
        and not known.titled(word)
        and folded not in ("the", "and", "of", "all")
    ]
