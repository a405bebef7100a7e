"""Labels of a list are what is written; further columns are numbers where nothing is lost."""

import json
import re

import pytest

from topopress.core.errors import DataError
from topopress.kinds.images.reading import open_pictures
from topopress.kinds.images.settings import ImageList

TINY = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


def look(base, text, suffix="csv", **more):
    file = base / f"list.{suffix}"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    for k in range(6):
        (base / f"{k}.png").write_bytes(TINY)
    settings = ImageList(kind="list", file=file.name, **more)
    return open_pictures(settings, base=base).survey(seed=0)


def labels(table):
    return [sample.label for sample in sorted(table.samples, key=lambda sample: sample.origin)]


def column(table, name):
    ordered = sorted(table.samples, key=lambda sample: sample.origin)
    return [sample.metadata.get(name) for sample in ordered]


def csv_of(values, name="label"):
    return f"path,{name}\n" + "".join(f"{k}.png,{value}\n" for k, value in enumerate(values))


def jsonl_of(values, name="label"):
    """Return lines of JSON with the values as they are written."""
    lines = [f'{{"path": "{k}.png", "{name}": {value}}}' for k, value in enumerate(values)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "written",
    [
        ["2480528", "2480529", "12345678"],
        ["007", "7", "7.0", "07"],
        ["1e3", "1000", "1E3", "1000.0"],
        ["0.10", "0.1", "-0", "0"],
        ["nan", "inf", "1_000", "0x10"],
        ["9007199254740993", "9007199254740992", "1" * 60],
        ["true", "True", "None", "null"],
    ],
)
def test_labels_are_the_text_of_a_csv_file(tmp_path, written):
    assert labels(look(tmp_path, csv_of(written))) == written
    texts = [json.dumps(text) for text in written]
    assert labels(look(tmp_path, jsonl_of(texts), "jsonl")) == written


@pytest.mark.parametrize(
    "written",
    [
        ["7", "7.0", "1e3", "-0", "1E+3"],
        ["9007199254740993", "9007199254740992", "1" * 5000],
        ["true", "false"],
        ["0.1", "0.10", "1e999"],
    ],
)
def test_labels_are_the_text_of_a_json_number(tmp_path, written):
    found = labels(look(tmp_path, jsonl_of(written), "jsonl"))
    assert found == [text[:200] for text in written]


def test_no_label_is_no_label(tmp_path):
    assert labels(look(tmp_path, csv_of(["", " ", "a"]))) == [None, None, "a"]
    assert labels(look(tmp_path, jsonl_of(["null", '""', '"a"']), "jsonl")) == [None, None, "a"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["1999", "2001", "5"], [1999.0, 2001.0, 5.0]),
        (["0.5", "-3", "1e-05"], [0.5, -3.0, 1e-05]),
        (["3.0", "4.5", ""], [3.0, 4.5, ""]),
        (["0", "1", "2"], [0.0, 1.0, 2.0]),
        (["01234", "98765", "5"], ["01234", "98765", "5"]),
        (["1.50", "2.25", "3"], ["1.50", "2.25", "3"]),
        (["9007199254740993", "1", "2"], ["9007199254740993", "1", "2"]),
        (["7", "7.0", "8"], ["7", "7.0", "8"]),
        (["1e3", "5", "6"], ["1e3", "5", "6"]),
        (["nan", "5", "6"], ["nan", "5", "6"]),
        (["+5", "6", "7"], ["+5", "6", "7"]),
        (["5", "old", "7"], ["5", "old", "7"]),
    ],
)
def test_a_column_is_of_numbers_if_each_comes_back(tmp_path, written, read):
    assert column(look(tmp_path, csv_of(written, "x")), "x") == read
    texts = [json.dumps(text) for text in written]
    assert column(look(tmp_path, jsonl_of(texts, "x"), "jsonl"), "x") == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["3", "4.50", "1e3"], [3.0, 4.5, 1000.0]),
        (["3", "null", "-0.0"], [3.0, None, -0.0]),
        (["9007199254740993", "1"], ["9007199254740993", "1"]),
        (["1e999", "1"], ["1e999", "1"]),
        (["1e-99999999999999999999", "1"], ["1e-99999999999999999999", "1"]),
        (["true", "false"], ["true", "false"]),
        (["3", '"old"'], ["3", "old"]),
    ],
)
def test_numbers_of_json_are_numbers_unless_digits_are_lost(tmp_path, written, read):
    assert column(look(tmp_path, jsonl_of(written, "x"), "jsonl"), "x") == read


def test_a_setting_names_the_columns_of_numbers(tmp_path):
    table = look(tmp_path, csv_of(["01234", "1.50", ""], "x"), numbers=("x",))
    assert column(table, "x") == [1234.0, 1.5, ""]


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ("x", r"'list\.csv', line 3: 'x' must be a number, .*; got 'old'"),
        ("y", r"data\.numbers: 'list\.csv' has no column 'y' \(further columns: 'x'\)"),
        ("label", r"data\.numbers: 'label' is always text"),
        ("path", r"data\.numbers: 'path' is always text"),
    ],
)
def test_a_named_column_that_is_not_of_numbers(tmp_path, numbers, message):
    with pytest.raises(DataError, match=message):
        look(tmp_path, csv_of(["5", "old"], "x"), numbers=(numbers,))


@pytest.mark.parametrize(
    "text",
    [
        "path,label\n0.png,a\n1.png,b",
        "\ufeffpath,label\r\n0.png,a\r\n1.png,b\r\n",
        "path, label\n0.png, a\n1.png, b\n",
        'path, label\n"0.png", "a"\n"1.png", "b"\n',
        " path , label \n0.png,a\n1.png,b\n",
        '"label","path"\n"a","0.png"\n"b","1.png"\n',
        "\n\npath,label\n\n0.png,a\n\n1.png,b\n\n",
        "path,label\r0.png,a\r1.png,b\r",
    ],
)
def test_spellings_of_one_list(tmp_path, text):
    table = look(tmp_path, text)
    assert labels(table) == ["a", "b"]
    assert (str(table.found), table.notices) == ("2 entries of 'list.csv': 2 used, 0 skipped", ())


def test_a_quoted_value_keeps_its_spaces(tmp_path):
    (tmp_path / " a.png").write_bytes(TINY)
    table = look(tmp_path, 'path, label\n" a.png", x\n')
    assert [sample.origin for sample in table.samples] == [" a.png"]


def test_values_with_commas_quotes_and_ends_of_lines(tmp_path):
    text = 'path,label,x\n0.png,"a, ""b""","c\nd"\n1.png,e\u2028f,g\x0bh\n'
    table = look(tmp_path, text)
    assert labels(table) == ['a, "b"', "e f"]
    assert column(table, "x") == ["c d", "g h"]


@pytest.mark.parametrize("name", ["Label", "LABEL", "labels", "class", "Category"])
def test_a_column_that_is_nearly_the_labels_is_named(tmp_path, name):
    said = f"the column {name!r} is not read as labels; rename it to 'label'"
    assert said in look(tmp_path, csv_of(["a"], name)).notices[0]
    assert said in look(tmp_path, jsonl_of(['"a"'], name), "jsonl").notices[0]


def test_columns_without_a_name_are_left_out(tmp_path):
    table = look(tmp_path, ",path,label,,\n0,0.png,a,,\n1,1.png,b,,\n")
    assert labels(table) == ["a", "b"]
    assert table.samples[0].metadata == {}
    assert table.notices == ("a column without a name is left out",)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["cat", "Cat"], "labels that differ only in case stay 2 labels: Cat, cat"),
        (
            ["caf\u00e9", "cafe\u0301"],
            r"2 labels become one, 'caf\u00e9', .*: 'cafe\\u0301', 'caf\\xe9'",
        ),
        (["a b", "a  b", "a\u200eb"], "labels become one, 'a b'"),
        (["x" * 250, "x" * 251], "2 labels become one"),
        (["\x07", "a"], r"labels without a character that can be shown count as none: '\\x07'"),
    ],
)
def test_labels_that_are_alike_are_said(tmp_path, written, said):
    notices = " ".join(look(tmp_path, csv_of(written)).notices)
    assert re.search(said, notices)
