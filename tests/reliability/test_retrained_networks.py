"""A network that is trained anew in place is noticed: never an old or a mixed page without a word.

Each way is a function that writes a project whose network depends on one thing, and returns the
function that changes that thing.
"""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from safetensors.torch import save_file

from tiny_project import change, write_project
from topopress.build.exploration import build_exploration, check_inputs
from topopress.build.plan import plan_exploration
from topopress.cli import main
from topopress.config.load import load_project
from topopress.core.errors import NetworkError
from topopress.network.types import NetworkIdentity
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.store.store import Store

Change = Callable[[], None]
HEAD = (
    "import json, os, pathlib, torch\nfrom torch import nn\nHERE = pathlib.Path(__file__).parent\n"
)
NET = "nn.Sequential(nn.Conv2d(3, 6, 3, padding=1), nn.ReLU())"


def code(folder: Path, *, above: str = "", inside: str = "", scale: str = "1") -> None:
    """Write a network whose first bias is ``scale``; ``inside`` stands in ``load``."""
    body = "".join(f"    {line}\n" for line in inside.splitlines())
    (folder / "my_model.py").write_text(
        f"{HEAD}{above}\ndef load():\n{body}    net = {NET}\n"
        f"    nn.init.constant_(net[0].bias, {scale})\n    return net, {{'crop': 32}}\n"
    )


def torch_file(folder: Path) -> Change:
    code(folder, scale="torch.load(HERE / 'w.bin')")
    torch.save(1.0, folder / "w.bin")
    return lambda: torch.save(2.0, folder / "w.bin")


def safetensors_file(folder: Path) -> Change:
    """Rust opens it, so Python is told nothing."""
    code(
        folder,
        above="from safetensors.torch import load_file",
        scale="float(load_file(HERE / 'w.safetensors')['x'])",
    )
    save_file({"x": torch.tensor(1.0)}, folder / "w.safetensors")
    return lambda: save_file({"x": torch.tensor(2.0)}, folder / "w.safetensors")


def safetensors_below(folder: Path) -> Change:
    (folder / "runs/best").mkdir(parents=True)
    path = folder / "runs/best/w.safetensors"
    code(
        folder,
        above="from safetensors.torch import load_file",
        scale="float(load_file(f'{HERE}/runs/best/w.safetensors')['x'])",
    )
    save_file({"x": torch.tensor(1.0)}, path)
    return lambda: save_file({"x": torch.tensor(2.0)}, path)


def safetensors_elsewhere(folder: Path) -> Change:
    path = folder.parents[1] / "weights.safetensors"
    code(
        folder,
        above="from safetensors.torch import load_file",
        scale="float(load_file(HERE.parents[1] / 'weights.safetensors')['x'])",
    )
    save_file({"x": torch.tensor(1.0)}, path)
    return lambda: save_file({"x": torch.tensor(2.0)}, path)


def safetensors_by_its_full_path(folder: Path) -> Change:
    path = folder.parents[2] / "weights.safetensors"
    code(
        folder,
        above="from safetensors.torch import load_file",
        scale=f"float(load_file({str(path)!r})['x'])",
    )
    save_file({"x": torch.tensor(1.0)}, path)
    return lambda: save_file({"x": torch.tensor(2.0)}, path)


def raw_file(folder: Path) -> Change:
    code(folder, scale="float(torch.from_file(os.path.join(HERE, 'w.raw'), size=1)[0])")
    np.array([1], np.float32).tofile(folder / "w.raw")
    return lambda: np.array([2], np.float32).tofile(folder / "w.raw")


def other_program(folder: Path) -> Change:
    code(
        folder,
        above="import subprocess",
        scale="float(subprocess.check_output(['cat', str(HERE / 'w.txt')]))",
    )
    (folder / "w.txt").write_text("1")
    return lambda: change_text(folder / "w.txt", "2")


def opened_for_both(folder: Path) -> Change:
    code(
        folder,
        inside="with open(HERE / 'w.txt', 'r+') as file: scale = float(file.read())",
        scale="scale",
    )
    (folder / "w.txt").write_text("1")
    return lambda: change_text(folder / "w.txt", "2")


def cache_of_the_first_load(folder: Path) -> Change:
    code(
        folder,
        above="CACHE = HERE / 'cache.json'\nif not CACHE.exists(): CACHE.write_text('1')",
        scale="float(CACHE.read_text())",
    )
    return lambda: change_text(folder / "cache.json", "2")


def module_in_an_archive(folder: Path) -> Change:
    code(
        folder,
        above="import sys\nsys.path.insert(0, str(HERE / 'lib.zip'))\nimport zipped",
        scale="zipped.SCALE",
    )
    _archive(folder / "lib.zip", 1)
    return lambda: _archive(folder / "lib.zip", 2)


def _archive(path: Path, scale: int) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("zipped.py", f"SCALE = {scale}\n")


def numpy_file(folder: Path) -> Change:
    code(
        folder, above="import numpy as np", scale="float(np.load(HERE / 'w.npy', mmap_mode='r')[0])"
    )
    np.save(folder / "w.npy", np.array([1.0]))
    return lambda: np.save(folder / "w.npy", np.array([2.0]))


def json_at_import(folder: Path) -> Change:
    code(folder, above="CFG = json.loads((HERE / 'net.json').read_text())", scale="CFG['s']")
    (folder / "net.json").write_text('{"s": 1}')
    return lambda: change_text(folder / "net.json", '{"s": 2}')


def json_outside(folder: Path) -> Change:
    other = folder.parents[2] / "other.json"
    code(folder, scale=f"json.loads(pathlib.Path({str(other)!r}).read_text())['s']")
    other.write_text('{"s": 1}')
    return lambda: change_text(other, '{"s": 2}')


def global_in_forward(folder: Path) -> Change:
    """No parameter changes, only a number that the forward pass uses."""
    (folder / "net.json").write_text('{"s": 1}')
    (folder / "my_model.py").write_text(
        f"{HEAD}S = json.loads((HERE / 'net.json').read_text())['s']\n"
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.net = {NET}\n"
        "    def forward(self, x): return self.net(x * S)\n"
        "def load(): return Net(), {'crop': 32}\n"
    )
    return lambda: change_text(folder / "net.json", '{"s": 2}')


def read_in_forward(folder: Path) -> Change:
    (folder / "net.json").write_text('{"s": 1}')
    (folder / "my_model.py").write_text(
        f"{HEAD}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.net = {NET}\n"
        "    def forward(self, x):\n"
        "        return self.net(x * json.loads((HERE / 'net.json').read_text())['s'])\n"
        "def load(): return Net(), {'crop': 32}\n"
    )
    return lambda: change_text(folder / "net.json", '{"s": 2}')


def sibling_module(folder: Path) -> Change:
    """Two edits of one size within one second: Python's own cache would not notice."""
    code(folder, above="from blocks import SCALE", scale="SCALE")
    (folder / "blocks.py").write_text("SCALE = 1\n")
    return lambda: change_text(folder / "blocks.py", "SCALE = 2\n")


def sibling_package(folder: Path) -> Change:
    code(folder, inside="from models.deep import SCALE", scale="SCALE")
    (folder / "models").mkdir()
    (folder / "models/__init__.py").write_text("")
    (folder / "models/deep.py").write_text("from models.base import SCALE\n")
    (folder / "models/base.py").write_text("SCALE = 1\n")
    return lambda: change_text(folder / "models/base.py", "SCALE = 2\n")


def module_on_a_path(folder: Path) -> Change:
    library = folder.parents[1] / "library"
    library.mkdir()
    code(
        folder,
        above="import sys\nsys.path.insert(0, str(HERE.parents[1] / 'library'))\nimport far_blocks",
        scale="far_blocks.SCALE",
    )
    (library / "far_blocks.py").write_text("SCALE = 1\n")
    return lambda: change_text(library / "far_blocks.py", "SCALE = 2\n")


def environment_variable(folder: Path) -> Change:
    code(folder, scale="float(os.environ.get('TINY_SCALE', 1))")
    return lambda: os.environ.update(TINY_SCALE="2")


def environment_at_import(folder: Path) -> Change:
    os.environ["TINY_SCALE"] = "1"
    code(folder, above="S = float(os.getenv('TINY_SCALE'))", scale="S")
    return lambda: os.environ.update(TINY_SCALE="2")


def environment_as_bytes(folder: Path) -> Change:
    os.environ["TINY_SCALE"] = "1"
    code(folder, scale="float(os.environb[b'TINY_SCALE'])")
    return lambda: os.environ.update(TINY_SCALE="2")


def newest_of_a_folder(folder: Path) -> Change:
    code(folder, scale="float(sorted((HERE / 'runs').iterdir())[-1].name)")
    (folder / "runs").mkdir()
    (folder / "runs/1").touch()
    return (folder / "runs/2").touch


def weights_setting(folder: Path) -> Change:
    code(folder)
    change(folder.parents[1], "layers =", 'weights = "w.pth"\nlayers =')
    state = {"0.weight": torch.ones(6, 3, 3, 3), "0.bias": torch.ones(6)}
    torch.save(state, folder / "w.pth")
    return lambda: torch.save({**state, "0.bias": torch.zeros(6)}, folder / "w.pth")


def own_code(folder: Path) -> Change:
    code(folder, scale="1")
    return lambda: code(folder, scale="2")


def the_seed(folder: Path) -> Change:
    code(folder, inside="import random", scale="random.random()")
    return lambda: change(folder.parents[1], 'title = "Tiny"', 'title = "Tiny"\nseed = 1')


WAYS = [
    torch_file, safetensors_file, numpy_file, json_at_import, json_outside, global_in_forward,
    read_in_forward, sibling_module, sibling_package, module_on_a_path, environment_variable,
    safetensors_below, safetensors_elsewhere, safetensors_by_its_full_path, raw_file,
    other_program, opened_for_both, cache_of_the_first_load, module_in_an_archive,
    environment_as_bytes, environment_at_import, newest_of_a_folder, weights_setting,
    own_code, the_seed,
]  # fmt: skip


def change_text(path: Path, text: str) -> None:
    path.write_text(text)


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    monkeypatch.delenv("TINY_SCALE", raising=False)
    yield
    os.environ.pop("TINY_SCALE", None)


@pytest.fixture
def project(tmp_path):
    root = write_project(tmp_path / "site")
    change(root, '["1", "3"]', '["1"]')
    return root


def identity(root: Path) -> tuple[NetworkIdentity, list[str]]:
    """Return what a build takes the network for, and what runs for it."""
    (source,) = load_project(root).explorations
    recorder = Recorder()
    with Store(root / ".topopress") as store, Executor(store, recorder) as executor:
        plan = plan_exploration(source, store.hash_file)
        check_inputs(executor, plan)
        return executor.record(plan.inputs.network).identity, recorder.ran


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_change_is_noticed(project, way):
    folder = project / "content/tiny"
    retrain = way(folder)
    if "self.net" in (folder / "my_model.py").read_text():
        change(project, '["1"]', '["net.1"]')
    before, _ = identity(project)
    again, ran = identity(project)
    assert again == before
    assert ran == []
    retrain()
    after, ran = identity(project)
    assert after != before
    assert any(line.startswith("own-network tiny") for line in ran)


@pytest.mark.parametrize(
    "draw", ["os.urandom(1)[0] + os.urandom(1)[0]", "__import__('time').perf_counter_ns() % 9973"]
)
def test_what_differs_at_each_load_is_refused(project, draw):
    code(project / "content/tiny", scale=draw)
    with pytest.raises(NetworkError, match=r"another network at each load: 0\.bias differs"):
        identity(project)


def test_the_same_weights_in_a_touched_file_are_the_same_network(project):
    folder = project / "content/tiny"
    torch_file(folder)
    before, _ = identity(project)
    os.utime(folder / "w.bin")
    assert identity(project) == (before, [])


def test_two_networks_never_stand_on_one_page(project):
    """The file changes between the probe and the computation of the rows."""
    retrain = torch_file(project / "content/tiny")
    (source,) = load_project(project).explorations
    with Store(project / ".topopress") as store:
        executor = Executor(store, Recorder())
        with executor:
            plan = plan_exploration(source, store.hash_file)
            check_inputs(executor, plan)
        retrain()
        with executor, pytest.raises(NetworkError, match="changed while this build ran"):
            build_exploration(executor, plan)


def build(root: Path, *options: str) -> str:
    result = CliRunner().invoke(main, ["build", "--root", str(root), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_file_that_may_be_read_loads_the_network_and_nothing_else(project):
    """A log that is read and written changes, but the network does not."""
    folder = project / "content/tiny"
    code(folder, inside="with open(HERE / 'log.txt', 'a+') as file: file.write('x')")
    before, _ = identity(project)
    change_text(folder / "log.txt", "other")
    after, ran = identity(project)
    assert after == before
    assert [line.partition(" ")[0] for line in ran] == ["own-network"]


def test_the_summary_says_when_the_code_was_not_run(project):
    """A file that is only asked whether it is there leaves no trace."""
    change(project, "steps = 2", "enabled = false")
    folder = project / "content/tiny"
    code(folder, scale="2 if (HERE / 'flag').exists() else 1")
    said = "tiny: the code of its network was not run again"
    assert said not in build(project)
    page = (project / "public/tiny/index.html").read_bytes()
    (folder / "flag").touch()
    assert f"{said}, since nothing it read has changed; --rerun runs it" in build(project)
    assert said not in build(project, "--rerun")
    assert (project / "public/tiny/index.html").read_bytes() != page


def test_another_project_beside_it_keeps_its_own_modules(project, tmp_path):
    """Two explorations of one site import modules of one name."""
    for name, scale in (("tiny", 1), ("other", 2)):
        folder = project / "content" / name
        if name == "other":
            folder.mkdir()
            for file in ("exploration.toml", "pictures.npz"):
                (folder / file).write_bytes((project / "content/tiny" / file).read_bytes())
        code(folder, above="from blocks import SCALE", scale="SCALE")
        (folder / "blocks.py").write_text(f"SCALE = {scale}\n")
    digests = []
    for source in load_project(project).explorations:
        with Store(project / ".topopress") as store, Executor(store, Recorder()) as executor:
            plan = plan_exploration(source, store.hash_file)
            digests.append(executor.record(plan.inputs.network).digest)
            read = executor.record(next(plan.inputs.network.input_stages())).read
            assert {"blocks.py", "my_model.py"} <= set(read.files)
    assert digests[0] != digests[1]


def test_what_is_stored_of_a_load_names_no_secret(project):
    os.environ["TINY_SCALE"] = "41"
    code(project / "content/tiny", scale="float(os.environ['TINY_SCALE'])")
    identity(project)
    stored = [path.read_bytes() for path in (project / ".topopress").rglob("*") if path.is_file()]
    reads = [json.loads(each) for each in stored if b"TINY_SCALE" in each]
    assert reads
    assert not any('"41"' in json.dumps(each) for each in reads)
