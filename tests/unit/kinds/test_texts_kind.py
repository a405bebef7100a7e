"""Explorations of words and of texts, from a table to a site."""

import json
import random
import re
import shutil
from dataclasses import replace

import numpy as np
import pytest

from tiny_language_models import write_model
from topopress.build.exploration import check_inputs
from topopress.build.plan import plan_exploration
from topopress.build.site import build_site
from topopress.config.load import load_project
from topopress.core.errors import NetworkError, PageError
from topopress.kinds.texts import kind
from topopress.kinds.texts.reading import WordsInContext
from topopress.network.stages import NetworkResource
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.store.store import Store

SETTINGS = """
title = "Words"
[data]
kind = "tokens"
file = "words.tsv"
text = "sentence"
label = "sense"
columns = ["topic"]
[network]
name = "transformers:model"
layers = ["hidden.0", "hidden.2"]
[mapper]
lens = "l2_norm"
cover = {n_intervals = 4, overlap = 0.3}
clusterer = {kind = "agglomerative", metric = "cosine"}
[mapper.stability]
resamples = 2
"""
NODE = "node:layer=hidden-2&node=i0c0"
ESSAY = f"""# Words

{{{{ samples }}}} words.

::: explorer

{{{{ hidden-2.nodes }}}} nodes.

![Near.]({NODE})
"""
PLACES = ["river", "spring", "bank", "attic"]
THINGS = ["clock", "money", "bat", "player"]


def write_site(root):
    folder = root / "content/words"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "S"\n')
    (folder / "exploration.toml").write_text(SETTINGS)
    (folder / "index.md").write_text(ESSAY)
    write_model(folder / "model")
    rng = random.Random(0)
    lines = ["sense\ttopic\tsentence"]
    for number in range(60):
        word = rng.choice(PLACES + THINGS)
        sense = "place" if word in PLACES else "thing"
        before = " ".join(rng.choices(["we", "waited", "for", "the", "late"], k=rng.randrange(6)))
        after = " ".join(rng.choices(["until", "noon", "came", "twice"], k=rng.randrange(6)))
        lines.append(f"{sense}\t{number % 3}\t{f'{before} [{word}] {after}'.strip()}")
    lines.append("thing\t0\tnothing is left of [\u200b] here")
    (folder / "words.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


def rows_of(root):
    """Return the rows of each layer, and check the inputs first, as a build does."""
    (source,) = load_project(root, ()).explorations
    with Store(root / ".topopress") as store, Executor(store, Recorder()) as executor:
        plan = plan_exploration(source, store.hash_file)
        check_inputs(executor, plan)
        found = [executor.record(layer.rows) for layer in plan.layers.values()]
        return [replace(rows, vectors=np.array(rows.vectors)) for rows in found]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root, recorder = write_site(tmp_path_factory.mktemp("words")), Recorder()
    build_site(root, listener=recorder, durable=False)
    return root, recorder


def test_the_site_says_what_its_rows_are(built):
    root, _ = built
    page = (root / "public/words/index.html").read_text("utf-8")
    assert "<p>61 words.</p>" in page or "61 words" in page
    manifest = json.loads(page.split('id="topo-manifest">')[1].split("</script>")[0])
    assert manifest["kind"] == "texts"
    assert manifest["samples_look"].startswith("data/texts.")
    assert [layer["map_size"] for layer in manifest["layers"]] == [None, None]
    method = (root / "public/words/method.html").read_text("utf-8")
    assert "A token belongs to a word" in method
    assert "a file of sentences" in method


def test_a_figure_of_a_node_is_the_texts_nearest_to_its_centroid(built):
    root, _ = built
    page = (root / "public/words/index.html").read_text("utf-8")
    figure = page.split('<figure class="node-figure"')[1].split("</figure>")[0]
    lines = re.findall(r'<li dir="auto">[^<]*<mark>(\w+)</mark>[^<]*</li>', figure)
    assert 1 <= len(lines) <= 5
    assert set(lines) <= {*PLACES, *THINGS}
    assert 'Near. <a class="view-link" href="#layer=hidden-2&amp;node=i0c0">Node i0c0</a>' in figure


def test_another_figure_of_texts_is_refused(tmp_path, built):
    root = shutil.copytree(built[0], tmp_path / "site")
    essay = root / "content/words/index.md"
    essay.write_text(ESSAY.replace(NODE, "channel:layer=hidden-2&channel=3"))
    with pytest.raises(PageError, match=r"no such pictures of this kind of data"):
        build_site(root, listener=Recorder(), durable=False)


def test_what_sets_nodes_apart_is_published_by_layer_and_listed_on_its_page(built):
    root, recorder = built
    data = root / "public/words/data"
    assert sorted(path.name.split(".")[0] for path in data.glob("*-language.*")) == [
        "hidden-0-language",
        "hidden-2-language",
    ]
    assert sorted(said.partition(":")[0] for said in recorder.ran if "-terms" in said) == [
        "node-terms words/hidden.0",
        "node-terms words/hidden.2",
        "text-terms words",
    ]
    page = (root / "public/words/layers/hidden-0.html").read_text("utf-8")
    assert '<th scope="col" class="label">Set apart by</th>' in page
    assert "(form)" in page


def test_a_word_without_a_token_is_named(built):
    _, recorder = built
    said = [notice for notice in recorder.notices if " no row: " in notice]
    assert len(said) == 2  # in each layer
    assert "1 sample has no row: line 62" in said[0]


def test_a_second_build_runs_nothing(built):
    root, _ = built
    recorder = Recorder()
    assert not build_site(root, listener=recorder, durable=False).changed
    assert recorder.ran == []


def test_a_build_reads_its_file_once_and_before_the_network(tmp_path, monkeypatch):
    read, root, order = WordsInContext.read, write_site(tmp_path), []
    opened = NetworkResource.open
    monkeypatch.setattr(WordsInContext, "read", lambda *given: order.append("file") or read(*given))
    monkeypatch.setattr(
        NetworkResource, "open", lambda *given: order.append("network") or opened(*given)
    )
    for expected in (["file", "network"], []):
        order.clear()
        assert rows_of(root)
        assert order == expected


def test_rows_are_in_the_order_of_the_samples_whatever_is_stored_together(tmp_path, monkeypatch):
    root = write_site(tmp_path)
    whole = rows_of(root)
    monkeypatch.setattr(kind, "TOGETHER", 7)
    shutil.rmtree(root / ".topopress")
    for one, other in zip(whole, rows_of(root), strict=True):
        assert (one.sample == other.sample).all()
        assert (one.position == other.position).all()
        np.testing.assert_allclose(one.vectors, other.vectors, atol=2e-5)


def test_a_network_of_pictures_is_refused(tmp_path):
    root = write_site(tmp_path)
    settings = root / "content/words/exploration.toml"
    settings.write_text(settings.read_text().replace("transformers:model", "torchvision:resnet18"))
    with pytest.raises(NetworkError, match="texts"):
        build_site(root, listener=Recorder(), durable=False)
