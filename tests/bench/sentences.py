"""Sentences of any number, as CoNLL-U: words of ``content/words``, drawn in pairs that occur there.

The lengths are those of English web text: 16 words in the mean, some have 1 and some 60.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from topopress.core.seeds import rng_for

WORDS = Path(__file__).resolve().parents[2] / "content/words/sentences.tsv"
MEAN_WORDS, LONGEST = 16, 60
_FORM = re.compile(r"\w+(?:['-]\w+)*|[^\w\s]")
_TAGS = ("NOUN", "VERB", "PRON", "ADP", "DET", "ADJ", "ADV", "AUX", "PROPN", "CCONJ", "NUM", "PART")


def followers() -> dict[str, list[str]]:
    """Return the words that follow each word in the sentences of ``content/words``."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            forms = _FORM.findall(re.sub(r"[\[\]]", "", row["sentence"]))
            for before, after in zip(["", *forms], forms, strict=False):
                found[before].append(after)
    return dict(found)


def sentences(n_sentences: int, seed: int = 0) -> Iterator[list[str]]:
    """Yield sentences as lists of words; the first ones are the same for every number."""
    after, rng = followers(), rng_for(seed, "sentences")
    everything = [form for forms in after.values() for form in forms]
    lengths = np.clip(rng.gamma(1.6, MEAN_WORDS / 1.6, 1_000_000), 1, LONGEST).astype(int)
    for length in lengths[:n_sentences].tolist():
        written, form = [], ""
        for draw in rng.random(length).tolist():
            choices = after.get(form) or everything
            form = choices[int(draw * len(choices))]
            written.append(form)
        yield written


def texts(n_sentences: int, seed: int = 0) -> list[str]:
    """Return sentences, with a space between two words."""
    return [" ".join(forms) for forms in sentences(n_sentences, seed)]


def write_conllu(path: Path, n_sentences: int, seed: int = 0) -> int:
    """Write sentences to a file; return the number of their words. A word has always one tag."""
    n_words = 0
    with path.open("w", encoding="utf-8") as file:
        for number, forms in enumerate(sentences(n_sentences, seed), 1):
            file.write(f"# sent_id = s{number}\n# text = {' '.join(forms)}\n")
            for k, form in enumerate(forms, 1):
                tag = _tag(form)
                cells = (k, form, form.lower(), tag, tag, f"Length={len(form)}", k - 1, "dep")
                file.write("\t".join(map(str, (*cells, "_", "_"))) + "\n")
            file.write("\n")
            n_words += len(forms)
    return n_words


def _tag(form: str) -> str:
    if not form[0].isalnum():
        return "PUNCT"
    return _TAGS[sum(map(ord, form.lower())) % len(_TAGS)]
