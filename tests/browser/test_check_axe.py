"""``topopress check --axe``: what axe finds on built pages, as problems."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from topopress.build import axe
from topopress.build.axe import axe_problems
from topopress.build.problems import read_site
from topopress.cli import main

NPM = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core"


@pytest.fixture
def looked_at(project, monkeypatch):
    """The built project, of which two pages are left, with axe-core as npm installs it."""
    (project / "node_modules").mkdir()
    (project / "node_modules/axe-core").symlink_to(NPM)
    for path in (project / "public").rglob("*.html"):
        if path.name not in {"404.html", "method.html"} and path.parent.name != "public":
            path.unlink()
    monkeypatch.setattr(axe, "SCHEMES", ("light",))
    return project


def problems(root):
    return axe_problems(read_site(root, None, None), root)


def test_sound_pages_have_none_and_a_mistake_is_named(looked_at):
    assert problems(looked_at) == []
    page = looked_at / "public/index.html"
    page.write_bytes(page.read_bytes().replace(b"</main>", b"<p><img src=a.png></p></main>"))
    found = problems(looked_at)
    assert [(one.file, one.rule, one.severity) for one in found] == [
        ("public/index.html", "axe", "error")
    ]
    assert found[0].message.startswith("image-alt: ")
    assert "https://dequeuniversity.com/rules/axe/" in found[0].message


def test_what_is_missing_is_said(project, monkeypatch):
    monkeypatch.setattr(axe, "find_spec", lambda _: None)
    result = CliRunner().invoke(main, ["check", "--root", str(project), "--axe"])
    assert result.exit_code == 1
    assert "pip install 'topopress[axe]', or npm install axe-core" in result.output
