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
        called = [number for number in _called(block) if number in notes]
        held = {number: notes.pop(number) for number in called}
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


def _called(block: list[Token]) -> list[int]:
    """Return the numbers of the notes that a block calls, in order, each once."""
    calls = (token.meta["id"] for token in _within(block) if token.type == "footnote_ref")
    return list(dict.fromkeys(calls))


def _within(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _within(token.children or [])


def _beside(block: list[Token], notes: dict[int, list[Token]]) -> list[Token]:
    placed = [_open("div", {"class": "noted"}), *block, _open("div", {"class": "notes"})]
    for number, content in notes.items():
        placed += _note(number + 1, content)
    return [*placed, _close("div"), _close("div")]


def _note(number: int, content: list[Token]) -> list[Token]:
    attributes: dict[str, str | int | float] = {
        "class": "note",
        "id": f"note-{number}",
        "role": "note",
    }
    back = _open("a", {"class": "note-number", "href": f"#note-{number}-ref"})
    back.attrSet("aria-label", f"Note {number}: back to the text")
    words = Token("text", "", 0, content=str(number))
    call = Token("inline", "", 0, content="", children=[back, words, _close("a")])
    return [_open("aside", attributes), call, *content, _close("aside")]


def _open(tag: str, attributes: dict[str, str | int | float]) -> Token:
    return Token(f"{tag}_open", tag, 1, attrs=attributes, block=tag != "a")


def _close(tag: str) -> Token:
    return Token(f"{tag}_close", tag, -1, block=tag != "a")
