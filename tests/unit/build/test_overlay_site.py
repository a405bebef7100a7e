"""New data over finished graphs, from settings to the page and its JSON."""

import json
import re

import numpy as np
import pytest
from PIL import Image

from conftest import build, made_once
from tiny_project import SETTINGS, change, pictures, write_project
from topopress.build.site import build_site
from topopress.config.load import load_project
from topopress.core.errors import ConfigError, PageError, TopopressError
from topopress.stage.listener import Recorder

NAMES = ("plain", "striped", "graded")
OWN, BLACK = 30, 4
"""New pictures that the graphs have already, and new ones that are far from all."""
ASKING = (
    SETTINGS
    + '[activations]\npositions = "centre"\n[overlay.data]\nkind = "npz"\nfile = "more.npz"\n'
)
EDITED = SETTINGS.replace('kind = "npz"\nfile = "pictures.npz"', 'kind = "list"\nfile = "own.csv"')
EDITED = (
    EDITED.replace("size = 16\nsteps = 2", "enabled = false")
    + """
[activations]
positions = "mean"
[overlay]
of = "original"
change = "edit"
[overlay.data]
kind = "list"
file = "new.csv"
"""
)


def write_overlay(root, settings=ASKING):
    """Write the tiny project with some of its own pictures, and others, as new data."""
    write_project(root, settings)
    images, labels = pictures()
    chosen = np.arange(0, 60, 2)
    black = np.zeros((BLACK, 32, 32, 3), np.uint8)
    new = np.concatenate([images[chosen], black])
    new_labels = np.append(labels[chosen], np.zeros(BLACK, np.int64))
    np.savez(root / "content/tiny/more.npz", images=new, labels=new_labels, names=np.array(NAMES))
    return root


@pytest.fixture(scope="module")
def site(run_folder):
    return made_once(run_folder / "overlay", lambda root: build(write_overlay(root)))


@pytest.fixture(scope="module")
def written(site):
    return json.loads((site / "public/tiny/overlay.json").read_text())


def test_copies_of_the_graph_s_own_samples_are_named(written):
    assert written["samples"] == OWN + BLACK
    assert len(written["copies"]) == OWN
    assert all(one["label"] == one["of"]["label"] for one in written["copies"])


def test_copies_are_in_nodes_as_often_as_their_samples(written):
    own_share = [
        one["own_nowhere"]["count"] / one["own_nowhere"]["of"] for one in written["layers"]
    ]
    assert [one["layer"] for one in written["layers"]] == ["1", "3"]
    for layer, share in zip(written["layers"], own_share, strict=True):
        copies = {one["id"] for one in written["copies"]}
        rows = [one for one in layer["rows"] if one["id"] in copies]
        assert len(rows) == OWN
        left = sum(not one["nodes"] for one in rows)
        assert left / OWN <= share + 0.1


def test_black_pictures_fit_nowhere(written):
    first = written["nowhere"][:BLACK]
    assert {one["origin"] for one in first} == {f"images[{OWN + k}]" for k in range(BLACK)}
    assert all(one["layers"] == ["1", "3"] for one in first)


def test_labels_are_compared_with_those_of_the_nodes(written):
    for layer in written["layers"]:
        table = layer["confusion"]
        assert table["labels"] == sorted(NAMES)
        counts = np.array(table["counts"]).sum() + sum(table["nowhere"]) + sum(table["unlabelled"])
        assert counts == OWN + BLACK
        assert table["right"]["count"] >= 0.8 * table["right"]["of"] > 0


def test_the_page_shows_tables_pictures_and_links_into_the_viewer(site):
    page = (site / "public/tiny/overlay.html").read_text()
    assert page.count("<table") == 1 + 3 * 2
    assert re.search(r'<image href="overlay-sheets/\d+\.webp"', page)
    assert re.search(r'href="index.html#layer=3&amp;node=i\d+c\d+"', page)
    assert "Look at this: 30 of them have the same content" in page
    assert 'href="overlay.html"' in (site / "public/tiny/index.html").read_text()


def test_a_second_build_reuses_everything(site):
    listener = Recorder()
    build_site(site, listener=listener, durable=False)
    assert not listener.ran


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[mapper.cover]", '[mapper]\nlens = "density"\n[mapper.cover]', "compares each row with"),
        ("min_samples = 3", 'kind = "hdbscan"', "have no radius"),
        (
            "[mapper.cover]",
            '[mapper]\npreparation = { kind = "form" }\n[mapper.cover]',
            "mean of their form",
        ),
        (
            'kind = "npz"\nfile = "more.npz"',
            'kind = "arrays"\nlayers = { a = "a.npy" }',
            "take the",
        ),
        ("[overlay.data]", '[overlay]\nchange = "edit"\n[overlay.data]', "change needs the column"),
        ('file = "more.npz"', 'fil = "more.npz"', "overlay.data.fil"),
    ],
)
def test_what_has_no_definition_is_refused_before_any_work(tmp_path, old, new, said):
    write_overlay(tmp_path, ASKING.replace(old, new))
    with pytest.raises(ConfigError, match=re.escape(said)):
        load_project(tmp_path)


def test_copies_of_pictures_need_the_places_of_their_originals(tmp_path):
    settings = ASKING.replace("centre", "random")
    settings = settings.replace("[overlay.data]", '[overlay]\nof = "original"\n[overlay.data]')
    with pytest.raises(ConfigError, match=r"overlay.of: random positions"):
        build_site(write_overlay(tmp_path, settings), listener=Recorder(), durable=False)


def test_edited_copies_come_back(tmp_path):
    """A list of pictures, some hardly changed, others replaced by noise."""
    images, labels = pictures()
    folder = write_project(tmp_path, EDITED) / "content/tiny"
    rng = np.random.default_rng(2)
    lines = {"own": ["path,label"], "new": ["path,label,original,edit"]}
    for k, image in enumerate(images):
        name, label = f"own{k}.png", NAMES[labels[k]]
        Image.fromarray(image).save(folder / name)
        lines["own"].append(f"{name},{label}")
        edits = {
            "slight": np.where(np.arange(32)[:, None, None] == 0, image // 2 * 2, image),
            "noise": rng.integers(0, 256, image.shape, np.uint8),
        }
        for edit, pixels in edits.items():
            Image.fromarray(pixels).save(folder / f"{edit}{k}.png")
            lines["new"].append(f"{edit}{k}.png,{label},{name},{edit}")
    for name, text in lines.items():
        (folder / f"{name}.csv").write_text("\n".join(text) + "\n")
    build_site(tmp_path, listener=Recorder(), durable=False)
    written = json.loads((tmp_path / "public/tiny/overlay.json").read_text())
    for layer in written["layers"]:
        noise, slightly = layer["edited"]["changes"]
        assert (noise["change"], slightly["change"]) == ("noise", "slight")
        noisy, slight = (
            (one["in_node"] + one["in_neighbour"]) / one["copies"] for one in (noise, slightly)
        )
        assert noisy < 0.3
        assert slight > 0.7
    assert "Robustness of a node" in (tmp_path / "public/tiny/overlay.html").read_text()


def test_a_missing_file_of_new_data_is_named(tmp_path):
    write_overlay(tmp_path, ASKING.replace("more.npz", "none.npz"))
    with pytest.raises(TopopressError, match=r"exploration.toml, overlay.data.file: cannot read"):
        build_site(tmp_path, listener=Recorder(), durable=False)


def test_an_essay_may_link_to_the_page_only_where_there_is_one(tmp_path):
    write_project(tmp_path)
    change(tmp_path, "The end.", "[New data](overlay.html)", "index.md")
    with pytest.raises(PageError, match=re.escape("`[overlay.data]` in its exploration.toml")):
        build_site(tmp_path, listener=Recorder(), durable=False)
