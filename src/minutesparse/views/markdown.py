"""A record as minutes in Markdown: headings in order, tables with headers, and no word that is taken for markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from minutesparse.record import Action, Concern, Decision, Minutes, Party, Section
from minutesparse.views.days import written
from minutesparse.views.plain import plain

_MARKS = re.compile(r"([\\`*_\[\]|~#])")
_BULLET = re.compile(r"^(\d*)([-+=.)])")
_LINK = re.compile(r"(?i)(https?|ftp)://|www\.")
_DEEPEST = 6
_TOP = 3  # the level of the headings of agenda items
_FACTS = ("date", "venue", "chair", "minute_taker", "kind", "reference", "record_status", "next_meeting")
_STATUSES = {
    "present": "Present",
    "in_attendance": "In attendance",
    "apologies": "Apologies",
    "absent": "Absent",
    None: "Present or not, unclear",
}
_VERBS = {"concern": "Concern", "assurance_sought": "Assurance sought"}


def to_markdown(minutes: Minutes) -> str:
    """The minutes as Markdown (CommonMark, with the tables of GitHub)."""
    parts = [_head(minutes), _attendance(minutes), *_business(minutes), _actions(minutes), *_ends(minutes)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _text(words: str) -> str:
    """Words as they are, with what Markdown or HTML would take for a mark made harmless."""
    words = _MARKS.sub(r"\\\1", escape(plain(words), quote=False))
    return _LINK.sub(lambda link: link[0].replace("://", ":&#47;/").replace(".", "&#46;"), words)


def _line(words: str) -> str:
    """Words that begin a line, where a number or a dash would be that of a list."""
    return _BULLET.sub(r"\1\\\2", _text(words))


def _head(minutes: Minutes) -> str:
    meeting = minutes.meeting
    lines = [f"# {_text(meeting.title or meeting.body or minutes.source.name)}", ""]
    if meeting.body and meeting.title:
        lines += [_line(meeting.body), ""]
    times = " to ".join(time for time in (meeting.start_time, meeting.end_time) if time)
    for key in _FACTS:
        if value := getattr(meeting, key):
            told = written(value) + (f", {times}" if key == "date" and times else "")
            lines.append(f"- **{key.replace('_', ' ').capitalize()}:** {_text(told)}")
    return "\n".join(lines).strip()


def _attendance(minutes: Minutes) -> str:
    parts = ["## Attendance"] if minutes.attendees else []
    for status, title in _STATUSES.items():
        listed = [a for a in minutes.attendees if a.status == status]
        rows = [
            (
                " ".join(filter(None, (a.honorific, a.name))) + (" (chair)" if a.is_chair else ""),
                a.role or "",
                a.organisation or "",
                ", ".join(a.abbreviations),
            )
            for a in listed
        ]
        if rows:
            parts += [f"### {title}", _table(("Name", "Role", "Organisation", "Short form"), rows)]
    return "\n\n".join(parts)


def _business(minutes: Minutes) -> Iterator[str]:
    """The items of the business with what was raised, decided and given to do under each."""
    held: dict[str | None, list[str]] = {}
    statements = sorted(minutes.statements(), key=lambda item: item.span.start)
    for item in statements:
        told = _concern(item) if isinstance(item, Concern) else _told(item)
        held.setdefault(item.section_id, []).append(told)
    wanted = _with_ancestors(minutes.sections, held)
    if statements:
        yield "## Business"
    if None in held:
        yield "\n".join(held[None])
    level = _TOP - 1
    for section in minutes.sections:
        if section.id in wanted:
            level = min(section.level + _TOP - 1, level + 1, _DEEPEST)  # a level is never left out
            number = f"{section.number}{'.' * section.number[-1:].isalnum()} " if section.number else ""
            yield f"{'#' * level} {_text(number + section.title)}"
            if section.id in held:
                yield "\n".join(held[section.id])


def _with_ancestors(sections: Sequence[Section], held: Iterable[str | None]) -> set[str]:
    """The ids of the sections that hold something, and of those they stand under."""
    above = {section.id: section.parent_id for section in sections}
    wanted: set[str] = set()
    for found in held:
        current = found
        while current is not None and current not in wanted:
            wanted.add(current)
            current = above.get(current)
    return wanted


def _concern(concern: Concern) -> str:
    by = f" by {_party(concern.raised_by)}" if concern.raised_by else ""
    lines = [f"- **{_VERBS[concern.kind]}{by}:** {_text(concern.text)}"]
    for response in concern.responses:
        who = f" by {_party(response.by)}" if response.by else ""
        lines.append(f"  - **Answer{who}:** {_text(response.text)}")
    return "\n".join(lines)


def _told(item: Action | Decision) -> str:
    if isinstance(item, Action):
        return f"- **Action{_for(item)}:** {_text(item.text)}"
    facts = [f"moved by {_party(item.mover)}"] if item.mover else []
    facts += [f"seconded by {_party(item.seconder)}"] if item.seconder else []
    if vote := item.vote:
        counts = (("for", vote.for_), ("against", vote.against), ("abstaining", vote.abstain))
        facts += [f"{count} {word}" for word, count in counts if count is not None]
        facts += ["unanimous"] if vote.unanimous else []
    told = f" ({', '.join(facts)})" if facts else ""
    return f"- **Decision, {item.outcome}:** {_text(item.text)}{told}"


def _for(action: Action) -> str:
    owners = ", ".join(map(_party, action.owners))
    due = f", due {_text(_due(action))}" if action.due else ""
    return (f" for {owners}" if owners else "") + due


def _actions(minutes: Minutes) -> str:
    rows = [
        (
            action.reference or "",
            action.text,
            ", ".join(owner.name or owner.text for owner in action.owners),
            _due(action),
            action.status,
        )
        for action in minutes.actions
    ]
    return f"## Actions\n\n{_table(('Ref', 'Action', 'Lead', 'Due', 'Status'), rows)}" if rows else ""


def _ends(minutes: Minutes) -> Iterator[str]:
    if minutes.abbreviations:
        lines = [f"- **{_text(short)}:** {_text(long)}" for short, long in minutes.abbreviations.items()]
        yield "## Abbreviations\n\n" + "\n".join(lines)
    if minutes.diagnostics:
        yield "## To check\n\n" + "\n".join(f"- {_line(diagnostic.message)}" for diagnostic in minutes.diagnostics)


def _due(action: Action) -> str:
    return (written(action.due.date) if action.due.date else action.due.text) if action.due else ""


def _party(party: Party | None) -> str:
    return _text((party.name or party.text) if party else "")


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table without the columns that are empty in every row."""
    kept = [i for i in range(len(columns)) if any(row[i] for row in rows)]
    lines = [[columns[i] for i in kept], ["---"] * len(kept), *([_text(row[i]) for i in kept] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
