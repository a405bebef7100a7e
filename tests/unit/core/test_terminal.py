"""What a terminal would obey is written as an escape; all else stays."""

import pytest

from topopress.core.errors import DataError
from topopress.core.terminal import escaped


@pytest.mark.parametrize("text", ["plain", "two\nlines\tand a tab", "Zürich 3 500 日本 \U0001f600"])
def test_texts_stay(text):
    assert escaped(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    {"\x1b[31mred": "\\x1b[31mred", "a\rb\x00": "a\\rb\\x00", "\x9b2J": "\\x9b2J",
     "\u202egnp.exe": "\\u202egnp.exe", "\udcff": "\\udcff"}.items(),
)  # fmt: skip
def test_what_a_terminal_obeys_is_escaped(text, shown):
    assert escaped(text) == shown


def test_an_error_of_the_command_is_escaped(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from topopress.cli import building, main

    def fail(*_: object, **__: object) -> None:
        raise DataError("'\x1b]0;owned\x07.png' \udcff")

    monkeypatch.setattr(building, "build_site", fail)
    done = CliRunner().invoke(main, ["build", "--root", str(tmp_path)])
    assert done.exit_code == 1
    assert done.output.endswith("error: '\\x1b]0;owned\\x07.png' \\udcff\n")
