"""The cards that are shown where somebody links to an article: its graph, its title, its site.

A card is drawn by Pillow with the fonts of the site, which FreeType reads as they are. A text with
a letter that the fonts lack is left out: sites that show cards write the title beside them.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from topopress.bundle.packing import short_hash
from topopress.pages.contexts import GraphDrawing
from topopress.pages.drawing import Canvas, draw
from topopress.pages.sources import ArticleSource, PageSource

WIDTH, HEIGHT = 1200, 630
SOCIAL = Canvas(600, 510, 300, 15.0, 3.0, 500)
"""The part of a card that has the graph."""
MARGIN = 60
PAPER, INK, FAINT = "#fbfaf6", "#24221e", "#6c675b"
"""Those of the light theme (tokens.css)."""
# A card is drawn larger and made smaller, so that edges are smooth.
SCALE = 2
COLOURS = 128
TITLE_SIZES = (68, 56, 46)
TITLE_LINES = 5
SITE_SIZE = 28
# Of the six classes of edges: width, and lightness of the stroke on the paper (drawings.css).
_EDGES = ((1.0, 0.48), (1.2, 0.55), (1.5, 0.62), (1.9, 0.68), (2.4, 0.75), (3.0, 0.82))
_LINE = re.compile(r"M([-\d.]+),([-\d.]+)L([-\d.]+),([-\d.]+)")
TITLE_FONT, SITE_FONT = "assets/fonts/newsreader-display.woff2", "assets/fonts/public-sans.woff2"
_MEDIUM = 500
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Card:
    """A card: the path of the picture on the site, and the picture."""

    path: str
    picture: bytes
    text: str
    """What the picture shows, in words."""


def cards_of(
    site_title: str,
    articles: tuple[ArticleSource, ...],
    explorations: tuple[PageSource, ...],
    files: Mapping[str, bytes],
) -> dict[str, Card]:
    """Return the card of each article by its path; ``files`` has the fonts by path."""
    fonts = (files.get(TITLE_FONT, b""), files.get(SITE_FONT, b""))
    cards = {}
    for article in articles:
        if source := _graph_of(article, explorations):
            start = source.bundle.manifest.start
            view = next(view for view in source.bundle.views if view.layer.id == start)
            graph = draw(view, source.bundle.manifest, SOCIAL, "card")
            picture = card_picture(graph, article.settings.title, site_title, fonts)
            name = article.path.replace("/", "-")
            path = f"assets/card-{name}.{short_hash(picture)}.png"
            cards[article.path] = Card(path, picture, graph.label)
    return cards


def _graph_of(article: ArticleSource, explorations: tuple[PageSource, ...]) -> PageSource | None:
    """Return the first exploration that an article draws on; the first of the site for all."""
    wanted = (article.own,) if article.own else article.draws_on
    found = (one for one in explorations if not wanted or one.name in wanted)
    return next(found, None)


# While an author writes, titles and graphs stay the same.
@lru_cache(maxsize=64)
def card_picture(
    graph: GraphDrawing, title: str, site_title: str, fonts: tuple[bytes, bytes]
) -> bytes:
    """Return the PNG of a card."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    pen = ImageDraw.Draw(image)
    _draw_graph(pen, graph)
    _draw_title(pen, title, fonts[0])
    _draw_site(pen, site_title if site_title != title else "", fonts[1])
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    out = io.BytesIO()
    small.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def _draw_graph(pen: ImageDraw.ImageDraw, graph: GraphDrawing) -> None:
    left = WIDTH - MARGIN - SOCIAL.width
    top = (HEIGHT - graph.height) / 2

    def at(x: str | float, y: str | float) -> tuple[float, float]:
        return (left + float(x)) * SCALE, (top + float(y)) * SCALE

    for strokes in graph.edges:
        width, strength = _EDGES[min(strokes.weight, len(_EDGES) - 1)]
        for line in _LINE.findall(strokes.d):
            ends = [at(*line[:2]), at(*line[2:])]
            pen.line(ends, fill=_mixed(FAINT, PAPER, strength), width=round(width * SCALE))
    for dot in graph.nodes:
        x, y = at(dot.x, dot.y)
        pen.circle((x, y), float(dot.r) * SCALE, fill=dot.fill, outline=PAPER, width=SCALE)


def _draw_title(pen: ImageDraw.ImageDraw, title: str, file: bytes) -> None:
    room = (WIDTH - SOCIAL.width - 2 * MARGIN - 20) * SCALE
    fonts = [font for size in TITLE_SIZES if (font := _font(file, size * SCALE))]
    if not fonts or not _has_letters(fonts[0], title):
        return
    font = next((font for font in fonts if _fits(title, font, room)), fonts[-1])
    lines = list(_lines(title, font, room))
    shown = [_cut(line, font, room) for line in lines[:TITLE_LINES]]
    if len(lines) > TITLE_LINES:
        shown[-1] = _cut(f"{shown[-1]} {lines[TITLE_LINES]}", font, room)
    for k, line in enumerate(shown):
        place = (MARGIN * SCALE, MARGIN * SCALE + k * font.size * 1.1)
        pen.text(place, line, fill=INK, font=font)


def _fits(title: str, font: Font, room: float) -> bool:
    lines = list(_lines(title, font, room))
    return len(lines) <= TITLE_LINES and all(font.getlength(line) <= room for line in lines)


def _draw_site(pen: ImageDraw.ImageDraw, title: str, file: bytes) -> None:
    font = _font(file, SITE_SIZE * SCALE)
    if not title or font is None or not _has_letters(font, title):
        return
    if font.get_variation_axes():
        font.set_variation_by_axes([_MEDIUM])
    room = (WIDTH - SOCIAL.width - 2 * MARGIN) * SCALE
    place = (MARGIN * SCALE, (HEIGHT - MARGIN) * SCALE)
    pen.text(place, _cut(title, font, room), fill=FAINT, font=font, anchor="ls")


def _font(file: bytes, size: int) -> Font | None:
    try:
        # Without Raqm, which some systems have and others not.
        return ImageFont.truetype(io.BytesIO(file), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError:
        return None


def _has_letters(font: Font, text: str) -> bool:
    """Return whether a font has all letters of a text."""
    none = bytes(font.getmask("\uffff"))
    return all(bytes(font.getmask(one)) != none for one in set(text) if not one.isspace())


def _lines(text: str, font: Font, room: float) -> Iterator[str]:
    """Yield the lines of a text, each as long as there is room; a longer word has its own."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _cut(line: str, font: Font, room: float) -> str:
    if font.getlength(line) <= room:
        return line
    short = line.rstrip(" …")
    while short and font.getlength(f"{short}…") > room:
        short = short[:-1]
    return f"{short}…"


def _mixed(ink: str, paper: str, share: float) -> tuple[int, int, int]:
    pairs = zip(_rgb(ink), _rgb(paper), strict=True)
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in pairs)
    return red, green, blue


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
