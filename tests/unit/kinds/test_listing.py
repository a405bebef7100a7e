"""Lists of pictures in CSV and JSONL."""

import io

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
    text = "path\np/a.png\n/etc/passwd\n../x.png\np/../../x.png\nC:/x.png\np/a.png\np/A.png\n"
    reasons = [skip.reason for skip in look(base, text, max_broken=1.0).skipped]
    assert sorted(reasons) == [
        "line 3: leads out of the list's folder",
        "line 4: leads out of the list's folder",
        "line 5: leads out of the list's folder",
        "line 6: leads out of the list's folder",
        "line 7: listed twice",
        "line 8: listed twice",
    ]


def test_a_missing_picture_is_named(base):
    with pytest.raises(DataError, match=r"p/none\.png: No such file"):
        look(base, "path\np/a.png\np/none.png\n")


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
        ('{"path": ["a"]}\n', "l/x.jsonl", "path and label must be texts"),
        ('{"path": "a", "b": {}}\n', "l/x.jsonl", "neither a text nor a number"),
        ('{"path": "a", "b": NaN}\n', "l/x.jsonl", "neither a text nor a number"),
        ("[" * 100_000, "l/x.jsonl", "not JSON"),
        ("path\n", "l/x.txt", "neither .csv nor .jsonl"),
    ],
)
def test_malformed_lists(base, text, name, message):
    with pytest.raises(DataError, match=message):
        look(base, text, name)


def test_missing_and_undecodable_lists(base):
    with pytest.raises(DataError, match=r"cannot read 'l/none\.csv'"):
        open_pictures(ImageList(kind="list", file="l/none.csv"), base=base).survey(seed=0)
    (base / "l/bad.csv").write_bytes(b"path\n\xff\xfe\n")
    with pytest.raises(DataError, match="not UTF-8"):
        open_pictures(ImageList(kind="list", file="l/bad.csv"), base=base).survey(seed=0)
