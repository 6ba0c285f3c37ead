"""Training in small: treebanks are read as they are meant, and config.cfg trains a pipeline that parses."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.cli.train import train
from spacy.tokens import DocBin

TRAINING = Path(__file__).resolve().parents[1] / "models" / "training"

# What must be read right: a printed word of two syntactic ones, no space before a stop, a node that is not printed.
TRICKY = """\
# sent_id = own-1
# text = We don't know, Ann's late.
1	We	we	PRON	PRP	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	know	know	VERB	VB	_	0	root	_	SpaceAfter=No
4.1	that	that	SCONJ	IN	_	_	_	_	_
5	,	,	PUNCT	,	_	4	punct	_	_
6-7	Ann's	_	_	_	_	_	_	_	_
6	Ann	Ann	PROPN	NNP	_	8	nsubj	_	_
7	's	be	AUX	VBZ	_	8	cop	_	_
8	late	late	ADJ	JJ	_	4	parataxis	_	SpaceAfter=No
9	.	.	PUNCT	.	_	4	punct	_	_

"""
WHO = ["Ann", "Bob", "Carol", "Dan", "Eve"]
DOES = [("saw", "see"), ("met", "meet")]
WHAT = ["herons", "lamps", "gates", "barns", "ponds"]


@pytest.fixture(scope="module", autouse=True)
def modules() -> Iterator[None]:
    """The scripts of models/training, to be imported."""
    sys.path.insert(0, str(TRAINING))
    yield
    sys.path.remove(str(TRAINING))


def treebank() -> str:
    """Fifty sentences of four words."""
    rows = []
    for number, (who, (verb, lemma), what) in enumerate((w, d, t) for w in WHO for d in DOES for t in WHAT):
        rows += [
            f"# sent_id = own-{number}",
            f"1\t{who}\t{who}\tPROPN\tNNP\t_\t2\tnsubj\t_\t_",
            f"2\t{verb}\t{lemma}\tVERB\tVBD\t_\t0\troot\t_\t_",
            f"3\t{what}\t{what[:-1]}\tNOUN\tNNS\t_\t2\tobj\t_\tSpaceAfter=No",
            "4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_",
            "",
        ]
    return "\n".join(rows)


def test_conllu_is_read_as_it_was_printed() -> None:
    from corpus import read_conllu

    [sentence] = read_conllu(TRICKY.splitlines())
    doc = sentence.doc(spacy.blank("en").vocab)
    assert doc.text == "We don't know, Ann's late. "
    assert [token.text for token in doc] == ["We", "do", "n't", "know", ",", "Ann", "'s", "late", "."]
    assert [token.head.text for token in doc][-2:] == ["know", "know"]
    assert [token.dep_ for token in doc][3] == "ROOT"
    assert sentence.id == "own-1"


def test_names_of_each_form_are_read() -> None:
    from corpus import name_doc, read_names

    numbered = ["# text = x", "1\tThe\tB-ORG\t-\tann", "2\tGuild\tI-ORG\t-\tann", "3\tmet\tO", "4\tX\tB-OTH\t-", ""]
    plain = ["Ann I-PER", "of O", "Reed I-LOC", "Mill I-LOC", "", "It O"]
    words, labels = next(read_names(numbered))
    assert (words, labels) == (["The", "Guild", "met", "X"], ["B-ORG", "I-ORG", "O", "O"])
    assert [str(name) for name in name_doc(spacy.blank("en").vocab, words, labels).ents] == ["Guild"]
    assert list(read_names(plain)) == [
        (["Ann", "of", "Reed", "Mill"], ["B-PERSON", "O", "B-LOC", "I-LOC"]),
        (["It"], ["O"]),
    ]


def test_log_odds_are_scaled_to_what_is_seen() -> None:
    import numpy as np

    from ablation import scaling

    seen = np.array([-4.0] * 100 + [4.0] * 100)
    voiced = np.array([1.0] * 20 + [0.0] * 80 + [1.0] * 80 + [0.0] * 20)
    offset, slope = scaling(seen, voiced)
    assert offset == pytest.approx(0, abs=1e-3)
    assert slope == pytest.approx(np.log(4) / 4, abs=1e-3)


def test_words_are_weighed_with_the_rows() -> None:
    from evidence import FREE, Example, chances, weights_from, words_of

    texts = [f"The {word} was left in the {place}." for word in ("heron", "lamp") for place in ("12", "barn") * 10]
    data = [Example("one", (FREE,), words_of(text), "heron" in text) for text in texts]
    weights = weights_from(data, words=True)
    assert weights["word heron"] > 0 > weights["word lamp"]
    assert abs(weights["word 0"]) < 0.01
    assert {chance > 0.5 for example, chance in zip(data, chances(data, weights), strict=True) if example.concern} == {
        True
    }
    assert set(weights_from(data)) == {FREE}


def test_average_precision() -> None:
    import numpy as np

    from compare import precision

    right = np.array([True, False, True, False])
    assert precision(np.array([0.9, 0.8, 0.7, 0.1]), right) == pytest.approx((1 + 2 / 3) / 2)
    assert precision(np.array([0.1, 0.8, 0.2, 0.9]), right) == pytest.approx((1 / 3 + 2 / 4) / 2)


@pytest.mark.filterwarnings("ignore")
def test_fifty_sentences_train_a_parser(tmp_path: Path) -> None:
    from corpus import read_conllu

    vocab = spacy.blank("en").vocab
    docs = [sentence.doc(vocab) for sentence in read_conllu(treebank().splitlines())]
    assert len(docs) == 50
    DocBin(docs=docs).to_disk(tmp_path / "own.spacy")
    small = {
        "paths.train": str(tmp_path / "own.spacy"),
        "paths.dev": str(tmp_path / "own.spacy"),
        "components.tok2vec.model.embed.include_static_vectors": False,
        "components.tok2vec.model.embed.width": 32,
        "components.tok2vec.model.encode.width": 32,
        "components.parser.min_action_freq": 1,
        "training.max_steps": 30,
        "training.eval_frequency": 30,
        "training.optimizer.learn_rate.warmup_steps": 1,
    }
    train(TRAINING / "config.cfg", tmp_path / "out", overrides=small)
    doc = spacy.load(tmp_path / "out" / "model-best")("Dan saw ponds.")
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "obj", "punct"]
    assert doc[1].lemma_ == "see"
