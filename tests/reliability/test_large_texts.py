"""Long, reversed and broken texts are read in bounded time, and their words found in tokens.

`python tests/reliability/run.py texts` reads 3,000 files.
"""

import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from reliability.hostile_texts import SETTINGS, HostileText
from reliability.large_texts import large_texts
from reliability.test_hostile_texts import assert_accounted, look
from text_tokenizers import byte_bpe, unigram, wordpiece
from topopress.core.errors import DataError
from topopress.kinds.texts.alignment import windows
from topopress.samples.labels import is_plain

MOST_SECONDS = 20
MOST_TOKENS = 64
MOST_WORDS = 40
"""Words of a file that are looked for in tokens."""


def look_at(folder: Path, hostile: HostileText, tokenizers, counts: Counter[str]) -> float:
    """Read a file, and find its words in the tokens of each tokenizer; return the seconds."""
    begun = time.monotonic()
    try:
        source, found = look(folder, hostile)
    except DataError as error:
        said = str(error)
        assert f"file.{hostile.suffix}" in said, hostile.name
        assert is_plain(said), hostile.name
        assert len(said) < 600, hostile.name
        counts["refused"] += 1
        return time.monotonic() - begun
    assert_accounted(source, found)
    for sample in found.samples[:MOST_WORDS]:
        text = source.text(sample)
        part = tuple(sample.part) if sample.part else (0, len(text))
        for tokenizer in tokenizers:
            made = windows(tokenizer, text, [part], most_tokens=MOST_TOKENS)
            assert all(0 < len(one.ids) <= MOST_TOKENS for one in made.windows), hostile.name
            assert np.isfinite(made.spans).all(), hostile.name
    counts["read"] += 1
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def tokenizers():
    return [wordpiece(), byte_bpe(), unigram()]


def test_each_is_read_or_refused(tmp_path, tokenizers):
    counts: Counter[str] = Counter()
    sorts = set()
    for hostile in large_texts(40):
        sorts.add(hostile.sort)
        assert look_at(tmp_path, hostile, tokenizers[:1], counts) < MOST_SECONDS, hostile.name
    assert sorts == {name for name in SETTINGS if name not in {"marked"}}
    assert counts["read"] > 20
