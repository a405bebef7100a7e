"""Settings files and names of folders that people write by mistake, drawn by a seed.

Each case is a small site whose ``site.toml``, ``exploration.toml`` or folder was changed in
one way.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SITE = {"title": '"Site"', "language": '"en"', "url": '"https://example.org"', "authors": '["A B"]'}
EXPLORATION = {
    "title": '"One"',
    "date": "2024-05-31",
    "seed": "1",
    "data.kind": '"builtin"',
    "data.crops": "20",
    "network.name": '"efficientnet-lite0"',
    "network.layers": '["block5"]',
    "mapper.cover.n_intervals": "4",
    "mapper.clusterer.eps": '"auto"',
    "visuals.feature_visualisation.steps": "2",
    "visuals.budget.minutes": "1.5",
}
VALUES = [
    "nan", "-inf", "0", "-1", "1.5", str(2**63), str(-(2**70)), "1e308", "1e999", "0x" + "f" * 5000,
    "true", "[]", "[[]]", "{}", "{a = {b = 1}}", '""', '" "', '"\\u0000"', '"\\u001b[31m"', "''",
    "2024-05-31", "2024-05-31T10:00:00Z", "10:00:00",
    '"\\u202e"', '"' + "x" * 5000 + '"', "[1, 'a']",
]  # fmt: skip
KEYS = ["titel", "Title", "data", "mapper", '"a.b"', '"\\n"', "seed.x", "network.layers.x", "kind"]
FOLDERS = [
    "con", "nul", "aux", "com1", "LPT9", "name.", "图", "Сеть", "Büro", "a b", "x" * 250, "...",
    "-", "404", "assets", "a'b", "a\nb", "\u202etxt", "ｆｕｌｌ", "🙂", "naïve café", "\x7f",
    ".hidden",
]  # fmt: skip
TOML = [
    "", "=", "[", "title", "a = 1\na = 2", "[a]\n[a]", "a = " + "[" * 3000,
    ".".join("a" * 3000) + " = 1",
    "\x00", "a = '\x07'", "title = \u201cOne\u201d", "a = " + "9" * 5000, "<!doctype html>",
]  # fmt: skip
ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1", "cp1252"]
ENDS = ["\r\n", "\r", "\x0b"]


@dataclass(frozen=True)
class Case:
    """A change of a site, in words, and the site that it makes."""

    words: str
    site: bytes
    exploration: bytes
    folder: str = "one"

    def write(self, root: Path) -> Path:
        """Write the site below a folder and return the folder."""
        folder = root / "content" / self.folder
        folder.mkdir(parents=True)
        (root / "content/site.toml").write_bytes(self.site)
        (folder / "exploration.toml").write_bytes(self.exploration)
        return root


def cases(n: int, seed: int = 0) -> list[Case]:
    """Return so many cases, of every kind in turn; the same for the same seed."""
    rng = random.Random(seed)
    made = [_KINDS[k % len(_KINDS)](rng) for k in range(n)]
    return list({case.words: case for case in made}.values())


def _document(keys: dict[str, str]) -> str:
    return "".join(f"{key} = {value}\n" for key, value in keys.items())


def _case(words: str, site: str | bytes = "", exploration: str | bytes = "", **more: str) -> Case:
    texts = [site or _document(SITE), exploration or _document(EXPLORATION)]
    return Case(words, *(t if isinstance(t, bytes) else t.encode() for t in texts), **more)


def _either(rng: random.Random, change: Callable[[dict[str, str]], str], words: str) -> Case:
    if rng.random() < 0.4:
        return _case(f"site.toml: {words}", site=change(dict(SITE)))
    return _case(f"exploration.toml: {words}", exploration=change(dict(EXPLORATION)))


def _value(rng: random.Random) -> Case:
    value, place = rng.choice(VALUES), rng.random()

    def changed(keys: dict[str, str]) -> str:
        key = list(keys)[int(place * len(keys))]
        return _document({**keys, key: value})

    return _either(rng, changed, f"{value[:40]} at {place:.2f}")


def _key(rng: random.Random) -> Case:
    key, value = rng.choice(KEYS), rng.choice(VALUES[:9])
    return _either(rng, lambda keys: f"{key} = {value}\n{_document(keys)}", f"key {key} = {value}")


def _lacking(rng: random.Random) -> Case:
    place = rng.random()

    def changed(keys: dict[str, str]) -> str:
        del keys[list(keys)[int(place * len(keys))]]
        return _document(keys)

    return _either(rng, changed, f"without the key at {place:.2f}")


def _toml(rng: random.Random) -> Case:
    text = rng.choice(TOML)
    return _either(rng, lambda keys: text + "\n" + _document(keys), f"begins with {text[:30]!r}")


def _encoding(rng: random.Random) -> Case:
    encoding, end = rng.choice(ENCODINGS), rng.choice(["\n", *ENDS])
    text = _document({**EXPLORATION, "title": '"Grüße"'}).replace("\n", end).encode(encoding)
    return _case(f"exploration.toml: {encoding}, lines end with {end!r}", exploration=text)


def _folder(rng: random.Random) -> Case:
    folder = rng.choice(FOLDERS)
    return _case(f"folder {folder[:30]!r}", folder=folder)


_KINDS = (_value, _key, _lacking, _toml, _encoding, _folder)


def texts_of(case: Case) -> Iterator[str]:
    """Yield the places that an error of a case may name."""
    yield "content/site.toml"
    yield f"content/{case.folder}"
    yield "content/" + repr(case.folder)[1:-1]
