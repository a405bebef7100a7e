"""What surrounds a build and must not change a byte of it: threads, locale, clock, order of files.

``AS_USUAL`` and ``OTHERWISE`` differ in all of it.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

# Python runs it at the start of every process that has its folder on PYTHONPATH.
_OTHER_ORDER = """
import os, random

scandir, listdir = os.scandir, os.listdir

class Shuffled:
    def __init__(self, path):
        with scandir(path) as entries:
            self.entries = list(entries)
        random.Random(3).shuffle(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        return iter(self.entries)

    def __next__(self):
        if not self.entries:
            raise StopIteration
        return self.entries.pop()

    def close(self):
        pass

def shuffled(path="."):
    names = sorted(listdir(path))
    random.Random(4).shuffle(names)
    return names

def either(path="."):
    return scandir(path) if isinstance(path, int) else Shuffled(path)

os.scandir, os.listdir = either, shuffled
"""


@dataclass(frozen=True)
class Surroundings:
    """Of a process: variables of its environment, umask, and whether folders list otherwise."""

    variables: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022
    other_order: bool = False

    def build(self, root: Path, *options: str) -> str:
        """Build a project in a process of its own, and return what it prints."""
        environment = {**os.environ, **self.variables}
        if self.other_order:
            folder = root.parent / f"{root.name}-start"
            folder.mkdir(exist_ok=True)
            (folder / "sitecustomize.py").write_text(_OTHER_ORDER)
            paths = (str(folder), os.environ.get("PYTHONPATH", ""))
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        done = subprocess.run(
            [sys.executable, "-m", "topopress", "build", "--root", str(root), *options],
            env=environment,
            umask=self.umask,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


def _threads(number: int) -> dict[str, str]:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    return dict.fromkeys(names, str(number))


AS_USUAL = Surroundings(
    {**_threads(1), "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
)
CHANGES = {
    "threads": Surroundings({**AS_USUAL.variables, **_threads(2)}),
    "locale": Surroundings({**AS_USUAL.variables, "LC_ALL": "C", "LANG": "de_DE.UTF-8"}),
    "time zone": Surroundings({**AS_USUAL.variables, "TZ": "Asia/Kathmandu"}),
    "umask": Surroundings(AS_USUAL.variables, umask=0o077),
    "hash seed": Surroundings({**AS_USUAL.variables, "PYTHONHASHSEED": "4711"}),
    "order of folders": Surroundings(AS_USUAL.variables, other_order=True),
}
"""One change at a time."""
OTHERWISE = Surroundings(
    {
        **_threads(2),
        "LC_ALL": "C",
        "LANG": "de_DE.UTF-8",
        "TZ": "Asia/Kathmandu",
        "PYTHONHASHSEED": "4711",
    },
    umask=0o077,
    other_order=True,
)


def files_of(site: Path) -> dict[str, bytes]:
    """Return the content of every file of a site by its path."""
    found = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the paths whose contents differ, or that only one of two sites has."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def results_of(store: Path) -> dict[str, str]:
    """Return the digests of every result by the path of its record below ``actions``.

    What a record says of the time that the result took is left out.
    """
    folder = store / "actions"
    records = ((path, json.loads(path.read_text())) for path in folder.rglob("*.json"))
    return {
        path.relative_to(folder).as_posix(): json.dumps(record["body"]["outputs"], sort_keys=True)
        for path, record in records
    }


def copied(root: Path, target: Path) -> Path:
    """Copy a project with its store, without its site."""
    return shutil.copytree(root, target, ignore=shutil.ignore_patterns("public"))
