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
