"""What a language head predicts for nodes: beside references, and in a language that is known."""

import json
import random

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer

from tiny_language_heads import IDS, TOPICS, sentence, write_head
from tiny_language_models import write_model
from topopress.build.plan import plan_exploration
from topopress.build.site import build_site
from topopress.bundle.packing import read_header
from topopress.config.load import load_project
from topopress.kinds.texts.predictions.averages import averaged
from topopress.kinds.texts.predictions.nodes import DRAWS, Predictor, divergence, predictions_of
from topopress.kinds.texts.predictions.places import KEPT, predictions_in_place
from topopress.kinds.texts.predictions.states import read_means
from topopress.kinds.texts.predictions.types import WordPredictions
from topopress.kinds.texts.reading import open_texts
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.texts.terms.shuffled import sets_of
from topopress.network.language_head_model import load_head
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.store.canonical import sha256_of_file
from topopress.store.store import Store
from unit.analysis.drawn_graphs import graph_of
from unit.build.test_keys_cover_code import Trace, uncovered

KINDS = {"bert": "masked", "gpt2": "causal"}
N = 48


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with both networks, and a table of words: the first 24 of the sea, then of land.

    In each sentence "w" is marked; one more word stands at the begin of its sentence.
    """
    root = tmp_path_factory.mktemp("heads")
    for kind in KINDS:
        write_head(root / kind, kind)
    rng = random.Random(0)
    lines = ["sentence\ttopic"]
    for number in range(N):
        topic = list(TOPICS)[number // (N // 2)]
        first, second, third, end = sentence(rng, topic, "w")
        lines.append(f"{first} {second} [{third}] {end} {number}\t{topic}")
    lines.append("[sea0] sea1 w .\tsea")
    (root / "words.tsv").write_text("\n".join(lines) + "\n")
    return root


DATA = Tokens(kind="tokens", file="words.tsv", text="sentence", label="topic")


def opened(folder, kind):
    source = open_texts(DATA, base=folder)
    samples = sorted(source.survey(seed=0).samples, key=lambda one: int(one.origin.split()[1]))
    return load_head(folder / kind, KINDS[kind], "cpu"), source, samples


@pytest.mark.parametrize("kind", KINDS)
def test_predictions_in_place_equal_those_of_the_network_asked_word_by_word(folder, kind):
    head, source, samples = opened(folder, kind)
    found = predictions_in_place(head, source, samples, DATA, batch_size=8)
    family = AutoModelForMaskedLM if kind == "bert" else AutoModelForCausalLM
    model = family.from_pretrained(folder / kind).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder / kind)
    for number, sample in enumerate(samples):
        text = source.text(sample)
        before, after = text[: sample.part[0]], text[sample.part[1] :]
        if kind == "gpt2" and not before:
            assert not found.share[number].any()  # nothing stands before the word
            continue
        asked = f"{before}[MASK]{after}" if kind == "bert" else before
        ids = tokenizer(asked, return_tensors="pt")["input_ids"]
        at = ids[0].tolist().index(IDS["[MASK]"]) if kind == "bert" else -1
        with torch.inference_mode():
            shares = model(input_ids=ids).logits[0, at].softmax(dim=0)
        kept = min(KEPT, len(shares))
        mine = dict(zip(found.key[number][:kept].tolist(), found.share[number][:kept], strict=True))
        assert list(mine.values()) == sorted(mine.values(), reverse=True)
        for key, share in mine.items():
            assert share == pytest.approx(float(shares[key]), abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_that_fit_a_topic_are_put_in_the_place_of_its_words(folder, kind):
    head, source, samples = opened(folder, kind)
    words = predictions_in_place(head, source, samples, DATA, batch_size=16)
    rows = np.arange(len(samples), dtype=np.int32)
    distributions, has = averaged(words, rows)
    mixed = [*range(0, 24, 3), *range(24, 48, 3)]
    graph = graph_of([(0, 0, range(12)), (1, 0, range(24, 36)), (2, 0, mixed)], len(rows))
    asked = Predictor("place", KINDS[kind], distributions, words.tokens.__getitem__, has)
    found = predictions_of(asked, graph, np.zeros(len(rows), np.int32), seed=0)
    for node, (other, _) in enumerate(TOPICS.values()):
        assert {found.tokens[k] for k in found.token[node, :2]} == {"w", other}
        assert found.share[node, :2].sum() > 0.9
        # The node differs from the layer more than any shuffled one, also among rows of its form.
        assert found.distance[node] > 2 * max(found.chance[node], found.within[node])
    assert found.distance[2] < found.chance[2] * 2
    assert not found.distance[2] > max(found.chance[2], found.within[2])
    assert found.rows.tolist() == [12, 12, 16]
    assert (found.share.max(axis=1) == found.share[:, 0]).all()


def test_the_mean_of_the_last_state_is_read_as_what_follows(folder):
    head, source, samples = opened(folder, "gpt2")
    model = AutoModelForCausalLM.from_pretrained(folder / "gpt2").eval()
    vectors = []
    for sample in samples[:N]:
        ids = [IDS[word] for word in source.text(sample).split()[:3]]
        with torch.inference_mode():
            states = model(input_ids=torch.tensor([ids]), output_hidden_states=True).hidden_states
        vectors.append([state[0, 2].numpy() for state in states])
    graph = graph_of([(0, 0, range(12)), (1, 0, range(24, 36))], N)
    last = np.array([each[-1] for each in vectors])
    read = read_means(head, last, 2)
    predictor = Predictor("state", "causal", read, head.token, np.ones(N, np.int64))
    found = predictions_of(predictor, graph, None, seed=0)
    assert [found.tokens[k] for k in found.token[:, 0]] == [".", "!"]
    assert (found.share[:, 0] > 0.8).all()
    assert (found.distance > found.chance).all()
    assert np.isnan(found.within).all()
    with torch.inference_mode():
        mean = torch.from_numpy(last[:12].mean(axis=0, keepdims=True))
        shares = model.lm_head(mean).softmax(dim=1)[0].numpy()
    assert found.share[0] == pytest.approx(np.sort(shares)[::-1][:10], abs=1e-5)
    whole = torch.from_numpy(last.mean(axis=0, keepdims=True))
    with torch.inference_mode():
        usual = model.lm_head(whole).softmax(dim=1)[0].numpy()
    assert found.distance[0] == pytest.approx(divergence(shares.astype(float), usual), abs=1e-5)


def test_divergence_is_that_of_jensen_and_shannon_in_bits():
    one, other = np.array([0.5, 0.5, 0]), np.array([0.25, 0.25, 0.5])
    # By hand: the middle is (3/8, 3/8, 1/4); both Kullback-Leibler divergences to it, averaged.
    middle = (one + other) / 2
    left = 2 * 0.5 * np.log2(0.5 / 0.375)
    right = 2 * 0.25 * np.log2(0.25 / 0.375) + 0.5 * np.log2(0.5 / 0.25)
    assert middle.tolist() == [0.375, 0.375, 0.25]
    assert divergence(one, other) == pytest.approx((left + right) / 2)
    assert divergence(one, one) == 0
    assert divergence(np.array([1.0, 0]), np.array([0, 1.0])) == 1
    assert divergence(np.array([[1.0, 0], [0, 1.0]]), np.array([0, 1.0])).tolist() == [1, 0]


def test_averages_are_over_the_words_that_have_a_prediction():
    words = WordPredictions(
        key=np.array([[7, 3], [3, 9], [0, 0]], np.int32),
        share=np.array([[0.5, 0.25], [0.75, 0.125], [0, 0]], np.float32),
        tokens=("c", "g", "i"),
        ids=np.array([3, 7, 9], np.int32),
    )
    distributions, has = averaged(words, np.array([0, 1, 2, 0], np.int32))
    assert has.tolist() == [1, 1, 0, 1]
    found = distributions(sets_of([np.array([0, 1, 2]), np.array([3]), np.array([2])], 4))
    assert found.tolist() == [[0.5, 0.25, 0.0625, 0.1875], [0.25, 0.5, 0, 0.25], [0, 0, 0, 0]]


SETTINGS = """
title = "Heads"
[data]
kind = "tokens"
file = "words.tsv"
text = "sentence"
label = "topic"
[network]
name = "transformers:gpt2"
layers = ["hidden.0", "hidden.2", "h.1"]
[mapper]
lens = "l2_norm"
cover = {n_intervals = 2, overlap = 0.3}
clusterer = {kind = "agglomerative", metric = "cosine"}
[mapper.stability]
resamples = 0
"""


def header_of(root, layer):
    (chunk,) = (root / "public/heads/data").glob(f"{layer}-language.*")
    return read_header(chunk.read_bytes())


def test_a_build_states_predictions_where_there_is_a_head_and_they_are_wanted(
    folder, tmp_path, monkeypatch
):
    source = project(tmp_path, folder, folder / "gpt2", SETTINGS)
    recorder, trace = Recorder(), Trace(Executor._call)
    with monkeypatch.context() as patch:
        patch.setattr(Executor, "_call", lambda self, missing, s: trace(self, missing, s))  # noqa: PLW0108
        build_site(tmp_path, listener=recorder, durable=False)
    for stage in plan_exploration(source, sha256_of_file).stages():
        assert uncovered(stage, trace.ran[stage.name]) == set(), stage.name
    headers = [header_of(tmp_path, layer) for layer in ("hidden-0", "hidden-2", "h-1")]
    sources = [[one["source"] for one in header["predictions"]] for header in headers]
    assert sources == [["state", "place"], ["state", "place"], ["place"]]
    assert headers[0]["predictions"][0]["head"] == "causal"
    assert headers[0]["predictions"][0]["draws"] == DRAWS
    assert {"w", "ship", "cart"} <= set(headers[0]["tokens"])
    assert any(said.startswith("word-predictions heads") for said in recorder.ran)
    again = Recorder()
    build_site(tmp_path, listener=again, durable=False)
    assert again.ran == []
    written = tmp_path / "content/heads/exploration.toml"
    written.write_text(f"{SETTINGS}[visuals]\npredictions = false\n")
    without = Recorder()
    build_site(tmp_path, listener=without, durable=False)
    assert not [said for said in without.ran if "predictions" in said]
    assert header_of(tmp_path, "hidden-2")["predictions"] == []


def project(root, folder, network, settings):
    """Write an exploration of the words and of a network; return its source."""
    content = root / "content/heads"
    content.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "S"\n')
    (content / "index.md").write_text("::: explorer\n")
    (content / "exploration.toml").write_text(settings)
    (content / "gpt2").symlink_to(network)
    (content / "words.tsv").symlink_to(folder / "words.tsv")
    (source,) = load_project(root).explorations
    return source


def test_whole_texts_have_no_place_of_a_word(folder, tmp_path):
    settings = SETTINGS.replace('"tokens"', '"texts"').replace("[data]", "[data]\npooling = 'last'")
    source = project(tmp_path, folder, folder / "bert", settings)
    stages = {each.name for each in plan_exploration(source, sha256_of_file).stages()}
    assert "state-predictions" in stages
    assert not stages & {"word-predictions", "place-predictions"}


def test_a_head_without_weights_is_named_and_nothing_is_predicted(folder, tmp_path):
    network = write_model(tmp_path / "model")
    config = json.loads((network / "config.json").read_text())
    (network / "config.json").write_text(
        json.dumps(config | {"architectures": ["BertForMaskedLM"]})
    )
    source = project(tmp_path / "site", folder, network, SETTINGS)
    plan = plan_exploration(source, sha256_of_file)
    (asked,) = (each for each in plan.stages() if each.name == "word-predictions")
    recorder = Recorder()
    with Executor(Store(tmp_path / "store"), recorder) as executor:
        found = executor.record(asked)
    assert (found.tokens, found.share.any()) == ((), False)
    (said,) = recorder.notices
    assert said.startswith(
        "transformers:gpt2: its config.json names a language head, but its files"
    )
