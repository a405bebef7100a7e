"""Whatever an author's Python file does: it is used rightly, or one message says what and where."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from reliability.hostile_modules import MODULES, USED
from tiny_project import change, write_project
from topopress.build.exploration import check_inputs
from topopress.build.plan import plan_exploration
from topopress.cli import main
from topopress.config.load import load_project
from topopress.core.errors import NetworkError
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.store.store import Store

NO_PICTURES = """
[visuals]
exemplars = 0
spread_exemplars = 0
label_exemplars = 0
attribution = false
[visuals.feature_visualisation]
enabled = false
activations = 0
"""


@pytest.fixture
def project(tmp_path):
    root = write_project(tmp_path)
    change(root, '["1", "3"]', '["b"]')
    change(root, "file:my_model.py:load", "file:net.py:load")
    return root


def probe(root: Path) -> Recorder:
    """Check the inputs of the only exploration; nothing else runs."""
    (source,) = load_project(root).explorations
    recorder = Recorder()
    with Store(root / ".topopress") as store, Executor(store, recorder) as executor:
        check_inputs(executor, plan_exploration(source, store.hash_file))
    return recorder


def state() -> tuple[object, ...]:
    return (
        Path.cwd(),
        list(sys.path),
        dict(os.environ),
        sys.argv,
        sys.stdout,
        sys.stderr,
        sys.stdout.closed,
        _umask(),
        torch.get_default_dtype(),
        torch.is_grad_enabled(),
        np.geterr(),
        len(sys.meta_path),
        {name for name in sys.modules if "own_network" in name},
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
def test_a_module(project, name):
    code, expected = MODULES[name]
    (project / "content/tiny/net.py").write_text(code)
    before = state()
    if expected == USED:
        assert "probe tiny: first build" in probe(project).ran
    else:
        with pytest.raises(NetworkError) as caught:
            probe(project)
        message = str(caught.value)
        assert expected in message
        assert "\n" not in message
        assert "net.py" in message
    assert state() == before


@pytest.mark.parametrize("name", ["no_grad", "detach"])
def test_no_gradient_is_needed_without_pictures(project, name):
    (project / "content/tiny/net.py").write_text(MODULES[name][0])
    settings = project / "content/tiny/exploration.toml"
    text = settings.read_text()
    settings.write_text(text[: text.index("[visuals")] + NO_PICTURES)
    assert "probe tiny: first build" in probe(project).ran


@pytest.mark.parametrize("name", ["attention", "transposed"])
def test_positions_that_the_author_vouches_for(project, name):
    (project / "content/tiny/net.py").write_text(MODULES[name][0])
    change(project, '["b"]', '["b"]\nmaps = ["b"]')
    assert "probe tiny: first build" in probe(project).ran
    change(project, '\nmaps = ["b"]', "")
    change(project, "[mapper.cover]", '[activations]\npositions = "mean"\n[mapper.cover]')
    assert "probe tiny: up to date" not in probe(project).ran


LATER = """
import torch
from click.testing import CliRunner
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.b = nn.Conv2d(3, 6, 3, padding=1)

    def forward(self, x):
        {line}
        return self.b(x)

def load(): return Net(), {{"crop": 32}}
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "if (x[:, 0].mean((1, 2)) > 1).any(): raise ValueError('too red')",
            "ValueError: too red",
        ),
        ("assert (x[:, 0].mean((1, 2)) < 1).all()", "AssertionError"),
        ("if (x[:, 0].mean((1, 2)) > 1).any(): raise SystemExit(0)", "SystemExit: 0"),
        ("if len(x) > 3: self.missing", "AttributeError"),
    ],
)
def test_what_fails_for_some_inputs_alone(project, line, said):
    """The probe cannot know it; the message still names file and line."""
    (project / "content/tiny/net.py").write_text(LATER.format(line=line))
    result = CliRunner().invoke(main, ["build", "--root", str(project)])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert f"net.py, line 12, in forward: {said}" in result.output
    assert not (project / "public/index.html").exists()
