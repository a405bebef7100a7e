"""What the renderer needs of a figure, once the pictures are made."""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markdown_it.token import Token
from markupsafe import Markup

from topopress.core.errors import PageError
from topopress.core.file_names import LONGEST_PATH, is_portable
from topopress.core.language import decimals, gettext, ngettext
from topopress.kinds.pictures import (
    ChannelPicture,
    ContrastPicture,
    NodePicture,
    PictureRequest,
    TextPassages,
)
from topopress.pages.drawing import node_in_words
from topopress.pages.essay.beside import size_of_picture
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.figures import Asked
from topopress.pages.essay.links import caption_in_words, path_of
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import number

LONGEST_STEM = 40
"""Characters of a picture's name at most that its published name repeats."""

_Meta = dict[str, object]
"""For the renderer: class, alt, href, src, size, and a line about how it was made."""


@dataclass(slots=True)
class Shown:
    """What the figures of an article are described from.

    Attributes:
        explorations: The explorations whose pictures they can show, by name.
        attachments: The files beside the essay.
        files: The pictures that they show.
    """

    context: EssayContext
    explorations: Mapping[str, PageSource]
    attachments: Mapping[str, bytes]
    files: dict[str, bytes] = field(default_factory=dict)


def describe_figure(token: Token, shown: Shown) -> _Meta:
    """Return what the renderer needs of a figure, and keep its picture.

    Raises:
        PageError: if the settings make no picture of this node.
    """
    asked: Asked | None = token.meta["asked"]
    if asked is None:
        return _attached_figure(token, shown)
    source = shown.explorations[asked.exploration]
    picture = source.pictures.get(asked.request)
    if picture is None:
        why = _why_none(asked.request)
        raise PageError(f"{shown.context.where(token)}: {token.content}: {why}")
    stem, alt, state = _words_of(asked.request, source)
    href = shown.context.names.shown(asked.exploration, state).href
    if isinstance(picture, TextPassages):
        node, passages = state["node"], picture.passages
        return {"class": "node-figure", "href": href, "node": node, "passages": passages}
    made = ""
    if (how := picture.optimisation) is not None:
        made = ngettext(
            "{n} step from noise, cosine {cosine}, objective {objective}",
            "{n} steps from noise, cosine {cosine}, objective {objective}",
            how.steps,
            cosine=decimals(how.cosine, 2),
            objective=number(how.objective),
        )
    placed = _placed(stem, ".webp", picture.webp, shown)
    return {"class": "node-figure", "alt": alt, "href": href, "made": made, **placed}


def _why_none(request: PictureRequest) -> str:
    if isinstance(request, NodePicture):
        return (
            "there is no picture of this node, because [visuals] makes none, or because the data "
            "have neither pictures nor texts"
        )
    return "there are no such pictures of this kind of data, only node:layer=LAYER&node=NODE"


def _words_of(request: PictureRequest, source: PageSource) -> tuple[str, str, dict[str, str]]:
    """Return the start of a picture's file name, its alt text and the view it leads to."""
    facts, layer = Facts(source), request.layer
    view = facts.layer(layer)
    match request:
        case ChannelPicture(channel=channel):
            alt = gettext(
                "What channel {channel} of {layer} responds to",
                channel=channel,
                layer=view.layer.name,
            )
            return f"{layer}-channel-{channel}", alt, {"layer": layer}
        case ContrastPicture(node=node, other=other):
            alt = gettext(
                "What node {node} responds to and node {other} does not", node=node, other=other
            )
            return f"{layer}-{node}-{other}", alt, {"layer": layer, "node": node}
        case NodePicture(node=node):
            words = node_in_words(view, facts.manifest, facts.node(layer, node))
            samples = source.words.samples
            alt = gettext(
                "Node {node}. The {samples} nearest to its centroid", node=words, samples=samples
            )
            if view.visuals:
                alt = gettext(
                    "Node {node}. What it responds to, and the {samples} nearest to its centroid",
                    node=words,
                    samples=samples,
                )
            return f"{layer}-{node}", alt, {"layer": layer, "node": node}


def _attached_figure(token: Token, shown: Shown) -> _Meta:
    path = path_of(urlsplit(token.content).path)
    name, ending = posixpath.splitext(posixpath.basename(path).lower())
    stem = re.sub(r"[^a-z0-9]+", "-", name)[:LONGEST_STEM].strip("-")
    stem = stem if is_portable(f"{stem}.x") else f"picture-{stem}".strip("-")
    placed = _placed(stem, ending, shown.attachments[path], shown)
    alt = caption_in_words(token)
    return {"class": "picture", "alt": alt, "href": "", "made": "", **placed}


def _placed(stem: str, ending: str, content: bytes, shown: Shown) -> _Meta:
    """Keep a picture under a name that holds its digest; return its address and size."""
    room = LONGEST_PATH - len(f"{shown.context.article.path}/figures/.01234567{ending}")
    stem = stem[:room].strip("-")
    path = f"figures/{stem}.{hashlib.sha256(content).hexdigest()[:8]}{ending}"
    shown.files[path] = content
    size = size_of_picture(ending, content)
    shown_size = Markup(' width="{}" height="{}"').format(*size) if size else Markup("")
    return {"src": path, "size": shown_size}
