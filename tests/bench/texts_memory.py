"""Peak memory of a whole build of 1,000 words drawn from files of 1,000 to 50,000 sentences."""

import tempfile
from pathlib import Path

from tables import table
from texts_site import build, write_site

SIZES = (1_000, 10_000, 50_000)
LIMIT = 1_000
LAYERS = ("hidden.3",)


def row(n_sentences: int) -> list[str]:
    """Return the cells of one size: words, megabytes of the file, and the cost of builds."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        n_words = write_site(root, n_sentences, LIMIT, LAYERS)
        size = (root / "content/words/words.conllu").stat().st_size / 1e6
        seconds, peak = build(root)
        again, peak_again = build(root)
    cells = (seconds, peak, again, peak_again)
    return [f"{n_sentences:,}", f"{n_words:,}", f"{size:.0f}", *(f"{each:,.0f}" for each in cells)]


def report() -> str:
    """Return the table."""
    head = ["sentences", "words", "MB of the file", "build s", "peak MB"]
    return table([*head, "second build s", "its peak MB"], [row(size) for size in SIZES])
