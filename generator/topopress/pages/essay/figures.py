"""The figures of an essay: paragraphs with one picture and nothing else.

``node:`` asks for a node's pictures, or for the contrast of two nodes, ``channel:`` for a channel's
picture; anything else is a file beside the essay.
"""

import hashlib
import io
import posixpath
import re
from urllib.parse import unquote

from markdown_it.token import Token
from markupsafe import Markup
from PIL import Image

from topopress.kinds.pictures import (
    ChannelPicture,
    ContrastPicture,
    NodePicture,
    PictureRequest,
)
from topopress.pages.drawing import node_in_words
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.views import fragment
from topopress.pages.sources import PICTURE_ENDINGS
from topopress.pages.tables.text import number, or_near, plural

_Meta = dict[str, object]
"""For the renderer: class, alt, href, src, size, and a line about how it was made."""


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
    optimised = context.source.settings.visuals.feature_visualisation.enabled
    if not (optimised or isinstance(request, NodePicture)):
        context.fail(
            token,
            f"{token.content}: there is no such picture, because "
            "visuals.feature_visualisation.enabled is false",
        )
    return request


def describe_figure(token: Token, context: EssayContext) -> _Meta:
    """Return what the renderer needs of a figure, and keep its picture.

    Raises:
        PageError: if there is no such picture.
    """
    request = token.meta["request"]
    if request is None:
        return _attached_figure(token, context)
    picture = context.source.pictures.get(request)
    if picture is None:
        context.fail(
            token,
            f"{token.content}: there is no picture of this node, because [visuals] makes none",
        )
    stem, alt, state = _words_of(request, context)
    made = ""
    if (how := picture.optimisation) is not None:
        made = f"{plural(how.steps, 'step')} from noise, cosine {how.cosine:.2f}, "
        made += f"objective {number(how.objective)}"
    placed = _file(stem, ".webp", picture.webp, token, context)
    return {"class": "node-figure", "alt": alt, "href": fragment(state), "made": made, **placed}


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
        other = context.facts.layer(layer).node_ids[context.facts.node(layer, against[0])]
    except LookupError as error:
        context.fail(token, f"{token.content}: {error.args[0]}")
    if other == node:
        context.fail(token, f"{token.content}: a node has nothing that it lacks itself")
    return ContrastPicture(layer, node, other, context.where(token))


def _channel_request(token: Token, context: EssayContext) -> ChannelPicture:
    state, channels = _address("channel", token, context)
    if set(state) != {"layer"} or len(channels) != 1:
        context.fail(token, f"{token.content}: write channel:layer=LAYER&channel=NUMBER")
    layer, (channel,) = context.facts.layer(state["layer"]).layer, channels
    if not re.fullmatch(r"\d{1,9}", channel, re.ASCII) or int(channel) >= layer.channels:
        context.fail(
            token,
            f"{token.content}: there is no channel {channel!r}; {layer.name} has "
            f"{plural(layer.channels, 'channel')}, counted from 0",
        )
    return ChannelPicture(layer.id, int(channel), context.where(token))


def _address(key: str, token: Token, context: EssayContext) -> tuple[dict[str, str], list[str]]:
    """Return the view that a figure's address states, and the values of ``key`` in it."""
    scheme, _, address = token.content.partition(":")
    mine = [part for part in address.split("&") if part.startswith(f"{key}=")]
    view = "&".join(part for part in address.split("&") if part not in mine)
    values = [unquote(part.partition("=")[2]) for part in mine]
    return context.view(f"{scheme}:{view}", token), values


def _words_of(request: PictureRequest, context: EssayContext) -> tuple[str, str, dict[str, str]]:
    """Return the start of a picture's file name, its alt text and the view it leads to."""
    facts, layer = context.facts, request.layer
    view = facts.layer(layer)
    match request:
        case ChannelPicture(channel=channel):
            alt = f"What channel {channel} of {view.layer.name} responds to"
            return f"{layer}-channel-{channel}", alt, {"layer": layer}
        case ContrastPicture(node=node, other=other):
            alt = f"What node {node} responds to and node {other} does not"
            return f"{layer}-{node}-{other}", alt, {"layer": layer, "node": node}
        case NodePicture(node=node):
            words = node_in_words(view, facts.manifest, facts.node(layer, node))
            samples = context.source.words.samples
            alt = f"Node {words}. What it responds to, and the {samples} nearest to its centroid"
            return f"{layer}-{node}", alt, {"layer": layer, "node": node}


def _attached_figure(token: Token, context: EssayContext) -> _Meta:
    src = posixpath.normpath(unquote(token.content))
    attached = context.source.attachments
    ending = posixpath.splitext(src)[1].lower()
    if ending not in PICTURE_ENDINGS:
        context.fail(token, f"picture {src!r}: must end in {', '.join(PICTURE_ENDINGS)}")
    if src not in attached:
        known = sorted(path for path in attached if path.lower().endswith(PICTURE_ENDINGS))
        beside = f" Beside the essay: {', '.join(known)}." if known else ""
        context.fail(token, f"there is no picture {src!r}{or_near(src, known)}{beside}")
    stem = re.sub(r"[^a-z0-9]+", "-", posixpath.basename(src).lower()[: -len(ending)]).strip("-")
    alt = "".join(child.content for child in token.children or () if child.type == "text")
    placed = _file(stem or "picture", ending, attached[src], token, context)
    return {"class": "picture", "alt": alt, "href": "", "made": "", **placed}


def _file(stem: str, ending: str, content: bytes, token: Token, context: EssayContext) -> _Meta:
    """Keep a picture under a name that holds its digest; return its address and size."""
    path = f"figures/{stem}.{hashlib.sha256(content).hexdigest()[:8]}{ending}"
    context.files[path] = content
    if ending == ".svg":
        return {"src": path, "size": Markup("")}
    try:
        with Image.open(io.BytesIO(content), formats=("WEBP", "PNG", "JPEG", "GIF")) as image:
            width, height = image.size
    except (OSError, Image.DecompressionBombError) as error:
        context.fail(token, f"picture {stem}{ending} cannot be read: {error}")
    size = Markup(' width="{}" height="{}"').format(width, height)
    return {"src": path, "size": size}
