"""Language heads: which folders hold one, and what they read from hidden states."""

import json

import pytest
import torch
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
)

from tiny_language_heads import IDS, TOPICS, write_head
from tiny_language_models import write_model
from topopress.config.schema import Network
from topopress.network.language_head import language_head
from topopress.network.language_head_model import load_head


def network(folder, **more) -> Network:
    return Network(name=f"transformers:{folder}", layers=("hidden.0",), **more)


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        (["BertForMaskedLM"], "masked"),
        (["BertForPreTraining"], "masked"),
        (["GPT2LMHeadModel"], "causal"),
        (["LlamaForCausalLM"], "causal"),
        (["BertModel"], None),
        (["ElectraForPreTraining"], None),  # tells replaced words, and predicts none
        (["BertForSequenceClassification"], None),
        ("BertForMaskedLM", None),
        (None, None),
    ],
)
def test_a_config_names_a_language_head_or_none(tmp_path, named, kind):
    (tmp_path / "config.json").write_text(json.dumps({"architectures": named}))
    found = language_head(network(tmp_path), tmp_path)
    assert (found and found.kind) == kind
    assert language_head(network(tmp_path, weights="random"), tmp_path) is None


def with_head(folder, kind):
    """Save a network with random weights and a language head, and return it."""
    causal = kind == "gpt2"
    write_model(folder, kind)
    family = AutoModelForCausalLM if causal else AutoModelForMaskedLM
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(1)
        model = family.from_config(AutoConfig.from_pretrained(folder)).eval()
    model.save_pretrained(folder)
    return model, "causal" if causal else "masked"


def reference(model, kind, state, *, last):
    """Return the logits of the parts of a network that come after its blocks."""
    if kind == "gpt2":
        return model.lm_head(state if last else model.transformer.ln_f(state))
    if kind == "bert":
        return model.cls(state)
    if kind == "roberta":
        return model.lm_head(state)
    if kind == "albert":
        return model.predictions(state)
    hidden = model.vocab_layer_norm(model.activation(model.vocab_transform(state)))
    return model.vocab_projector(hidden)


@pytest.mark.parametrize("kind", ["bert", "gpt2", "roberta", "albert", "distilbert"])
def test_hidden_states_are_read_by_final_norm_and_head(tmp_path, kind):
    model, of = with_head(tmp_path, kind)
    head = load_head(tmp_path, of, "cpu")
    inputs = head.texts.inputs([head.texts.window(head.texts.ordinary[3:10])], head.device)
    with torch.inference_mode():
        states = model(**inputs, output_hidden_states=True).hidden_states
        logits = model(**inputs).logits[0]
        for number, state in enumerate(states):
            expected = reference(model, kind, state[0], last=number == len(states) - 1)
            read = head.read(state[0], head.state_number(f"hidden.{number}"))
            torch.testing.assert_close(read, expected, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(read, logits, rtol=1e-4, atol=1e-5)
    assert head.state_number(f"hidden.{len(states)}") is None
    assert head.state_number("encoder.layer.0") is None


def test_many_vectors_are_read_in_parts(tmp_path):
    with_head(tmp_path, "gpt2")
    head = load_head(tmp_path, "causal", "cpu")
    vectors = torch.randn(150, 24, generator=torch.Generator().manual_seed(0))
    alone = torch.cat([head.read(vector[None], 1) for vector in vectors])
    torch.testing.assert_close(head.read(vectors, 1), alone, rtol=1e-4, atol=1e-5)


def test_a_folder_without_the_weights_of_its_head_has_none(tmp_path):
    write_model(tmp_path, "bert")
    assert load_head(tmp_path, "masked", "cpu") is None


@pytest.mark.parametrize("kind", ["bert", "gpt2"])
def test_a_trained_head_predicts_what_its_language_has(tmp_path, kind):
    head = load_head(write_head(tmp_path, kind), "masked" if kind == "bert" else "causal", "cpu")
    for topic, (other, _) in TOPICS.items():
        first = IDS[f"{topic}0"], IDS[f"{topic}1"]
        window = (*head.texts.before, *first)
        if kind == "bert":
            window = (*window, head.mask, IDS["."], *head.texts.after)
        place = window.index(head.mask) if head.mask else len(window) - 1
        (shares,) = head.probabilities([window], [place])
        best = {head.token(int(key)) for key in shares.topk(2).indices}
        assert best == {"w", other}
        assert shares.topk(2).values.sum() > 0.9
