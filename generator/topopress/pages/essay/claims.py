"""``::: claim``: a sentence that holds only while a condition on facts does.

::

    ::: claim #claim:islands if="photographs.block15.stable_islands >= 8"
    The late layer falls apart into at least eight stable islands.
    :::
"""

import re
from dataclasses import replace

from markupsafe import Markup

from topopress.core.language import gettext
from topopress.pages.citations.evidence import Evidence, evidence_of
from topopress.pages.claims.claim import KINDS, Claim, ClaimFigure, Kind
from topopress.pages.claims.condition import facts_in
from topopress.pages.claims.evaluate import holds, scalar_of
from topopress.pages.claims.parse import parse_condition
from topopress.pages.essay.article_names import ArticleNames
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.directive import Block, Directive
from topopress.pages.essay.shown import Shown
from topopress.pages.tables.text import listed, or_near

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_claim(block: Block, context: EssayContext) -> Claim | None:
    """Check a claim; None where its line has a mistake that is told without us."""
    name = block.label.removeprefix("claim:")
    if not block.label:
        context.fail(block.token, 'a claim needs a name, as in ::: claim #claim:islands if="..."')
    if not _NAME.fullmatch(name):
        context.fail(
            block.token,
            f"#{block.label}: the name of a claim has small letters, digits and hyphens only",
        )
    twin = next(one for one in context.blocks if one.label == block.label)
    if twin is not block:
        context.fail(block.token, f"a second #{block.label}; the first is in line {twin.line}")
    if not block.texts:
        context.fail(block.token, f"claim {name!r} says nothing: write a sentence before its end")
    written = block.attributes.get("if")
    if written is None:
        return None
    try:
        return _checked(name, _kind(block), written, block, context)
    except LookupError as error:
        context.fail(block.token, f"claim {name!r}: {error.args[0]}")


def claims_of(context: EssayContext) -> list[Claim]:
    """Return the claims of an essay that is read, in its order, with their sentences."""
    return [
        replace(block.data, sentence=block.words)
        for block in context.blocks
        if isinstance(block.data, Claim)
    ]


def render_claim(block: Block, claim: Claim, body: Markup, shown: Shown) -> Markup:
    """Return the sentence, the figures it rests on, and the condition that was checked."""
    figures = Markup().join(map(_figure, claim.figures))
    checked = (
        gettext("Negative result, checked when this page was built:")
        if claim.kind == "negative"
        else gettext("Checked when this page was built:")
    )
    return Markup(
        '<section class="claim is-{}" id="{}" aria-label="{}">\n<div class="claim-words">{}</div>\n'
        '<dl class="claim-figures">{}</dl>\n<p class="claim-check">{} <code>{}</code></p>\n'
        "</section>\n"
    ).format(
        claim.kind, claim.id, gettext("Claim {name}", name=claim.name), body, figures, checked,
        claim.condition,
    )  # fmt: skip


def _figure(one: ClaimFigure) -> Markup:
    name = Markup("<code>{}</code>").format(one.evidence.written)
    if view := one.evidence.view:
        name = Markup('<a class="view-link" href="{}">{}</a>').format(view.href, name)
    value = Markup("<b>{}</b>").format(one.evidence.value)
    beside = (Markup('<span class="claim-beside">{}</span>').format(words) for words in one.beside)
    shown = Markup(" ").join([value, *beside])
    return Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, shown)


def _kind(block: Block) -> Kind:
    written = block.attributes.get("kind", KINDS[0])
    found = next((kind for kind in KINDS if kind == written), None)
    if found is None:
        raise LookupError(f"kind={written}{or_near(written, KINDS)} It is {' or '.join(KINDS)}")
    return found


def _checked(name: str, kind: Kind, written: str, block: Block, context: EssayContext) -> Claim:
    """Return a claim that holds, as far as that is known.

    Raises:
        LookupError: if the condition is not understood, names no fact, or does not hold.
    """
    condition, names = parse_condition(written), context.names
    facts = facts_in(condition)
    if not facts:
        raise LookupError(f"the condition {written!r} names no fact, such as LAYER.stable_islands")
    figures = tuple(_figure_of(fact, names) for fact in facts)
    if names.built:
        values = {
            one.evidence.written: scalar_of(one.evidence.written, one.value) for one in figures
        }
        if not holds(condition, values):
            now = listed([*map(_now, figures)])
            raise LookupError(f"does not hold: {written}; now {now}")
    return Claim(name, kind, written, figures, context.section, block.line)


def _figure_of(fact: str, names: ArticleNames) -> ClaimFigure:
    """Return a fact; its value is unknown while nothing is built."""
    return ClaimFigure(evidence_of(fact, names), names.raw(fact))


def _now(one: ClaimFigure) -> str:
    """Return what a figure is now, in full where pages round it: ``a.purity is 0.6961 (70 %)``."""
    name, shown = one.evidence.written, one.evidence.value
    if isinstance(one.value, str):
        return f"{name} is {one.value!r}"
    full = repr(one.value)
    return f"{name} is {full}" + ("" if shown.replace(",", "") == full else f" ({shown})")


def _evidence(block: Block) -> Evidence:
    """Return a claim as the evidence of a citation; of one with a mistake, its name alone."""
    claim = block.data if isinstance(block.data, Claim) else None
    figures = tuple(one.evidence for one in claim.figures) if claim else ()
    return Evidence(block.label, label=block.label, figures=figures)


CLAIM = Directive(
    "claim",
    read_claim,
    render_claim,
    required=("if",),
    optional=("kind",),
    label="claim",
    evidence=_evidence,
)
