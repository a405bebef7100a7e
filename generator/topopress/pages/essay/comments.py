"""Comments of HTML, which are notes of the author: no reader sees them."""

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from topopress.pages.essay.rules import lines_from

_START, _END = "<!--", "-->"
_NO_END = (
    "'<!--' begins a comment that has no end, or text after it: end it with '-->' and go on in a "
    "line of its own, or write \\<!-- for the signs"
)


def comment(state: StateInline, silent: bool) -> bool:
    """Pass over a comment within a text; one without an end becomes a token of its own."""
    if not state.src.startswith(_START, state.pos):
        return False
    end = state.src.find(_END, state.pos + len(_START))
    if end < 0 and not silent:
        state.push("mistake", "", 0).content = _NO_END
    # What follows a comment without an end belongs to it: one mistake is enough.
    state.pos = end + len(_END) if end >= 0 else state.posMax
    return True


def comment_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Pass over a comment that takes whole lines, empty ones included."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith(_START, start):
        return False
    if state.src.find(_END, start) < 0:  # looked for once, not in each line
        return False
    for number, line in lines_from(state, start_line, end_line):
        if _END in line:
            # A text behind the comment is one of a paragraph.
            if line.partition(_END)[2].strip():
                return False
            if not silent:
                state.line = number + 1
            return True
    return False
