"""The review page: one self-contained HTML page that shows a record beside its text and lets people correct it.

The page loads nothing: styles and scripts stand in it, and its Content-Security-Policy names their hashes and forbids
everything else. Words of the document are text for Jinja, which escapes them, and JSON for the script, which sets them
as text. What the page saves is a record (`Minutes`).
"""

import base64
import hashlib
import json
from importlib.resources import files
from typing import Any, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from minutesparse import record
from minutesparse.document import Document, Span
from minutesparse.layout import find_blocks
from minutesparse.record import Action, Attendee, Concern, Decision, Minutes, Response, Section
from minutesparse.views.plain import plain
from minutesparse.views.review.marks import KINDS, find_marks
from minutesparse.views.review.passages import find_parts

BY_HAND = "corrected.by_hand"
_STYLES = ("page.css", "text.css", "record.css", "print.css")
_SCRIPTS = ("dom.js", "state.js", "text.js", "faces.js", "cards.js", "forms.js", "missed.js", "page.js")


def render(document: Document, minutes: Minutes) -> str:
    """The review page of a record and the document it was made from, as HTML."""
    marks = find_marks(document, minutes)
    under = [*filter(None, [minutes.meeting.title and minutes.meeting.body]), minutes.source.name]
    style = "\n".join(_file(name) for name in _STYLES)
    script = '(() => {\n"use strict";\n' + "\n".join(_file(name) for name in _SCRIPTS) + "})();\n"
    environment = Environment(
        loader=PackageLoader("minutesparse.views", "review"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        heading=plain(minutes.meeting.title or minutes.meeting.body or minutes.source.name),
        under=" · ".join(map(plain, under)),
        parts=find_parts(document, find_blocks(document), marks),
        kinds=KINDS,
        facts=[field for field in record.Meeting.model_fields if field not in ("evidence", "rules")],
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=_json(_data(document, minutes)),
    )


def _data(document: Document, minutes: Minutes) -> dict[str, Any]:
    """What the script needs: the record, the reading and how its offsets lead to the source, and the choices."""
    return {
        "record": minutes.model_dump(mode="json", by_alias=True),
        "reading": document.reading,
        "starts": document.starts.tolist(),
        "sources": document.sources.tolist(),
        "wide": document.wide,
        "kinds": KINDS,
        "blank": _blank(),
        "choices": {
            "status": get_args(record.Status),
            "concern": get_args(record.ConcernKind),
            "action": get_args(record.ActionKind),
            "state": get_args(record.ActionStatus),
            "origin": get_args(record.ActionOrigin),
            "outcome": get_args(record.Outcome),
            "record": get_args(record.RecordStatus),
        },
        "by_hand": BY_HAND,
    }


def _blank() -> dict[str, Any]:
    """What an item is before anybody fills it in, by the key of the record that holds its like."""
    span, found = Span(0, 0), {"rule": BY_HAND, "confidence": 1}
    items = {
        "attendees": Attendee(name="?", span=span, **found),
        "sections": Section(title="", level=1, span=span, **found),
        "concerns": Concern(kind="concern", text="", span=span, **found),
        "responses": Response(text="", span=span),
        "actions": Action(kind="stated", text="", span=span, **found),
        "decisions": Decision(text="", outcome="approved", span=span, **found),
    }
    return {key: item.model_dump(mode="json", by_alias=True) for key, item in items.items()}


def _json(data: object) -> str:
    """JSON that cannot end the element it stands in: ASCII, without angle brackets and ampersands."""
    words = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return words.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _hash(words: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(words.encode('utf-8')).digest()).decode('ascii')}"
