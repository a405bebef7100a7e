r"""Formulas between ``\\(`` and ``\\)``, ``\\[`` and ``\\]``, and within environments.

In Markdown ``\\[`` is a bracket, so only what looks like a formula is taken for one.
"""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from topopress.pages.essay.mathml import LONGEST
from topopress.pages.essay.rules import LABEL_AT_END, is_prose, lines_from

_PIECE = re.compile(
    r"\\\((?P<text>.+?)\\\)|\\\[(?P<shown>.+?)\\\]"
    r"|(?P<environment>\\begin\{(?P<name>(?:equation|align|alignat|gather|multline|eqnarray)\*?)\}"
    r".+?\\end\{(?P=name)\})",
    re.DOTALL,
)
_START = re.compile(r"\\(?:[(\[]|begin\{)")
_END_OF = {"(": "\\)", "[": "\\]", "b": "\\end{"}
_COMMAND = re.compile(r"\\[A-Za-z]")
_SIGN = re.compile(r"(?<=[\w)\]}' ])[\^_=]")
_NAME = re.compile(r"[^\W\d_]{2,}_[^\W\d_]{2,}")
_LETTER = re.compile(r"\s*[^\W\d_]\s*")


def bracketed(state: StateInline, silent: bool) -> bool:
    """Take a formula in brackets of LaTeX, within a text, for a token that holds the LaTeX."""
    start = _START.match(state.src, state.pos)
    if start is None or state.src.find(_END_OF[start[0][1]], start.end()) < 0:
        return False
    match = _PIECE.match(state.src, state.pos, state.pos + LONGEST)
    if match is None or not _is_formula(match):
        return False
    if match["shown"] and not _COMMAND.search(match["shown"]):
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.meta = _latex(match), {"display": match["text"] is None}
    state.pos = match.end()
    return True


def bracketed_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Take lines between brackets of LaTeX for a token that holds the LaTeX."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    opened = _START.match(state.src, begin)
    if opened is None or opened[0] == "\\(" or state.is_code_block(start_line):
        return False
    end = _END_OF[opened[0][1]]
    if state.src.find(end, begin) < 0:
        return False
    found, length = list[str](), 0
    for number, text in lines_from(state, start_line, end_line):
        label = LABEL_AT_END.search(text) if end in text else None
        line = text[: label.start()] if label else text
        found.append(line)
        length += len(line) + 1
        if not line or length > LONGEST:
            return False
        match = _PIECE.fullmatch("\n".join(found)) if end in line else None
        if match and _is_formula(match):
            if not silent:
                state.line = number + 1
                token = state.push("math_block", "", 0)
                token.block, token.map = True, [start_line, state.line]
                token.content = _latex(match)
                token.meta = {"label": label[1]} if label else {}
            return True
    return False


def _latex(match: re.Match[str]) -> str:
    return match["text"] or match["shown"] or match["environment"]


def _is_formula(match: re.Match[str]) -> bool:
    if match["environment"]:
        return True
    latex = _latex(match)
    if is_prose(latex) or _NAME.search(latex):
        return False
    if match["text"] and _LETTER.fullmatch(latex):
        return True
    return bool(_COMMAND.search(latex) or _SIGN.search(latex))
