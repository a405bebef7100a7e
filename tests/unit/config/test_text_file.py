"""Texts are UTF-8 with or without a byte order mark; any other encoding is named."""

import codecs

import pytest

from topopress.config.load import load_project
from unit.config.test_load import GOOD, SITE, message, write_site

TEXT = f'# Grüße\ntitle = "Büro"{GOOD.replace(chr(10) + "title = ", chr(10) + "# ", 1)}'
ESSAY = "# Büro\n\n## Erstens\n"


def write(root, toml, essay, site=b'title = "Site"'):
    write_site(root, one="")
    (root / "content/site.toml").write_bytes(site)
    (root / "content/one/exploration.toml").write_bytes(toml)
    (root / "content/one/index.md").write_bytes(essay)
    return root


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["plain", "mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_a_text_is_the_same_with_any_mark_and_line_end(tmp_path, mark, end):
    def encoded(text):
        return mark + text.replace("\n", end).encode()

    project = load_project(write(tmp_path, encoded(TEXT), encoded(ESSAY), encoded(SITE)))
    (source,) = project.explorations
    assert source.settings.title == "Büro"
    assert source.toml == TEXT
    assert source.essay == ESSAY


@pytest.mark.parametrize(
    "encoding, named",
    [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32")],
)
@pytest.mark.parametrize("file", ["site.toml", "one/exploration.toml", "one/index.md"])
def test_another_unicode_encoding_is_named(tmp_path, encoding, named, file):
    root = write(tmp_path, TEXT.encode(), ESSAY.encode())
    path = root / "content" / file
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    text = message(root)
    assert text.startswith(f"content/{file}: cannot be read as UTF-8 text: this is {named}")
    assert text.endswith("save the file as UTF-8")
    assert "\n" not in text


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp437", "mac-roman"])
def test_an_encoding_of_old_is_one_sentence(tmp_path, encoding):
    text = message(write(tmp_path, TEXT.encode(encoding), ESSAY.encode()))
    assert text.startswith("content/one/exploration.toml: cannot be read as UTF-8 text: ")
    assert "\n" not in text


def test_a_folder_in_the_place_of_a_file(tmp_path):
    root = write(tmp_path, TEXT.encode(), ESSAY.encode())
    (root / "content/one/index.md").unlink()
    (root / "content/one/index.md").mkdir()
    assert message(root) == "content/one/index.md: cannot be read: Is a directory"
