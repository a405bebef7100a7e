"""Lists of pictures in CSV and JSONL."""

import io
import json
import unicodedata

import pytest
from PIL import Image

from topopress.core.errors import DataError
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import ImageList


@pytest.fixture
def base(tmp_path):
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(buffer, "PNG")
    for name in ("p/a.png", "p/b.png", "outside.png"):
        (tmp_path / "l" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "l" / name).write_bytes(buffer.getvalue())
    return tmp_path


def look(base, text, name="l/list.csv", max_broken=0.05):
    (base / name).write_text(text, "utf-8")
    settings = ImageList(kind="list", file=name, max_broken=max_broken)
    return open_pictures(settings, base=base).survey(seed=0)


def test_csv_with_labels_and_metadata(base):
    table = look(base, "path,label,year,place\np/b.png,dog,1999,Rome\np/a.png, cat ,,\n")
    found = {s.origin: (s.label, dict(s.metadata)) for s in table.samples}
    assert found == {
        "p/a.png": ("cat", {"year": "", "place": ""}),
        "p/b.png": ("dog", {"year": 1999.0, "place": "Rome"}),
    }
    settings = ImageList(kind="list", file="l/list.csv")
    assert open_pictures(settings, base=base).read(table.samples[0]).shape == (4, 4, 3)


def test_jsonl_gives_the_same_samples(base):
    csv = look(base, "path,label,year\np/a.png,cat,3\np/b.png,,4.5\n")
    jsonl = look(
        base,
        '{"path": "p/a.png", "label": "cat", "year": 3}\n\n{"path": "p/b.png", "year": 4.5}\n',
        "l/list.jsonl",
    )
    assert csv.samples == jsonl.samples


def test_the_digest_follows_labels_and_pictures(base):
    settings = ImageList(kind="list", file="l/list.csv")
    digests = set()
    for label in ("cat", "dog"):
        (base / "l/list.csv").write_text(f"path,label\np/a.png,{label}\n")
        digests.add(inputs_digest(settings, base=base))
    (base / "l/p/a.png").write_bytes(b"other")
    digests.add(inputs_digest(settings, base=base))
    assert len(digests) == 3


def test_paths_that_lead_out_and_second_mentions_are_refused(base):
    text = (
        "path\np/a.png\n/etc/passwd\n../x.png\np/../../x.png\nC:/x.png\np/a.png\np/A.png\n"
        './p/a.png\np//a.png\np\\b.png\nhttps://a.org/x.png\n.\n""\nx\x07.png\n'
    )
    table = look(base, text, max_broken=1.0)
    reasons = sorted(
        (skip.reason for skip in table.skipped), key=lambda r: int(r[5:].split(":")[0])
    )
    assert str(table.found) == "14 entries of 'l/list.csv': 1 used, 13 skipped"
    assert reasons == [
        "line 3: leads out of the list's folder",
        "line 4: leads out of the list's folder",
        "line 5: leads out of the list's folder",
        "line 6: leads out of the list's folder",
        "line 7: listed twice, first in line 2",
        "line 8: its path differs only in case from that in line 2",
        "line 9: listed twice, first in line 2",
        "line 10: listed twice, first in line 2",
        "line 11: its path has a backslash; write paths with /",
        "line 12: an address of the web; only files are read",
        "line 13: the path names no file",
        "line 14: the path names no file",
        "line 15: its path has characters that cannot be shown",
    ]


def test_a_missing_picture_is_named(base):
    text = "path\np/a.png\np/none.png\n"
    with pytest.raises(DataError, match=r"p/none\.png: line 3: No such file"):
        look(base, text)
    table = look(base, text, max_broken=0.5)
    assert [str(skip) for skip in table.skipped] == [
        "SkippedInput(origin='p/none.png', reason='line 3: No such file or directory')"
    ]
    assert str(table.found) == "2 entries of 'l/list.csv': 1 used, 1 skipped"


@pytest.mark.parametrize(
    ("path", "hint"),
    [("p/B.PNG", "p/b.png"), (" p/b.png ", "p/b.png"), ("P/b.png", "p/b.png"), ("p", "")],
)
def test_what_is_nearly_there_is_named(base, path, hint):
    (skip,) = look(base, f'path\np/a.png\n"{path}"\n', max_broken=0.5).skipped
    assert hint in skip.reason


@pytest.mark.parametrize("spoil", ["gone", "closed", "folder"])
def test_a_file_that_cannot_be_hashed_does_not_stop_the_digest(base, spoil, monkeypatch):
    file = base / "l/p/b.png"
    (base / "l/list.csv").write_text("path\np/a.png\np/b.png\n")
    settings = ImageList(kind="list", file="l/list.csv", max_broken=0.5)

    def hash_file(path):
        if path == file:
            raise OSError(13, "Permission denied", str(path))
        return "0"

    if spoil != "closed":
        file.unlink()
    if spoil == "folder":
        file.mkdir()
    assert inputs_digest(settings, base=base, hash_file=hash_file)


@pytest.mark.parametrize("listed", ["NFC", "NFD"])
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_names_that_are_composed_otherwise_are_found(base, listed, suffix):
    stored = {"NFC": "NFD", "NFD": "NFC"}[listed]
    folder = base / "l" / unicodedata.normalize(stored, "\u00e9t\u00e9")
    folder.mkdir()
    (base / "l/p/a.png").rename(folder / unicodedata.normalize(stored, "caf\u00e9.png"))
    path = unicodedata.normalize(listed, "\u00e9t\u00e9/caf\u00e9.png")
    text = f"path\n{path}\n" if suffix == "csv" else json.dumps({"path": path})
    (sample,) = look(base, text, f"l/list.{suffix}").samples
    source = open_pictures(ImageList(kind="list", file=f"l/list.{suffix}"), base=base)
    assert source.read(sample).shape == (4, 4, 3)


def test_two_compositions_of_a_name_are_one_file(base):
    (base / "l/caf\u00e9.png").write_bytes((base / "l/p/a.png").read_bytes())
    (skip,) = look(base, "path\ncaf\u00e9.png\ncafe\u0301.png\n", max_broken=0.5).skipped
    assert skip.reason == "line 3: listed twice, first in line 2"


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("file,label\nx,y\n", "l/x.csv", r"no column 'path' \(columns: 'file', 'label'\)"),
        ("paht\nx\n", "l/x.csv", "did you mean 'paht'"),
        ("", "l/x.csv", "no column 'path'"),
        ("path,label\n", "l/x.csv", "lists no picture"),
        ("path,label\na,b,c\n", "l/x.csv", "line 2 does not have the 2 columns"),
        ("path,label\na\n", "l/x.csv", "line 2 does not have the 2 columns"),
        ('path\n"a\n', "l/x.csv", "line"),
        ('{"path": "a.png"}\n{"path"\n', "l/x.jsonl", "line 2: not JSON"),
        ("[1]\n", "l/x.jsonl", "line 1: expected an object"),
        ('{"label": "cat"}\n', "l/x.jsonl", "line 1 has no column 'path'"),
        ('{"path": ["a"]}\n', "l/x.jsonl", "'path' holds a list or an object"),
        ('{"path": "a", "b": {}}\n', "l/x.jsonl", "'b' holds a list or an object"),
        ('{"path": 7}\n', "l/x.jsonl", "line 1: 'path' must be a text"),
        ('{"path": "a", "label": ["b"]}\n', "l/x.jsonl", "'label' holds a list or an object"),
        ('{"path": "a", "label": "b", "label": "c"}\n', "l/x.jsonl", "'label' stands there twice"),
        ('{"path": "a", " label": "b", "label": "c"}\n', "l/x.jsonl", "'label' stands there twice"),
        ("path,label,label\na,b,c\n", "l/x.csv", "line 1: the column 'label' stands there twice"),
        ("path, path\na,b\n", "l/x.csv", "the column 'path' stands there twice"),
        ("path,year,year\na,1,2\n", "l/x.csv", "the column 'year' stands there twice"),
        ("path;label\na;b\n", "l/x.csv", "separated by ';'; write commas"),
        ("path\tlabel\na\tb\n", "l/x.csv", "separated by tabs; write commas"),
        ("PATH,label\na,b\n", "l/x.csv", "no column 'path'; rename 'PATH'"),
        ('path,label\n"a\nb",c\nd\n', "l/x.csv", "line 4 does not have"),
        ('path,label\r\n\r\na,"b\r\n', "l/x.csv", "line 3: unexpected end of data"),
        ("path,label\na,b,\u2028\n", "l/x.csv", "line 2 does not have"),
        ('{"path": "a"}\n\n[]\n', "l/x.jsonl", "line 3: expected an object"),
        ('\n{"path": "a", "b": -Infinity}', "l/x.jsonl", "line 2: -Infinity is neither a text"),
        ('{"path": "a", "b": NaN}\n', "l/x.jsonl", "neither a text nor a number"),
        ("[" * 100_000, "l/x.jsonl", "not JSON"),
        ("path\n", "l/x.txt", "neither .csv nor .jsonl"),
    ],
)
def test_malformed_lists(base, text, name, message):
    with pytest.raises(DataError, match=message):
        look(base, text, name)


def test_missing_and_undecodable_lists(base):
    with pytest.raises(DataError, match=r"'l/none\.csv': cannot be read"):
        open_pictures(ImageList(kind="list", file="l/none.csv"), base=base).survey(seed=0)
    contents = {
        b"path\n\xff\xfe\n": "line 2 is not UTF-8 text .*; save the list as UTF-8",
        b"path,label\na.png,caf\xe9\n": "line 2 is not UTF-8",
        "path\na.png\n".encode("utf-16"): "not UTF-8 text but UTF-16 or UTF-32",
        "path\na.png\n".encode("utf-16-le"): "not UTF-8 text but UTF-16 or UTF-32",
        "path\na.png\n".encode("utf-32-be"): "not UTF-8 text but UTF-16 or UTF-32",
    }
    for content, message in contents.items():
        (base / "l/bad.csv").write_bytes(content)
        with pytest.raises(DataError, match=message):
            open_pictures(ImageList(kind="list", file="l/bad.csv"), base=base).survey(seed=0)
