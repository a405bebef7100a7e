"""Every module can be imported alone, and what must stay light does."""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "generator/topopress"
LIGHT = ("config", "store", "bundle", "pages", "mapper", "analysis", "pipeline", "cli", "data")
SCRIPT = """
import importlib, sys
for name in sys.argv[1:]:
    for loaded in [m for m in sys.modules if m.startswith('topopress')]:
        del sys.modules[loaded]
    importlib.import_module(name)
print([m for m in ('torch', 'lucent', 'torchvision', 'transformers') if m in sys.modules])
"""


def modules(*packages: str) -> list[str]:
    paths = [p for package in packages for p in sorted((PACKAGE / package).rglob("*.py"))]
    names = [p.relative_to(PACKAGE.parent).with_suffix("").as_posix() for p in paths]
    return [name.removesuffix("/__init__").replace("/", ".") for name in names]


def imported(names: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *names], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_each_light_module_imports_alone_and_without_torch():
    assert imported(modules(*LIGHT)) == "[]"


def test_each_heavy_module_imports_alone():
    imported(modules("network", "activations", "visuals"))
