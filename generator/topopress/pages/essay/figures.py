"""The figures of an essay: paragraphs that are nothing but a picture.

``node:`` asks for a node's pictures or for what it has and another lacks, ``channel:`` for a
channel's picture; anything else is a file beside the essay.
"""

import hashlib
import io
import posixpath
import re
from typing import NoReturn
from urllib.parse import unquote

from markdown_it.token import Token
from markupsafe import Markup
from PIL import Image

from topopress.pages.drawing import node_in_words
from topopress.pages.essay.views import fragment
from topopress.pages.essay.work import EssayWork
from topopress.pages.sources import PICTURE_ENDINGS, TextPicture
from topopress.pages.tables.text import number, or_near, plural

_Meta = dict[str, object]
"""What the renderer needs: class, alt, href, src, size and the line that says how it was made."""


def describe_figure(token: Token, work: EssayWork) -> _Meta:
    """Return what a figure shows and says, and keep its picture.

    Raises:
        PageError: if there is no such picture.
    """
    if token.content.startswith("node:"):
        return _node_figure(token, work)
    if token.content.startswith("channel:"):
        return _channel_figure(token, work)
    return _attached_figure(token, work)


def _node_figure(token: Token, work: EssayWork) -> _Meta:
    address, against = _without("against", token)
    state = work.view(address, token)
    if set(state) != {"layer", "node"} or len(against) > 1:
        work.fail(
            token, f"{token.content}: write node:layer=LAYER&node=NODE, and maybe &against=NODE"
        )
    if against:
        return _contrast_figure(state, against[0], token, work)
    layer, node = state["layer"], state["node"]
    try:
        picture = work.source.node_picture(layer, node)
    except KeyError:
        work.fail(
            token,
            f"{token.content}: there is no picture of this node, because [visuals] makes none",
        )
    view, index = work.facts.layer(layer), work.facts.node(layer, node)
    words = node_in_words(view, work.facts.manifest, index)
    return {
        "class": "node-figure",
        "alt": f"Node {words}. What it responds to, and the inputs nearest to its mean",
        "href": fragment(state),
        "made": "",
        **_file(f"{layer}-{node}", ".webp", picture, token, work),
    }


def _contrast_figure(state: dict[str, str], against: str, token: Token, work: EssayWork) -> _Meta:
    layer, node = state["layer"], state["node"]
    try:
        other = work.facts.layer(layer).node_ids[work.facts.node(layer, against)]
    except LookupError as error:
        work.fail(token, f"{token.content}: {error.args[0]}")
    if other == node:
        work.fail(token, f"{token.content}: a node has nothing that it lacks itself")
    try:
        picture = work.source.contrast_picture(layer, node, other)
    except KeyError:
        _fail_for_switch(token, work)
    return {
        "alt": f"What node {node} responds to and node {other} does not",
        "href": fragment(state),
        **_optimised(f"{layer}-{node}-{other}", picture, token, work),
    }


def _channel_figure(token: Token, work: EssayWork) -> _Meta:
    address, channels = _without("channel", token)
    state = work.view(address, token)
    if set(state) != {"layer"} or len(channels) != 1:
        work.fail(token, f"{token.content}: write channel:layer=LAYER&channel=NUMBER")
    layer, (channel,) = work.facts.layer(state["layer"]).layer, channels
    if not re.fullmatch(r"\d{1,9}", channel, re.ASCII) or int(channel) >= layer.channels:
        work.fail(
            token,
            f"{token.content}: there is no channel {channel!r}; {layer.name} has "
            f"{plural(layer.channels, 'channel')}, counted from 0",
        )
    try:
        picture = work.source.channel_picture(layer.id, int(channel))
    except KeyError:
        _fail_for_switch(token, work)
    return {
        "alt": f"What channel {int(channel)} of {layer.name} responds to",
        "href": fragment(state),
        **_optimised(f"{layer.id}-channel-{int(channel)}", picture, token, work),
    }


def _without(key: str, token: Token) -> tuple[str, list[str]]:
    """Return a figure's address without one of its parts, and the values of that part."""
    parts = token.content.split("&")
    scheme, _, parts[0] = parts[0].partition(":")
    mine = [part for part in parts if part.startswith(f"{key}=")]
    address = f"{scheme}:{'&'.join(part for part in parts if part not in mine)}"
    return address, [unquote(part.partition("=")[2]) for part in mine]


def _fail_for_switch(token: Token, work: EssayWork) -> NoReturn:
    work.fail(
        token,
        f"{token.content}: there is no such picture, because "
        "visuals.feature_visualisation.enabled is false",
    )


def _optimised(stem: str, picture: TextPicture, token: Token, work: EssayWork) -> _Meta:
    made = (
        f"{plural(picture.steps, 'step')} from noise, cosine {picture.cosine:.2f}, "
        f"objective {number(picture.objective)}"
    )
    return {
        "class": "node-figure",
        "made": made,
        **_file(stem, ".webp", picture.webp, token, work),
    }


def _attached_figure(token: Token, work: EssayWork) -> _Meta:
    src = posixpath.normpath(unquote(token.content))
    attached = work.source.attachments
    ending = posixpath.splitext(src)[1].lower()
    if ending not in PICTURE_ENDINGS:
        work.fail(token, f"picture {src!r}: must end in {', '.join(PICTURE_ENDINGS)}")
    if src not in attached:
        known = sorted(path for path in attached if path.lower().endswith(PICTURE_ENDINGS))
        beside = f" Beside the essay: {', '.join(known)}." if known else ""
        work.fail(token, f"there is no picture {src!r}{or_near(src, known)}{beside}")
    stem = re.sub(r"[^a-z0-9]+", "-", posixpath.basename(src).lower()[: -len(ending)]).strip("-")
    alt = "".join(child.content for child in token.children or () if child.type == "text")
    placed = _file(stem or "picture", ending, attached[src], token, work)
    return {"class": "picture", "alt": alt, "href": "", "made": "", **placed}


def _file(stem: str, ending: str, content: bytes, token: Token, work: EssayWork) -> _Meta:
    """Keep a picture under a name that holds its digest; return its address and size."""
    path = f"figures/{stem}.{hashlib.sha256(content).hexdigest()[:8]}{ending}"
    work.files[path] = content
    if ending == ".svg":
        return {"src": path, "size": Markup("")}
    try:
        with Image.open(io.BytesIO(content), formats=("WEBP", "PNG", "JPEG", "GIF")) as image:
            width, height = image.size
    except (OSError, Image.DecompressionBombError) as error:
        work.fail(token, f"picture {stem}{ending} cannot be read: {error}")
    size = Markup(' width="{}" height="{}"').format(width, height)
    return {"src": path, "size": size}
