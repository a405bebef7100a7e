"""The row of a word is the mean of its tokens, whatever else is in the batch."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from hostile_sentences import HOSTILE, WORDS
from tiny_language_models import KINDS, write_model
from topopress.config.schema import Activations, Network
from topopress.kinds.texts.alignment import windows
from topopress.kinds.texts.settings import Texts, Tokens
from topopress.kinds.texts.stages import TextReader
from topopress.network.loading import load_network
from topopress.samples.types import Sample

LAYERS = ("hidden.0", "hidden.2")


class Sentences:
    """A source of given sentences."""

    place = "span"

    def __init__(self, sentences):
        self.sentences = sentences

    def text(self, sample):
        return self.sentences[int(sample.origin)]


def sentences(count: int, seed: int = 0) -> list[str]:
    rng = random.Random(seed)
    return [
        " ".join(
            rng.choice(HOSTILE) if rng.random() < 0.2 else rng.choice(WORDS)
            for _ in range(rng.randrange(1, 30))
        )
        for _ in range(count)
    ]


def words_of(texts: list[str]) -> list[Sample]:
    found = []
    for number, text in enumerate(texts):
        start = 0
        for k, word in enumerate(text.split(" ")):
            part = (start, start + len(word))
            start += len(word) + 1
            found.append(Sample(f"{number:04d}{k:04d}", str(number), None, str(number), part))
    return found


@pytest.fixture(scope="module", params=KINDS)
def network(request, tmp_path_factory):
    folder = write_model(tmp_path_factory.mktemp(request.param), request.param)
    settings = Network(name=f"transformers:{folder}", layers=LAYERS)
    return load_network(settings, base=Path(), seed=0)


def collected(network, texts, samples, data, batch_size=8):
    reader = TextReader(Sentences(texts), data)
    layers = [layer for layer in network.info.layers if layer.name in LAYERS]
    settings = Activations(batch_size=batch_size)
    return reader.collect(network, samples, layers=layers, settings=settings, seed=0)


def hidden_states(network, ids: tuple[int, ...]) -> dict[str, np.ndarray]:
    with torch.no_grad():
        inputs = network.texts.inputs([ids], network.device)
        states = network.module(**inputs, output_hidden_states=True).hidden_states
    return {name: states[int(name.split(".")[1])][0].numpy() for name in LAYERS}


def reference(network, texts, samples) -> dict[str, dict[int, np.ndarray]]:
    """One sentence and one word at a time."""
    found: dict[str, dict[int, np.ndarray]] = {name: {} for name in LAYERS}
    for number, sample in enumerate(samples):
        text = texts[int(sample.origin)]
        made = windows(
            network.texts.tokenizer, text, [sample.part], most_tokens=network.texts.max_tokens
        )
        window, first, end = made.spans[0].tolist()
        if window >= 0:
            for name, state in hidden_states(network, made.windows[window].ids).items():
                found[name][number] = state[first:end].mean(axis=0)
    return found


def test_rows_equal_a_slow_reference(network):
    texts = sentences(25)
    samples = words_of(texts)
    expected = reference(network, texts, samples)
    for rows in collected(network, texts, samples, Tokens(kind="tokens", file="x.txt")):
        slow = expected[rows.layer.name]
        assert rows.sample.tolist() == sorted(slow)
        assert len(samples) - len(slow) < len(samples) / 4  # words of control characters
        wanted = np.array([slow[number] for number in rows.sample.tolist()])
        np.testing.assert_allclose(rows.vectors, wanted, atol=2e-5)
        assert rows.place == "span"
        assert (rows.position[:, 0] < rows.position[:, 1]).all()


def test_batches_change_nothing_but_rounding(network):
    texts = sentences(12, seed=1)
    samples, data = words_of(texts), Tokens(kind="tokens", file="x.txt")
    for one, other in zip(
        collected(network, texts, samples, data, 1),
        collected(network, texts, samples, data, 64),
        strict=True,
    ):
        assert (one.sample == other.sample).all()
        np.testing.assert_allclose(one.vectors, other.vectors, atol=2e-5)


@pytest.mark.parametrize("which", ["first", "last"])
def test_one_piece_of_a_word(network, which):
    texts = ["rivers waited", "naïve café"]
    samples = words_of(texts)
    (rows, *_) = collected(
        network, texts, samples, Tokens(kind="tokens", file="x.txt", pieces=which)
    )
    made = windows(
        network.texts.tokenizer,
        texts[0],
        [samples[0].part],
        most_tokens=network.texts.max_tokens,
    )
    _, first, end = made.spans[0].tolist()
    assert end - first > 1
    state = hidden_states(network, made.windows[0].ids)[rows.layer.name]
    place = first if which == "first" else end - 1
    np.testing.assert_allclose(rows.vectors[0], state[place], atol=2e-5)


@pytest.mark.parametrize("pooling", ["mean", "first", "last", "cls"])
def test_whole_texts(network, pooling):
    texts = ["We waited until morning.", " ".join(["the bank of the river"] * 60)]
    samples = [Sample(str(k), str(k), None, str(k)) for k in range(2)]
    data = Texts(kind="texts", file="x.txt", pooling=pooling)
    for rows in collected(network, texts, samples, data):
        assert rows.place == "whole"
        assert rows.sample.tolist() == [0, 1]
        assert rows.position.shape == (2, 0)
        assert np.isfinite(rows.vectors).all()


def test_texts_go_through_a_network_by_length_with_their_words_together(tmp_path):
    texts = ["one two three four", "five", "six seven", "eight"]
    samples = words_of(texts)
    reader = TextReader(Sentences(texts), Tokens(kind="tokens", file="x.txt"))
    order = [samples[k].id for k in reader.order(samples)]
    assert order == [
        "00010000", "00030000", "00020000", "00020001", "00000000", "00000001", "00000002",
        "00000003",
    ]  # fmt: skip
