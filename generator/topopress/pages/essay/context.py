"""The state that the passes over an essay's tokens share."""

from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import unquote

from markdown_it.token import Token

from topopress.core.errors import PageError
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.views import parse_view
from topopress.pages.sources import PageSource


@dataclass(slots=True)
class EssayContext:
    """What the passes over an essay read: its source and tokens, and the pictures they collect.

    ``files`` are the pictures it shows so far, by their path below the exploration's folder.
    """

    source: PageSource
    facts: Facts
    tokens: list[Token] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def where(self, token: Token, lines_down: int = 0) -> str:
        """Return the essay's file and the token's line."""
        line = (token.map[0] if token.map else 0) + 1 + lines_down
        return f"{self.source.essay_path}, line {line}"

    def fail(self, token: Token, message: str, lines_down: int = 0) -> NoReturn:
        """Raise a PageError that names the essay's file and the token's line."""
        raise PageError(f"{self.where(token, lines_down)}: {message}")

    def view(self, address: str, block: Token) -> dict[str, str]:
        """Return the parts of an address such as ``view:layer=block10``, all of which are there."""
        try:
            return parse_view(address.partition(":")[2], self.facts)
        except LookupError as error:
            self.fail(block, f"{unquote(address)}: {error.args[0]}")
