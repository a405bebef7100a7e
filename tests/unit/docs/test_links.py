"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
DOCUMENTS = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
EXAMPLES = {"writing.md"}  # its links are examples of essays, run by tests of their own


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document):
    targets = LINK.findall(document.read_text("utf-8")) if document.name not in EXAMPLES else []
    relative = [target for target in targets if ":" not in target]
    assert [t for t in relative if not (document.parent / t).exists()] == []


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name.split("-")[0] for path in (CHECKOUT / "docs/decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
