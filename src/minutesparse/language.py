"""The one door to spaCy: the sentences that a text is split into, and what a trained pipeline says of them."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from minutesparse.document import Sentence
from minutesparse.errors import ModelError
from minutesparse.rules import load as load_rules

if TYPE_CHECKING:
    import spacy.language
    from spacy.lang.en import English
    from spacy.tokens import Doc, Token

Told = TypeVar("Told")

LABELS = ("concern", "assurance_sought", "response", "task", "decision")  # what a sentence may do
NONE = "none"  # instead of a model: the rules alone

# A stop, what closes with it, white space, and what may open a sentence.
_STOP = re.compile(r"([.!?…]+)([\"”’')\]]*)(\s+|$)(?=([\"“‘'(\[]*)(\w|[£$€*#&•@-]|$))")
_GLUED = re.compile(r"[.!?](?<=[a-z]{3}.)(?=[A-Z][a-z]+[\s,])")
_BULLETS = "•●▪"  # of items that run on within a paragraph
_LAST_WORD = re.compile(r"[^\s(\[“\"]+$")
_ENUMERATOR = re.compile(r"(?:^|[.!?:;]\s+)\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})$")
_NEXT_ITEM = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})\)\s")  # "b) The Clerk …", run on within a paragraph
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Z]$")
_FIRST_WORD = re.compile(r"[A-Za-z’']+")


@dataclass(frozen=True)
class Language:
    """A spaCy pipeline, blank English, and the rules by which sentences end."""

    abbreviations: frozenset[str]  # lower case, with their full stop; no sentence ends after them …
    final: frozenset[str]  # … but after these it does where the next word begins one
    openers: frozenset[str]  # words that begin sentences

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """The sentences of a passage as half-open ranges of its characters, without the white space between them."""
        ends = [match.end(2) for match in _STOP.finditer(text) if self._ends(text, match)]
        ends += [match.end() for match in _GLUED.finditer(text)]
        ranges, start = [], 0
        for end in (*sorted(ends), len(text)):
            while start < end and (text[start].isspace() or text[start] in _BULLETS):
                start += 1
            stop = end
            while stop > start and text[stop - 1].isspace():
                stop -= 1
            if stop > start:
                ranges.append((start, stop))
            start = end
        return ranges

    def _ends(self, text: str, match: re.Match[str]) -> bool:
        """Whether the sentence ends at this stop."""
        if match.end() >= len(text) or match[1] != ".":
            return match.end() >= len(text) or not match[5].islower()
        if _NEXT_ITEM.match(text, match.end()):
            return True
        if match[5].islower():
            return False
        before = text[max(0, match.start() - 40) : match.start()]
        following = _FIRST_WORD.match(text, match.end() + len(match[4]))
        opens = following is not None and following[0].lower() in self.openers
        if _ENUMERATOR.search(before) and len(before) < 40:
            return False
        if _INITIAL.search(before):
            return opens
        word = _LAST_WORD.search(before)
        last = (word[0] if word else "").lower() + "."
        if last in self.final:
            return opens
        if last in self.abbreviations:
            return False
        return "." not in last[:-1] or opens or not self._is_one_token(last)

    def _is_one_token(self, word: str) -> bool:
        """Whether spaCy keeps a word and its full stop together, as it does with "h.m.i." but not with "rowe.org."."""
        with self.nlp.memory_zone():
            return len(self.nlp.make_doc(word)) == 1

    @cached_property
    def nlp(self) -> "English":
        """The pipeline; loaded when a word is asked about that the rules do not know, which many texts do not hold.

        Importing spaCy takes longer than reading a set of minutes.
        """
        from spacy.lang.en import English

        return English()


@cache
def load() -> Language:
    """English."""
    words = load_rules("language").words
    return Language(*(frozenset(words[name]) for name in ("abbreviations", "final", "openers")))


class Model(Protocol):
    """What a language model says of sentences."""

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """How likely each sentence does what LABELS name; empty where the model does not tell."""

    def subjects(self, texts: Sequence[str]) -> list[tuple[int, int] | None]:
        """The range of each sentence's grammatical subject; None where it has none, or the model does not tell."""


def find_model(wanted: "str | Path | Model | None" = None) -> Model | None:
    """The model of a name or folder; the one that came with the package for None, if one did; None for "none".

    Raises ModelError where it is missing or broken, or does not fit the spaCy that is installed.
    """
    if wanted is None:
        own = _find_own()
        return _own(own) if own else None
    if isinstance(wanted, str | Path):
        return None if str(wanted) == NONE else _given(str(wanted))
    return wanted


def identity(wanted: str | None = None) -> str:
    """Which model that is, whatever it is called: a digest of its files, or "none"; it is not loaded."""
    where = wanted or str(_find_own() or NONE)
    if where == NONE:
        return NONE
    folder = Path(where)
    if not folder.exists():
        from spacy.util import get_package_path

        folder = get_package_path(where)
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def scored(sentences: Sequence[Sentence], model: Model | None) -> list[Sentence]:
    """The sentences, those that the gate lets pass with what the model says of them."""
    passed = [index for index, sentence in enumerate(sentences) if model and passes(sentence.text)]
    result = list(sentences)
    if model and passed:
        for index, scores in zip(passed, model.scores([sentences[i].text for i in passed]), strict=True):
            result[index] = replace(result[index], scores=scores) if scores else result[index]
    return result


def passes(text: str) -> bool:
    """Whether a sentence is worth showing to a model: one of the gate's words begins in it."""
    return _gate().search(text) is not None


@cache
def _gate() -> re.Pattern[str]:
    words = load_rules("language").words
    begun, whole = ("|".join(map(re.escape, words[name])) for name in ("gate", "gate_words"))
    return re.compile(rf"\b(?:{begun}|(?:{whole})\b)|n[’']t\b|\?", re.IGNORECASE)


_HERE = Path(__file__).parent
# In the wheel beside this module, in a clone in the folder that it is trained in.
_OWN = (_HERE / "en_minutes", *([_HERE.parents[1] / "models" / "en_minutes"] if _HERE.parent.name == "src" else []))
_CLASSIFIERS = ("textcat", "textcat_multilabel")
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubjpass")
_ASIDE = ("punct", "acl", "acl:relcl", "relcl", "appos", "parataxis", "conj", "cc")
_LONGEST = 2000  # characters of a sentence that a model is shown


class Trained:
    """A trained spaCy pipeline, loaded when it is first asked; what it lacks, it does not tell."""

    def __init__(self, where: str) -> None:
        self.where = where

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """How likely each sentence does what LABELS name."""
        return self._told(texts, _CLASSIFIERS, lambda doc: {key: doc.cats[key] for key in LABELS if key in doc.cats})

    def subjects(self, texts: Sequence[str]) -> list[tuple[int, int] | None]:
        """The range of the grammatical subject of each sentence."""
        return self._told(texts, ("parser",), _subject)

    def helps(self) -> bool:
        """Whether it can tell anything. Raises ModelError."""
        pipes = {name: self.nlp.get_pipe_meta(name).factory for name in self.nlp.pipe_names}
        labels = {label for name in pipes if pipes[name] in _CLASSIFIERS for label in self.nlp.pipe_labels[name]}
        return "parser" in pipes.values() or not labels.isdisjoint(LABELS)

    def _told(self, texts: Sequence[str], factories: Sequence[str], reading: "Callable[[Doc], Told]") -> "list[Told]":
        """What is read off each sentence, as the components made by these factories, and what they listen to, leave it.

        The documents of spaCy do not outlive the call, nor do the words that it keeps: an archive has no end of them.
        """
        if not texts:  # nothing is loaded for nothing
            return []
        nlp = self.nlp
        wanted = {name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory in factories}
        networks = [getattr(nlp.get_pipe(name), "model", None) for name in wanted]
        nodes = {node.name for network in networks if network for node in network.walk()}
        wanted |= {name for name in nlp.pipe_names if f"{nlp.get_pipe_meta(name).factory}-listener" in nodes}
        try:
            with nlp.select_pipes(enable=sorted(wanted)), nlp.memory_zone():
                return [reading(doc) for doc in nlp.pipe((text[:_LONGEST] for text in texts), batch_size=64)]
        except Exception as problem:  # whatever its components may do
            first = (str(problem).strip().splitlines() or [""])[0]
            raise ModelError(f"the model {self.where} fails ({type(problem).__name__}: {first[:200]})") from problem

    @cached_property
    def nlp(self) -> "spacy.language.Language":
        """The pipeline. Raises ModelError."""
        import warnings

        import spacy

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                nlp = spacy.load(self.where)
        except Exception as problem:  # whatever a folder may hold
            raise ModelError(self._why(problem)) from problem
        made_for = str(nlp.meta.get("spacy_version") or "")
        if made_for and spacy.util.is_compatible_version(spacy.about.__version__, made_for) is False:
            raise ModelError(f"was made for spaCy {made_for}, this is {spacy.about.__version__}; take another model")
        return nlp

    def _why(self, problem: Exception) -> str:
        """What is wrong with a model that cannot be loaded."""
        import spacy

        path = Path(self.where)
        if not path.exists() and not spacy.util.is_package(self.where):
            return "no such model; give the folder or the name of an installed spaCy pipeline, or none"
        if path.exists() and not (path / "meta.json").is_file():
            return "not a spaCy pipeline: it holds no meta.json"
        first = (str(problem).strip().splitlines() or [""])[0]
        return f"cannot be loaded ({type(problem).__name__}: {first[:200]}); install it again or take another model"


def _subject(doc: "Doc") -> tuple[int, int] | None:
    """The range of the subject of a sentence's main clause, without what is added to it."""
    if not doc.has_annotation("DEP"):
        return None
    for token in doc:
        if token.dep_ in _SUBJECTS and token.head.dep_ == "ROOT":
            return _phrase(token)
    return None


def _phrase(noun: "Token") -> tuple[int, int]:
    """The range of a noun with what belongs to its name: up to the first relative clause, aside or further noun."""
    doc, end = noun.doc, noun.i
    for child in noun.rights:
        if child.dep_ in _ASIDE:
            break
        end = child.right_edge.i
    return doc[noun.left_edge.i].idx, doc[end].idx + len(doc[end])


def _find_own() -> Path | None:
    return next((path for path in _OWN if (path / "meta.json").is_file()), None)


@cache
def _own(path: Path) -> Model:
    return Trained(str(path))


@cache
def _given(where: str) -> Model:
    model = Trained(where)
    if not model.helps():  # what the user asked for must be there before anything is done
        raise ModelError(f"can neither parse nor tell what a sentence does (labels {', '.join(LABELS)}); take another")
    return model
