"""Checkpoints in the settings: their names, the layers that they publish, and what is refused."""

from pathlib import Path

import pytest

from tiny_project import SETTINGS, change, write_project
from topopress.config.load import ExplorationSource, load_project
from topopress.core.errors import ConfigError

FILES = 'checkpoints = ["a.pth", { file = "b.pth", name = "epoch 5" }]'

MANY = ", ".join(['"a.pth"'] * 25)


def write(root: Path, checkpoints: str = FILES, more: str = "") -> Path:
    write_project(root, SETTINGS.replace("[mapper.cover]", f"{checkpoints}\n{more}[mapper.cover]"))
    for name in ("a.pth", "b.pth"):
        (root / "content/tiny" / name).write_bytes(name.encode())
    return root


def source_of(root: Path) -> ExplorationSource:
    return load_project(root).explorations[0]


def test_each_layer_is_published_at_each_checkpoint(tmp_path):
    source = source_of(write(tmp_path))
    assert source.settings.layers == ("1@a", "1@epoch 5", "3@a", "3@epoch 5")
    first, second = source.steps
    assert (first.item, second.item) == ("tiny@a", "tiny@epoch 5")
    assert second.settings.network.weights == "b.pth"
    assert second.settings.network.checkpoints == ()
    assert second.published("3") == "3@epoch 5"
    assert second.of_network("3@epoch 5") == "3"
    assert second.where("network.weights: x") == (
        "content/tiny/exploration.toml, network.checkpoints[1]: x"
    )


def test_without_checkpoints_there_is_one_step(tmp_path):
    source = source_of(write_project(tmp_path))
    assert source.steps == (source,)
    assert source.settings.layers == ("1", "3")
    assert source.published("1") == source.of_network("1") == "1"


def test_tokens_beside_patches_keep_their_sign(tmp_path):
    root = write(tmp_path)
    change(root, '["1", "3"]', '["1", "1@0"]')
    source = source_of(root)
    assert source.settings.layers[-1] == "1@0@epoch 5"
    assert source.steps[1].of_network("1@0@epoch 5") == "1@0"


@pytest.mark.parametrize(
    ("checkpoints", "said"),
    [
        ('checkpoints = ["a.pth"]', "network.checkpoints: one checkpoint is no training"),
        ('checkpoints = ["a.pth", "c.pth"]', r"checkpoints\[1\]: there is no file 'c.pth'"),
        ('checkpoints = ["a.pth", "./a.pth"]', r"is the file './a.pth' of number 0 again"),
        (
            'checkpoints = ["a.pth", { file = "b.pth", name = "a" }]',
            r"checkpoints\[1\]: has the name 'a', as number 0 has",
        ),
        (
            'checkpoints = ["a.pth", { file = "b.pth", name = "a@b" }]',
            "@ stands between a layer and its checkpoint",
        ),
        ('checkpoints = ["a.pth", { file = "b.pth", name = " " }]', "it is empty"),
        (
            'checkpoints = [{ file = "a.pth", name = "epoch 5" }, '
            '{ file = "b.pth", name = "epoch-5" }]',
            "have the same address '1-epoch-5'",
        ),
        (f'{FILES}\nweights = "a.pth"', "network.weights: the checkpoints are the weights"),
        (f"checkpoints = [{MANY}]", "25 checkpoints of 2 layers; at most"),
    ],
)
def test_what_is_refused(tmp_path, checkpoints, said):
    with pytest.raises(ConfigError, match=said):
        load_project(write(tmp_path, checkpoints))


@pytest.mark.parametrize("key", ["report = true", "anomalies = true", "class_pages = true"])
def test_pages_about_one_network_are_refused(tmp_path, key):
    root = write(tmp_path)
    change(root, 'title = "Tiny"', f'title = "Tiny"\n{key}')
    with pytest.raises(ConfigError, match=f"{key.split()[0]}: this is about one network"):
        load_project(root)


def test_data_without_a_network_have_no_checkpoints(tmp_path):
    root = write(tmp_path)
    change(root, 'kind = "npz"\nfile = "pictures.npz"', 'kind = "arrays"\nlayers = { a = "a.npy" }')
    with pytest.raises(ConfigError, match="go through no network"):
        load_project(root)


def test_a_network_whose_weights_are_a_folder_has_none(tmp_path):
    root = write(tmp_path)
    change(root, '"file:my_model.py:load"', '"transformers:somewhere"')
    with pytest.raises(ConfigError, match="those of its folder, so it has no checkpoints"):
        load_project(root)
