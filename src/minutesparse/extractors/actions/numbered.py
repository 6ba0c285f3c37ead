"""Older actions whose standing is told by number, owner and subject: "Action 4 (JS, lockers) is closed"."""

from collections.abc import Iterator, Sequence

from minutesparse.document import Sentence
from minutesparse.extractors.actions.task import Reader, Task, updated


def find_numbered(reader: Reader, sentences: Sequence[Sentence]) -> Iterator[Task]:
    """The actions told of so, each with its subject as its text."""
    for sentence in sentences:
        match = reader.words.patterns["by_number"].match(sentence.text)
        if match and (owners := reader.parties(match["who"])):
            state = match["state"]
            status = reader.status(state) or reader.reported(state) or "open"
            task = Task(
                sentence.start + match.start("what"),
                sentence.start + match.end("what"),
                "labelled",
                "by-number",
                0.8,
                match["ref"],
                owners,
                reader.due(sentence.start + match.start("state"), sentence.end),
                status,
                "carried_forward",
            )
            yield updated(task)
