"""A network of texts must be a function of each text alone."""

from pathlib import Path

import pytest
import torch
from torch import nn

from tiny_language_models import KINDS, write_model
from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.loading import load_network
from topopress.network.probing.texts import check_text_function

LAYERS = ("hidden.0", "hidden.2")


def load(folder: Path):
    settings = Network(name=f"transformers:{folder}", layers=LAYERS)
    return load_network(settings, base=Path(), seed=0)


@pytest.fixture(scope="module")
def bert_folder(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("bert"))


@pytest.fixture
def bert(bert_folder):
    return load(bert_folder)


@pytest.mark.parametrize("kind", KINDS)
def test_usual_networks_pass(tmp_path, kind):
    check_text_function(load(write_model(tmp_path / kind, kind)), LAYERS)


class Changed(nn.Module):
    """Puts another computation in the place of a block's output."""

    def __init__(self, block, change):
        super().__init__()
        self.block, self.change = block, change

    def forward(self, *inputs, **options):
        return self.change(self.block(*inputs, **options))


def _noise(x):
    return x + torch.rand(x.shape)


def _over_tokens(x):
    return x - x.mean(1, keepdim=True)


def _over_texts(x):
    return x - x.mean(0, keepdim=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_noise, "other values for the same text in a second pass"),
        (_over_tokens, "other values for a text when longer texts are in its batch"),
        (_over_texts, "other values for a text when longer texts are in its batch"),
        (torch.zeros_like, "the same output for every text"),
        (lambda x: x / 0, "NaN or infinite values"),
    ],
)
def test_what_is_no_function_of_a_text(bert, change, message):
    layers = bert.module.encoder.layer
    layers[1] = Changed(layers[1], change)
    with pytest.raises(NetworkError, match=message) as caught:
        check_text_function(bert, LAYERS)
    assert "hidden.0" not in str(caught.value)


def test_token_types_are_the_same_for_every_text(bert):
    with pytest.raises(NetworkError, match="same output for every text"):
        check_text_function(bert, ["embeddings.token_type_embeddings"])


def test_the_longest_window_must_be_accepted(bert):
    places = bert.module.embeddings
    places.position_embeddings = nn.Embedding(30, 24)
    places.position_ids = torch.arange(30)[None]
    with pytest.raises(NetworkError, match="fails on 1 texts of up to 48 tokens"):
        check_text_function(bert, LAYERS)


def test_the_seeds_of_the_process_stay(bert):
    before = torch.random.get_rng_state()
    check_text_function(bert, LAYERS)
    assert torch.equal(before, torch.random.get_rng_state())
