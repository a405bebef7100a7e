"""Parses an author's Markdown to tokens and resolves facts, views, formulas and figures.

Every mistake names the essay's file and line, and all of them are reported at once.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it.token import Token

from topopress.pages.essay.article_names import ArticleNames
from topopress.pages.essay.captions import with_captions
from topopress.pages.essay.citing import cite_all, in_plain_words
from topopress.pages.essay.context import EssayContext, Mistake
from topopress.pages.essay.cross_references import refer
from topopress.pages.essay.directive import OPEN
from topopress.pages.essay.directive_pairs import pair
from topopress.pages.essay.directives import DIRECTIVES
from topopress.pages.essay.figures import picture_asked
from topopress.pages.essay.formulas import set_formula
from topopress.pages.essay.links import resolve_link, resolve_picture
from topopress.pages.essay.markdown import DEEPEST, parser
from topopress.pages.essay.notes import note_mistakes, place_notes
from topopress.pages.essay.numbering import number_all
from topopress.pages.essay.tables import table_mistakes
from topopress.pages.tables.text import UNPRINTABLE

_NEWLINE = re.compile("\r\n?")
# Word processors write vertical tabs and form feeds for new lines and pages.
_SPACE = re.compile("[\x0b\x0c]")


def read(names: ArticleNames) -> EssayContext:
    """Parse the essay of an article and resolve its facts, links, formulas, notes and figures.

    The tokens lack the title. ``meta["asked"]`` of a figure is the picture that it asks for; None
    for a picture beside the essay. What is wrong is among the ``mistakes`` of the result.
    """
    context = EssayContext(names)
    env: dict[str, Any] = {}
    markdown = _plain(context)
    tokens = parser().parse(markdown, env)
    context.mistakes += (*note_mistakes(env), *table_mistakes(tokens, markdown))
    context.mistakes += _repeated_addresses(env)
    context.blocks += pair(tokens, DIRECTIVES, context)
    tokens = place_notes(with_captions(_without_title(tokens, context)))
    for token in tokens:
        _set_facts(token, token, context)
    number_all(tokens, context, sections=context.article.settings.number_sections)
    for token in tokens:
        _set_references(token, token, context)
    for before, token in zip([None, *tokens], tokens, strict=False):
        _align_by_class(token)
        with context.step():
            _resolve_block(token, context)
        for child in token.children or ():
            _resolve(child, token, context)
        with context.step():
            _check_picture(token, context)
        if before and before.type == "heading_open":
            context.section = in_plain_words(token)
    context.tokens += tokens
    for block in context.blocks:
        block.words = " ".join(in_plain_words(token) for token in block.texts)
    cite_all(tokens, context)
    return context


def _plain(context: EssayContext) -> str:
    """Return the Markdown with plain ends of lines and without characters that nobody sees."""
    # A byte order mark within the text is one of a file that was appended.
    text = _NEWLINE.sub("\n", context.article.essay).replace("\ufeff", "")
    text = _SPACE.sub(" ", text)
    for number, line in enumerate(text.split("\n"), 1):
        for character in sorted(set(UNPRINTABLE.findall(line))):
            name = f"U+{ord(character):04X}"
            message = f"the control character {name}, which pages cannot show; remove it"
            context.mistakes.append(Mistake(number, message))
    return text


def _repeated_addresses(env: Mapping[str, Any]) -> Iterator[Mistake]:
    for one in env.get("duplicate_refs", ()):
        yield Mistake(
            one["map"][0] + 1, f"a second address of [{one['label'].lower()}]; remove one"
        )


def _without_title(tokens: list[Token], context: EssayContext) -> list[Token]:
    """Drop a first line that repeats the title; refuse any other heading of the first level."""
    title = context.article.settings.title
    if [token.tag for token in tokens[:1]] == ["h1"] and tokens[1].content.strip() == title:
        tokens = tokens[3:]
    for token in tokens:
        with context.step():
            if token.type == "heading_open" and token.tag == "h1":
                context.fail(
                    token,
                    "a heading of the first level ('# ...'). The page's title is that of the "
                    f"settings, {title!r}; start sections with '## '",
                )
    return tokens


def _align_by_class(token: Token) -> None:
    # The policy of the pages forbids style attributes.
    style = token.attrs.pop("style", None) if token.type in {"th_open", "td_open"} else None
    if style:
        token.attrSet("class", "align-" + str(style).partition(":")[2])


def _resolve_block(token: Token, context: EssayContext) -> None:
    """Read a directive, check the depth of a block, and set a formula."""
    if token.nesting == 1 and token.level > 2 * DEEPEST:
        context.fail(token, f"more than {DEEPEST} lists or quotes within each other")
    if token.type == "math_block":
        set_formula(token, token, context, display=True)
    if token.type == OPEN and token.meta:
        block = token.meta["block"]
        block.data = block.directive.read(block, context)


def _set_facts(token: Token, block: Token, context: EssayContext) -> None:
    """Replace each fact in a text by its value."""
    for child in token.children or ():
        if child.type == "fact":
            with context.step():
                try:
                    child.type, child.content = "text", context.names[child.content]
                except LookupError as error:
                    context.fail(block, str(error.args[0]), child.meta.get("lines_down", 0))
        _set_facts(child, block, context)


def _set_references(token: Token, block: Token, context: EssayContext) -> None:
    """Make links of the references to figures, tables, equations and sections."""
    for child in token.children or ():
        if child.type == "citation":
            with context.step():
                refer(child, block, context)
        _set_references(child, block, context)


def _resolve(child: Token, block: Token, context: EssayContext) -> None:
    """Set a formula or a citation, and check a link."""
    with context.step():
        match child.type:
            case "formula":
                set_formula(child, block, context, display=child.meta["display"])
            case "link_open":
                resolve_link(child, block, context)
            case "mistake":
                context.fail(block, child.content, child.meta.get("lines_down", 0))
    for grandchild in child.children or ():
        _resolve(grandchild, block, context)


def _check_picture(token: Token, context: EssayContext) -> None:
    """Note what a figure asks for; refuse a picture that is no figure."""
    if token.type == "figure":
        token.meta = {**token.meta, "asked": picture_asked(token, context)}
        if token.meta["asked"] is None:
            resolve_picture(token, context)
    elif any(child.type == "image" for child in token.children or ()):
        sizes = "; sizes in braces cannot be given" if "){" in token.content else ""
        context.fail(
            token, f"a picture within a line of text: give it a paragraph of its own{sizes}"
        )
