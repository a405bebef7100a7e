"""Fixtures that several kinds of tests share."""

import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from input_projects import write_input_project
from tiny_project import write_project

# The workers of pytest-xdist use all processors; numerical libraries must not do so as well.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")

MOST_WORKERS = 4

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


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use each available processor, within limits: each worker needs memory."""
    available = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)
    return min(len(available), MOST_WORKERS)


@pytest.fixture(scope="session", autouse=True)
def hear_ctrl_c() -> None:
    """Undo what a shell does to the processes that it starts in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def fast_start_of_processes() -> Iterator[None]:
    """Fork the render processes from one that has imported torch.

    A spawned process needs two seconds to import it. The tests that run the command in a process
    of its own spawn as the product does.
    """
    original = multiprocessing.get_context
    methods = {"spawn": "forkserver"} if hasattr(os, "fork") else {}
    multiprocessing.set_forkserver_preload(["topopress.visuals.render_pool"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            multiprocessing,
            "get_context",
            lambda method=None: original(methods.get(method, method)),
        )
        yield


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Let the first process that asks make a folder, and return it."""
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder


def build(root: Path) -> None:
    """Build a site and write the stages that ran into ``ran.json``."""
    from topopress.build.site import build_site
    from topopress.stage.listener import Recorder

    recorder = Recorder()
    build_site(root, listener=recorder, durable=False)
    (root / "ran.json").write_text(json.dumps(recorder.ran))


@pytest.fixture(scope="session")
def built(run_folder: Path) -> Path:
    """The built tiny project, for reading only."""
    return made_once(run_folder / "tiny", lambda root: build(write_project(root)))


@pytest.fixture(scope="session")
def input_site(run_folder: Path) -> Path:
    """The folder of a site whose networks take other inputs than square pictures in colour."""

    def make(root: Path) -> None:
        for name in ("grey", "four", "wide", "bfloat16", "float64"):
            write_input_project(root, name)
        build(root)

    return made_once(run_folder / "inputs", make) / "public"


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the built tiny project, with its store and its site."""
    return shutil.copytree(built, tmp_path / "project")


def write_small(root: Path) -> None:
    """Write a new site as ``topopress new`` does, but smaller: it builds in half a minute."""
    shutil.copytree(CHECKOUT / "templates" / "new_sites" / "pictures", root)
    settings = root / "content/first/exploration.toml"
    toml = settings.read_text()
    for old, new in SMALL.items():
        assert old in toml
        toml = toml.replace(old, new)
    settings.write_text(toml)
    build(root)


@pytest.fixture(scope="session")
def small_site(run_folder: Path) -> Path:
    """The folder of the small site, built with the real network from the real photographs."""
    return made_once(run_folder / "small", write_small) / "public"
