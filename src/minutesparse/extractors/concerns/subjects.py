"""Who voices a concern whose wording does not tell: the subject of its sentence, where a model can parse."""

from collections.abc import Sequence

from minutesparse.extractors.concerns.finding import Finding
from minutesparse.extractors.concerns.talk import Talk
from minutesparse.language import Model


def give_subjects(talk: Talk, findings: Sequence[Finding], model: Model) -> None:
    """Give the findings that nobody is known to voice the subject of their sentence, if it can name somebody.

    Not where the sentence answers something, since its subject then is who answers.
    """
    open_ = [finding for finding in findings if finding.raised_by is None and not _answers(talk, finding)]
    texts = [talk.sentences[finding.index].text for finding in open_]
    for finding, text, found in zip(open_, texts, model.subjects(texts), strict=True):
        words = text[slice(*found)] if found else ""
        if words and talk.named(words):
            finding.raised_by = talk.people.party(words)


def _answers(talk: Talk, finding: Finding) -> bool:
    hit = talk.vocabulary.first("answer", talk.sentences[finding.index].text)
    return hit is not None and hit.rule.value == "sure"
