"""Class names from text and CSV files, and how many there must be."""

import pytest

from topopress.core.errors import NetworkError
from topopress.network.classes import fit_classes, read_classes


def test_lines_of_a_text_file(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("\ufeffcat\r\n\x1b[31mdog\u0007\n\n", "utf-8")
    assert read_classes(path) == ("cat", "[31mdog")


def test_the_name_column_of_a_csv_file(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text('index,wnid,name\n0,n01,"kit fox, Vulpes"\n1,n02,setter\n')
    assert read_classes(path) == ("kit fox, Vulpes", "setter")


def test_a_csv_file_without_header(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("cat\ndog\n")
    assert read_classes(path) == ("cat", "dog")


def test_a_line_ends_only_at_its_end(tmp_path):
    path = tmp_path / "names.txt"
    path.write_bytes("a\x85b\rc\u2028d\n\ne".encode())
    assert read_classes(path) == ("ab", "cd", "", "e")


@pytest.mark.parametrize(
    "text",
    [
        '["cat", "dog", "tench"]',
        '\ufeff["cat", "dog", "tench"]',
        '{"0": "cat", "1": "dog", "2": "tench"}',
        '{"2": "tench", "0": "cat", "1": "dog"}',
        '{"tench": 2, "cat": 0, "dog": 1}',
        '{"0": ["n02121808", "cat"], "1": ["n02084071", "dog"], "2": ["n01440764", "tench"]}',
    ],
)
def test_names_in_a_json_file(tmp_path, text):
    path = tmp_path / "names.json"
    path.write_text(text, "utf-8")
    assert read_classes(path) == ("cat", "dog", "tench")


@pytest.mark.parametrize(
    "text",
    [
        '{"0": "cat", "2": "dog"}',
        '{"0": "cat", "0": "dog"}',
        '{"cat": 0, "dog": 0}',
        '{"cat": 1, "dog": 2}',
        '{"cat": 0.5}',
        '{"cat": true}',
        '{"0": 1.5}',
        '{"0": []}',
        '["cat", 3]',
        '["cat", null]',
        '"cat"',
        "7",
    ],
)
def test_json_that_does_not_number_all_outputs(tmp_path, text):
    path = tmp_path / "names.json"
    path.write_text(text)
    with pytest.raises(NetworkError, match=r"names\.json must hold a list of names, or an object"):
        read_classes(path)


@pytest.mark.parametrize("text", ["", "cat\ndog\n", "[" * 100_000, '["cat"'])
def test_a_json_file_without_json(tmp_path, text):
    path = tmp_path / "names.json"
    path.write_text(text)
    with pytest.raises(NetworkError, match=r"names\.json is not JSON"):
        read_classes(path)


def test_the_index_of_a_csv_file_is_the_output(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("index,name\n1,cat\n2,dog\n")
    assert read_classes(path) == ("cat", "dog")
    path.write_text("index,name\n1,cat\n0,dog\n")
    with pytest.raises(NetworkError, match="says '0' where 2 is expected; sort the rows"):
        read_classes(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "holds no names"), (b"\xff\xfe\xfa", "not UTF-8"), (None, "cannot read")],
)
def test_unusable_files(tmp_path, content, message):
    path = tmp_path / "names.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NetworkError, match=message):
        read_classes(path)


def test_number_of_names():
    names = ("a", "b", "c")
    assert fit_classes(names, 3, given=True, may_be_fewer=False) == names
    assert fit_classes(names, None, given=True, may_be_fewer=False) == names
    assert fit_classes(names, 5, given=False, may_be_fewer=False) == ()
    assert fit_classes(names, 4, given=True, may_be_fewer=True) == (*names, "unused")
    with pytest.raises(NetworkError, match="3 names for a network with 4 outputs"):
        fit_classes(names, 4, given=True, may_be_fewer=False)
