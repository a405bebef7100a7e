"""The figures of an essay: paragraphs with one picture and nothing else.

``node:`` asks for a node's pictures, or for the contrast of two nodes, ``channel:`` for a channel's
picture; anything else is a file beside the essay.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it.token import Token

from topopress.kinds.pictures import (
    ChannelPicture,
    ContrastPicture,
    NodePicture,
    PictureRequest,
)
from topopress.pages.essay.article_names import View
from topopress.pages.essay.context import EssayContext


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture that an article asks for: what it shows, and of which exploration."""

    exploration: str
    request: PictureRequest


def picture_asked(token: Token, context: EssayContext) -> Asked | None:
    """Return the picture that a figure asks for; None where it shows a file beside the essay.

    Raises:
        PageError: if the graph has no such node or channel, or the settings rule the picture out.
    """
    if token.content.startswith("node:"):
        asked = _node(token, context)
    elif token.content.startswith("channel:"):
        asked = _channel(token, context)
    else:
        return None
    visuals = context.names.of(asked.exploration).settings.visuals
    if not (visuals.feature_visualisation.enabled or isinstance(asked.request, NodePicture)):
        context.fail(
            token,
            f"{token.content}: there is no such picture, because "
            "visuals.feature_visualisation.enabled is false",
        )
    return asked


def _node(token: Token, context: EssayContext) -> Asked:
    view, against = _address("against", token, context)
    if set(view.state) != {"layer", "node"} or len(against) > 1:
        context.fail(
            token, f"{token.content}: write node:layer=LAYER&node=NODE, and maybe &against=NODE"
        )
    layer, node, where = view.state["layer"], view.state["node"], context.where(token)
    if not against:
        return Asked(view.exploration, NodePicture(layer, node, where))
    try:
        other = context.names.of(view.exploration).node_name(layer, against[0])
    except LookupError as error:
        context.fail(token, f"{token.content}: {error.args[0]}")
    if other == node:
        context.fail(token, f"{token.content}: a node has nothing that it lacks itself")
    return Asked(view.exploration, ContrastPicture(layer, node, other, where))


def _channel(token: Token, context: EssayContext) -> Asked:
    view, channels = _address("channel", token, context)
    if set(view.state) != {"layer"} or len(channels) != 1:
        context.fail(token, f"{token.content}: write channel:layer=LAYER&channel=NUMBER")
    layer, (channel,) = view.state["layer"], channels
    if not re.fullmatch(r"\d{1,9}", channel, re.ASCII):
        context.fail(token, f"{token.content}: a channel is a number, not {channel!r}")
    try:
        context.names.of(view.exploration).channel(layer, int(channel))
    except LookupError as error:
        context.fail(token, f"{token.content}: {error.args[0]}")
    return Asked(view.exploration, ChannelPicture(layer, int(channel), context.where(token)))


def _address(key: str, token: Token, context: EssayContext) -> tuple[View, list[str]]:
    """Return the view that a figure's address states, and the values of ``key`` in it."""
    scheme, _, address = token.content.partition(":")
    mine = [part for part in address.split("&") if part.startswith(f"{key}=")]
    view = "&".join(part for part in address.split("&") if part not in mine)
    values = [unquote(part.partition("=")[2]) for part in mine]
    return context.view(f"{scheme}:{view}", token), values
