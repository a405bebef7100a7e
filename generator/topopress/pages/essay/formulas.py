"""The formulas of an essay, with facts in them."""

import re

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.mathml import in_scroller, mathml
from topopress.pages.essay.rules import FACT

_NUMBERED = Markup(
    '<{0} class="equation" id="{1}">{2}<span class="equation-number">({3})</span></{0}>'
)
_FIRST_STANDING_FOR_A_FACT = 0xE000


def set_formula(token: Token, block: Token, context: EssayContext, *, display: bool) -> None:
    """Set the formula of a token as MathML, and keep the HTML in its ``meta``."""
    lines_down = token.meta.get("lines_down", 0)
    values: dict[str, str] = {}

    def stands_for(match: re.Match[str]) -> str:
        # A single character of the private use area, so that no value is read as LaTeX.
        character = chr(_FIRST_STANDING_FOR_A_FACT + len(values))
        values[character] = context.names[match[1]]
        return character

    try:
        latex = FACT.sub(stands_for, token.content)
        math = mathml(latex, values, display=display)
    except LookupError as error:
        hint = "; in a formula {{ }} is a fact, so write single braces for a group"
        context.fail(block, f"{error.args[0]}{hint}", lines_down)
    except ValueError as error:
        shown = " ".join(token.content.split())
        context.fail(block, f"the formula '{shown:.60}' cannot be set: {error}", lines_down)
    if display:
        # Within a paragraph there can be no div.
        tag = Markup("div" if token is block else "span")
        math = in_scroller(tag, "formula", math)
        if one := token.meta.get("numbered"):
            math = _NUMBERED.format(tag, one.id, math, one.number)
        math += Markup("\n" if token is block else "")
    token.meta = {**token.meta, "html": math}
