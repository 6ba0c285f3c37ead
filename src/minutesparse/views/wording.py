"""What a record says of one person or one task, in words for a terminal."""

from collections.abc import Callable

from rich.text import Text

from minutesparse.record import Action, Attendee, Party
from minutesparse.views.plain import plain

ABOUT: tuple[tuple[str, Callable[[Attendee], str]], ...] = (
    ("Role", lambda attendee: plain(attendee.role or "")),
    ("Organisation", lambda attendee: plain(attendee.organisation or "")),
    ("Short", lambda attendee: plain(", ".join(attendee.abbreviations))),
)


def name(attendee: Attendee) -> str:
    """The name with its title, and whether it was in the chair."""
    return plain(f"{attendee.honorific or ''} {attendee.name}") + (", chair" if attendee.is_chair else "")


def party(said: Party) -> Text:
    """The words of the text, with the name behind them where they are not that name."""
    words = Text(plain(said.text), "bold")
    if said.name and said.name not in said.text:
        words.append(f" ({plain(said.name)})", "not bold")
    return words


def owners(action: Action, separator: str) -> Text:
    """Who is to do it."""
    return Text(separator).join(map(party, action.owners)) if action.owners else Text("no owner", "red")


def due(action: Action, separator: str = "\n") -> Text:
    """Until when, in the words of the text, and the day they mean."""
    if not action.due:
        return Text()
    words, day = plain(action.due.text), plain(action.due.date or "")
    return Text(day) if day and words == day else Text.assemble(words, (f"{separator}{day}" if day else "", "dim"))


def task(action: Action) -> Text:
    """What is to be done, its number before it, and behind it what became of it."""
    words = Text(f"{plain(action.reference)}  " if action.reference else "", "cyan")
    words.append(plain(action.text), "default")
    notes: list[str] = [action.status] if action.status == "closed" else []
    notes += [action.origin.replace("_", " ")] if action.origin != "new" else []
    return words.append(f"  {', '.join(notes)}" if notes else "", "green")
