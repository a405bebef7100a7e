"""Mistakes in tables, which the parser would pass over silently."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from topopress.core.counted import counted
from topopress.pages.essay.context import Mistake, line_of

_ALIGNMENT = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*")
_OF_BLOCKS = re.compile(r"^[\s>]*")


def table_mistakes(tokens: Sequence[Token], source: str) -> Iterator[Mistake]:
    """Yield rows with more cells than the table has columns, and tables that are none."""
    lines, columns = source.split("\n"), 0
    for token in tokens:
        if token.type == "thead_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map and columns:
            cells = _cells(lines[token.map[0]])
            if cells > columns:
                yield Mistake(
                    line_of(token),
                    f"a row of {counted(cells, 'cell')} in a table of {counted(columns, 'column')}"
                    "; write \\| for a bar within a cell",
                )
        elif token.type == "inline" and "|" in token.content:
            yield from _no_table(token)


def _no_table(token: Token) -> Iterator[Mistake]:
    lines = token.content.split("\n")
    for above, (k, line) in zip(lines, enumerate(lines[1:], 1), strict=False):
        if "|" in above and _ALIGNMENT.fullmatch(line):
            yield Mistake(
                line_of(token, k),
                f"the line of the alignments has {counted(_cells(line), 'column')}, the line above "
                f"it {_cells(above)}; a table needs as many",
            )


def _cells(line: str) -> int:
    cells = [cell.strip() for cell in escapedSplit(_OF_BLOCKS.sub("", line).strip())]
    return len(cells) - (not cells[0]) - (len(cells) > 1 and not cells[-1])
