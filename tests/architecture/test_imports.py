"""Every module can be imported alone, and what must stay light does."""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "generator/topopress"
HEAVY = ("activations", "kinds", "network", "visuals")
SCRIPT = """
import importlib, sys
for name in sys.argv[1:]:
    for loaded in [m for m in sys.modules if m.startswith('topopress')]:
        del sys.modules[loaded]
    importlib.import_module(name)
print([m for m in ('torch', 'lucent', 'torchvision', 'transformers') if m in sys.modules])
"""


def modules(*, heavy: bool) -> list[str]:
    folders = [p.parent for p in sorted(PACKAGE.glob("*/__init__.py"))]
    assert set(HEAVY) < {folder.name for folder in folders}
    chosen = [folder for folder in folders if (folder.name in HEAVY) == heavy]
    paths = [path for folder in chosen for path in sorted(folder.rglob("*.py"))]
    names = [p.relative_to(PACKAGE.parent).with_suffix("").as_posix() for p in paths]
    return [name.removesuffix("/__init__").replace("/", ".") for name in names]


def imported(names: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *names], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_each_light_module_imports_alone_and_without_torch():
    assert imported(modules(heavy=False)) == "[]"


def test_each_heavy_module_imports_alone():
    imported(modules(heavy=True))
