"""``topopress work`` leaves nothing to compute to the build, or says what cannot be computed."""

import json
import shutil

from click.testing import CliRunner

from tiny_project import change
from topopress.cli import main


def run(*arguments):
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


def test_what_a_worker_computed_is_published_by_the_build(built, tmp_path):
    root = shutil.copytree(built, tmp_path / "project")
    change(root, "steps = 2", "enabled = false")
    status, text = run("work", "--root", str(root))
    assert status == 0
    assert "stages ran here" in text
    assert "nothing to compute" in run("plan", "--root", str(root))[1]
    log = tmp_path / "log.jsonl"
    status, text = run("build", "--root", str(root), "--json-log", str(log))
    assert status == 0
    assert ": 0 stages ran, " in text
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert events[-1]["at"] >= events[0]["at"] >= 0
    (expects,) = (each for each in events if each["event"] == "expects")
    assert expects["to_compute"] == 0
    assert {"bundle"} <= {each["stage"] for each in events if each["event"] == "reused"}
    nowhere = str(tmp_path / "absent/log")
    status, text = run("build", "--root", str(root), "--json-log", nowhere)
    assert status == 1
    assert text == (
        f"error: {nowhere}: No such file or directory; nothing was built; name another file with "
        "--json-log\n"
    )
    assert "0 stages ran here" in run("work", "--root", str(root))[1]


def test_a_worker_goes_on_with_what_can_be_computed_and_fails_at_the_end(built, tmp_path):
    root = shutil.copytree(built, tmp_path / "project")
    change(root, '["1", "3"]', '["1", "9"]')
    status, text = run("work", "--root", str(root))
    assert status == 1
    assert "error: " in text
    assert "has no layer '9'" in text
    assert "1 stage ran here" in text


def test_build_with_workers_says_the_error_of_a_serial_build(built, tmp_path):
    root = shutil.copytree(built, tmp_path / "project")
    change(root, '["1", "3"]', '["1", "9"]')
    serial = run("build", "--root", str(root))
    assert run("build", "--workers", "2", "--root", str(root)) == serial
    assert serial[0] == 1
    assert run("build", "--workers", "0", "--root", str(root))[0] == 2
