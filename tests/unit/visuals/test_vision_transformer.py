"""Pictures, attribution and effective field of a vision transformer that is trained here."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from tiny_vision_transformer import VisionTransformer
from topopress.config.visuals import FeatureVisualisation
from topopress.network.loaded import LoadedNetwork
from topopress.network.preprocessing import Preprocessing
from topopress.network.probing.layers import find_layers
from topopress.network.probing.pixels import noise_pictures
from topopress.network.types import DescribedNetwork
from topopress.visuals.attribution import METHODS, NoClasses, agreement, attribute
from topopress.visuals.compiled_subnet import compile_subnet
from topopress.visuals.effective_field import Square, measure_square
from topopress.visuals.feature_visualisation import load_batched_layer, render_for
from topopress.visuals.plain_attention import plain_attention
from topopress.visuals.targets import towards_means
from topopress.visuals.truncated_network import TruncatedNetwork

PREPARED = Preprocessing(resize=32, crop=32, mean=(0.5,) * 3, std=(0.25,) * 3)
CENTRE = np.array([[2, 2]], np.int32)
WHOLE = np.empty((1, 0), np.int32)


def patterns(count, seed):
    """Return pictures (count, 3, 32, 32) of five kinds of stripes with noise, and their kinds."""
    rng = np.random.default_rng(seed)
    down, across = np.indices((32, 32))
    bases = [down % 8 < 4, across % 8 < 4, (down + across) % 8 < 4, down % 4 < 2, across % 4 < 2]
    kinds = rng.integers(0, 5, count)
    shown = 0.25 + 0.5 * np.stack(bases)[kinds] + rng.normal(0, 0.15, (count, 32, 32))
    pixels = np.repeat(shown.clip(0, 1)[:, None], 3, axis=1).astype(np.float32)
    return torch.from_numpy(pixels), torch.from_numpy(kinds)


@pytest.fixture(scope="module")
def network():
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(0)
        module = VisionTransformer(classes=5)
    optimiser = torch.optim.Adam(module.parameters(), 5e-3)
    for step in range(60):
        pixels, kinds = patterns(32, step)
        loss = functional.cross_entropy(module(PREPARED.normalise(pixels)), kinds)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    module.eval().requires_grad_(False)
    shown = PREPARED.normalise(noise_pictures(PREPARED, 2))
    found = find_layers(module, shown[:1], shown[1:])
    info = DescribedNetwork("tiny", "0", "trained", 0, (32, 32), "", found.layers, ())
    return LoadedNetwork(info, module, PREPARED, torch.device("cpu"), taps=found.taps)


def layer_of(network, name):
    return next(layer for layer in network.info.layers if layer.name == name)


def mean_activation(network, name, kind=0):
    pixels, kinds = patterns(64, 1000)
    with torch.no_grad():
        found = TruncatedNetwork(network, layer_of(network, name))(pixels[kinds == kind])
    vectors = found if found.ndim == 2 else found[:, :, 2, 2]
    return vectors.mean(0, keepdim=True).numpy()


def test_it_is_trained(network):
    pixels, kinds = patterns(100, 1001)
    found = network.module(PREPARED.normalise(pixels)).argmax(1)
    assert float((found == kinds).float().mean()) > 0.9


@pytest.mark.parametrize("name", ["blocks.0", "blocks.1", "blocks.1@0", "head"])
def test_a_picture_reaches_more_than_its_start(network, name):
    targets = towards_means(mean_activation(network, name), 2.0)
    layer = load_batched_layer(network, layer_of(network, name), 64)
    reached = {}
    for steps in (1, 32):
        settings = FeatureVisualisation(steps=steps, size=32)
        ((_, reached[steps]),) = render_for(layer, targets, settings=settings, seeds=[3])
    assert reached[32].objective > 1.5 * max(reached[1].objective, 0)
    assert reached[32].cosine > max(0.75, reached[1].cosine)


def test_the_picture_of_an_output_is_classified_as_that(network):
    targets = towards_means(mean_activation(network, "head", kind=1), 2.0)
    layer = load_batched_layer(network, layer_of(network, "head"), 64)
    settings = FeatureVisualisation(steps=32, size=32)
    ((_, picture),) = render_for(layer, targets, settings=settings, seeds=[3])
    assert layer.input_canvas.size == (32, 32)
    assert int(picture.activation.argmax()) == 1


def test_a_transformer_is_traced_and_fused(network):
    part = TruncatedNetwork(network, layer_of(network, "blocks.1"))
    pixels = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    compiled = compile_subnet(part, (2, 3, 32, 32))
    assert compiled is not part
    assert any(name.startswith("fused_") for name, _ in compiled.named_children())
    with torch.no_grad():
        torch.testing.assert_close(compiled(pixels), part(pixels), atol=1e-4, rtol=1e-4)


def test_the_effective_field_of_a_patch_is_its_cell(network):
    pixels, _ = patterns(4, 5)
    part = TruncatedNetwork(network, layer_of(network, "tokens"))
    assert measure_square(part, [pixels]) == Square(8)
    mixed = TruncatedNetwork(network, layer_of(network, "blocks.1"))
    assert 8 < measure_square(mixed, [pixels]).side <= 32


@pytest.mark.parametrize("way", METHODS)
@pytest.mark.parametrize(
    ("name", "position"), [("blocks.0", CENTRE), ("blocks.1@0", WHOLE), ("blocks.0@0", WHOLE)]
)
def test_attribution_agrees_with_finite_differences(network, way, name, position):
    module = VisionTransformer(classes=5).double()
    module.load_state_dict(network.module.state_dict())
    module.eval().requires_grad_(False)
    tap = network.tap(name)
    inputs = PREPARED.normalise(patterns(1, 6)[0].double())
    with plain_attention():
        found = METHODS[way](module, tap, inputs, position)
    logits, place = [], (0, slice(None), *position[0])
    for sign in (1, -1):

        def grow(_module, _inputs, output, sign=sign):
            grown = tap.part_of(output).clone()
            grown[place] *= 1 + sign * 1e-5
            return tap.with_part(output, grown)

        handle = module.get_submodule(tap.module).register_forward_hook(grow)
        logits.append(module(inputs))
        handle.remove()
    torch.testing.assert_close(found, (logits[0] - logits[1]) / 2e-5, atol=1e-6, rtol=1e-4)


def test_attribution_follows_ablation_where_the_classes_read_the_layer(network):
    inputs = PREPARED.normalise(patterns(3, 7)[0])
    whole = np.empty((3, 0), np.int32)
    values, _ = attribute(network, "blocks.1@0", [(inputs, whole)])
    assert values.shape == (3, 5)
    assert agreement(network, "blocks.1@0", [(inputs, whole)], values).min() > 0.5
    with pytest.raises(NoClasses, match="the classes do not depend on the layer at these"):
        attribute(network, "blocks.1", [(inputs[:1], CENTRE)])


def test_attention_is_as_before_afterwards():
    before = torch.backends.mha.get_fastpath_enabled()
    with plain_attention():
        assert not torch.backends.mha.get_fastpath_enabled()
    assert torch.backends.mha.get_fastpath_enabled() == before


def test_patches_of_any_size_get_canvases_of_whole_patches(network):
    class Free(VisionTransformer):
        """Takes inputs of any size, and has no places."""

        def forward(self, pictures):
            patches = self.projection(pictures).flatten(2).transpose(1, 2)
            return self.tokens(patches)

    with torch.random.fork_rng(devices=[]):
        module = Free(patch=(14, 14), side=56, before=0).eval().requires_grad_(False)
    shown = noise_pictures(Preprocessing(56, 56), 2)
    found = find_layers(module, shown[:1], shown[1:])
    free = replace(
        network,
        module=module,
        prepared_by=Preprocessing(resize=56, crop=56),
        taps=found.taps,
    )
    layer = next(each for each in found.layers if each.name == "tokens")
    assert layer.map_size == (4, 4)
    canvas = load_batched_layer(free, layer, 100).input_canvas
    assert canvas.size[0] % 14 == 0
    assert [each % 14 for each in canvas.centre] == [7, 7]
