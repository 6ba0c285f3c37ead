"""The figures of many documents: all items pooled, and the mean of the documents' own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from minutesparse.evaluation.gold import Annotation
from minutesparse.evaluation.scoring import Error, Sheet, Tally, score
from minutesparse.record import Meeting, Minutes, Source

# The fields whose mean F1 is the one figure for all.
HEADLINE = (
    "meeting", "attendees", "attendees.role", "attendees.status", "sections", "concerns", "actions", "decisions",
)  # fmt: skip
_NOTHING = Minutes(source=Source(name="", media_type="", sha256="", characters=0), meeting=Meeting())


@dataclass(slots=True)
class Report:
    """The figures of all documents added so far."""

    documents: int = 0
    flawless: int = 0
    failures: list[str] = field(default_factory=list)
    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[tuple[str, Error]] = field(default_factory=list)
    _own: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, wanted: Annotation, found: Minutes | None, listed: bool = True) -> Sheet:
        """Score one document more; one without a record counts as nothing found. Errors are kept where `listed`."""
        sheet = score(wanted, found or _NOTHING)
        self.documents += 1
        self.flawless += not any(tally.fp or tally.fn for tally in sheet.tallies.values())
        for name, tally in sheet.tallies.items():
            self.tallies[name].add(tally.tp, tally.fp, tally.fn)
            if tally.f1 is not None:
                self._own[name].append(tally.f1)
        if listed:
            self.errors += [(wanted.doc, error) for error in sheet.errors]
        return sheet

    def document_f1(self, name: str) -> float | None:
        """The mean of the F1 of the documents that have the field; None where none has."""
        own = self._own.get(name)
        return sum(own) / len(own) if own else None

    @property
    def overall(self) -> float:
        """The mean F1 of the headline fields."""
        return mean_f1(self.tallies[name] for name in HEADLINE)

    def as_json(self) -> dict[str, Any]:
        """The figures for another program."""
        return {
            "documents": self.documents,
            "flawless": self.flawless,
            "failures": self.failures,
            "overall": self.overall,
            "fields": {
                name: {
                    "precision": tally.precision,
                    "recall": tally.recall,
                    "f1": tally.f1,
                    "document_f1": self.document_f1(name),
                    "tp": tally.tp,
                    "fp": tally.fp,
                    "fn": tally.fn,
                }
                for name, tally in sorted(self.tallies.items())
            },
        }


def mean_f1(tallies: Iterable[Tally]) -> float:
    """The mean of their F1, 0 for one that has none."""
    figures = [tally.f1 or 0.0 for tally in tallies]
    return sum(figures) / len(figures)
