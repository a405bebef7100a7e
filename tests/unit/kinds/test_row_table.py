"""What a table says of rows: ids, labels, texts, pictures, addresses; each mistake is one error."""

import json

import numpy as np
import pytest

from small_pictures import fill
from topopress.core.errors import DataError
from topopress.kinds.arrays.nouns import plural_of
from topopress.kinds.arrays.row_table import RowCount, RowTable
from topopress.kinds.arrays.settings import DescribedRows
from topopress.kinds.arrays.tiles import cropped_to, fitted_into, scaled, shape_of_tiles
from topopress.store.canonical import sha256_of_file

SENTENCES = ["We waited [until] morning.", "A [bank] of sand.", "The [bank] lent it."]


def table_of(folder, rows: list[dict], **settings) -> RowTable:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "rows.jsonl").write_text(lines)
    return RowTable(DescribedRows(kind="rows", metadata="rows.jsonl", **settings), folder)


def survey(table: RowTable, n_rows: int):
    return table.survey(RowCount(n_rows, "data.layers.a: 'a.npy'"))


def refused(folder, rows: list[dict], n_rows: int | None = None, **settings) -> str:
    with pytest.raises(DataError) as error:
        survey(table_of(folder, rows, **settings), len(rows) if n_rows is None else n_rows)
    return str(error.value)


def test_rows_stay_in_the_order_of_the_table(tmp_path):
    rows = [
        {"id": name, "label": name[0], "age": k} for k, name in enumerate(["zoo", "ant", "bee"])
    ]
    found = survey(table_of(tmp_path, rows), 3)
    assert [sample.id for sample in found.samples] == ["zoo", "ant", "bee"]
    assert [found.labels[k] for k in found.label] == ["z", "a", "b"]
    assert [sample.metadata for sample in found.samples] == [{"age": 0}, {"age": 1}, {"age": 2}]


def test_without_a_table_rows_have_numbers(tmp_path):
    found = survey(RowTable(DescribedRows(kind="rows"), tmp_path), 12)
    assert [sample.id for sample in found.samples] == [str(k) for k in range(12)]


def test_without_an_id_rows_have_numbers(tmp_path):
    found = survey(table_of(tmp_path, [{"name": "x"}, {"name": "y"}], label="name"), 2)
    assert [(sample.id, sample.label) for sample in found.samples] == [("0", "x"), ("1", "y")]


def test_one_marked_word_in_every_text(tmp_path):
    rows = [{"s": text} for text in SENTENCES]
    table = table_of(tmp_path, rows, text="s")
    found = survey(table, 3).samples
    assert table.text(found[0]) == "We waited until morning."
    words = [table.text(s)[slice(*s.part)] for s in found]
    assert words == ["until", "bank", "bank"]
    assert found[1].metadata == {"form": "bank"}


@pytest.mark.parametrize("other", ["No mark.", "Two [marks] are [here].", "An open [ bracket."])
def test_brackets_are_letters_where_one_text_has_no_marked_word(tmp_path, other):
    table = table_of(tmp_path, [{"s": text} for text in [*SENTENCES, other]], text="s")
    found = survey(table, 4)
    assert [table.text(sample) for sample in found.samples] == [*SENTENCES, other]
    assert {sample.part for sample in found.samples} == {()}
    assert "3 of 4 texts have one word in square brackets, and line 4 has not" in found.notices[0]


def test_a_row_may_have_no_text_and_no_address(tmp_path):
    rows = [{"s": "One."}, {"s": "", "u": "https://example.org/a?b=c#d"}, {"u": ""}]
    table = table_of(tmp_path, rows, text="s", link="u")
    found = survey(table, 3).samples
    assert [table.text(sample) for sample in found] == ["One.", "", ""]
    assert table.links == ("", "https://example.org/a?b=c#d", "")


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "example.org",
        "https://user:secret@example.org",
        "https://exa mple.org",
        'https://example.org/"onclick="x',
        "http://",
    ],
)
def test_an_address_of_another_kind_names_its_line(tmp_path, link):
    rows = [{"u": "https://example.org"}, {"u": link}]
    assert "data.link: data.metadata: 'rows.jsonl', line 2" in refused(tmp_path, rows, link="u")


@pytest.mark.parametrize(
    ("rows", "settings", "said"),
    [
        ([{"id": "a"}, {"id": "a"}], {}, "line 2: the id 'a' stands in line 1, too"),
        ([{"id": "a"}, {"id": " "}], {}, "line 2: the id '' cannot be shown"),
        ([{"id": "a\x07"}], {}, "cannot be shown"),
        ([{"id": "a" * 201}], {}, "an id has 1 to 200 characters"),
        ([{"idd": "a"}], {"id": "id"}, "has no column 'id'"),
        ([{"labels": "a"}], {"label": "label"}, "no column 'label'; did you mean 'labels'?"),
        ([{"a": "x"}], {"text": "b"}, "data.text: 'rows.jsonl' has no column 'b'"),
        ([{"a": "x"}], {"picture": "b"}, "data.picture: 'rows.jsonl' has no column 'b'"),
        ([{"a": "x"}], {"link": "b"}, "data.link: 'rows.jsonl' has no column 'b'"),
        ([{"a": "x"}], {"numbers": ("b",)}, "has no column 'b'"),
        ([{"a": "x"}], {"numbers": ("a",)}, "must be a number"),
        ([{"a": ""}], {"text": "a"}, "the column 'a' of data.metadata: 'rows.jsonl' has no text"),
        ([{"a": "\ud800"}], {"text": "a"}, "line 1: it has half of a character"),
        ([{"a": "gone.png"}], {"picture": "a"}, "1 of 1 pictures cannot be used"),
        ([{"a": ""}], {"picture": "a"}, "0 of 0 pictures cannot be used"),
    ],
)
def test_mistakes(tmp_path, rows, settings, said):
    assert said in refused(tmp_path, rows, **settings)


def test_another_number_of_entries(tmp_path):
    message = refused(tmp_path, [{"a": "x"}] * 3, n_rows=4)
    assert "'rows.jsonl' has 3 entries, and data.layers.a: 'a.npy' has 4 rows" in message


@pytest.mark.parametrize("name", ["rows.csv", "rows.parquet", "rows.txt", "rows"])
def test_a_table_that_is_not_there_or_of_another_kind(tmp_path, name):
    table = RowTable(DescribedRows(kind="rows", metadata=name), tmp_path)
    for read in (lambda: survey(table, 1), lambda: table.digest(sha256_of_file)):
        with pytest.raises(DataError, match="data.metadata: '" + name):
            read()


def test_pictures_are_shared_skipped_and_named(tmp_path):
    fill(tmp_path, ("0.png", "1.png"))
    paths = ["0.png", "1.png", "0.png", "gone.png", ""]
    table = table_of(tmp_path, [{"p": path} for path in paths], picture="p", max_broken=0.5)
    found = survey(table, 5)
    assert [table.picture(sample) is not None for sample in found.samples] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert found.samples[0].digest == found.samples[2].digest != found.samples[1].digest
    (notice,) = found.notices
    assert "gone.png: line 4: No such file or directory" in notice
    assert "picture" in refused(tmp_path, [{"p": "../x.png"}], picture="p")


def test_the_digest_follows_the_table_and_its_pictures(tmp_path):
    fill(tmp_path, ("0.png", "1.png"))
    rows = [{"p": "0.png"}]
    first = table_of(tmp_path, rows, picture="p").digest(sha256_of_file)
    assert table_of(tmp_path, rows, picture="p").digest(sha256_of_file) == first
    (tmp_path / "0.png").write_bytes((tmp_path / "1.png").read_bytes() + b"\0")
    assert table_of(tmp_path, rows, picture="p").digest(sha256_of_file) != first


def test_tiles_have_one_shape_or_are_square():
    assert shape_of_tiles([(100, 200), (50, 100)], 80) == (40, 80)
    assert shape_of_tiles([(100, 200), (50, 50)], 80) == (80, 80)
    assert shape_of_tiles([], 80) == (80, 80)
    picture = np.zeros((30, 90, 3), np.uint8)
    picture[:, 30:60] = 255
    assert (cropped_to(picture, (40, 40)) == 255).all()
    assert len(np.unique(cropped_to(None, (40, 40)))) == 1
    tile, shares = fitted_into(picture, 90)
    assert (tile.shape, shares) == ((90, 90, 3), (1 / 3, 1))


def test_pixels_of_tiny_pictures_stay_squares():
    picture = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    np.testing.assert_array_equal(scaled(picture, (8, 8)), picture.repeat(4, 0).repeat(4, 1))


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("direction", "directions"),
        ("dictionary feature", "dictionary features"),
        ("entry", "entries"),
        ("day", "days"),
        ("class", "classes"),
        ("box", "boxes"),
        ("patch", "patches"),
        ("vertex", "vertices"),
        ("species", "species"),
        ("sick person", "sick people"),
        ("Mouse", "Mice"),
        ("human", "humans"),
    ],
)
def test_plurals(one, many):
    assert plural_of(one) == many
