"""References such as ``@fig:hub``, also to what follows later, as links that say ``Figure 3``."""

import re
from collections.abc import Sequence

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.citations.syntax import Item
from topopress.pages.essay.citing import in_plain_words
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.numbered import label_in
from topopress.pages.tables.text import or_near

_QUARTO = re.compile(r"(fig|tbl|tab|eq|sec)-(.+)")


def refer(token: Token, block: Token, context: EssayContext) -> None:
    """Make a link of a citation that names a label; leave any other as it is."""
    items: list[Item] = token.meta["items"]
    labels = [label_in(item.cited) for item in items]
    if not any(labels):
        _refuse_other_syntax(items, block, context, token)
        return
    lines_down = token.meta["lines_down"]
    token.type = "cross_reference"
    if not all(labels):
        message = f"{token.content}: works and labels in one pair of brackets; write two"
        context.fail(block, message, lines_down)
    if token.meta["braces"]:
        context.fail(
            block, f"{token.content}: a label has no evidence; remove the braces", lines_down
        )
    html, words = [], []
    for item, label in zip(items, labels, strict=True):
        one = context.labels.get(label)
        if one is None:
            context.fail(block, _unknown(label, list(context.labels)), lines_down)
        title = " ".join(in_plain_words(text) for text in one.texts)
        before = f"{item.before} " if item.before else ""
        after = f", {item.locator}" if item.locator else ""
        shown = one.reference(title)
        link = Markup('{}<a class="cross-reference" href="#{}">{}</a>{}')
        html.append(link.format(before, one.id, shown, after))
        words.append(f"{before}{shown}{after}")
    token.content = ", ".join(words)
    token.meta = {**token.meta, "html": Markup(", ").join(html)}


def _unknown(label: str, known: Sequence[str]) -> str:
    prefix, _, name = label.partition(":")
    # A label of that name with another prefix is nearer than one that is spelt alike.
    same = [one for one in known if one.partition(":")[2] == name]
    listed = f"Labels: {', '.join(known)}" if known else "The essay has none"
    return (
        f"there is no label {label!r}{or_near(same[0] if same else label, known)} {listed}; write "
        f"{{#{prefix}:name}} behind what it names"
    )


def _refuse_other_syntax(
    items: Sequence[Item], block: Token, context: EssayContext, token: Token
) -> None:
    """Say how references are written, where they are written as in Quarto."""
    for item in items:
        match = _QUARTO.fullmatch(item.cited)
        if match and item.cited not in context.library.works:
            prefix = {"tbl": "tab"}.get(match[1], match[1])
            message = f"a reference to {match[2]!r} is written @{prefix}:{match[2]}, with a colon"
            context.fail(block, message, token.meta["lines_down"])
