"""The pipeline as a spaCy component: `nlp.add_pipe("minutesparse")` gives `doc._.minutes`."""

from spacy.language import Language
from spacy.tokens import Doc

from minutesparse.errors import UnreadableError
from minutesparse.pipeline import extract
from minutesparse.reading import read
from minutesparse.record import Minutes

_KEY = "minutesparse"


@Language.factory("minutesparse", assigns=["doc._.minutes"])
def make(nlp: Language, name: str) -> "MinutesComponent":
    """The component, for `nlp.add_pipe`."""
    if not Doc.has_extension("minutes"):
        Doc.set_extension("minutes", getter=_minutes)
    return MinutesComponent()


class MinutesComponent:
    """Extracts the record of each text; spans refer to `doc.text`."""

    def __call__(self, doc: Doc) -> Doc:
        """The same document, whose `doc._.minutes` is its record, None where there is no text."""
        try:
            # as JSON, because spaCy can send and store that: `nlp.pipe(n_process=2)`, `doc.to_bytes()`
            doc.user_data[_KEY] = extract(read(doc.text)).model_dump_json()
        except UnreadableError:
            doc.user_data[_KEY] = None
        return doc


def _minutes(doc: Doc) -> Minutes | None:
    record = doc.user_data.get(_KEY)
    return None if record is None else Minutes.model_validate_json(record)
