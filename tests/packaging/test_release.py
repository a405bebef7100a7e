"""The workflows of this project: their actions are pinned, and a release is of what it says."""

import re
from pathlib import Path

import pytest

from release_notes import notes
from topopress.deploy import actions

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
CHANGELOG = (
    "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2027-01-01\n\n- New.\n\n## [0.1.0]\n- Old.\n"
)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_those_that_deploy_writes(workflow):
    pinned = {value for name, value in vars(actions).items() if name.isupper()}
    used = re.findall(r"uses: (.+)", workflow.read_text("utf-8"))
    assert used
    assert set(used) <= pinned


def test_workflows_were_found_and_run_commands_that_exist():
    assert [path.name for path in WORKFLOWS] == ["release.yml", "tests.yml"]
    make = (ROOT / "Makefile").read_text("utf-8")
    text = "".join(path.read_text("utf-8") for path in WORKFLOWS)
    targets = re.findall(r"run: make (\w+)", text)
    assert targets
    assert all(f"\n{target}:" in make for target in targets)
    scripts = re.findall(r"python (tests/\S+\.py)", text)
    assert scripts
    assert all((ROOT / script).is_file() for script in scripts)


def test_notes_are_the_section_of_the_version():
    assert notes("v0.2.0", "0.2.0", CHANGELOG) == "- New."
    assert notes("v0.1.0", "0.1.0", CHANGELOG) == "- Old."


@pytest.mark.parametrize(
    ("tag", "version", "why"),
    [
        ("v0.2.0", "0.1.0", "the tag is 'v0.2.0' and the version '0.1.0'"),
        ("v0.3.0", "0.3.0", "says nothing of 0.3.0"),
    ],
)
def test_a_release_is_of_what_it_says(tag, version, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        notes(tag, version, CHANGELOG)
