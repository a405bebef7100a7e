"""Sentences of words that are hard to find in the tokens of a model."""

import random
from dataclasses import dataclass

from topopress.kinds.texts.alignment import Span

_PLAIN = (
    "We waited until morning the bank of river naïve café don't U.S.A. e-mail 3.14 C++ ... !? a I "
    "antidisestablishmentarianism x_y #tag @you https://example.org/a?b=c ##ed ▁ ▁x Ġx __ _ \" ' ``"
)
WORDS = tuple(_PLAIN.split())
HOSTILE = (
    "cafe\u0301",
    "e\u0301\u0323\u0302",
    "\u0301",
    "A\u030a\u00c5\u212b",
    "\ufb01x",
    "Stra\u00dfe",
    "\u0130stanbul",
    "\u00bd",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f44d\U0001f3fd",
    "\U0001f1e9\U0001f1ea",
    "\u2764\ufe0f",
    "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",
    "\u0645\u064e\u0631\u062d\u064e\u0628\u064b\u0627",
    "\u200fabc\u200e",
    "\u202eabc\u202c",
    "\u6211\u4eec\u7b49\u5230\u65e9\u4e0a",
    "\u4e2d",
    "\u3053\u3093\u306b\u3061\u306f",
    "\ud55c\uad6d\uc5b4",
    "\u1112\u1161\u11ab",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    "\u0928\u092e\u0938\u094d\u0924\u0947",
    "\x00",
    "\x07bell\x1b[31m",
    "\u200b",
    "zero\u200bwidth",
    "\ufeffmark",
    "\ufffd",
    "\U000e0001",
    "\ue000",
    "\U00020000",
    "soft\u00adhyphen",
    "Zalgo\u0336\u0335\u0334\u0337\u0338",
    "x" * 120,
)
GAPS = (" ", " ", " ", " ", " ", "  ", "   ", "\t", "\u00a0", "\u3000", "\u2009", " \t ", "")


@dataclass(frozen=True)
class Spanned:
    """A sentence, and the place of each word."""

    text: str
    spans: tuple[Span, ...]


def hostile_sentences(n: int, seed: int = 0) -> list[Spanned]:
    """Return sentences of up to 16 words, of which some touch each other."""
    rng = random.Random(seed)
    return [_sentence(rng) for _ in range(n)]


def _sentence(rng: random.Random) -> Spanned:
    text, spans = rng.choice(("", "", "", " ", "\t", "\u00a0")), []
    for _ in range(rng.randint(1, 16)):
        word = rng.choice(HOSTILE) if rng.random() < 0.4 else rng.choice(WORDS)
        if rng.random() < 0.1:
            word += rng.choice(HOSTILE)
        spans.append((len(text), len(text) + len(word)))
        text += word + rng.choice(GAPS)
    return Spanned(text, tuple(spans))
