"""Every exploration and every layer gets an address that can be published, before any work."""

import pytest

from topopress.config.addresses import class_addresses, layer_address
from topopress.config.load import load_project
from topopress.store.site_files import check_paths
from unit.config.test_load import GOOD, message, write_site


def name_of(tmp_path, folder, toml=GOOD):
    (source,) = load_project(write_site(tmp_path, **{folder: toml})).explorations
    return source.name


@pytest.mark.parametrize(
    "folder, address",
    [
        ("photographs", "photographs"),
        ("My Net 2", "my-net-2"),
        ("Büro", "buro"),
        ("Œuvre", "oeuvre"),
    ],
)
def test_the_address_of_a_folder(tmp_path, folder, address):
    assert name_of(tmp_path, folder) == address


@pytest.mark.parametrize(
    "folder", ["図", "Сеть", "net 図", "con", "NUL", "aux.", "---", "404", "CNAME"]
)
def test_a_folder_without_an_address_needs_a_slug(tmp_path, folder):
    text = message(write_site(tmp_path, **{folder: GOOD}))
    assert text.startswith(f"content/{folder}: cannot be an address: ")
    assert 'such as slug = "my-network"' in text
    assert "\n" not in text


@pytest.mark.parametrize("folder", ["図", "con", "x" * 250])
def test_a_slug_is_the_address(tmp_path, folder):
    assert name_of(tmp_path, folder, f'slug = "figures"{GOOD}') == "figures"


@pytest.mark.parametrize(
    "slug", ["", "Figures", "a b", "図", "-a", "a--b", "con", "assets", "../x"]
)
def test_a_slug_that_is_no_address(tmp_path, slug):
    text = message(write_site(tmp_path, one=f'slug = "{slug}"{GOOD}'))
    assert text.startswith("content/one/exploration.toml, slug: must be lower-case letters a to z")


def test_a_name_that_makes_too_long_paths(tmp_path):
    text = message(write_site(tmp_path, **{"x" * 200: GOOD}))
    assert "its address has 200 characters, and " in text
    assert "give it a shorter slug" in text


def test_the_longest_names_make_paths_that_can_be_published(tmp_path):
    layer = "y" * 120
    toml = GOOD.replace("block5", layer)
    most = int(message(write_site(tmp_path, **{"x" * 200: toml})).partition("and ")[2].split()[0])
    name = "x" * most
    check_paths([f"{name}/images/{layer_address(layer)}-exemplars-123.01234567.webp"])


def test_a_folder_is_wanted_by_its_own_name(tmp_path):
    root = write_site(tmp_path, 図=f'slug = "figures"{GOOD}', Büro=GOOD)
    for names in (["図"], ["figures"], ["図", "figures"]):
        assert [s.name for s in load_project(root, names).explorations] == ["figures"]
    for names in (["Büro"], ["Bu\u0308ro"], ["buro"]):
        assert [s.name for s in load_project(root, names).explorations] == ["buro"]


@pytest.mark.parametrize(
    "name, address",
    [
        ("layer3.8", "layer3-8"),
        ("Mixed_7c", "mixed-7c"),
        ("encoder/block/0", "encoder-block-0"),
        ("café", "cafe"),
    ],
)
def test_a_layer_with_latin_letters(name, address):
    assert layer_address(name) == address


NAMES = ["層", "層1", "槽1", "слой", "طبقة", "слой.2", "con", "nul", "...", "z" * 500]


def test_every_other_layer_gets_one_of_its_own():
    addresses = {layer_address(name) for name in NAMES}
    assert len(addresses) == len(NAMES)
    for address in addresses:
        assert address.startswith("layer-")
        check_paths([f"one/layers/{address}.html", f"one/data/{address}-graph.01234567.js"])


def test_layers_of_other_scripts_are_published_side_by_side(tmp_path):
    layers = ", ".join(f'"{name}"' for name in NAMES)
    root = write_site(tmp_path, one=GOOD.replace('"block5"', layers))
    assert len(load_project(root).explorations[0].settings.network.layers) == len(NAMES)


@pytest.mark.parametrize("pair", [("1", "1."), ("a.b", "a_b"), ("Conv", "conv"), ("é", "e")])
def test_layers_of_one_address_are_refused(tmp_path, pair):
    layers = ", ".join(f'"{name}"' for name in pair)
    text = message(write_site(tmp_path, one=GOOD.replace('"block5"', layers)))
    assert text.startswith("content/one/exploration.toml, network.layers: ")
    assert "have the same address" in text


def test_each_class_has_an_address_of_its_own():
    names = ["Tabby cat", "crane", "Crane", "猫", "con", "index", "a" * 200, "Käfer"]
    found = class_addresses(names)
    assert (found[0], found[7]) == ("tabby-cat", "kafer")
    assert len(set(found)) == len(names)
    assert found[3].startswith("class-")
    assert all(len(address) <= 30 for address in found)
    check_paths([f"x/classes/{address}.html" for address in (*found, "index")])
