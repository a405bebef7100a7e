"""Footnotes become notes beside the paragraph that calls them.

One piece of HTML serves every width: in the margin where there is one, beneath the paragraph
where there is none, so a screen reader reads each note once.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it.token import Token
from markupsafe import escape

from topopress.core.language import gettext
from topopress.pages.essay.context import Mistake


def note_mistakes(env: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield what is wrong with the definitions of notes, given the parser's environment."""
    called = env.get("footnotes", {}).get("refs", {})
    seen: dict[str, int] = {}
    for name, line in env.get("note_definitions", ()):
        if name in seen:
            message = f"a second text of the note [^{name}]; the first is in line {seen[name]}"
            yield Mistake(line, message)
        elif called.get(f":{name}", -1) < 0:
            yield Mistake(
                line, f"no text calls the note [^{name}]; write [^{name}] where it belongs"
            )
        seen.setdefault(name, line)


def place_notes(tokens: list[Token]) -> list[Token]:
    """Move each footnote from the end of the essay to the block that calls it first."""
    body, notes = _apart(tokens)
    placed: list[Token] = []
    for block in _blocks(body):
        held = _called(block, notes)
        placed.extend(_beside(block, held) if held else block)
    return placed


def _called(block: list[Token], notes: dict[int, list[Token]]) -> dict[int, list[Token]]:
    """Take out the notes that a block calls, and those that these notes call, by number."""
    held: dict[int, list[Token]] = {}
    waiting = [block]
    while waiting:
        calls = [one for one in _within(waiting.pop(0)) if one.type == "footnote_ref"]
        for number in (call.meta["id"] for call in calls):
            if number in notes:
                held[number] = notes.pop(number)
                waiting.append(held[number])
    for token in (token for note in held.values() for token in note):
        token.map = token.map or block[0].map  # a note within the text has no lines
    return dict(sorted(held.items()))


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
        back = gettext("Note {note}: back to the text", note=note)
        start = (
            f'<aside class="note" id="note-{note}" role="note"><a class="note-number" '
            f'href="#note-{note}-ref" aria-label="{escape(back)}">{note}</a>'
        )
        placed += [_html(start), *content, _html("</aside>\n")]
    return [*placed, _html("</div>\n"), _html("</div>\n")]


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
