"""Options that cannot be used are one message, before anything is read or computed."""

import socket

import pytest
from click.testing import CliRunner

from tiny_project import SETTINGS, write_project
from topopress.cli import main


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture
def root(tmp_path):
    return write_project(tmp_path / "site")


def untouched(root):
    return [path.name for path in root.iterdir()] == ["content"]


@pytest.mark.parametrize(
    "option, value",
    [
        ("--eps", "inf"),
        ("--eps", "nan"),
        ("--eps", "1e300"),
        ("--eps", "-1"),
        ("--overlap", "nan"),
        ("--overlap", "1"),
        ("--intervals", "0"),
        ("--intervals", 10**9),
        ("--intervals", 2**64),
        ("--intervals", "1e3"),
    ],
)
def test_a_value_that_cannot_be_swept_is_wrong_usage(root, option, value):
    status, text = run("sweep", "tiny", "--root", root, option, value)
    assert status == 2
    assert f"Invalid value for '{option}'" in text
    assert untouched(root)


def test_more_elements_of_two_lenses_than_a_graph_can_have(tmp_path):
    two = SETTINGS.replace(
        "[mapper.cover]", '[mapper]\nlens = ["l2_norm", "l1_norm"]\n[mapper.cover]'
    )
    root = write_project(tmp_path, settings=two)
    status, text = run("sweep", "tiny", "--root", root, "--intervals", 300)
    assert status == 1
    assert "--intervals 300: 90,000 cover elements of 2 lenses" in text


@pytest.mark.parametrize("port", [70000, -1, 2**64, "http"])
def test_a_port_that_is_none(root, port):
    status, text = run("serve", "--root", root, "--port", port)
    assert status == 2
    assert "Invalid value for '--port'" in text


@pytest.mark.parametrize("host", ["not a host", "256.1.1.1", "a" * 100, "a..b", "::1::"])
def test_a_host_that_is_none_is_known_before_the_build(root, host):
    status, text = run("serve", "--root", root, "--host", host, "--port", 0)
    assert status == 1
    assert text.startswith("error: cannot listen on ")
    assert text.count("\n") == 1
    assert untouched(root)


def test_a_port_that_is_used_is_known_before_the_build(root):
    with socket.socket() as used:
        used.bind(("127.0.0.1", 0))
        used.listen()
        port = used.getsockname()[1]
        status, text = run("serve", "--root", root, "--port", port)
    assert status == 1
    assert "Address already in use; choose another --host or --port" in text
    assert untouched(root)


@pytest.mark.parametrize("command", ["build", "check", "clean"])
def test_a_folder_that_is_a_file(root, command):
    file = root.parent / "file"
    file.write_text("")
    for option in ("--root", "--out"):
        status, text = run(command, "--root", root, option, file)
        assert status == 2
        assert "is a file" in text


@pytest.mark.parametrize("out", ["file/inner", "x" * 300, "site", "."])
def test_an_output_that_cannot_be_written_is_known_before_work(root, out, monkeypatch):
    monkeypatch.chdir(root.parent)
    (root.parent / "file").write_text("")
    status, text = run("build", "--root", root, "--out", out)
    assert status == 1
    assert text.startswith("error: ")
    assert text.count("\n") == 1
    assert untouched(root)


@pytest.mark.parametrize(
    "command", [("build",), ("check",), ("serve",), ("tune", "a"), ("sweep", "a")]
)
def test_a_root_that_is_not_there(tmp_path, command):
    status, text = run(*command, "--root", tmp_path / "nowhere")
    assert status == 1
    assert "nowhere/content: no such folder; `topopress new FOLDER`" in text
    assert not (tmp_path / "nowhere").exists()
