"""Every example of docs/writing.md does what the guide says, and every fact is documented."""

import re
from pathlib import Path

import pytest

from topopress.bundle.view_state import VIEW_KEYS
from topopress.core.errors import PageError
from topopress.pages.essay.fact_tables import (
    BLOCK_FACTS,
    LAYER_FACTS,
    NODE_FACTS,
    SITE_FACTS,
    STRUCTURE_FACTS,
)
from topopress.pages.sources import PICTURE_ENDINGS
from unit.pages.synthetic import png, render_essay, source

GUIDE = (Path(__file__).parents[3] / "docs/writing.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
EXAMPLES = [
    (
        text,
        BLOCKS[k + 1][1].strip() if BLOCKS[k + 1 : k + 2] and BLOCKS[k + 1][0] == "error" else "",
    )
    for k, (kind, text) in enumerate(BLOCKS)
    if kind == "markdown"
]


BESIDE = {
    "crops.png": png(4, 3),
    "paper.pdf": b"%PDF",
    "tables/all layers.csv": b"layer,nodes",
    "my_model.py": b"",
}


@pytest.mark.parametrize(("markdown", "error"), EXAMPLES)
def test_example(markdown, error):
    given = source(markdown, attachments=BESIDE)
    if error:
        with pytest.raises(PageError) as raised:
            render_essay(given)
        assert str(raised.value) == error
    else:
        essay = render_essay(given)
        assert essay.before
        assert "{{" not in essay.before + essay.after


def test_examples_were_found():
    assert len(EXAMPLES) >= 9


FACTS = [*SITE_FACTS, *LAYER_FACTS, *NODE_FACTS, *STRUCTURE_FACTS, *BLOCK_FACTS]


@pytest.mark.parametrize("word", [*FACTS, *VIEW_KEYS, *PICTURE_ENDINGS])
def test_guide_names(word):
    assert f"`{word}`" in GUIDE or word == ".jpeg"
