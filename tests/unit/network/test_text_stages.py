"""The stages that describe and probe a network of texts, and what makes them run again."""

import pytest
from safetensors.torch import load_file, save_file

from tiny_language_models import write_model
from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.layers import require_layers
from topopress.network.stages import NetworkResource, network_stage, probe
from topopress.network.types import SequenceShape
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.stage.stage import stage
from topopress.store.store import Store

LAYERS = ("hidden.0", "hidden.2", "encoder.layer.1.attention[0]")


def stages(base, store, layers=LAYERS):
    opened = NetworkResource(Network(name="transformers:model", layers=layers), base, 0)
    described = network_stage("x", opened, store.hash_file)
    options = {"gradient": False, "maps": (), "opened": opened}
    return described, stage(probe, "x", network=described, layers=layers, **options)


def test_a_network_of_texts_is_described_once_and_again_when_its_weights_change(tmp_path):
    folder = write_model(tmp_path / "model")
    recorder = Recorder()
    with Store(tmp_path / "store") as store:
        described, probed = stages(tmp_path, store)
        executor = Executor(store, recorder)
        assert executor.record(probed).layers == LAYERS
        info = executor.record(described)
        assert info.input_size is None
        found = require_layers(info, LAYERS)
        assert [layer.name for layer in found] == list(LAYERS)
        assert {layer.output for layer in found} == {SequenceShape()}
        assert len(recorder.ran) == 2

        Executor(store, recorder).record(stages(tmp_path, store)[1])
        assert len(recorder.ran) == 2

        tensors = load_file(folder / "model.safetensors")
        tensors["encoder.layer.1.output.dense.bias"][0] += 1
        save_file(tensors, folder / "model.safetensors", {"format": "pt"})
        Executor(store, recorder).record(stages(tmp_path, store)[1])
        assert len(recorder.ran) == 4


def test_a_layer_that_cannot_be_published_says_why(tmp_path):
    write_model(tmp_path / "model")
    with Store(tmp_path / "store") as store:
        _, probed = stages(tmp_path, store, ("encoder.layer.0.attention",))
        with pytest.raises(
            NetworkError, match=r"name one tensor: encoder\.layer\.0\.attention\[0\]"
        ):
            Executor(store, Recorder()).record(probed)
