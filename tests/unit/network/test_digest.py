"""The digest of a network changes with whatever changes its numbers, and needs no torch."""

import subprocess
import sys

import pytest

from tiny_project import NETWORK
from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.digest import network_digest

SCRIPT = """
import sys
from pathlib import Path
from topopress.kinds.images.settings import Builtin
from topopress.config.schema import Network
from topopress.build.plan import plan_exploration
from topopress.kinds.images.reading import inputs_digest
from topopress.network.digest import network_digest
from topopress.network.layers import require_layers
network_digest(Network(name="efficientnet-lite0", layers=("head",)), base=Path())
network_digest(Network(name=f"transformers:{sys.argv[1]}", layers=("hidden.0",)), base=Path())
inputs_digest(Builtin(kind="builtin"), base=Path())
libraries = {"torch", "torchvision", "lucent", "skimage", "sklearn", "transformers", "tokenizers"}
heavy = libraries & set(sys.modules)
sys.exit(f"imported {heavy}" if heavy else 0)
"""


def test_digests_import_nothing_heavy(tmp_path):
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / name).write_text("{}")
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def digest(base, name="torchvision:resnet18", weights="random", seed=0, **more):
    settings = Network(name=name, weights=weights, layers=more.pop("layers", ("x",)), **more)
    return network_digest(settings, base=base, seed=seed)


def test_what_changes_it(tmp_path):
    (tmp_path / "net.py").write_text(NETWORK)
    (tmp_path / "names.txt").write_text("cat\n")
    (tmp_path / "a.pth").write_bytes(b"a")
    (tmp_path / "b.pth").write_bytes(b"b")
    digests = [
        digest(tmp_path),
        digest(tmp_path, "torchvision:resnet34"),
        digest(tmp_path, weights="default"),
        digest(tmp_path, weights="a.pth"),
        digest(tmp_path, weights="b.pth"),
        digest(tmp_path, seed=1),
        digest(tmp_path, classes="names.txt"),
        digest(tmp_path, "file:net.py:load"),
        digest(tmp_path, "efficientnet-lite0", "default"),
    ]
    (tmp_path / "net.py").write_text(NETWORK + "# changed\n")
    (tmp_path / "names.txt").write_text("dog\n")
    digests += [digest(tmp_path, "file:net.py:load"), digest(tmp_path, classes="names.txt")]
    assert len(set(digests)) == len(digests)


def test_what_does_not(tmp_path):
    (tmp_path / "a.pth").write_bytes(b"a")
    (tmp_path / "same.pth").write_bytes(b"a")
    assert digest(tmp_path, layers=("y",)) == digest(tmp_path)
    assert digest(tmp_path, weights="a.pth", seed=1) == digest(tmp_path, weights="a.pth")
    assert digest(tmp_path, weights="same.pth") == digest(tmp_path, weights="a.pth")


def test_files_are_hashed_by_the_callers_function(tmp_path):
    seen = []

    def remember(path):
        seen.append(path.name)
        return "0"

    settings = Network(name="torchvision:resnet18", weights="a.pth", layers=("x",))
    network_digest(settings, base=tmp_path, hash_file=remember)
    assert seen == ["a.pth"]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NetworkError, match=r"network\.weights: cannot read .*absent\.pth"):
        digest(tmp_path, weights="absent.pth")
    with pytest.raises(NetworkError, match=r"network\.classes: cannot read .*absent\.txt"):
        digest(tmp_path, classes="absent.txt")
