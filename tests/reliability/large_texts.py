"""Texts as the web has them at its worst, made by a seed: long, reversed, stacked, not UTF-8."""

import json
import random
from collections.abc import Callable, Iterator

from reliability.hostile_texts import HostileText

SEED = 20_261_130
MEGABYTE = 1_000_000
_LETTERS = "ab é\u05d0\u0628 中\U0001f600\u0e01\u0939"


def large_texts(n: int) -> Iterator[HostileText]:
    """Yield ``n`` files of texts, of words in sentences, and of treebanks by turns."""
    rng = random.Random(SEED)
    for k in range(n):
        name = list(_KINDS)[k % len(_KINDS)]
        text = _KINDS[name](rng)
        sort, suffix, content = _SORTS[k // len(_KINDS) % len(_SORTS)](text)
        found = content.encode("utf-8", "surrogatepass")
        if name == "not UTF-8":
            place = rng.randrange(len(found))
            found = found[:place] + rng.choice((b"\xff", b"\xc3(", b"\xed\xa0\x80")) + found[place:]
        yield HostileText(f"{k:04d} {name}, {suffix}", sort, suffix, found, None)


def _words(rng: random.Random, n: int) -> str:
    return " ".join("".join(rng.choices(_LETTERS, k=rng.randrange(1, 9))) for _ in range(n))


def _reversed(rng: random.Random) -> str:
    marks = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u202c\u2069\u200e\u200f\u061c"
    return "".join(f"{rng.choice(marks)}{_words(rng, 1)} " for _ in range(60))


def _stacked(rng: random.Random) -> str:
    marks = [chr(k) for k in range(0x300, 0x370)]
    return f"a{''.join(rng.choices(marks, k=10_000))} {_words(rng, 3)}"


def _long_line(rng: random.Random) -> str:
    return "x" * MEGABYTE if rng.random() < 0.5 else _words(rng, 200) * (MEGABYTE // 1_500)


def _joined(rng: random.Random) -> str:
    return "\U0001f469\u200d" * rng.randrange(1, 3_000) + "\ufe0f\U000e0067 " + _words(rng, 2)


def _control(rng: random.Random) -> str:
    return "".join(chr(rng.choice((*range(9), 11, 12, *range(14, 32), 127, 133, 0x2028, 97, 32)))
                   for _ in range(300))  # fmt: skip


def _any(rng: random.Random) -> str:
    return "".join(chr(rng.randrange(0x110000)) for _ in range(300))


def _markup(rng: random.Random) -> str:
    pieces = ("<script>", "[", "]", "[[", "]]", "\\[", "{{", "}}", "&lt;", '"', "'", "\t", "#", "_")
    return " ".join(rng.choices([*pieces, *_words(rng, 5).split()], k=80))


_KINDS: dict[str, Callable[[random.Random], str]] = {
    "not UTF-8": lambda rng: _words(rng, 40),
    "reversed": _reversed,
    "stacked marks": _stacked,
    "a long line": _long_line,
    "joined signs": _joined,
    "control characters": _control,
    "any code points": _any,
    "markup": _markup,
}


def _as_lines(text: str) -> tuple[str, str, str]:
    return "texts", "txt", f"A text.\n{text}\nAnother.\n"


def _as_json(text: str) -> tuple[str, str, str]:
    lines = [json.dumps({"text": each, "label": each[:40]}) for each in ("A.", text, "B.")]
    return "texts", "jsonl", "\n".join(lines)


def _as_marked(text: str) -> tuple[str, str, str]:
    return "lines", "txt", f"We [go].\n[{text.replace('[', '').replace(']', '')}] waits.\n"


def _as_words(text: str) -> tuple[str, str, str]:
    rows = "".join(f"a\t{word}\tX\n" for word in text.split()[:3_000])
    return "words", "tsv", f"s\tform\tlabel\na\tWe\tPRON\n{rows}"


def _as_treebank(text: str) -> tuple[str, str, str]:
    words = text.split()[:3_000] or ["a"]
    rows = (f"{k}\t{word}\t_\tX\t_\t_\t0\troot\t_\t_\n" for k, word in enumerate(words, start=1))
    return "conllu", "conllu", f"# text = {' '.join(words)}\n{''.join(rows)}\n"


_SORTS = (_as_lines, _as_json, _as_marked, _as_words, _as_treebank)
