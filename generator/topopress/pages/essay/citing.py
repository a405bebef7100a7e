"""The citations of an essay: checked, numbered in their order, and written as links."""

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token
from markupsafe import Markup, escape

from topopress.core.language import gettext
from topopress.pages.citations import writing
from topopress.pages.citations.citation import Citation
from topopress.pages.citations.evidence import Evidence, evidence_of
from topopress.pages.citations.intents import INTENTS, PLAIN
from topopress.pages.citations.syntax import Item, evidence_in, parted, without_intent
from topopress.pages.citations.works import Work
from topopress.pages.citations.writing import writer_of
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.labelled import evidence_at
from topopress.pages.tables.text import missing

_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[”’\")]*\s+(?=[^\sa-z])")
_ABBREVIATIONS = frozenset({"al", "cf", "e.g", "Eq", "Fig", "i.e", "No", "p", "pp", "Sec", "vs"})
_LABEL = re.compile(r"(?!view:)[a-z]+:[^\s=&]+")
"""As blocks of essays have: ``claim:islands``."""
_IN_WORDS = frozenset({"text", "code_inline", "formula", "cross_reference"})
_FIRST_SIGN = 0xD800
"""First of the surrogates, which no essay can have."""
_LONGEST = 400
"""Characters of a sentence at most, on each side of the citation."""


def cite_all(tokens: Sequence[Token], context: EssayContext) -> None:
    """Check the citations of an essay that is read otherwise: evidence can be anywhere in it."""
    context.section = ""
    for before, block in zip([None, *tokens], tokens, strict=False):
        for child in _within(block):
            if child.type == "citation":
                with context.step():
                    cite(child, block, context)
        if before and before.type == "heading_open":
            context.section = in_plain_words(block)


def cite(token: Token, block: Token, context: EssayContext) -> None:
    """Check the citation of a token, keep it, and put its links into the token's ``meta``."""
    lines_down = token.meta["lines_down"]
    items: list[Item] = token.meta["items"]
    try:
        evidence = _evidence(token.meta["braces"], context)
        cited = [parted(item.cited, context.library) for item in items]
    except LookupError as error:
        context.fail(block, str(error.args[0]), lines_down)
    if evidence and all(INTENTS[intent].of == "mentions" for intent, _ in cited):
        context.fail(
            block,
            f"{token.content}: evidence stands behind a citation that supports or contrasts, such "
            "as [@supports:key]",
            lines_down,
        )
    sentence, links = _sentence(token, block), []
    for item, (intent, key) in zip(items, cited, strict=True):
        work = context.library.works[key]
        found = Citation(
            f"cite-{len(context.citations) + 1}",
            work,
            intent,
            item.locator,
            None if INTENTS[intent].of == "mentions" else evidence,
            context.section,
            *sentence,
        )
        context.citations.append(found)
        links.append(_link(item, found, context, narrative=token.meta["narrative"]))
    writer = writer_of(context.article.references)
    inside = escape(writer.between).join(links)
    if not token.meta["narrative"]:
        inside = Markup("{}{}{}").format(writer.opened, inside, writer.closed)
    html = Markup('<span class="citations">{}</span>').format(inside)
    token.meta = {**token.meta, "html": html}


def works_in_order(citations: Sequence[Citation]) -> list[Work]:
    """Return the cited works, each once, in the order of their first citations."""
    return list({one.work.key: one.work for one in citations}.values())


def _evidence(braces: str, context: EssayContext) -> Evidence | None:
    written = evidence_in(braces)
    if not written:
        return None
    if _LABEL.fullmatch(written):
        return _labelled(written, context)
    return evidence_of(written, context.names)


def _labelled(written: str, context: EssayContext) -> Evidence:
    """Return what has a label, such as a claim or a figure, as evidence."""
    one = context.labels.get(written)
    if one is None:
        known = f"Labels: {', '.join(context.labels)}" if context.labels else "There are none here"
        raise missing("there is no label", written, context.labels, known)
    return evidence_at(one, " ".join(in_plain_words(text) for text in one.texts), context)


def _within(token: Token) -> Iterator[Token]:
    for child in token.children or ():
        yield child
        yield from _within(child)


def _link(item: Item, one: Citation, context: EssayContext, *, narrative: bool) -> Markup:
    """Return the link of one work; what it leads to and why stand in its attributes."""
    works = works_in_order(context.citations)
    index = [work.key for work in works].index(one.work.key)
    before, locator = (f"{item.before} " if item.before else ""), one.locator
    writer = writer_of(context.article.references)
    if narrative:
        shown = writing.narrative(writer, works, index)
    elif item.bare and not writer.numbered:
        shown = escape(writing.year_of(one.work))
    else:
        shown = writer.cited(works, index)
    number = index + 1
    return Markup(
        '{}<a class="citation" id="{}" href="#work-{}" role="doc-biblioref" data-work="{}" '
        'data-words="{}">{}</a>{}'
    ).format(
        before, one.id, number, number, in_short(one), shown, f", {locator}" if locator else ""
    )


def in_short(one: Citation) -> str:
    """Return what a citation says of its work and on what that rests; empty for a plain one."""
    if one.intent == PLAIN:
        return ""
    words = gettext(
        "This page {does_what} it{evidence}.",
        does_what=gettext(INTENTS[one.intent].words),
        evidence=evidence_in_words(one.evidence),
    )
    asserted = gettext("Asserted: no evidence is named.")
    return f"{words} {asserted}" if one.asserted else words


def evidence_in_words(evidence: Evidence | None) -> str:
    """Return ``: block10.purity is 71 %, 20 % by chance``; empty for none."""
    if evidence is None:
        return ""
    name = evidence.name or evidence.written.removeprefix("view:")
    if evidence.name and evidence.says:
        name = f"{name}, “{evidence.says}”"
    if evidence.figures:
        figures = [evidence_in_words(one).removeprefix(": ") for one in evidence.figures]
        name = f"{name} ({'; '.join(figures)})"
    if evidence.value:
        name = gettext("{name} is {value}", name=name, value=evidence.value)
    more = "".join(f", {part}" for part in (evidence.chance, evidence.stability) if part)
    return f": {name}{more}"


def _sentence(token: Token, block: Token) -> tuple[str, str]:
    """Return the sentence of a citation, before and behind it, without markup."""
    children = block.children or []
    at = next((i for i, child in enumerate(children) if child is token), 0)
    # Other citations are cut out meanwhile, so that "p. 3" in one ends no sentence.
    others: dict[str, str] = {}
    before = "".join(_plain(child, others) for child in children[:at])
    after = "".join(_plain(child, others) for child in children[at + 1 :])
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(before) if _is_end(before, match)]
    end = next((m.start() for m in _SENTENCE_ENDS.finditer(after) if _is_end(after, m)), len(after))
    start = before[ends[-1] if ends else 0 :].lstrip()
    return _shown(start[-_LONGEST:], others), _shown(after[:end][:_LONGEST], others).rstrip()


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Return whether a full stop ends a sentence, not an abbreviation or an initial."""
    words = text[: match.start()].split()
    last = words[-1].rstrip(".").lstrip("([“") if words else ""
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isupper())


def _shown(text: str, others: Mapping[str, str]) -> str:
    return re.sub(r"\s+", " ", "".join(others.get(sign, sign) for sign in text))


def in_plain_words(inline: Token) -> str:
    """Return the text of a paragraph or a heading without markup."""
    others: dict[str, str] = {}
    text = "".join(_plain(child, others) for child in inline.children or ())
    return _shown(text, others).strip()


def _plain(child: Token, others: dict[str, str]) -> str:
    """Return the text of a token; of a citation a sign that stands for it in ``others``."""
    if child.type == "citation":
        sign = chr(_FIRST_SIGN + len(others))
        works = (without_intent(item.cited) for item in child.meta["items"])
        others[sign] = f"[{', '.join(works)}]"
        return sign
    if child.type in {"softbreak", "hardbreak"}:
        return " "
    return child.content if child.type in _IN_WORDS else ""
