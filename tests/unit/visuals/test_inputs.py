"""Feature visualisations of networks of other inputs than square pictures in colour."""

import numpy as np
import pytest
import torch

from input_projects import PROJECTS, digits, write_input_project
from topopress.config.schema import Network
from topopress.config.visuals import FeatureVisualisation
from topopress.network.loading import load_network
from topopress.visuals.attribution import agreement, attribute
from topopress.visuals.feature_visualisation import render
from topopress.visuals.nearest_centroid import nearest_nodes
from topopress.visuals.targets import towards_distinct_means, towards_means


def loaded(root, name):
    folder = write_input_project(root, name) / "content" / name
    weights = "digits.pth" if name == "grey" else "default"
    settings = Network(name="file:my_model.py:load", layers=("second.1",), weights=weights)
    network = load_network(settings, base=folder, seed=0)
    (layer,) = (one for one in network.info.layers if one.name == "second.1")
    return network, layer


def noise(name):
    """Return three pictures of noise in 0..1."""
    shape = (3, PROJECTS[name].channels, *PROJECTS[name].size)
    return torch.rand(*shape, generator=torch.Generator().manual_seed(0))


def rendered(network, layer, targets, **settings):
    chosen = FeatureVisualisation(**{"size": 16, "canvas": 32, **settings})
    seeds = range(len(targets))
    found = sorted(render(network, layer, targets, settings=chosen, seeds=seeds))
    return [picture for _, picture in found]


def test_pictures_of_digits_are_grey_and_nearer_to_their_mean_than_at_the_start(tmp_path):
    network, layer = loaded(tmp_path, "grey")
    images, labels = digits()
    inputs = network.normalised(torch.from_numpy(images)[:, None].float() / 255)
    with torch.no_grad():
        right = network.module(inputs).argmax(1).numpy() == labels.astype(int)
        rows = network.module.second(network.module.first(inputs))[:, :, 2, 2].numpy()
    assert right.mean() > 0.95
    means = np.stack([rows[labels == str(digit)].mean(0) for digit in range(10)])
    targets = towards_distinct_means(means, 2.0)
    start, done = (rendered(network, layer, targets, steps=steps) for steps in (1, 32))
    assert {one.picture.shape for one in done} == {(16, 16, 1)}
    cosines = np.array([[one.cosine for one in each] for each in (start, done)])
    assert (cosines[1] > cosines[0]).all()
    assert cosines[1].mean() > cosines[0].mean() + 0.1
    own = nearest_nodes(np.stack([one.activation for one in done]), means)
    assert (own == np.arange(10)).mean() >= 0.7


@pytest.mark.parametrize("name", ["four", "wide", "bfloat16", "float16", "float64"])
def test_pictures_have_the_channels_and_the_shape_of_the_input(tmp_path, name):
    network, layer = loaded(tmp_path, name)
    inputs = noise(name)
    with torch.no_grad():
        maps = network.module.second(network.module.first(network.normalised(inputs)))
    middle = maps[:, :, maps.shape[2] // 2, maps.shape[3] // 2].float().numpy()
    start, done = (
        rendered(network, layer, towards_means(middle, 2.0), steps=steps) for steps in (1, 12)
    )
    height, width, channels = done[0].picture.shape
    assert channels == PROJECTS[name].channels
    assert (height < width == 16) if name == "wide" else (height == width == 16)
    assert np.mean([one.cosine for one in done]) > np.mean([one.cosine for one in start])
    alone = rendered(network, layer, towards_means(middle[:1], 2.0), steps=12)
    np.testing.assert_array_equal(alone[0].picture, done[0].picture)


@pytest.mark.parametrize("name", ["grey", "wide", "bfloat16", "float16", "float64"])
def test_attribution_holds_where_the_rest_of_the_network_is_linear(tmp_path, name):
    network, layer = loaded(tmp_path, name)
    inputs = network.normalised(noise(name))
    positions = np.array([[0, 0], [1, 2], [2, 1]], np.int32)
    values, way = attribute(network, layer.name, [(inputs, positions)])
    assert way == "forward mode"
    with torch.no_grad():
        maps = network.module.second(network.module.first(inputs)).double()
    vectors = torch.stack([maps[k, :, *place] for k, place in enumerate(positions.tolist())])
    expected = vectors @ network.module.head.weight.double().T / maps[0, 0].numel()
    expected = (expected - expected.mean(1, keepdim=True)).detach().numpy()
    loose = name in ("bfloat16", "float16")
    largest = np.abs(expected).max()
    np.testing.assert_allclose(values, expected, atol=largest * (0.05 if loose else 1e-4))
    if not loose:  # differences of rounded logits
        agreed = agreement(network, layer.name, [(inputs, positions)], values)
        assert agreed.min() > 0.9
