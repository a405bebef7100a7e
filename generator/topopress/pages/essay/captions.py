"""Figures, captions of tables, and labels such as ``{#fig:hub}``, before anything is resolved.

What a label stands behind is found here. ``numbering.py`` numbers it, ``cross_references.py`` links
to it.
"""

import re
from collections.abc import Sequence

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from topopress.pages.essay.rules import lines_from

LABEL = re.compile(r"\{#([^\s{}]+)\}")
_CAPTION = re.compile(r":[ \t]+(?=\S)")
_SPACES = frozenset({"softbreak", "hardbreak"})


def label(state: StateInline, silent: bool) -> bool:
    """Take ``{#fig:hub}`` for a token that holds the label."""
    match = LABEL.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("label", "", 0).content = match[1]
    state.pos = match.end()
    return True


def caption(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Take ``: Caption {#tab:x}`` beneath a table, up to the next empty line, for its caption."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    match = _CAPTION.match(state.src, begin, state.eMarks[start_line])
    if match is None or state.is_code_block(start_line):
        return False
    if silent:
        return state.parentType == "table"
    if not state.tokens or state.tokens[-1].type != "table_close":
        return False
    lines = list[str]()
    for number, line in lines_from(state, start_line, end_line):
        if not line or (lines and line.startswith(":::")):
            break
        lines.append(line)
        state.line = number + 1
    text = "\n".join(lines)[len(match[0]) :]
    opened = state.push("caption_open", "caption", 1)
    inside = state.push("inline", "", 0)
    inside.content, inside.children = text, []
    state.push("caption_close", "caption", -1)
    opened.map = inside.map = [start_line, state.line]
    return True


def with_captions(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with figures for paragraphs of one picture, and captions in their tables.

    ``meta["label"]`` of a figure, a table, a heading or a formula is its label; what is behind
    nothing that can have one stays a token ``label``.
    """
    placed, table = list[Token](), 0
    index = 0
    while index < len(tokens):
        token = tokens[index]
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.type == "paragraph_open" and following and _is_picture(following):
            placed.append(_figure(following))
            index += 3
            continue
        if token.type == "table_open":
            table = len(placed)
        if token.type == "heading_open" and following:
            _take_label(token, following)
        if token.type == "caption_open" and following:
            _take_label(placed[table], following)
            placed[table].meta["texts"] = [following]
            placed[table + 1 : table + 1] = tokens[index : index + 3]
            index += 3
            continue
        placed.append(token)
        index += 1
    return placed


def _is_picture(inline: Token) -> bool:
    kinds = [child.type for child in inline.children or () if not _is_space(child)]
    return kinds in (["image"], ["image", "label"])


def _is_space(child: Token) -> bool:
    return child.type in _SPACES or (child.type == "text" and not child.content.strip())


def _figure(inline: Token) -> Token:
    image = next(child for child in inline.children or () if child.type == "image")
    address = str(image.attrGet("src"))
    figure = Token("figure", "", 0, map=inline.map, children=image.children, content=address)
    _take_label(figure, inline)
    return figure


def _take_label(owner: Token, inline: Token) -> None:
    """Move a label at the end of a text to what it belongs to."""
    children = inline.children or []
    while children and _is_space(children[-1]):
        children.pop()
    if children and children[-1].type == "label":
        owner.meta = {**owner.meta, "label": children.pop().content}
        if children and children[-1].type == "text":
            children[-1].content = children[-1].content.rstrip()
