"""The rules of our own by which an essay's Markdown is cut into tokens.

A rule never fails: what is wrong becomes a token ``mistake`` that holds a sentence, so that
``read.py`` reports all mistakes of an essay at once.
"""

import re
from collections.abc import Callable, Iterator

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath.index import math_block_dollar

_OPEN_ENDS = {
    "{{": "'{{' begins a fact, which has no end: write {{ name }} in one line, or \\{{ for braces",
    "$$": "'$$' begins a formula, which has no end: end it with '$$' before the next empty line, "
    "or write \\$\\$ for dollar signs",
}
InlineRule = Callable[[StateInline, bool], bool]

FACT = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
_UNDEFINED = re.compile(r"\[(\^[^\]\s]+)\]|!?\[[^\[\]]+\]\[([^\[\]]+)\]")
# "a[i][j]" is an element of a table.
_AFTER_NAME = re.compile(r"[\w\]]$")
# As in Pandoc: no space inside the dollars. The inside ends at the first dollar without a
# backslash.
_IN_LINE = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)++)(?<!\s)\$", re.DOTALL)
_DISPLAYED = re.compile(r"\$\$(?!\$)((?:[^$\\]|\\.)++)\$\$(?!\$)", re.DOTALL)
_BACK_QUOTED = re.compile(r"`([^`]+)`", re.DOTALL)  # GitHub's $`...`$
# "$HOME:$PATH" and "$5 or US$" are no formulas; "the $n$th layer" is one.
_WORDS = re.compile(r"[^\W\d_]{2,},? +[^\W\d_]{2,}")
_COMMAND = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")
_NO_FORMULA_BEFORE = re.compile(r"\w$")
_NO_FORMULA_AFTER = re.compile(r"(?!(?:st|nd|rd|th|s)\b)\w")
LABEL_AT_END = re.compile(r"[ \t]*\{#([^\s{}]+)\}[ \t]*$")
_LABEL_AFTER = re.compile(r"[ \t]*\{#([^\s{}]+)\}")
_BLOCK = math_block_dollar(allow_labels=False)


def fact(state: StateInline, silent: bool) -> bool:
    """Take ``{{ name }}`` for a token that holds the name."""
    match = FACT.match(state.src, state.pos)
    if match is None:
        return _open_end(state, "{{", silent)
    if not silent:
        state.push("fact", "", 0).content = match[1]
    state.pos = match.end()
    return True


def formula(state: StateInline, silent: bool) -> bool:
    """Take ``$...$`` and ``$$...$$`` for a token that holds the LaTeX."""
    src, pos = state.src, state.pos
    if src[pos] != "$":
        return False
    displayed = _DISPLAYED.match(src, pos)
    match = displayed or _IN_LINE.match(src, pos)
    if match is None:
        return pos == 0 and _open_end(state, "$$", silent)
    if not displayed and _is_prose(src, match):
        return False
    if not silent:
        token = state.push("formula", "", 0)
        latex = _BACK_QUOTED.fullmatch(match[1])
        token.content = latex[1] if latex else match[1]
        token.meta = {"display": displayed is not None}
    state.pos = match.end()
    if displayed and (found := _LABEL_AFTER.match(src, state.pos)):
        if not silent:
            token.meta["label"] = found[1]
        state.pos = found.end()
    return True


def formula_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Take lines between ``$$`` for a token that holds the LaTeX."""
    line = state.src[state.bMarks[start_line] : state.eMarks[start_line]]
    # "$$a$$ and $$b$$" is a line of text with two formulas.
    if not line.lstrip().startswith("$$") or line.count("$$") > len("$$"):
        return False
    last, found = _labelled_end(state, start_line, end_line)
    kept = state.eMarks[last]
    if found:
        state.eMarks[last] -= len(found[0])
    try:
        is_formula = _BLOCK(state, start_line, end_line, silent)
    finally:
        state.eMarks[last] = kept
    if is_formula and found and state.line == last + 1:
        state.tokens[-1].meta = {"label": found[1]}
    return is_formula


def _labelled_end(
    state: StateBlock, start_line: int, end_line: int
) -> tuple[int, re.Match[str] | None]:
    """Return the line in which a formula ends with ``$$ {#eq:name}``, and the label with spaces."""
    for number, line in lines_from(state, start_line, end_line):
        found = LABEL_AT_END.search(line)
        before = line[: found.start()] if found else line
        is_end = before.endswith("$$") and (number > start_line or before.count("$$") > 1)
        if not line or is_end:
            raw = state.src[state.bMarks[number] : state.eMarks[number]]
            return number, LABEL_AT_END.search(raw) if found else None
    return start_line, None


def undefined(state: StateInline, silent: bool) -> bool:
    """Take ``[^name]`` and ``[text][name]`` for a token where the name is not defined."""
    match = _UNDEFINED.match(state.src, state.pos)
    if match is None or (match[2] and _AFTER_NAME.search(state.src[: state.pos][-1:])):
        return False
    if not silent:
        name = match[1] or match[2]
        state.push("mistake", "", 0).content = (
            f"there is no [{name}]: write what it stands for in a line [{name}]: ..., or \\[ for a "
            "bracket"
        )
    state.pos = match.end()
    return True


def note_definitions(state: StateCore) -> None:
    """Keep the name and line of each note's definition, which the plugin for notes drops."""
    state.env["note_definitions"] = [
        (token.meta["label"], (token.map or [0])[0] + 1)
        for token in state.tokens
        if token.type == "footnote_reference_open"
    ]


def located(rule: InlineRule) -> InlineRule:
    """Return a rule whose tokens say how many lines below the start of their block they are."""

    def run(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            lines_down = state.src.count("\n", 0, start)
            for token in state.tokens[known:]:
                token.meta.setdefault("lines_down", lines_down)
        return True

    return run


def lines_from(state: StateBlock, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a block's container from one on, by number, without outer spaces."""
    for number in range(start, end):
        is_empty = state.bMarks[number] + state.tShift[number] >= state.eMarks[number]
        if not is_empty and state.sCount[number] < state.blkIndent:
            return  # the list or the quote ends
        begin = state.bMarks[number] + state.tShift[number]
        yield number, state.src[begin : state.eMarks[number]].strip()


def is_prose(latex: str) -> bool:
    """Return whether there are words outside of the commands of a possible formula."""
    return bool(_WORDS.search(_COMMAND.sub(" ", latex)))


def _is_prose(src: str, match: re.Match[str]) -> bool:
    """Return whether the dollars of a possible formula are those of a text."""
    before = src[max(0, match.start() - 1) : match.start()]
    return bool(
        _NO_FORMULA_BEFORE.match(before)
        or _NO_FORMULA_AFTER.match(src, match.end())
        or is_prose(match[1])
    )


def _open_end(state: StateInline, start: str, silent: bool) -> bool:
    """Take the start of something that has no end for a token."""
    if not state.src.startswith(start, state.pos) or state.src.startswith("$$$", state.pos):
        return False
    if not silent:
        state.push("mistake", "", 0).content = _OPEN_ENDS[start]
    state.pos += len(start)
    return True
