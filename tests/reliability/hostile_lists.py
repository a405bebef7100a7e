"""Lists of pictures that are damaged, mistaken or hostile, with what must come of each.

The lists lie in a folder with the pictures ``0.png`` to ``3.png``, ``sub/4.png`` and ``café.png``
(composed).
"""

import json
import random
from dataclasses import dataclass

PICTURES = ("0.png", "1.png", "2.png", "3.png", "sub/4.png", "caf\u00e9.png")
GOOD_CSV = "path,label,year\n" + "".join(f"{k}.png,class {k % 2},{1990 + k}\n" for k in range(4))
GOOD_JSONL = "".join(
    json.dumps({"path": f"{k}.png", "label": f"class {k % 2}", "year": 1990 + k}) + "\n"
    for k in range(4)
)


@dataclass(frozen=True)
class HostileList:
    """A list, and what must come of it.

    Attributes:
        rows: How many rows it has, each of which is used or skipped by name; None for an error.
        line: The line that the error names; None where the error is about the whole list.
    """

    name: str
    suffix: str
    content: bytes
    rows: int | None
    line: int | None = None


def named_lists() -> list[HostileList]:
    """Return the lists whose result is known."""
    rng = random.Random(0)
    return [*_csv_rows(rng), *_csv_errors(rng), *_jsonl_rows(rng), *_jsonl_errors(rng)]


def mutated_lists(n: int) -> list[HostileList]:
    """Return good lists of which some bytes were changed, removed or put in."""
    rng, lists = random.Random(1), []
    for k in range(n):
        suffix = ("csv", "jsonl")[k % 2]
        content = bytearray((GOOD_CSV if k % 2 == 0 else GOOD_JSONL).encode())
        for _ in range(rng.choice((1, 1, 3, 10))):
            place, piece = rng.randrange(len(content)), rng.randbytes(rng.randrange(3))
            content[place : place + rng.randrange(4)] = rng.choice(
                (
                    piece,
                    b'"',
                    b",",
                    b"\r",
                    b"\n",
                    b"\0",
                    b"{",
                    b"]",
                    b"\\",
                    b"\xef\xbb\xbf",
                    b"\xc3",
                )
            )
        lists.append(HostileList(f"mutation {k}", suffix, bytes(content), None))
    return lists


def _csv(name: str, text: str | bytes, rows: int) -> HostileList:
    return HostileList(name, "csv", text if isinstance(text, bytes) else text.encode(), rows)


def _csv_rows(rng: random.Random) -> list[HostileList]:
    long = "".join(rng.choices("abc", k=100_000))
    return [
        _csv("byte order mark", "\ufeff" + GOOD_CSV, 4),
        _csv("ends of Windows", GOOD_CSV.replace("\n", "\r\n"), 4),
        _csv("ends of the old Mac", GOOD_CSV.replace("\n", "\r"), 4),
        _csv("no end of the last line", GOOD_CSV.rstrip("\n"), 4),
        _csv("empty lines", GOOD_CSV.replace("\n", "\n\n"), 4),
        _csv("lines of commas alone", GOOD_CSV.replace("\n", "\n,,\n"), 4),
        _csv("more commas at the end", "path,label,,\n0.png,a,,\n1.png,b,,\n,,,\n,,,\n", 2),
        _csv("commas before the header", ",,\n" + GOOD_CSV, 4),
        _csv("quoted nothing", 'path,label\n0.png,a\n"",""\n', 1),
        _csv("a label alone", "path,label\n0.png,a\n,b\n", 2),
        _csv("spaces after commas", GOOD_CSV.replace(",", ", "), 4),
        _csv("all quoted", 'path,label\n"0.png","a"\n"1.png","b"\n', 2),
        _csv("missing file", "path\n0.png\ngone.png\n", 2),
        _csv("missing folder", "path\n0.png\ngone/gone.png\n", 2),
        _csv("a file as a folder", "path\n0.png\n0.png/1.png\n", 2),
        _csv("a folder as a file", "path\n0.png\nsub\n", 2),
        _csv("the list itself", "path\n0.png\nlist.csv\n", 2),
        _csv("empty path", 'path,label\n0.png,a\n,b\n" ",c\n', 3),
        _csv("twice", "path\n0.png\n0.png\n0.png\n", 3),
        _csv("spellings", "path\n0.png\n./0.png\n././0.png\nsub//4.png\nsub/./4.png\n", 5),
        _csv("case", "path\n0.png\n0.PNG\n", 2),
        _csv("compositions", "path\ncaf\u00e9.png\ncafe\u0301.png\n", 2),
        _csv("taken apart", "path\ncafe\u0301.png\n", 1),
        _csv("absolute", "path\n0.png\n/etc/passwd\n", 2),
        _csv("up and out", "path\n0.png\n../../etc/passwd\nsub/../0.png\n", 3),
        _csv("drive", "path\n0.png\nC:\\x.png\nC:x.png\n", 3),
        _csv("backslash", "path\n0.png\nsub\\4.png\n", 2),
        _csv("address", "path\n0.png\nhttps://example.org/a.png\nfile:///etc/passwd\n", 3),
        _csv("bidi", "path,label\n0.png,\u202egnp\n\u202egnp.exe,b\n", 2),
        _csv("escape sequences", "path,label\n0.png,\x1b[31mred\n\x1b]0;x\x07.png,b\n", 2),
        _csv("zero bytes", b"path,label\n0.png,a\0b\n1\0.png,c\n", 2),
        _csv("markup", "path,label\n0.png,<script>alert(1)</script>\n", 1),
        _csv("formula", "path,label\n0.png,\"=cmd|' /C calc'!A0\"\n", 1),
        _csv("long label", f"path,label\n0.png,{long}\n", 1),
        _csv("long path", f"path\n0.png\n{long}.png\n{'x/' * 3000}y.png\n", 3),
        _csv(
            "many columns", f"path,{','.join(f'c{k}' for k in range(5000))}\n0.png{',' * 5000}\n", 1
        ),
        _csv("huge numbers", "path,label,x\n0.png,1e999,1e999\n1.png,1e999,-1e999\n", 2),
        _csv("not a number", "path,label,x\n0.png,nan,nan\n1.png,NaN,inf\n", 2),
        _csv("digits", f"path,label,x\n0.png,{'9' * 5000},{'9' * 5000}\n", 1),
        _csv("other digits", "path,label,x\n0.png,\u0663,\u0663\n1.png,\uff13,3\n", 2),
        _csv("underscores", "path,x\n0.png,1_000\n1.png,1000\n", 2),
        _csv("line separators", "path,label\n0.png,a\u2028b\n1.png,c\x0bd\x0ce\x85f\n", 2),
        _csv("ends of lines in quotes", 'path,label\n0.png,"a\nb\r\nc"\n1.png,d\n', 2),
        _csv("names of columns", "path,class,Label, ,../x,<b>\n0.png,a,b,c,d,e\n", 1),
        _csv("no names", "path,,,\n0.png,1,2,3\n", 1),
        _csv("device names", "path\n0.png\nCON\nNUL.png\n", 3),
        _csv("patterns", "path\n0.png\n*.png\n?.png\n~/x.png\n$HOME.png\n%2e%2e/x.png\n", 6),
        _csv("only spaces", "path\n0.png\n   \n", 2),
        _csv("many rows", "path\n" + "0.png\n" * 3000, 3000),
    ]


def _csv_errors(rng: random.Random) -> list[HostileList]:
    def wrong(name: str, text: str | bytes, line: int | None = None) -> HostileList:
        content = text if isinstance(text, bytes) else text.encode()
        return HostileList(name, "csv", content, None, line)

    return [
        wrong("empty", ""),
        wrong("only ends of lines", "\n\n\n"),
        wrong("only a byte order mark", "\ufeff"),
        wrong("only a header", "path,label\n"),
        wrong("no path", "file,label\n0.png,a\n"),
        wrong("path in capitals", "PATH,LABEL\n0.png,a\n"),
        wrong("two labels", "path,label,label\n0.png,a,b\n", 1),
        wrong("two labels apart by a space", "path,label, label\n0.png,a,b\n", 1),
        wrong("two paths", "path,path\n0.png,1.png\n", 1),
        wrong("semicolons", "path;label\n0.png;a\n"),
        wrong("tabs", "path\tlabel\n0.png\ta\n"),
        wrong("too many columns", "path,label\n0.png,a\n1.png,b,c\n", 3),
        wrong("too few columns", "path,label\n0.png,a\n\n1.png\n", 4),
        wrong("open quote", 'path,label\n0.png,a\n1.png,"b\n2.png,c\n', 3),
        wrong("quote within", 'path,label\n0.png,a\n1.png,"b"c\n', 3),
        wrong("too long a field", f"path,label\n0.png,a\n1.png,{'x' * 200_000}\n", 3),
        wrong("UTF-16", GOOD_CSV.encode("utf-16")),
        wrong("UTF-16 without a mark", GOOD_CSV.encode("utf-16-be")),
        wrong("UTF-32", GOOD_CSV.encode("utf-32")),
        wrong("Latin-1", "path,label\n0.png,a\n1.png,caf\u00e9\n".encode("latin-1"), 3),
        wrong("a picture", b"\x89PNG\r\n\x1a\n" + rng.randbytes(500), 1),
        wrong("an archive", b"PK\x03\x04\xff" + rng.randbytes(500), 1),
    ]


def _jsonl(name: str, text: str, rows: int) -> HostileList:
    return HostileList(name, "jsonl", text.encode(), rows)


def _jsonl_rows(rng: random.Random) -> list[HostileList]:
    key = "".join(rng.choices("abc", k=3000))
    return [
        _jsonl("JSON, byte order mark", "\ufeff" + GOOD_JSONL, 4),
        _jsonl("JSON, ends of Windows", GOOD_JSONL.replace("\n", "\r\n\r\n"), 4),
        _jsonl("JSON, no end of the last line", GOOD_JSONL.rstrip("\n"), 4),
        _jsonl(
            "JSON, numbers", '{"path": "0.png", "label": 7}\n{"path": "1.png", "label": 7.0}', 2
        ),
        _jsonl("JSON, long number", f'{{"path": "0.png", "label": {"9" * 6000}, "x": 1e999}}', 1),
        _jsonl("JSON, exponents", '{"path": "0.png", "x": 1e-9999999999999999999999}', 1),
        _jsonl("JSON, words", '{"path": "0.png", "label": true, "x": null, "y": false}', 1),
        _jsonl(
            "JSON, half characters",
            '{"path": "\\ud800.png"}\n{"path": "0.png", "label": "\\udc00"}',
            2,
        ),
        _jsonl("JSON, zero", '{"path": "0.png\\u0000"}\n{"path": "1.png", "label": "\\u0000"}', 2),
        _jsonl("JSON, empty path", '{"path": "0.png"}\n{"path": ""}\n{"path": "."}', 3),
        _jsonl(
            "JSON, up and out",
            '{"path": "../0.png"}\n{"path": "\\/etc\\/passwd"}\n{"path": "0.png"}',
            3,
        ),
        _jsonl("JSON, long key", f'{{"path": "0.png", "{key}": 1}}', 1),
        _jsonl("JSON, keys of objects", '{"path": "0.png", "__proto__": "x", "constructor": 1}', 1),
        _jsonl("JSON, other columns", '{"path": "0.png", "a": 1}\n{"path": "1.png", "b": "x"}', 2),
        _jsonl("JSON, missing", '{"path": "gone.png"}\n{"path": "0.png"}', 2),
    ]


def _jsonl_errors(rng: random.Random) -> list[HostileList]:
    def wrong(name: str, text: str, line: int | None = 2) -> HostileList:
        first = '{"path": "0.png", "label": "a"}\n' if line == 2 else ""
        return HostileList(f"JSON, {name}", "jsonl", (first + text).encode(), None, line)

    return [
        wrong("empty", "", None),
        wrong("cut short", '{"path": "1.png", "label"'),
        wrong("an array", '["1.png"]'),
        wrong("a text", '"1.png"'),
        wrong("one document", '[\n{"path": "0.png"},\n{"path": "1.png"}\n]', 1),
        wrong("two objects", '{"path": "1.png"}{"path": "2.png"}'),
        wrong("comma at the end", '{"path": "1.png",}'),
        wrong("single quotes", "{'path': '1.png'}"),
        wrong("NaN", '{"path": "1.png", "x": NaN}'),
        wrong("Infinity", '{"path": "1.png", "label": -Infinity}'),
        wrong("deep arrays", '{"path": "1.png", "x": ' + "[" * 50_000 + "]" * 50_000 + "}"),
        wrong("deep objects", '{"a":' * 50_000 + "1" + "}" * 50_000),
        wrong("a key twice", '{"path": "1.png", "label": "a", "label": "b"}'),
        wrong("a key twice by a space", '{"path": "1.png", "label": "a", "label ": "b"}'),
        wrong("no path", '{"label": "a"}'),
        wrong("path of null", '{"path": null}'),
        wrong("path of a number", '{"path": 1}'),
        wrong("path of a list", '{"path": ["1.png"]}'),
        wrong("label of an object", '{"path": "1.png", "label": {"a": 1}}'),
        wrong("list in a column", '{"path": "1.png", "x": [1, 2]}'),
        wrong("raw control character", '{"path": "1.png", "label": "a\x01b"}'),
        wrong("zero bytes", "\0" * 10),
        wrong("noise", "".join(rng.choices("{}[]:,\\", k=200))),
    ]
