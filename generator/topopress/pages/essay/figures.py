"""The figures of an essay: paragraphs with one picture and nothing else.

``node:`` asks for a node's pictures, or for the contrast of two nodes, ``channel:`` for a channel's
picture; anything else is a file beside the essay.
"""

import re
from urllib.parse import unquote

from markdown_it.token import Token

from topopress.kinds.pictures import (
    ChannelPicture,
    ContrastPicture,
    NodePicture,
    PictureRequest,
)
from topopress.pages.essay.context import EssayContext


def request_of(token: Token, context: EssayContext) -> PictureRequest | None:
    """Return the picture that a figure asks for; None where it shows a file beside the essay.

    Raises:
        PageError: if the graph has no such node or channel, or the settings rule the picture out.
    """
    request: PictureRequest
    if token.content.startswith("node:"):
        request = _node_request(token, context)
    elif token.content.startswith("channel:"):
        request = _channel_request(token, context)
    else:
        return None
    optimised = context.text.settings.visuals.feature_visualisation.enabled
    if not (optimised or isinstance(request, NodePicture)):
        context.fail(
            token,
            f"{token.content}: there is no such picture, because "
            "visuals.feature_visualisation.enabled is false",
        )
    return request


def _node_request(token: Token, context: EssayContext) -> NodePicture | ContrastPicture:
    state, against = _address("against", token, context)
    if set(state) != {"layer", "node"} or len(against) > 1:
        context.fail(
            token, f"{token.content}: write node:layer=LAYER&node=NODE, and maybe &against=NODE"
        )
    layer, node = state["layer"], state["node"]
    if not against:
        return NodePicture(layer, node, context.where(token))
    try:
        other = context.names.node_name(layer, against[0])
    except LookupError as error:
        context.fail(token, f"{token.content}: {error.args[0]}")
    if other == node:
        context.fail(token, f"{token.content}: a node has nothing that it lacks itself")
    return ContrastPicture(layer, node, other, context.where(token))


def _channel_request(token: Token, context: EssayContext) -> ChannelPicture:
    state, channels = _address("channel", token, context)
    if set(state) != {"layer"} or len(channels) != 1:
        context.fail(token, f"{token.content}: write channel:layer=LAYER&channel=NUMBER")
    layer, (channel,) = state["layer"], channels
    if not re.fullmatch(r"\d{1,9}", channel, re.ASCII):
        context.fail(token, f"{token.content}: a channel is a number, not {channel!r}")
    try:
        context.names.channel(layer, int(channel))
    except LookupError as error:
        context.fail(token, f"{token.content}: {error.args[0]}")
    return ChannelPicture(layer, int(channel), context.where(token))


def _address(key: str, token: Token, context: EssayContext) -> tuple[dict[str, str], list[str]]:
    """Return the view that a figure's address states, and the values of ``key`` in it."""
    scheme, _, address = token.content.partition(":")
    mine = [part for part in address.split("&") if part.startswith(f"{key}=")]
    view = "&".join(part for part in address.split("&") if part not in mine)
    values = [unquote(part.partition("=")[2]) for part in mine]
    return context.view(f"{scheme}:{view}", token), values
