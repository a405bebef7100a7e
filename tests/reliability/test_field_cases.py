"""The small sites on which users found the product wrong give what their README expects."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from topopress.cli import main

CASES = Path(__file__).resolve().parents[3] / "shared/field_cases"
REFUSED = {
    "assert-in-forward": "net.py, line 9, in forward: AssertionError: expected 64 px, got 32",
    "attention-as-map": "the positions of layer 'att.soft' do not follow the input",
    "attribute-error-in-forward": "net.py, line 8, in forward: AttributeError",
    "class-folder-latin1": "8 of 24 pictures cannot be used",
    "constant-layer": "layer 'm' gives the same output for every input",
    "dropout-always-on": "in a second pass",
    "label-header-twice": "'list.csv', line 1: the column 'label' stands there twice",
    "late-site-url": "content/site.toml, url:",
    "no-grad-forward": "layer 'b' passes no gradient to the input",
    "script-exits": "net.py, line 8: SystemExit",
    "script-module": "returned a compiled module",
    "seed-64-bit": "content/first/exploration.toml, seed:",
}
USED = {
    "checkpoint-lightning": "first",
    "checkpoint-nested": "first",
    "essay-bom": "first",
    "essay-link-pdf": "first",
    "formula": "first",
    "hidden-folder": "content/.old",
    "jfif": "24 used",
    "label-header-space": "24 used",
    "label-leading-zero": "first",
    "label-long-number": "first",
    "links-as-pictures": "24 used",
    "list-one-missing": "skipped img/gone.png: line 26",
    "sibling-import": "first",
    "stale-helper-file": "first",
    "stale-own-weights": "first",
    "toml-bom": "first",
    "train-returns-none": "first",
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not CASES.is_dir(), reason="no field cases beside the checkout"),
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning"),
]


def build(root: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["build", "--root", str(root)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def copied(name: str, folder: Path) -> Path:
    root = folder / name
    shutil.copytree(CASES / name, root)
    if (root / "links.sh").exists():
        subprocess.run(["sh", "links.sh"], cwd=root, check=True)
    return root


def test_every_case_is_known():
    assert {path.name for path in CASES.iterdir() if path.is_dir()} <= REFUSED.keys() | USED.keys()


@pytest.mark.parametrize("name", REFUSED)
def test_a_case_that_is_refused(tmp_path, name):
    root = copied(name, tmp_path)
    status, output = build(root)
    assert status == 1
    errors = [line for line in output.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert REFUSED[name] in output
    assert not (root / "public").exists()
    assert "stages ran" not in output  # nothing was computed


@pytest.mark.parametrize("name", USED)
def test_a_case_that_is_used(tmp_path, name):
    root = copied(name, tmp_path)
    status, output = build(root)
    assert status == 0
    assert USED[name] in output
    PAGES.get(name, lambda _root: None)(root)


def page(root: Path) -> str:
    return (root / "public/first/index.html").read_text("utf-8")


def has_heading(root: Path) -> None:
    assert "<h2" in page(root)
    assert "## " not in page(root)


def has_files(root: Path) -> None:
    assert (root / "public/first/paper.pdf").is_file()
    assert (root / "public/first/data.csv").is_file()


def has_formulas(root: Path) -> None:
    assert page(root).count("<math") == 3
    assert 'dir="rtl"' in page(root)


def has_no_old_exploration(root: Path) -> None:
    assert not (root / "public/old").exists()


def has_labels(*labels: str) -> Callable[[Path], None]:
    def check(root: Path) -> None:
        written = ",".join(f'"{label}"' for label in labels)
        assert f'"labels":[{written}]' in page(root)

    return check


def recomputes(file: str, change: Callable[[Path], None]) -> Callable[[Path], None]:
    def check(root: Path) -> None:
        before = page(root)
        change(root / "content/first" / file)
        status, output = build(root)
        assert status == 0
        assert " 0 stages ran" not in output
        assert page(root) != before

    return check


PAGES: dict[str, Callable[[Path], None]] = {
    "essay-bom": has_heading,
    "essay-link-pdf": has_files,
    "formula": has_formulas,
    "hidden-folder": has_no_old_exploration,
    "label-header-space": has_labels("a", "b"),
    "label-leading-zero": has_labels("007", "7", "7.0"),
    "label-long-number": has_labels("12345678", "2480528", "2480529"),
    "stale-helper-file": recomputes("net.json", lambda path: path.write_text('{"seed": 3}')),
    "stale-own-weights": recomputes(
        "w.bin", lambda path: shutil.copy(path.with_name("w2.bin"), path)
    ),
}
