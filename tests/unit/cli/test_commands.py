"""The commands: help, exit statuses, messages; nothing heavy is imported for --help."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tiny_project import change, write_project
from topopress.cli import main
from topopress.stage.report import duration

COMMANDS = (
    "new", "build", "serve", "check", "deploy", "layers", "tune", "sweep", "import", "export",
    "figures", "clean", "supplement", "cite", "anomalies", "plan", "work",
)  # fmt: skip
CHECKOUT = Path(__file__).resolve().parents[3]
HEAVY = ("torch", "numpy", "pydantic", "jinja2", "sklearn", "PIL")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_is_documented(command):
    status, text = run(command, "--help")
    assert status == 0
    assert len(text.splitlines()) > 4
    assert f"topopress {command}" in (CHECKOUT / "README.md").read_text("utf-8")


def test_there_is_no_undocumented_command():
    assert set(main.commands) == set(COMMANDS)


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from topopress.cli import main\n"
        "assert CliRunner().invoke(main, ['build', '--help']).exit_code == 0\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert output.stdout.strip() == "[]"


def test_a_finished_build_imports_no_torch(project):
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from topopress.cli import main\n"
        f"result = CliRunner().invoke(main, ['build', '--root', {str(project)!r}])\n"
        "assert result.exit_code == 0, result.output\n"
        "assert '0 stages ran' in result.output, result.output\n"
        "print([m for m in ('torch', 'sklearn') if m in sys.modules])\n"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert output.stdout.strip() == "[]"


def test_a_mistake_is_one_message_and_status_1(tmp_path):
    status, text = run("build", "--root", str(tmp_path))
    assert status == 1
    assert text.startswith("error: ")
    assert "Traceback" not in text


def test_wrong_usage_is_status_2():
    assert run("build", "--no-such-option")[0] == 2


def test_new_makes_a_site_that_passes_its_check(tmp_path):
    folder = tmp_path / "mine"
    assert run("new", str(folder))[0] == 0
    status, text = run("check", "--root", str(folder))
    assert (status, text.splitlines()[0]) == (0, "1 exploration: settings and texts are valid")


FRESH = (".git", "README.md", "LICENSE", ".gitignore", "thesis.tex")


def test_new_writes_into_a_fresh_clone_and_touches_nothing_else(tmp_path):
    for name in FRESH:
        (tmp_path / name).write_text("years of work")
    assert run("new", str(tmp_path))[0] == 0
    assert {(tmp_path / name).read_text() for name in FRESH} == {"years of work"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FRESH, "content"])
    assert run("check", "--root", str(tmp_path))[0] == 0


@pytest.mark.parametrize("kind", ["file", "folder", "link", "own"])
def test_new_overwrites_nothing(tmp_path, kind):
    there = tmp_path / "content"
    match kind:
        case "file":
            there.write_text("mine")
        case "link":
            there.symlink_to("nowhere")
        case _:
            there.mkdir()
            (there / "mine.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    status, text = run("new", str(tmp_path))
    assert status == 1
    assert text == (
        f"error: {tmp_path}: has content already, and nothing is overwritten; choose another "
        "folder, or move that elsewhere\n"
    )
    assert sorted(tmp_path.rglob("*")) == before


def test_new_needs_a_folder(tmp_path):
    (tmp_path / "file").write_text("")
    assert run("new", str(tmp_path / "file")) == (
        1,
        f"error: {tmp_path / 'file'}: is a file; name a folder\n",
    )
    assert run("new", str(tmp_path / "file/inner"))[0] == 1
    assert run("new", str(tmp_path / ("x" * 300)))[0] == 1


def test_a_plan_lists_the_stages_and_runs_nothing(tmp_path):
    root = write_project(tmp_path)
    status, text = run("plan", "--root", str(root))
    assert status == 0
    lines = text.splitlines()
    assert lines[:5] == [
        "missing  own-network tiny: time unknown",
        "depends  network tiny: time unknown; waits for own-network tiny",
        "depends  shown-to tiny: time unknown; waits for network tiny",
        "depends  probe tiny: time unknown; waits for network tiny",
        "missing  samples tiny: time unknown",
    ]
    assert "depends  layout tiny/3: time unknown; waits for mapper tiny/3" in lines
    assert lines[-1].startswith(f"{len(lines) - 1} actions to compute; how long that takes is not")
    assert not (root / ".topopress").exists()
    assert not (root / "public").exists()


def test_a_plan_of_a_changed_project_has_times_and_is_data_too(built, tmp_path):
    root = shutil.copytree(built, tmp_path / "project")
    before = sorted((root / ".topopress").rglob("*.json"))
    assert run("plan", "--root", str(root))[1].splitlines()[-1] == (
        f"nothing to compute: {len(run('plan', '--root', str(root))[1].splitlines()) - 1} results "
        "stored"
    )
    change(root, "overlap = 0.3", "overlap = 0.4")
    lines = run("plan", "--root", str(root))[1].splitlines()
    assert "stored   activations tiny/1" in lines
    assert any(line.startswith("missing  choice tiny/1: ") for line in lines)
    assert any(re.match(r"depends  visuals tiny/1/nodes: \S+ .*; waits for ", one) for one in lines)
    assert re.match(r"about \d+ s on this machine: \d+ s pictures", lines[-1])
    data = json.loads(run("plan", "--json", "--root", str(root))[1])
    assert data["format"] == "topopress-plan 1"
    assert data["summary"] == lines[-1]
    (mapper,) = (a for a in data["actions"] if (a["stage"], a["item"]) == ("mapper", "tiny/1"))
    assert mapper["state"] == "depends"
    assert mapper["waits_for"] == ["choice tiny/1"]
    assert mapper["reads"] == ["activations tiny/1", "choice tiny/1"]
    assert mapper["sort"] == "graphs"
    assert sorted((root / ".topopress").rglob("*.json")) == before


def test_explain_says_why_each_stage_runs(tmp_path):
    root = write_project(tmp_path)
    change(root, "steps = 2", "enabled = false")
    status, text = run("build", "--root", str(root), "--explain")
    assert status == 0
    assert "runs    mapper tiny/1: first build" in text
    assert "reused  mapper tiny/1" in run("build", "--root", str(root), "--explain")[1]


@pytest.mark.parametrize("device", ["cuda:99", "no-such-device"])
def test_a_device_that_is_not_there_is_a_mistake(tmp_path, device):
    root = write_project(tmp_path)
    status, text = run("build", "--root", str(root), "--device", device)
    assert status == 1
    assert f"error: --device {device}: " in text
    assert "Write cpu, which always works" in text


def test_check_notices_a_site_that_was_changed(project):
    (project / "public/tiny/index.html").write_text("<p>changed</p>")
    status, text = run("check", "--root", str(project))
    assert status == 1
    assert "tiny/index.html: has changed since it was published" in text


def test_check_and_clean_leave_what_an_author_keeps_beside_the_site(project):
    (project / "public/.git").mkdir()
    (project / "public/.git/page.html").write_text("no page of ours")
    (project / "public/CNAME").write_text("example.org")
    assert run("check", "--root", str(project))[0] == 0
    status, text = run("clean", "--root", str(project), "--all")
    assert (status, "what you keep there stays" in text) == (0, True)
    kept = sorted(path.name for path in (project / "public").iterdir())
    assert kept == [".git", "CNAME"]


def test_clean_removes_what_no_build_needs(project):
    root = project
    assert run("clean", "--root", str(root))[0] == 0
    assert "0 stages ran" in run("build", "--root", str(root))[1]
    assert run("clean", "--root", str(root), "--all")[0] == 0
    assert not (root / "public").exists()
    assert not (root / ".topopress").exists()


def test_layers_lists_names_and_shapes(tmp_path):
    root = write_project(tmp_path)
    network = f"file:{root / 'content/tiny/my_model.py'}:load"
    status, text = run("layers", network)
    assert status == 0
    assert "24 channels, 8 x 8" in text


@pytest.mark.parametrize(
    "seconds, text", [(8.4, "8 s"), (185, "3:05 min"), (3720, "1:02 h"), (59.6, "1:00 min")]
)
def test_durations_are_for_people(seconds, text):
    assert duration(seconds) == text
