"""Which end belongs to which directive, and whether each stands where it may."""

from collections.abc import Mapping, Sequence

from markdown_it.token import Token

from topopress.pages.essay.context import EssayContext, Mistake, line_of
from topopress.pages.essay.directive import CLOSE, OPEN, Block, Directive
from topopress.pages.essay.directive_syntax import first_line, wrong_parts
from topopress.pages.tables.text import listed, or_near

_PLACES = {
    "bullet_list_open": "a list", "ordered_list_open": "a list", "blockquote_open": "a quote",
    "footnote_open": "a note", "footnote_reference_open": "a note",
}  # fmt: skip


def pair(
    tokens: Sequence[Token], directives: Mapping[str, Directive], context: EssayContext
) -> list[Block]:
    """Return the directives in their order, each also in the ``meta["block"]`` of its two tokens.

    All that is wrong with their lines, their ends and their places becomes a mistake.
    """
    pairs = _Pairs(directives, context)
    for token in tokens:
        if token.type == OPEN:
            pairs.start(token)
        elif token.type == CLOSE:
            pairs.end(token)
        elif token.nesting == 1:
            pairs.opened.append(token)
        elif token.nesting == -1:
            pairs.end_container()
        elif token.children:
            pairs.keep_text(token)
    for one in pairs.opened:
        pairs.refuse_open_end(one)
    return pairs.found


class _Pairs:
    """The directives found so far, and what is open: directives, and lists and quotes as tokens."""

    def __init__(self, directives: Mapping[str, Directive], context: EssayContext) -> None:
        self._directives = directives
        self._context = context
        self.found: list[Block] = []
        self.opened: list[Block | Token] = []

    def start(self, token: Token) -> None:
        """Begin a directive, if there is one of that name."""
        first, known = first_line(token.info), self._directives
        kind = known.get(first.name)
        if kind is None:
            near = or_near(first.name, known)
            listed_ = f"Directives: {', '.join(known)}"
            self._mistake(line_of(token), f"unknown directive ':::{first.name}'{near} {listed_}")
            return
        block = Block(kind, first.attributes, first.label, token)
        token.meta = {"block": block}
        for message in wrong_parts(first, kind):
            self._mistake(block.line, f"'::: {kind.name}': {message}")
        self._place(block)
        self.found.append(block)
        if kind.has_end:
            self.opened.append(block)

    def end(self, token: Token) -> None:
        """End the innermost directive with as many colons, and refuse the open ones within it."""
        for index in range(len(self.opened) - 1, -1, -1):
            one = self.opened[index]
            if isinstance(one, Token):
                break  # a list or a quote cannot end what began outside of it
            if one.token.markup == token.markup:
                for inner in self.opened[index + 1 :]:
                    self.refuse_open_end(inner)
                token.meta = {"block": one}
                del self.opened[index:]
                return
        message = f"'{token.markup}' ends no directive; its start has as many colons as its end"
        self._mistake(line_of(token), message)

    def end_container(self) -> None:
        """End a list or a quote."""
        while self.opened:
            one = self.opened.pop()
            if isinstance(one, Token):
                return
            self.refuse_open_end(one)

    def keep_text(self, token: Token) -> None:
        """Keep a text for the directives around it."""
        for one in self.opened:
            if isinstance(one, Block):
                one.texts.append(token)

    def refuse_open_end(self, one: Block | Token) -> None:
        """Say that a directive has no end."""
        if isinstance(one, Block):
            colons = one.token.markup
            message = f"'::: {one.name}' has no end; write {colons} on a line of its own behind it"
            self._mistake(one.line, message)

    def _place(self, block: Block) -> None:
        """Note what a directive stands in; refuse the place if it must not stand there."""
        outer = next((one for one in reversed(self.opened) if isinstance(one, Block)), None)
        if outer is not None:
            block.outer = outer
            outer.inside.append(block)
        around = [_PLACES.get(one.type, "") for one in self.opened if isinstance(one, Token)]
        outer_name, allowed = outer.name if outer else "", block.directive.stands_in
        if around:
            where = f"inside {next(filter(None, around), 'another block')}"
        elif outer_name not in allowed:
            where = f"within '::: {outer_name}'" if outer_name else "by itself"
        else:
            return
        places = listed([f"within '::: {one}'" if one else "by itself" for one in allowed])
        self._mistake(block.line, f"'::: {block.name}' must not stand {where}; it stands {places}")

    def _mistake(self, line: int, message: str) -> None:
        self._context.mistakes.append(Mistake(line, message))
