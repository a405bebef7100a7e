"""Every mistake in the content folder is reported at once, with its file, key and remedy."""

from pathlib import Path

import pytest

from topopress.config.addresses import slug
from topopress.config.load import load_project
from topopress.core.errors import ConfigError

SITE = 'title = "Site"\n'
GOOD = """
title = "One"
[data]
kind = "builtin"
[network]
name = "efficientnet-lite0"
layers = ["block5"]
"""


def write_site(root: Path, site: str = SITE, **explorations: str) -> Path:
    (root / "content").mkdir()
    (root / "content" / "site.toml").write_text(site)
    for name, toml in explorations.items():
        folder = root / "content" / name
        folder.mkdir()
        (folder / "exploration.toml").write_text(toml)
    return root


def message(root: Path, *names: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_project(root, names)
    return str(caught.value)


def test_a_good_site_loads_with_its_defaults(tmp_path):
    project = load_project(write_site(tmp_path, one=GOOD))
    (source,) = project.explorations
    assert source.name == "one"
    assert source.settings.mapper.cover.n_intervals == "auto"
    assert source.settings.network.layers == ("block5",)
    assert source.essay == ""


def test_explorations_come_in_their_order(tmp_path):
    root = write_site(tmp_path, b=f"order = 1{GOOD}", a=f"order = 2{GOOD}", c=f"order = 1{GOOD}")
    assert [s.name for s in load_project(root).explorations] == ["b", "c", "a"]


def test_a_draft_is_built_only_when_named(tmp_path):
    root = write_site(tmp_path, one=GOOD, two=f"draft = true{GOOD}")
    assert [s.name for s in load_project(root).explorations] == ["one"]
    assert [s.name for s in load_project(root, ["two"]).explorations] == ["two"]


def test_without_exemplars_the_default_of_activations_is_no_mistake(tmp_path):
    none = "[visuals]\nexemplars = 0\n"
    off = "[visuals.feature_visualisation]\nenabled = false\nactivations = 3\n"
    root = write_site(tmp_path, one=f"{GOOD}{none}", two=f"{GOOD}{none}{off}")
    assert len(load_project(root).explorations) == 2


MISTAKES = {
    "unknown key": (
        GOOD + "[mapper.cover]\nn_interval = 3\n",
        "mapper.cover.n_interval: unknown key; did you mean 'n_intervals'?",
    ),
    "wrong type": (
        GOOD.replace('"One"', "3"),
        "title: input should be a valid string, got 3",
    ),
    "out of range": (
        GOOD + "[mapper.cover]\noverlap = 1.0\n",
        "mapper.cover.overlap: input should be less than 1, got 1.0",
    ),
    "missing table": (
        GOOD.split("[network]", maxsplit=1)[0],
        "network: missing. The network that is probed.",
    ),
    "no number": (
        GOOD + "[visuals.budget]\nminutes = nan\n",
        "content/one/exploration.toml, visuals.budget.minutes: must be a finite number, got nan; "
        "write one, or leave the key out",
    ),
    "no end": (
        GOOD + "[visuals.budget]\nminutes = inf\n",
        "visuals.budget.minutes: must be a finite number, got inf",
    ),
    "an infinity among several types": (
        GOOD + "[mapper.clusterer]\neps = inf\n",
        "mapper.clusterer.eps: must be a finite number or 'auto' or 'adaptive', got inf",
    ),
    "no whole number": (
        GOOD + "[visuals.budget]\npictures = inf\n",
        "visuals.budget.pictures: input should be a valid integer, got inf",
    ),
    "more steps than can be published": (
        GOOD + "[visuals.feature_visualisation]\nsteps = 70_000\n",
        "visuals.feature_visualisation.steps: input should be less than or equal to 65535, got "
        "70000",
    ),
    "more single activations than exemplars": (
        GOOD + "[visuals]\nexemplars = 4\n[visuals.feature_visualisation]\nactivations = 5\n",
        "visuals: feature_visualisation.activations = 5 needs as many exemplars nearest to each "
        "mean, and exemplars is 4; raise exemplars, or allow activations up to 4",
    ),
    "no layer": (
        GOOD.replace('["block5"]', "[]"),
        "network.layers: list should have at least 1 item",
    ),
    "unknown kind": (
        GOOD.replace('"builtin"', '"pictures"'),
        "data.kind: must be one of 'images', 'list', 'npz', 'builtin'",
    ),
    "key of another kind": (
        GOOD.replace('kind = "builtin"', 'kind = "images"\nfoler = "x"'),
        "data.foler: unknown key; did you mean 'folder'?",
    ),
    "not TOML": ("title = ", "not valid TOML"),
}


@pytest.mark.parametrize("toml, sentence", MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_names_file_key_and_remedy(tmp_path, toml, sentence):
    text = message(write_site(tmp_path, one=toml))
    assert "content/one/exploration.toml" in text
    assert sentence in text


def test_all_mistakes_of_all_files_come_in_one_report(tmp_path):
    bad = GOOD.replace('"One"', "3").replace('"builtin"', '"pictures"')
    text = message(write_site(tmp_path, site='titel = "x"\n', one=bad))
    assert text.startswith("4 mistakes:")
    assert "content/site.toml, titel: unknown key; did you mean 'title'?" in text


def test_two_folders_with_one_address_are_refused(tmp_path):
    text = message(write_site(tmp_path, **{"My Net": GOOD, "my-net": GOOD}))
    assert "has the same address 'my-net'" in text


def test_a_reserved_address_is_refused(tmp_path):
    assert "cannot be an address" in message(write_site(tmp_path, assets=GOOD))


def test_an_unknown_name_suggests_the_nearest(tmp_path):
    text = message(write_site(tmp_path, photographs=GOOD), "photograhs")
    assert "did you mean 'photographs'?" in text


def test_no_content_folder(tmp_path):
    assert "topopress new FOLDER" in message(tmp_path)


def test_a_text_that_is_not_utf8_is_named(tmp_path):
    root = write_site(tmp_path, one=GOOD)
    (root / "content/one/index.md").write_bytes(b"\xff\xfe")
    assert "content/one/index.md: cannot be read as UTF-8 text" in message(root)


@pytest.mark.parametrize(
    "name, address",
    [
        ("My Net", "my-net"),
        ("mixed4c", "mixed4c"),
        ("a__b..c", "a-b-c"),
        ("Büro", "buro"),
        ("Bu\u0308ro", "buro"),
        ("Łódź straße", "lodz-strasse"),
        ("図", ""),
    ],
)
def test_slug(name, address):
    assert slug(name) == address
