"""What templates may use, where several page types or drawings share it.

Every template gets one variable, ``page``: the frozen dataclass beside the page type that fills
it, with a help text per field. Numbers come as text, formatted for readers, so that templates lay
out and never decide. Addresses are relative to the page that shows them.
"""

from dataclasses import dataclass
from typing import Annotated

from topopress.config.schema import Site


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its text."""

    text: Annotated[str, "Text of the link."]
    href: Annotated[str, "Where it leads."]
    current: Annotated[bool, "Whether it leads to what the reader is looking at."] = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its value."""

    term: Annotated[str, "Name of the fact."]
    value: Annotated[str, "Text of the fact."]


@dataclass(frozen=True, slots=True)
class Strokes:
    """All edges of about one weight, as one path."""

    weight: Annotated[int, "Class of the Jaccard index: 0 (small) to 5 (large)."]
    dashed: Annotated[bool, "Whether they are in less than half of the resamples."]
    d: Annotated[str, "Path data of all these edges."]


@dataclass(frozen=True, slots=True)
class Dot:
    """A node as a circle."""

    x: Annotated[str, "Centre, in units of the drawing."]
    y: Annotated[str, "Centre, in units of the drawing."]
    r: Annotated[str, "Radius: in proportion to the root of the members."]
    fill: Annotated[str, "Colour of its value."]
    title: Annotated[str, "What the node is, in words; empty in previews."]


@dataclass(frozen=True, slots=True)
class Dots:
    """Nodes of about one size and colour, as one path of round strokes of no length."""

    width: Annotated[str, "Diameter of the nodes."]
    colour: Annotated[str, "Colour of their value."]
    d: Annotated[str, "Path data of all these nodes."]


@dataclass(frozen=True, slots=True)
class SizeMark:
    """A circle of the size legend."""

    r: Annotated[str, "Radius, in units of the drawing."]
    size: Annotated[str, "Side of a square that holds the circle."]
    members: Annotated[str, "Members of a node that large."]


@dataclass(frozen=True, slots=True)
class Legend:
    """How to read a drawing."""

    name: Annotated[str, "Name of the figure that colours show, such as mean L2 norm."]
    low: Annotated[str, "Value of the first colour."]
    high: Annotated[str, "Value of the last colour."]
    swatches: Annotated[tuple[str, ...], "Colours from low to high."]
    sizes: Annotated[tuple[SizeMark, ...], "Circles of typical sizes."]
    dashed: Annotated[bool, "Whether there are dashed edges."]


@dataclass(frozen=True, slots=True)
class GraphDrawing:
    """A graph as an SVG."""

    id: Annotated[str, "Prefix of the ids inside the SVG, unique on the page."]
    width: Annotated[int, "Width of the view box."]
    height: Annotated[int, "Height of the view box."]
    edges: Annotated[tuple[Strokes, ...], "The edges, weakest first."]
    nodes: Annotated[tuple[Dot, ...], "The nodes, largest first."]
    dots: Annotated[tuple[Dots, ...], "The nodes in groups, in place of `nodes`, where small."]
    legend: Annotated[Legend | None, "How to read it; None for previews."]
    label: Annotated[str, "Accessible name: what graph this is, with its figures."]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: Annotated[str, "What its cells are."]
    label: Annotated[bool, "Whether it holds words, not numbers."] = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    figures: Annotated[tuple[str, ...], "A text for each column."]
    link: Annotated[Link | None, "What the row is about, before the columns; may be None."] = None
    note: Annotated[str, "Why the row is marked, such as chosen; often empty."] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures."""

    caption: Annotated[str, "What the table holds."]
    columns: Annotated[tuple[Column, ...], "The columns after the link of each row."]
    rows: Annotated[tuple[Row, ...], "The rows shown."]
    more: Annotated[Link | None, "Where the rest is, where the table is cut."] = None


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has."""

    site: Annotated[Site, "Settings of the site, as in content/site.toml."]
    title: Annotated[str, "Title of the page."]
    description: Annotated[str, "One or two sentences for search engines."]
    csp: Annotated[str, "Content-Security-Policy of the page."]
    home: Annotated[str, "Link to the home page."]
    stylesheet: Annotated[str, "Address of the style sheet."]
    script: Annotated[str, "Address of the script of every page: light or dark, search."]
    search: Annotated[str, "Address of the script of the search, loaded when it is opened."]
    texts: Annotated[str, "Address of the translations for scripts; empty in English."]
    navigation: Annotated[tuple[Link, ...], "Links at the head of the page."]
