"""The workflow of GitHub Actions: what it does, and that it overwrites no hand's work."""

import re
import subprocess

import pytest
import yaml

from topopress.core.errors import PublishError
from topopress.deploy import actions
from topopress.deploy.workflow import FILE, Workflow, is_untouched, workflow_for, write_workflow

BUILT = Workflow("main", "", "topopress==1.2.3")
COMMITTED = Workflow("main", "", None)
PINNED = re.compile(r"actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def test_every_action_is_pinned_to_a_commit():
    values = [value for name, value in vars(actions).items() if name.isupper()]
    assert len(values) == 6
    assert all(map(PINNED.fullmatch, values))
    for workflow in (BUILT, COMMITTED):
        used = [line.split("uses: ")[1] for line in workflow.text.splitlines() if "uses: " in line]
        assert set(used) <= set(values)


@pytest.mark.parametrize("workflow", [BUILT, COMMITTED])
def test_it_asks_for_no_more_than_it_needs(workflow):
    parsed = yaml.safe_load(workflow.text)
    assert parsed["permissions"] == {"contents": "read"}
    assert parsed["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert parsed[True]["push"] == {"branches": ["main"]}  # YAML reads the key "on" as true
    assert parsed["jobs"]["deploy"]["needs"] == "build"
    assert parsed["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert "permissions" not in parsed["jobs"]["build"]


def test_the_site_is_built_checked_and_its_store_kept():
    steps = yaml.safe_load(BUILT.text)["jobs"]["build"]["steps"]
    runs = [step["run"].splitlines()[0] for step in steps if "run" in step]
    assert runs == [
        'python -m pip install "$PACKAGE"',
        "topopress build",
        "topopress check --format github",
        "topopress clean",
    ]
    named = {step["uses"].partition("@")[0]: step for step in steps if "uses" in step}
    assert named["actions/cache/save"]["if"] == "always()"
    restored, saved = named["actions/cache/restore"]["with"], named["actions/cache/save"]["with"]
    assert restored["path"] == saved["path"] == ".topopress"
    assert restored["key"] == saved["key"]
    assert saved["key"].startswith(restored["restore-keys"])
    assert named["actions/upload-pages-artifact"]["with"]["path"] == "public"
    install = next(step for step in steps if "env" in step)
    assert install["env"]["PACKAGE"] == "topopress==1.2.3"


def test_a_committed_site_is_only_uploaded():
    steps = yaml.safe_load(COMMITTED.text)["jobs"]["build"]["steps"]
    assert [step["uses"].partition("@")[0] for step in steps] == [
        "actions/checkout", "actions/upload-pages-artifact",
    ]  # fmt: skip
    assert not [step for step in steps if "run" in step]


def test_a_project_below_the_top_of_its_repository(tmp_path):
    subprocess.run(["git", "init", "-q", "-b", "trunk", str(tmp_path)], check=True)
    root = tmp_path / "my site: a"
    root.mkdir()
    workflow, file = workflow_for(root, "topopress")
    assert file == tmp_path / FILE
    parsed = yaml.safe_load(workflow.text)
    assert parsed[True]["push"]["branches"] == ["trunk"]
    build = parsed["jobs"]["build"]
    assert build["defaults"]["run"]["working-directory"] == "my site: a"
    assert build["steps"][-1]["with"]["path"] == "my site: a/public"


def test_a_file_of_ours_is_replaced_and_one_of_a_hand_is_not(tmp_path):
    file = tmp_path / FILE
    assert write_workflow(BUILT, file)
    assert is_untouched(file.read_text())
    assert not write_workflow(BUILT, file)
    assert write_workflow(COMMITTED, file)
    changed = file.read_text().replace("cancel-in-progress: false", "cancel-in-progress: true")
    file.write_text(changed)
    with pytest.raises(PublishError, match=r"(?s)not overwritten.*cancel-in-progress: true"):
        write_workflow(COMMITTED, file)
    assert file.read_text() == changed
    assert write_workflow(COMMITTED, file, overwrite=True)
    file.write_text("name: of another tool\n")
    with pytest.raises(PublishError, match="--overwrite"):
        write_workflow(BUILT, file)
