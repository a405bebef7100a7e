"""Every figure of an exploration for a paper: the graph of each layer, and those of the essay.

Graphs are drawn as the pages draw them without a script. Figures of the essay are the pictures that
its page shows, with their captions.
"""

import html
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from jinja2 import Environment

from topopress.pages.citations.export import escaped
from topopress.pages.contexts import GraphDrawing
from topopress.pages.drawing import FIGURE, draw
from topopress.pages.site.environment import render
from topopress.pages.sources import PageSource
from topopress.pages.types.layer import caption_of

WIDTH_MM = 175
"""Width of two columns of most journals."""
BEGINNING = "% Figures of topopress export --static-figures"
_LEGEND = 80
_STROKES = ("0.8", "1", "1.3", "1.7", "2.3", "3")
_FIGURE = re.compile(r"<figure\b[^>]*>(.*?)</figure>", re.DOTALL)
_IMAGE = re.compile(r'<img [^>]*?src="([^":]+)"')
_CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)
_APART = re.compile(r'<(?:br|p|div|span class="made)[^>]*>')
_TEX = re.compile(r"<annotation[^>]*>.*?</annotation>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StaticFigure:
    """A figure: its name in files, what it shows, and the kind of that by its ending."""

    name: str
    content: bytes
    ending: str
    caption: str


@dataclass(frozen=True, slots=True)
class FigureSvg:
    """Context of ``figure.svg.jinja``."""

    graph: Annotated[GraphDrawing, "The graph with its legend."]
    width_mm: Annotated[int, "Width on paper."]
    height_mm: Annotated[str, "Height on paper."]
    height: Annotated[int, "Height with the legend, in units of the drawing."]
    strokes: Annotated[tuple[str, ...], "Width of edges by their weight."]


def figures_of(
    templates: Environment, source: PageSource, files: Mapping[str, bytes]
) -> list[StaticFigure]:
    """Return the figures of an exploration, given all files of its site."""
    return [*_graphs(templates, source), *_of_essay(source, files)]


def in_latex(figures: Sequence[StaticFigure]) -> str:
    """Return a document of LaTeX to include, with a figure environment for each."""
    parts = [f"{BEGINNING}: write \\input{{figures}}; needs the package graphicx.", ""]
    for one in figures:
        width = "[width=\\linewidth]" if one.ending == ".svg" else ""
        parts += [
            "\\begin{figure}",
            "  \\centering",
            f"  \\includegraphics{width}{{{one.name}.pdf}}",
            f"  \\caption{{{escaped(one.caption)}}}",
            f"  \\label{{fig:{one.name}}}",
            "\\end{figure}",
            "",
        ]
    return "\n".join(parts)


def in_markdown(figures: Sequence[StaticFigure]) -> str:
    """Return the figures in Markdown."""
    images = (f"![{_escaped(one.caption)}]({one.name}.svg)" for one in figures)
    return "\n\n".join(images) + "\n"


def _graphs(templates: Environment, source: PageSource) -> Iterator[StaticFigure]:
    for view in source.bundle.views:
        graph = draw(view, source.bundle.manifest, FIGURE, "graph")
        height = graph.height + (_LEGEND if graph.legend else 0)
        page = FigureSvg(
            graph, WIDTH_MM, f"{WIDTH_MM * height / graph.width:.2f}", height, _STROKES
        )
        svg = render(templates, "figure.svg.jinja", page)
        yield StaticFigure(f"graph-{view.layer.id}", svg, ".svg", caption_of(view, source))


def _of_essay(source: PageSource, files: Mapping[str, bytes]) -> Iterator[StaticFigure]:
    page = files[f"{source.path}/index.html"].decode()
    number = 0
    for found in _FIGURE.finditer(page):
        image, caption = _IMAGE.search(found[1]), _CAPTION.search(found[1])
        path = posixpath.normpath(posixpath.join(source.path, image[1])) if image else ""
        if path not in files:
            continue
        number += 1
        stem, ending = posixpath.splitext(posixpath.basename(path))
        name = f"figure-{number}-{stem.rpartition('.')[0] or stem}"
        yield StaticFigure(name, files[path], ending, _words(caption[1]) if caption else "")


def _words(markup: str) -> str:
    text = re.sub(r"<[^>]+>", "", _APART.sub(" ", _TEX.sub("", markup)))
    return " ".join(html.unescape(text).split())


def _escaped(text: str) -> str:
    return re.sub(r"([\\\[\]`*_<>])", r"\\\1", text)
