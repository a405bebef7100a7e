"""Files of texts and words that are damaged, mistaken or hostile, with what must come of each."""

import json
import random
from dataclasses import dataclass

WORDS = {"kind": "tokens", "sentence": "s", "form": "form"}
MARKED = {"kind": "tokens", "text": "text"}
LINES = {"kind": "tokens"}
CONLLU = {"kind": "tokens"}
TEXTS = {"kind": "texts"}
SETTINGS = {"words": WORDS, "marked": MARKED, "lines": LINES, "conllu": CONLLU, "texts": TEXTS}

GOOD_CONLLU = (
    "# sent_id = a\n# text = We don't go.\n"
    + "".join(
        "\t".join(cells) + "\n"
        for cells in (
            ("1", "We", "we", "PRON", "_", "Case=Nom", "4", "nsubj", "_", "_"),
            ("2-3", "don't", "_", "_", "_", "_", "_", "_", "_", "_"),
            ("2", "do", "do", "AUX", "_", "_", "4", "aux", "_", "_"),
            ("3", "n't", "not", "PART", "_", "_", "4", "advmod", "_", "_"),
            ("4", "go", "go", "VERB", "_", "_", "0", "root", "_", "SpaceAfter=No"),
            ("5", ".", ".", "PUNCT", "_", "_", "4", "punct", "_", "_"),
        )
    )
    + "\n"
)
GOOD_WORDS = "s\tform\tlabel\na\tWe\tPRON\na\tgo\tVERB\nb\tYes\tINTJ\n"
GOOD_MARKED = "We [go].\nYou [stay] here.\n[They] wait.\n"
GOOD_TEXTS = "One text.\nTwo texts.\nThree.\n"
GOOD_JSONL = "".join(
    json.dumps({"text": f"Text {k}.", "label": f"l{k % 2}"}) + "\n" for k in range(4)
)


@dataclass(frozen=True)
class HostileText:
    """A file, and what must come of it.

    Attributes:
        total: How many things it has, each used, skipped by name, or counted; None for an error.
        line: The line that the error names; None where the error is about the whole file.
    """

    name: str
    sort: str
    suffix: str
    content: bytes
    total: int | None
    line: int | None = None


def named_files() -> list[HostileText]:
    """Return the files whose result is known."""
    return [*_conllu(), *_conllu_errors(), *_words(), *_word_errors(), *_marked(), *_texts()]


def mutated_files(n: int) -> list[HostileText]:
    """Return good files of which some bytes were changed, removed or put in."""
    rng, found = random.Random(2), []
    good = (
        ("conllu", "conllu", GOOD_CONLLU),
        ("words", "tsv", GOOD_WORDS),
        ("words", "csv", GOOD_WORDS.replace("\t", ",")),
        ("lines", "txt", GOOD_MARKED),
        ("texts", "txt", GOOD_TEXTS),
        ("texts", "jsonl", GOOD_JSONL),
    )
    pieces = (b'"', b"\t", b",", b"\r", b"\n", b"\0", b"[", b"]", b"\\", b"#", b"\xef\xbb\xbf",
              b"\xc3", b"\xcc\x81", b"1", b"-", b".")  # fmt: skip
    for k in range(n):
        sort, suffix, text = good[k % len(good)]
        content = bytearray(text.encode())
        for _ in range(rng.choice((1, 1, 3, 10))):
            place = rng.randrange(len(content))
            content[place : place + rng.randrange(4)] = rng.choice(pieces)
        found.append(HostileText(f"mutation {k}", sort, suffix, bytes(content), None))
    return found


def _file(
    sort: str, suffix: str, name: str, text: str | bytes, total: int | None, line: int | None = None
) -> HostileText:
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return HostileText(f"{sort} {suffix}: {name}", sort, suffix, content, total, line)


def _line(number: str, form: str, misc: str = "_") -> str:
    return "\t".join((number, form, form, "X", "_", "_", "0", "root", "_", misc)) + "\n"


def _conllu() -> list[HostileText]:
    def good(name: str, text: str, total: int) -> HostileText:
        return _file("conllu", "conllu", name, text, total)

    many = "".join(_line(str(k), "w") for k in range(1, 66_001))
    return [
        good("good", GOOD_CONLLU, 5),
        good("byte order mark", "\ufeff" + GOOD_CONLLU, 5),
        good("ends of Windows", GOOD_CONLLU.replace("\n", "\r\n"), 5),
        good("ends of the old Mac", GOOD_CONLLU.replace("\n", "\r"), 5),
        good("no end of the last line", GOOD_CONLLU.rstrip("\n"), 5),
        good("many empty lines", "\n\n" + GOOD_CONLLU + "\n\n\n" + GOOD_CONLLU, 10),
        good("spaces in empty lines", GOOD_CONLLU + "  \t \n" + GOOD_CONLLU, 10),
        good("the same ids again and again", GOOD_CONLLU * 50, 250),
        good("an id like a line", "# sent_id = line 7\n" + _line("1", "a") + "\n" * 4
             + _line("1", "b"), 2),
        good("empty ids and texts", "# sent_id =\n# text =\n" + _line("1", "a"), 1),
        good("odd ids", "# sent_id = \u202e\x1b[31m\n" + _line("1", "a"), 1),
        good("a long id", f"# sent_id = {'x' * 5000}\n" + _line("1", "a"), 1),
        good("another text", "# text = Nothing of this\n" + _line("1", "a") + _line("2", "b"), 2),
        good("a text in another order", "# text = b a\n" + _line("1", "a") + _line("2", "b"), 2),
        good("a text that ends early", "# text = a\n" + _line("1", "a") + _line("2", "b"), 2),
        good("a text that goes on", "# text = a b c\n" + _line("1", "a") + _line("2", "b"), 2),
        good("empty forms", GOOD_CONLLU * 20 + _line("1", "") + _line("2", "b"), 102),
        good("spaces as a form", GOOD_CONLLU * 20 + _line("1", " \u3000") + _line("2", "b"), 102),
        good("no space at the end", _line("1", "a", "SpaceAfter=No") * 1, 1),
        good("words within one", _line("1-2", "zum") + _line("1", "zu") + _line("2", "dem"), 2),
        good("one word within one", _line("1-1", "x") + _line("1", "y"), 1),
        good("empty words within one", _line("1-2", "zum") + _line("1", "") + _line("2", ""), 2),
        good("an empty node at the start", _line("0.1", "x") + _line("1", "y"), 2),
        good("comments without words", GOOD_CONLLU + "# end\n\n# of file\n", 5),
        good("an odd comment", "#\n#text=a\n# sent_id=\t1\n" + _line("1", "a"), 1),
        good("quotation marks", _line("1", '"') + _line("2", "''") + _line("3", '"""'), 3),
        good("combining signs alone", _line("1", "e", "SpaceAfter=No") + _line("2", "\u0301"), 2),
        good("control characters", _line("1", "abc\x00") + _line("2", "\x07\x1b"), 2),
        good("features without a value", _line("1", "a", "A|=|B=|=C||"), 1),
        good("more words than an id can number", many, 66_000),
    ]  # fmt: skip


def _conllu_errors() -> list[HostileText]:
    def wrong(name: str, text: str | bytes, line: int | None = None) -> HostileText:
        return _file("conllu", "conllu", name, text, None, line)

    return [
        wrong("empty", ""),
        wrong("only empty lines", "\n\n\n"),
        wrong("only comments", "# text = a\n\n# text = b\n"),
        wrong("nine columns", _line("1", "a") + "2\tb\tb\tX\t_\t_\t0\troot\t_\n", 2),
        wrong("spaces for tabs", GOOD_CONLLU.replace("\t", "    "), 3),
        wrong("a number twice", _line("1", "a") + _line("1", "b"), 2),
        wrong("a number left out", _line("1", "a") + _line("3", "b"), 2),
        wrong("from zero", _line("0", "a") + _line("1", "b"), 1),
        wrong("no number", _line("one", "a"), 1),
        wrong("other digits", _line("\u0661", "a"), 1),
        wrong("a huge number", _line("9" * 5000, "a"), 1),
        wrong("no end of a range", _line("1-3", "abc") + _line("1", "a") + "\n" + GOOD_CONLLU, 1),
        wrong("ranges that overlap", _line("1-2", "ab") + _line("2-3", "bc"), 2),
        wrong("a range backwards", _line("2-1", "ab"), 1),
        wrong("a range too late", _line("1", "a") + _line("1-2", "ab"), 2),
        wrong("Latin-1", (_line("1", "a") + _line("2", "caf\u00e9")).encode("latin-1"), 2),
        wrong("UTF-16", GOOD_CONLLU.encode("utf-16")),
        wrong("half characters", _line("1", "\ud800"), 1),
        wrong("every form empty", _line("1", "") + _line("2", "")),
    ]


def _words() -> list[HostileText]:
    def good(suffix: str, name: str, text: str, total: int) -> HostileText:
        return _file("words", suffix, name, text, total)

    half = '{"s": "b", "form": "\\ud800"}\n'
    return [
        good("tsv", "good", GOOD_WORDS, 3),
        good("tsv", "ends of Windows", GOOD_WORDS.replace("\n", "\r\n"), 3),
        good("tsv", "ends of the old Mac", GOOD_WORDS.replace("\n", "\r"), 3),
        good("tsv", "byte order mark", "\ufeff" + GOOD_WORDS, 3),
        good("tsv", "lone quotation marks", 's\tform\na\t"\na\tx\na\t"\n', 3),
        good("tsv", "quoted quotation marks", 's\tform\na\t""""\na\tx\na\t""""\n', 3),
        good("tsv", "empty lines", GOOD_WORDS.replace("\n", "\n\n"), 3),
        good("tsv", "line separators", "s\tform\na\tx\u2028y\na\tz\x0b\x0c\x85w\n", 2),
        good("tsv", "empty forms", "s\tform\n" + "a\tx\n" * 40 + "a\t\nb\t \n", 42),
        good("tsv", "names without names", "s\tform\t\t\na\tx\t1\t2\n", 1),
        good("tsv", "a name in an odd sign", "s\tform\n\u202e\tx\n\x1b\ty\n", 2),
        good("csv", "a form with a comma", 's,form\na,","\na,x\n', 2),
        good("csv", "a form with an end of line", 's,form\na,"x\ny"\na,z\n', 2),
        good("csv", "one column for both", "s,form\nx,x\ny,y\n", 2),
        good("jsonl", "numbers", '{"s": 1, "form": 2004}\n{"s": 1, "form": 1e3}\n', 2),
        good("jsonl", "half characters", '{"s": "a", "form": "x"}\n' * 30 + half, 31),
        good("jsonl", "zero", '{"s": "a\\u0000", "form": "\\u0000"}\n{"s": "b", "form": "x"}', 2),
    ]


def _word_errors() -> list[HostileText]:
    def wrong(suffix: str, name: str, text: str, line: int | None = None) -> HostileText:
        return _file("words", suffix, name, text, None, line)

    return [
        wrong("tsv", "empty", ""),
        wrong("tsv", "only a header", "s\tform\n"),
        wrong("tsv", "commas", "s,form\na,x\n"),
        wrong("tsv", "no form", "s\tword\na\tx\n"),
        wrong("tsv", "a column twice", "s\tform\tform\na\tx\ty\n", 1),
        wrong("tsv", "too few cells", "s\tform\na\tx\nb\n", 3),
        wrong("tsv", "too many cells", "s\tform\na\tx\nb\ty\tz\n", 3),
        wrong("tsv", "an open quotation mark", 's\tform\na\t"x\nb\ty\tz\n', 2),
        wrong("tsv", "a sentence without a name", "s\tform\na\tx\n\ty\n", 3),
        wrong("tsv", "a sentence that is apart", "s\tform\na\tx\nb\ty\na\tz\n", 4),
        wrong("tsv", "an odd space", "s\tform\tspace_after\na\tx\t1\na\ty\tmaybe\n", 3),
        wrong("csv", "tabs", GOOD_WORDS),
        wrong("jsonl", "no form", '{"s": "a", "form": "x"}\n{"s": "a"}\n', 2),
        wrong("jsonl", "null", '{"s": "a", "form": "x"}\n{"s": null, "form": "y"}\n', 2),
        wrong("jsonl", "a list", '{"s": "a", "form": ["x"]}\n', 1),
    ]


def _marked() -> list[HostileText]:
    def lines(name: str, text: str, total: int | None) -> HostileText:
        return _file("lines", "txt", name, text, total)

    rest = "a [b] c\n" * 40
    return [
        lines("good", GOOD_MARKED, 3),
        lines("faults", rest + "no\n[a] [b]\n", 42),
        lines("brackets apart", rest + "]a[\n[[a]\n", 42),
        lines("brackets that mark nothing", r"\[x\] [y] \[" + "\n", 1),
        lines("nothing marked", rest + "[]\n[ \u3000]\n", 42),
        lines("no marks at all", "one\ntwo\n", None),
        lines("long", f"{'x ' * 50_000}[y]{' z' * 50_000}\n", 1),
        lines("brackets by thousands", rest + "[" * 50_000 + "\n", 41),
        lines("right to left", "\u05e9\u05dc [\u05e2\u05d5\u05dc\u05dd]\n\u202e[a]\u202c\n", 2),
        lines("other brackets", rest + "\uff3ba\uff3d\n", 41),
        _file("marked", "tsv", "table", "text\nWe [go].\nWe [stay].\n", 2),
        _file("marked", "csv", "no column", "sentence\nWe [go].\n", None),
        _file("marked", "jsonl", "a number", '{"text": "[a]"}\n{"text": 7}\n', None, 2),
    ]  # fmt: skip


def _texts() -> list[HostileText]:
    def lines(
        name: str, text: str | bytes, total: int | None, line: int | None = None
    ) -> HostileText:
        return _file("texts", "txt", name, text, total, line)

    return [
        lines("good", GOOD_TEXTS, 3),
        lines("byte order mark", "\ufeff" + GOOD_TEXTS, 3),
        lines("old Mac", GOOD_TEXTS.replace("\n", "\r"), 3),
        lines("empty lines", "\n\na\n \n\t\n\u3000\nb", 7),
        lines("equal lines", "a\n" * 3000, 3000),
        lines("control characters", "abcd\x00\x07\x1b\nb\x0b\x0c\x85\u2028c\n", 2),
        lines("signs without width", "\u200b\n\ufeff\n\u202e\n", 3),
        lines("a long line", "x" * 1_000_000, 1),
        lines("empty", "", None),
        lines("only spaces", " \n\t\n", None),
        lines("Latin-1", "a\ncaf\u00e9\n".encode("latin-1"), None, 2),
        lines("half characters", "a\n\ud800\n", None, 2),
        lines("UTF-16", GOOD_TEXTS.encode("utf-16"), None),
        lines("a picture", b"\x89PNG\r\n\x1a\n" + b"\xff" * 50, None, 1),
        _file("texts", "csv", "empty text", "text\n" + "a\n" * 40 + '" "\n', 41),
        _file("texts", "csv", "too long a field", f"text\na\n{'x' * 200_000}\n", None, 3),
        _file("texts", "jsonl", "good", GOOD_JSONL, 4),
        _file("texts", "jsonl", "half characters",
              GOOD_JSONL * 20 + '{"text": "a\\udc00"}', 81),
        _file("texts", "jsonl", "no text", GOOD_JSONL + '{"label": "a"}\n', None, 5),
        _file("texts", "jsonl", "noise", "{" * 1000, None, 1),
        _file("texts", "xml", "an ending that is not read", "<a/>", None),
    ]  # fmt: skip
