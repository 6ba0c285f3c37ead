"""The language model: how it is found, what it is shown, what its word counts for, and what is said where it is bad."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from spacy.training import Example
from typer.testing import CliRunner

from minutesparse import extract, language, read
from minutesparse.cli import app
from minutesparse.document import Sentence
from minutesparse.errors import ModelError
from minutesparse.language import LABELS, NONE, find_model, passes, scored

MINUTES = """\
Minutes of the Parish Council meeting held on 4 March 2024

Present: Cllr Anne Marsh (Chair), Cllr Bob Vane

1. Highways
The heron raised its head at dusk.
The herons were fed at noon.
"""
WORDS = ["the", "heron", "pond", "lamp", "gate", "barn"]


class Told:
    """A model that says what it was told to say, and remembers what it was asked."""

    def __init__(self, concern: float = 0.0, subject: str = "") -> None:
        self.concern, self.subject = concern, subject
        self.asked: list[str] = []

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        self.asked += texts
        return [{"concern": self.concern} for _ in texts]

    def subjects(self, texts: Sequence[str]) -> list[tuple[int, int] | None]:
        found = [text.find(self.subject) for text in texts]
        return [(at, at + len(self.subject)) if at >= 0 else None for at in found]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that takes whatever speaks of herons for a concern."""
    nlp = spacy.blank("en")
    layers = {"exclusive_classes": False, "ngram_size": 1, "no_output_layer": False, "length": 4096}
    network = {"@architectures": "spacy.TextCatBOW.v3", **layers}
    classifier = nlp.add_pipe("textcat_multilabel", config={"model": network})
    texts = [f"The {word} raised its head at {hour}." for word in WORDS for hour in ("dusk", "dawn")]
    cats = [{label: float("heron" in text and label == "concern") for label in LABELS} for text in texts]
    examples = [Example.from_dict(nlp.make_doc(t), {"cats": c}) for t, c in zip(texts, cats, strict=True)]
    for label in LABELS:
        classifier.add_label(label)  # type: ignore[attr-defined]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.05
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    folder = tmp_path_factory.mktemp("model") / "herons"
    nlp.to_disk(folder)
    return folder


def test_a_trained_pipeline_helps_the_rules(trained: Path) -> None:
    document = read(MINUTES)
    assert not extract(document, NONE).concerns
    [concern] = extract(document, trained).concerns
    assert concern.text == "The heron raised its head at dusk."
    assert concern.rule == "model.concern"
    assert 0.5 < concern.confidence <= 1


def test_the_command_takes_it(trained: Path, tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(MINUTES, "utf-8")
    for command in (["extract", str(file)], ["show", str(file)]):
        alone, helped = (CliRunner().invoke(app, [*command, "--model", model]).stdout for model in (NONE, str(trained)))
        assert alone.count("heron raised") < helped.count("heron raised")


def test_only_what_passes_the_gate_is_shown() -> None:
    model = Told(concern=0.9)
    sentences = [Sentence(0, 9, "Noted."), Sentence(10, 40, "The gate was not locked.")]
    assert [sentence.scores for sentence in scored(sentences, model)] == [{}, {"concern": 0.9}]
    assert model.asked == ["The gate was not locked."]
    assert scored(sentences[:1], model) == sentences[:1]
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    ("text", "through"),
    [
        ("Members were worried.", True),
        ("The present arrangement continues.", False),
        ("It isn’t lit.", True),
        ("Noted in November.", False),
        ("Is it lit?", True),
    ],
)
def test_gate(text: str, through: bool) -> None:
    assert passes(text) is through


def test_the_subject_voices_what_nobody_is_known_to_voice() -> None:
    text = MINUTES.replace("The heron raised its head at dusk.", "At dusk Bob Vane was worried about herons.")
    [alone], [helped] = (extract(read(text), model).concerns for model in (NONE, Told(subject="Bob Vane")))
    assert alone.raised_by is None or alone.raised_by == helped.raised_by
    assert helped.raised_by is not None
    assert helped.raised_by.name == "Bob Vane"


def test_who_answers_does_not_voice() -> None:
    text = MINUTES.replace(
        "The heron raised its head at dusk.", "In reply to a question about herons, Bob Vane replied that they stay."
    )
    concerns = extract(read(text), Told(concern=0.9, subject="Bob Vane")).concerns
    assert all(concern.raised_by is None for concern in concerns)


def test_what_a_model_lacks_it_does_not_tell(trained: Path) -> None:
    model = find_model(trained)
    assert model is not None
    assert model.subjects(["The heron left."]) == [None]


def test_words_of_one_text_are_not_kept_for_the_next(trained: Path) -> None:
    model = find_model(trained)
    assert isinstance(model, language.Trained)
    model.scores(["The heron left."])
    kept = len(model.nlp.vocab.strings)
    model.scores(["Quillwort and zedoary were not seen at Umberslade."])
    assert len(model.nlp.vocab.strings) == kept


def test_none_and_no_model_of_our_own() -> None:
    assert find_model(NONE) is None
    model = Told()
    assert find_model(model) is model


def bad_models(folder: Path, trained: Path) -> dict[str, str]:
    """Folders and names that are no model that fits, and what is said of each."""
    (folder / "empty").mkdir()
    for name in ("old", "torn", "odd"):
        (folder / name).mkdir()
        for file in trained.rglob("*"):
            target = folder / name / file.relative_to(trained)
            target.mkdir(exist_ok=True) if file.is_dir() else target.write_bytes(file.read_bytes())
    meta = json.loads((trained / "meta.json").read_text("utf-8")) | {"spacy_version": ">=2.0.0,<2.1.0"}
    (folder / "old" / "meta.json").write_text(json.dumps(meta), "utf-8")
    (folder / "torn" / "textcat_multilabel" / "model").write_bytes(b"\x81")
    (folder / "odd" / "config.cfg").write_text("[nlp\n", "utf-8")
    spacy.blank("en").to_disk(folder / "blank")
    return {
        str(folder / "blank"): "can neither parse nor tell what a sentence does",
        str(folder / "missing"): "no such model",
        "en_no_such_pipeline": "no such model",
        str(folder / "empty"): "not a spaCy pipeline",
        str(folder / "old"): "was made for spaCy >=2.0.0,<2.1.0",
        str(folder / "torn"): "cannot be loaded",
        str(folder / "odd"): "cannot be loaded",
    }


def test_a_bad_model_is_one_line(tmp_path: Path, trained: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(MINUTES, "utf-8")
    for name, said in bad_models(tmp_path, trained).items():
        for command in ("extract", "show"):
            result = CliRunner().invoke(app, [command, str(file), "--model", name])
            assert (result.exit_code, result.stdout) == (2, "")
            [line] = result.stderr.splitlines()
            assert line.startswith(f"minutesparse: --model {name}: {said}")
        with pytest.raises(ModelError, match=said):
            extract(read(MINUTES), name)


def test_a_model_of_our_own_is_taken_unasked(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_model() is None
    monkeypatch.setattr(language, "_OWN", (Path("missing"), trained))
    assert len(extract(read(MINUTES)).concerns) == 1
    assert not extract(read(MINUTES), NONE).concerns


def test_spacy_is_not_loaded_for_nothing(tmp_path: Path, trained: Path) -> None:
    """A model that comes unasked costs nothing where no sentence passes the gate."""
    (tmp_path / "dull.txt").write_text("Minutes of the meeting\n\n1. Herons\n\nThe herons were fed.\n", "utf-8")
    code = f"""
import sys
from pathlib import Path
from minutesparse import extract, language, read
language._OWN = (Path({str(trained)!r}),)
extract(read(Path("dull.txt")))
assert "spacy" not in sys.modules
"""
    paths = os.pathsep.join(filter(None, [str(Path(language.__file__).parents[1]), os.environ.get("PYTHONPATH")]))
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, env={**os.environ, "PYTHONPATH": paths})


def test_a_model_that_fails_is_one_line(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise IndexError("out of bounds\nand more")

    (tmp_path / "minutes.txt").write_text(MINUTES, "utf-8")
    model = find_model(trained)
    assert isinstance(model, language.Trained)
    monkeypatch.setattr(model.nlp, "pipe", fails)
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "minutes.txt"), "--model", str(trained)])
    assert (result.exit_code, result.stdout) == (3, "")
    [line] = result.stderr.splitlines()
    assert line.endswith(f"the model {trained} fails (IndexError: out of bounds)")
