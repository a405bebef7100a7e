"""Numbers figures, tables, equations and sections in the order of the essay.

A figure or a table has a number if it has a caption or a label, an equation if it has a label, a
section where the essay numbers its sections. A directive takes part if the prefix of its labels
(``Directive.label``) is one of ``KINDS``, with or without a label. ``block.numbered`` is then its
number: its HTML has the id ``block.numbered.id`` and begins its caption with
``block.numbered.start``. Within another numbered directive of its kind it has none.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.essay.context import EssayContext, Mistake, line_of
from topopress.pages.essay.directive import OPEN, Block
from topopress.pages.essay.numbered import KINDS, Numbered, prefix_of

_A = {
    "fig": "a figure",
    "tab": "a table",
    "eq": "a formula",
    "sec": "a heading",
    "claim": "a claim",
}
_NAME = re.compile(r"[\w-]+")
_LOOSE = (
    "the label {{#{label}}} stands behind nothing that can have one: a picture in a paragraph of "
    "its own, the caption beneath a table, a formula between $$, or a heading"
)


def number_all(tokens: Sequence[Token], context: EssayContext, *, sections: bool) -> None:
    """Number what the tokens hold, and keep it in ``context.numbered`` and ``context.labels``.

    Headings show numbers if ``sections``.
    """
    counts, headings = dict.fromkeys(KINDS, 0), list[int]()
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        if token.type == "heading_open" and following:
            numbers = _of_heading(token, headings) if sections else ""
            if numbers:
                _begin(following, Markup('<span class="number">{}</span> ').format(numbers))
            _keep(
                token, token, Numbered("sec", numbers, *_place(token, token), [following]), context
            )
        for kind, owner, texts in _owners(token):
            counts[kind] += 1
            one = Numbered(kind, str(counts[kind]), *_place(owner, token), texts)
            _keep(owner, token, one, context)
        for child in token.children or ():
            _refuse_loose_label(child, token, context)


def _owners(token: Token) -> Iterator[tuple[str, Token, Sequence[Token]]]:
    """Yield what a token holds that has a number, with its kind and its texts."""
    is_labelled = "label" in token.meta
    if token.type == "figure" and (token.children or is_labelled):
        yield "fig", token, [token]
    elif token.type == "table_open" and "texts" in token.meta:
        yield "tab", token, token.meta["texts"]
    elif token.type == "math_block" and is_labelled:
        yield "eq", token, []
    elif token.type == OPEN and token.meta and _is_numbered(token.meta["block"]):
        yield token.meta["block"].directive.label, token, token.meta["block"].texts
    for child in token.children or ():
        if child.type == "formula" and "label" in child.meta:
            yield "eq", child, []


def _is_numbered(block: Block) -> bool:
    kind, outer = block.directive.label, block.outer
    while outer is not None:
        if outer.directive.label == kind:
            return False
        outer = outer.outer
    return kind in KINDS


def _place(owner: Token, block: Token) -> tuple[str, str, int]:
    """Return the label of what has a number, its own id, and its line."""
    label = owner.meta["block"].label if owner.type == OPEN else owner.meta.get("label", "")
    own_id = str(owner.attrGet("id") or "") if owner.type == "heading_open" else ""
    captions = owner.meta.get("texts", [block])
    return label, own_id, line_of(captions[0], owner.meta.get("lines_down", 0))


def _keep(owner: Token, block: Token, one: Numbered, context: EssayContext) -> None:
    if one.label:
        _keep_label(one, context)
    context.numbered.append(one)
    if owner.type == OPEN:
        owner.meta["block"].numbered = one
        return
    owner.meta = {**owner.meta, "numbered": one}
    owner.attrSet("id", one.id)
    if one.kind in {"fig", "tab"}:
        _begin(one.texts[0], one.start)


def _keep_label(one: Numbered, context: EssayContext) -> None:
    prefix, name = prefix_of(one.label), one.label.partition(":")[2]
    message = ""
    if prefix != one.kind:
        message = f"{{#{one.label}}}: a label of {_A[one.kind]} is written {{#{one.kind}:name}}"
    elif not _NAME.fullmatch(name):
        message = f"{{#{one.label}}}: the name of a label has letters, digits, '-' and '_'"
    elif first := context.labels.get(one.label):
        message = f"a second label {one.label!r}; the first is in line {first.line}"
    if message:
        context.mistakes.append(Mistake(one.line, message))
    context.labels.setdefault(one.label, one)


def _of_heading(token: Token, counts: list[int]) -> str:
    """Return the number of a heading, such as ``2.1``, and count it."""
    level = int(token.tag[1]) - 1
    counts[:] = [*counts, *[0] * level][:level]
    if counts:
        counts[-1] += 1
    return ".".join(str(one) for one in counts)


def _begin(text: Token, start: Markup) -> None:
    text.children = [Token("number", "", 0, meta={"html": start}), *(text.children or ())]


def _refuse_loose_label(child: Token, block: Token, context: EssayContext) -> None:
    if child.type == "label":
        if prefix_of(child.content):
            line = line_of(block, child.meta.get("lines_down", 0))
            context.mistakes.append(Mistake(line, _LOOSE.format(label=child.content)))
        child.type, child.content = "text", f"{{#{child.content}}}"
    for grandchild in child.children or ():
        _refuse_loose_label(grandchild, block, context)
