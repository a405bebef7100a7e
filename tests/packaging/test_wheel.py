"""The wheel, run from an unrelated folder, builds the same bytes as the checkout does.

The wheel is installed into an empty environment; its dependencies are lent by the environment of
the tests through a path file, which lends neither this checkout nor its editable installation.
"""

import hashlib
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tiny_project import write_project

CHECKOUT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def run(*command: str | Path, folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tree(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that holds the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, folder=CHECKOUT)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False, symlinks=True)
    packages = next((folder / "env").glob("lib/python*/site-packages"))
    target = ["install", "--quiet", "--no-deps", "--target", packages, wheel]
    run(sys.executable, "-m", "pip", *target, folder=folder)
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "env/bin/python"


def test_the_wheel_builds_what_the_checkout_builds(installed, built, tmp_path):
    theirs = write_project(tmp_path / "theirs")
    unrelated = tmp_path / "unrelated"
    unrelated.mkdir()
    where = "import topopress; print(topopress.__file__)"
    assert str(CHECKOUT) not in run(installed, "-c", where, folder=unrelated)
    run(installed, "-m", "topopress", "build", "--root", theirs, folder=unrelated)
    assert tree(theirs / "public") == tree(built / "public")


def test_the_wheel_starts_a_new_site(installed, tmp_path):
    run(installed, "-m", "topopress", "new", tmp_path / "mine", folder=tmp_path)
    assert (tmp_path / "mine/content/first/exploration.toml").is_file()
