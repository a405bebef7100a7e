"""Footnotes become notes beside the paragraph that calls them.

One piece of HTML serves every width: in the margin where there is one, beneath the paragraph
where there is none, so a screen reader reads each note once.
"""

from collections.abc import Iterator

from markdown_it.token import Token


def place_notes(tokens: list[Token]) -> list[Token]:
    """Move each footnote from the end of the essay to the block that calls it first."""
    body, notes = _apart(tokens)
    placed: list[Token] = []
    for block in _blocks(body):
        calls = [token.meta["id"] for token in _within(block) if token.type == "footnote_ref"]
        held = {number: notes.pop(number) for number in calls if number in notes}
        placed.extend(_beside(block, held) if held else block)
    return placed


def _apart(tokens: list[Token]) -> tuple[list[Token], dict[int, list[Token]]]:
    body: list[Token] = []
    notes: dict[int, list[Token]] = {}
    current: list[Token] | None = None
    for token in tokens:
        if token.type == "footnote_open":
            current = notes.setdefault(token.meta["id"], [])
        elif token.type == "footnote_close":
            current = None
        elif token.type.startswith("footnote_"):
            continue
        else:
            (body if current is None else current).append(token)
    return body, notes


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    depth, block = 0, list[Token]()
    for token in tokens:
        depth += token.nesting
        block.append(token)
        if depth == 0:
            yield block
            block = []


def _within(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _within(token.children or [])


def _beside(block: list[Token], notes: dict[int, list[Token]]) -> list[Token]:
    placed = [_html('<div class="noted">\n'), *block, _html('<div class="notes">\n')]
    for number, content in notes.items():
        note = number + 1
        start = (
            f'<aside class="note" id="note-{note}" role="note"><a class="note-number" '
            f'href="#note-{note}-ref" aria-label="Note {note}: back to the text">{note}</a>'
        )
        placed += [_html(start), *content, _html("</aside>\n")]
    return [*placed, _html("</div>\n"), _html("</div>\n")]


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
