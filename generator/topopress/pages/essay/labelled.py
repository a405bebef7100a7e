"""What has a label in an article, such as a claim or a figure, as the evidence of a citation."""

from dataclasses import replace

from topopress.kinds.pictures import NodePicture
from topopress.pages.citations.evidence import Evidence, evidence_of
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.figures import Asked
from topopress.pages.essay.numbered import Numbered


def evidence_at(one: Numbered, says: str, context: EssayContext) -> Evidence:
    """Return it with its number and its words.

    A directive says itself what it rests on; of the picture of a node the stability is known.
    """
    found = _of_block(one, context) or _of_picture(one, context) or Evidence(one.label)
    return replace(found, written=one.label, id=one.id, name=one.reference(says), says=says)


def _of_block(one: Numbered, context: EssayContext) -> Evidence | None:
    block = next((each for each in context.blocks if each.numbered is one), None)
    made = block.directive.evidence if block else None
    return made(block) if block and made else None


def _of_picture(one: Numbered, context: EssayContext) -> Evidence | None:
    found = (token for token in context.tokens if token.meta.get("numbered") is one)
    asked: Asked | None = next((token.meta.get("asked") for token in found), None)
    if asked is None or not isinstance(asked.request, NodePicture):
        return None
    state = f"exploration={asked.exploration}&layer={asked.request.layer}&node={asked.request.node}"
    return evidence_of(f"view:{state}", context.names)
