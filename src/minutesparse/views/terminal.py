"""A record for people in the terminal."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from minutesparse.document import Span
from minutesparse.record import Action, Attendee, Concern, Decision, Diagnostic, Minutes, Response, Section
from minutesparse.views import wording
from minutesparse.views.days import written
from minutesparse.views.evidence import Evidence
from minutesparse.views.listing import NARROW, plain_table
from minutesparse.views.plain import plain

_DUE = 14  # columns: room for a day in full
_FACTS = ("date", "venue", "chair", "minute_taker", "kind", "reference", "record_status", "next_meeting")
_STATUS = {
    "present": "Present",
    "in_attendance": "In attendance",
    "apologies": "Apologies",
    "absent": "Absent",
    None: "Present or not, unclear",
}
_KIND = {"concern": ("●", "yellow", "concern"), "assurance_sought": ("?", "cyan", "assurance sought")}
_OUTCOME = {"approved": ("✓", "green"), "rejected": ("✗", "red"), "deferred": ("→", "yellow"), "noted": ("·", "cyan")}
_SEVERITY = {"error": ("✗", "red"), "warning": ("▲", "yellow"), "info": ("·", "cyan")}
Placed = TypeVar("Placed", Concern, Decision)

_SEPARATOR = " · "


def console() -> Console:
    """A console on standard output that takes every word as it is."""
    return Console(highlight=False, markup=False, emoji=False)


def render(minutes: Minutes, text: str | None = None, why: bool = False) -> RenderableType:
    """The record to print; `why` adds what found each item and, where the text is given, its lines."""
    return _View(minutes, Evidence(text) if why else None)


@dataclass(frozen=True)
class _View:
    minutes: Minutes
    evidence: Evidence | None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the parts of the view, from the head to the diagnostics."""
        m, narrow = self.minutes, options.max_width < NARROW
        yield self._head()
        yield from _part("Attendance", m.attendees, [self._attendance(narrow)])
        yield from _part("Business", m.sections, [self._business()])
        yield from _part("Concerns", m.concerns, self._by_section(m.concerns, self._concern))
        narrow_actions = (self._action(a) for a in m.actions)
        yield from _part("Actions", m.actions, narrow_actions if narrow else [self._actions()])
        yield from _part("Decisions", m.decisions, self._by_section(m.decisions, self._decision))
        yield from _part("Abbreviations", m.abbreviations, [_pairs(m.abbreviations.items())])
        yield from _part("To check", m.diagnostics, [self._diagnostic(d) for d in m.diagnostics])
        yield Text()

    def _head(self) -> RenderableType:
        meeting = self.minutes.meeting
        title = plain(meeting.title or meeting.body or self.minutes.source.name)
        body = plain(meeting.body) if meeting.body and meeting.body != meeting.title else ""
        facts: list[tuple[str, RenderableType]] = []
        for key in ("title", "body") if self.evidence else ():
            if key in meeting.evidence:
                facts.append((key, self._because(Text(title if key == "title" else body), meeting.evidence[key], key)))
        times = " to ".join(plain(t) for t in (meeting.start_time, meeting.end_time) if t)
        for key in _FACTS:
            if value := getattr(meeting, key):
                words = Text(plain(written(value, weekday=True)) + (f", {times}" if key == "date" and times else ""))
                facts.append((key.replace("_", " "), self._because(words, meeting.evidence.get(key), key)))
        if times and not meeting.date:
            facts.insert(0, ("time", Text(times)))
        parts: list[RenderableType] = [Text(), Text(title, "bold")]
        if body:
            parts.append(Text(body, "italic"))
        if facts:
            parts += [Text(), _pairs(facts)]
        return Padding(Group(*parts), (0, 0, 0, 1))

    def _because(self, words: Text, span: Span | None, key: str) -> RenderableType:
        if not (self.evidence and span):
            return words
        return Group(words, *self._source(span, self.minutes.meeting.rules.get(key, "")))

    def _attendance(self, narrow: bool) -> RenderableType:
        people = self.minutes.attendees
        columns = [(title, value) for title, value in wording.ABOUT if any(value(a) for a in people)]
        parts: list[RenderableType] = []
        for status in _STATUS:
            listed = [a for a in people if a.status == status]
            if not listed:
                continue
            parts.append(Text.assemble((_STATUS[status], "cyan"), (f"  {len(listed)}", "dim")))
            if self.evidence or narrow:
                for a in listed:
                    words = (value(a) for _, value in columns)
                    line = Text(_SEPARATOR.join([wording.name(a), *filter(None, words)]))
                    line.stylize("bold", 0, len(wording.name(a)))
                    parts.append(Padding(Group(line, *self._found(a)), (0, 0, 0, 2)))
            else:
                table = Table.grid(padding=(0, 3, 0, 0))
                for _ in range(len(columns) + 1):
                    table.add_column(overflow="fold")
                for a in listed:
                    table.add_row(Text(wording.name(a), "bold"), *(Text(value(a)) for _, value in columns))
                parts.append(Padding(table, (0, 0, 0, 2)))
        return Group(*parts)

    def _business(self) -> RenderableType:
        counts = {
            kind: Counter(item.section_id for item in items)
            for kind, items in (
                ("concern", self.minutes.concerns),
                ("action", self.minutes.actions),
                ("decision", self.minutes.decisions),
            )
        }
        parts: list[RenderableType] = []
        width = max((len(plain(s.number or "")) for s in self.minutes.sections), default=0)
        for section in self.minutes.sections:
            table = _grid(0, 1)
            title = Text(plain(section.title))
            if section.confidential:
                title.append("  confidential", "red")
            held = [f"{n[section.id]} {kind}{'s' * (n[section.id] > 1)}" for kind, n in counts.items() if n[section.id]]
            if held:
                title.append(f"  {', '.join(held)}", "dim")
            number = plain(section.number or "")
            table.add_row(
                Text(number.rjust(min(width, 6)), "cyan"),
                Group(title, *self._found(section)),
            )
            parts.append(Padding(table, (0, 0, 0, 3 * (section.level - 1))))
        return Group(*parts)

    def _concern(self, concern: Concern) -> RenderableType:
        mark, style, kind = _KIND[concern.kind]
        by = wording.party(concern.raised_by) if concern.raised_by else Text("not said by whom", "dim")
        head = Text.assemble(by, (_SEPARATOR + kind, style))
        parts: list[RenderableType] = [head, *self._words(concern), *self._why(concern)]
        parts += [_marked("↳", "green", Group(*self._words(response))) for response in concern.responses]
        return _marked(mark, style, Group(*parts))

    def _actions(self) -> RenderableType:
        table = plain_table()
        table.add_column("Owner", ratio=3, overflow="fold")
        if dues := [wording.due(action) for action in self.minutes.actions if action.due]:
            table.add_column("Due", width=min(_DUE, max(due.cell_len for due in dues)), overflow="fold")
        table.add_column("Task", ratio=7, overflow="fold")
        for action in self.minutes.actions:
            due = [wording.due(action)] if dues else []
            table.add_row(wording.owners(action, "\n"), *due, Group(wording.task(action), *self._found(action)))
        return table

    def _action(self, action: Action) -> RenderableType:
        """An action on a narrow terminal: who and until when above what."""
        due = wording.due(action, ", ")
        head = Text(_SEPARATOR).join([wording.owners(action, ", "), *([due] if due.plain else [])])
        return _marked(
            "☐" if action.status == "open" else "☑", "cyan", Group(head, wording.task(action), *self._found(action))
        )

    def _decision(self, decision: Decision) -> RenderableType:
        mark, style = _OUTCOME[decision.outcome]
        facts: list[str] = [decision.outcome]
        for word, party in (("moved by", decision.mover), ("seconded by", decision.seconder)):
            facts += [f"{word} {wording.party(party).plain}"] if party else []
        if vote := decision.vote:
            counts = (("for", vote.for_), ("against", vote.against), ("abstaining", vote.abstain))
            facts += (
                [", ".join(f"{n} {word}" for word, n in counts if n is not None)]
                if any(n is not None for _, n in counts)
                else []
            )
            facts += ["unanimous"] if vote.unanimous else []
        parts: list[RenderableType] = [*self._words(decision)]
        line = Text(_SEPARATOR.join(facts), "dim")
        line.stylize(f"not dim {style}", 0, len(facts[0]))
        parts.append(line)
        for option, ballots in groupby(sorted(decision.votes, key=lambda b: b.option), key=lambda b: b.option):
            names = ", ".join(plain(b.party.name or b.party.text) for b in ballots)
            parts.append(Text(f"{option}: {names}", "dim"))
        return _marked(mark, style, Group(*parts, *self._why(decision)))

    def _diagnostic(self, diagnostic: Diagnostic) -> RenderableType:
        mark, style = _SEVERITY[diagnostic.severity]
        words = Text.assemble(plain(diagnostic.message), (f"  {plain(diagnostic.code)}", "dim"))
        why = self._source(diagnostic.span) if diagnostic.span else []
        return _marked(mark, style, Group(words, *why))

    def _words(self, item: Concern | Response | Decision) -> list[RenderableType]:
        """The text of an item; as evidence, the lines in which it stands."""
        quoted = self.evidence.quote(item.span) if self.evidence else None
        return [quoted or Text(plain(item.text))]

    def _why(self, item: Concern | Decision) -> list[RenderableType]:
        return [self.evidence.source(item.span, item.rule, item.confidence)] if self.evidence else []

    def _found(self, item: Attendee | Section | Action) -> list[RenderableType]:
        return self._source(item.span, item.rule, item.confidence)

    def _source(self, span: Span, rule: str = "", confidence: float | None = None) -> list[RenderableType]:
        """The whole lines around a span and what found it there; nothing unless evidence is wanted."""
        if self.evidence is None:
            return []
        quoted, source = self.evidence.quote(span, whole_lines=True), self.evidence.source(span, rule, confidence)
        return [*([quoted] if quoted else []), *([source] if source.plain else [])]

    def _by_section(
        self, items: Iterable[Placed], view: Callable[[Placed], RenderableType]
    ) -> Iterator[RenderableType]:
        """The items with a line between them, under the number and title of the section in which they stand."""
        titles = {s.id: plain(f"{s.number or ''} {s.title}") for s in self.minutes.sections}
        for i, (section, placed) in enumerate(groupby(items, key=lambda item: item.section_id)):
            if i:
                yield Text()
            if section in titles:
                yield Text(titles[section], "cyan")
            for j, item in enumerate(placed):
                if j:
                    yield Text()
                yield view(item)


def _part(title: str, items: Sized, body: Iterable[RenderableType]) -> RenderResult:
    """A heading with its count and what stands under it; nothing where there are no items."""
    if len(items):
        yield Text()
        yield Rule(Text.assemble((title, "bold"), (f"  {len(items)}", "dim")), align="left", style="dim")
        for renderable in body:
            yield Padding(renderable, (0, 0, 0, 1))


def _grid(*ratios: int) -> Table:
    """A table without lines; a column with ratio 0 is as wide as it needs to be."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=any(ratios))
    for ratio in ratios:
        table.add_column(ratio=ratio or None, no_wrap=not ratio, overflow="fold")
    return table


def _marked(mark: str, style: str, body: RenderableType) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    table.add_row(Text(mark, style), body)
    return table


def _pairs(rows: Iterable[tuple[str, RenderableType]]) -> Table:
    table = _grid(0, 1)
    for key, value in rows:
        table.add_row(Text(plain(key), "cyan"), Text(plain(value)) if isinstance(value, str) else value)
    return table
