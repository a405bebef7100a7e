"""Fixtures that several kinds of tests share."""

import os
import shutil
from pathlib import Path

import pytest

# Two cores: numerical libraries that spin on both make everything slower, tests included.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"
SMALL = {
    "crops = 60": "crops = 25",
    "steps = 48": "size = 48\nsteps = 16",
    "n_intervals = 12": "n_intervals = 6",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the development models and data where they are not beside the checkout."""
    if (SHARED / "models").is_dir():
        return
    absent = pytest.mark.skip(reason="no development models and data beside the checkout")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(absent)


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site as ``topopress new`` makes it, made smaller so that it builds in half a minute."""
    root = tmp_path_factory.mktemp("small") / "site"
    shutil.copytree(CHECKOUT / "templates" / "new_site", root)
    settings = root / "content/first/exploration.toml"
    toml = settings.read_text()
    for old, new in SMALL.items():
        assert old in toml
        toml = toml.replace(old, new)
    settings.write_text(toml)
    return root


@pytest.fixture(scope="session")
def small_site(small_project: Path) -> Path:
    """The folder of the small site, built with the real network from the real photographs."""
    from topopress.build.site import build_site
    from topopress.stage.listener import Recorder

    return build_site(small_project, listener=Recorder(), durable=False).out
