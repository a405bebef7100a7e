"""What templates may use: one frozen dataclass per template, with a help text per field.

Every template gets one variable, ``page``. Numbers come as text, formatted for readers, so that
templates lay out and never decide. Addresses are relative to the page that shows them.
"""

from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class SiteContext:
    """What every page says of the whole site."""

    title: Annotated[str, "Name of the site."]
    tagline: Annotated[str, "One sentence under the name; may be empty."]
    language: Annotated[str, "BCP 47 language tag."]
    authors: Annotated[str, "Authors of the site in one line; may be empty."]
    license: Annotated[str | None, "Licence of the content, in words."]
    repository: Annotated[str | None, "Address of the source."]


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its text."""

    text: Annotated[str, "What the link says."]
    href: Annotated[str, "Where it leads."]
    current: Annotated[bool, "Whether the link leads to what the reader is looking at."]


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is said of it."""

    term: Annotated[str, "What it is about."]
    value: Annotated[str, "What is said."]


@dataclass(frozen=True, slots=True)
class Strokes:
    """All edges of about one weight, as one path."""

    weight: Annotated[int, "Class of the Jaccard index: 0 (weak) to 3 (strong)."]
    dashed: Annotated[bool, "Whether they are in less than half of the resamples."]
    d: Annotated[str, "Path data of all these edges."]


@dataclass(frozen=True, slots=True)
class Dot:
    """A node as a circle."""

    x: Annotated[str, "Centre, in units of the drawing."]
    y: Annotated[str, "Centre, in units of the drawing."]
    r: Annotated[str, "Radius: in proportion to the root of the members."]
    fill: Annotated[str, "Colour of its lens value."]
    title: Annotated[str, "What the node is, in words; empty in previews."]


@dataclass(frozen=True, slots=True)
class Dots:
    """Nodes of about one size and colour, as one path of round strokes of no length."""

    width: Annotated[str, "Diameter of the nodes."]
    colour: Annotated[str, "Colour of their lens value."]
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

    lens: Annotated[str, "Name of the lens."]
    low: Annotated[str, "Lens value of the first colour."]
    high: Annotated[str, "Lens value of the last colour."]
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
class FigureCell:
    """A figure of a node, or the head of its column."""

    text: Annotated[str, "The figure as text, or its name."]
    label: Annotated[bool, "Whether the figure is a label, not a number."]


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node as a row of the table."""

    id: Annotated[str, "Name of the node, such as i12c0."]
    href: Annotated[str, "Link to the view of it in the explorer."]
    interval: Annotated[str, "Number of its interval, or of its interval of each lens."]
    figures: Annotated[tuple[FigureCell, ...], "Its figures, in the order of the table's columns."]


@dataclass(frozen=True, slots=True)
class NodeTable:
    """The nodes of a graph, largest first."""

    caption: Annotated[str, "What the table holds."]
    interval: Annotated[str, "Head of the column of intervals."]
    figures: Annotated[tuple[FigureCell, ...], "Heads of the columns of figures."]
    rows: Annotated[tuple[NodeRow, ...], "The rows shown."]
    more: Annotated[Link | None, "Where the rest is, where the table is cut."]


@dataclass(frozen=True, slots=True)
class StructureRow:
    """A structure as a row of the table."""

    name: Annotated[str, "What it is, in words."]
    href: Annotated[str, "Link to the view in which it is marked."]
    nodes: Annotated[str, "Number of its nodes."]
    rows: Annotated[str, "Rows in any of them."]
    bootstrap: Annotated[str, "Share of the resamples it is found in."]
    family: Annotated[str, "Share of the neighbouring settings it is found in."]
    verdict: Annotated[str, "stable, not stable, or an en dash if not judged."]
    stable: Annotated[bool, "Whether it counts as stable."]


@dataclass(frozen=True, slots=True)
class StructureTable:
    """The structures of a graph."""

    caption: Annotated[str, "What the table holds."]
    judged: Annotated[bool, "Whether stability was judged, and so three more columns."]
    rows: Annotated[tuple[StructureRow, ...], "The structures, stable ones first."]
    summary: Annotated[str, "How many there are of each kind, in a sentence."]
    noise: Annotated[str, "What shuffled rows show, in a sentence; empty if not judged."]
    sampled: Annotated[str, "What is said where stability is that of a sample; else empty."]


@dataclass(frozen=True, slots=True)
class ShapeCell:
    """The structures of one kind in one layer."""

    found: Annotated[str, "How many there are."]
    stable: Annotated[str, "How many of them are stable."]
    noise: Annotated[str, "How many there are in a shuffled copy, on average."]


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """A layer in the table that shows the data beside noise."""

    layer: Annotated[Link, "The layer's page."]
    bootstrap: Annotated[str, "Mean share of the resamples a node is found in."]
    null_bootstrap: Annotated[str, "The same in shuffled copies."]
    family: Annotated[str, "Mean share of the neighbouring settings a node is found in."]
    null_family: Annotated[str, "The same in shuffled copies."]
    cells: Annotated[tuple[ShapeCell, ...], "One for each kind."]


@dataclass(frozen=True, slots=True)
class ShapeTable:
    """The stability of all layers beside that of noise."""

    caption: Annotated[str, "What the table holds."]
    kinds: Annotated[tuple[str, ...], "Names of the kinds of structures."]
    rows: Annotated[tuple[ShapeRow, ...], "The layers."]


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Settings that could have been chosen."""

    metric: Annotated[str, "Distance between rows."]
    n_intervals: Annotated[str, "Number of intervals."]
    quantile: Annotated[str, "Quantile of eps; an en dash where none is read off."]
    nodes: Annotated[str, "Number of nodes."]
    coverage: Annotated[str, "Share of rows in some node."]
    largest: Annotated[str, "Rows in the largest node, as a share of all."]
    blob_share: Annotated[str, "Share of intervals that are one blob."]
    separation: Annotated[str, "Chance that two rows of an interval are in different nodes."]
    stability: Annotated[str, "Agreement with the neighbouring settings."]
    score: Annotated[str, "Product of coverage, separation and stability."]
    chosen: Annotated[bool, "Whether these were chosen."]


@dataclass(frozen=True, slots=True)
class ChoiceTable:
    """What the settings of a layer were chosen from."""

    name: Annotated[str, "Name of the layer."]
    chosen: Annotated[str, "What was chosen, in words."]
    caption: Annotated[str, "What the table holds."]
    verdict: Annotated[str, "On what it was judged, and how it compares with shuffled rows."]
    rows: Annotated[tuple[CandidateRow, ...], "The chosen one, then the others, best first."]
    more: Annotated[Link | None, "Where the rest is, where the table is cut."]


@dataclass(frozen=True, slots=True)
class LayerLink:
    """A layer in the explorer's navigation."""

    id: Annotated[str, "Id of the layer."]
    name: Annotated[str, "Name in the network."]
    shape: Annotated[str, "Channels, height and width in words."]
    figures: Annotated[str, "Nodes and edges in words."]
    href: Annotated[str, "Link to the layer's page."]
    current: Annotated[bool, "Whether the explorer starts with this layer."]
    preview: Annotated[GraphDrawing, "The graph, small."]


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has."""

    site: Annotated[SiteContext, "The whole site."]
    title: Annotated[str, "Title of the page."]
    description: Annotated[str, "One or two sentences for search engines."]
    csp: Annotated[str, "Content-Security-Policy of the page."]
    home: Annotated[str, "Link to the home page."]
    stylesheet: Annotated[str, "Address of the style sheet."]
    script: Annotated[str, "Address of the script of every page: light or dark."]
    navigation: Annotated[tuple[Link, ...], "Links at the head of the page."]


@dataclass(frozen=True, slots=True)
class Card:
    """An exploration on the home page."""

    title: Annotated[str, "Title of the exploration."]
    summary: Annotated[str, "What it is about; may be empty."]
    href: Annotated[str, "Link to its page."]
    byline: Annotated[str, "Authors and date; may be empty."]
    preview: Annotated[GraphDrawing, "The graph of its first layer, small."]
    facts: Annotated[tuple[Fact, ...], "Network, layers, counts."]


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """Context of ``home.html.jinja``."""

    opening: Annotated[GraphDrawing | None, "A graph of the first exploration, large."]
    opening_caption: Annotated[str, "What the opening figure shows."]
    opening_href: Annotated[str, "Link to where the opening figure can be explored."]
    cards: Annotated[tuple[Card, ...], "The explorations in their order."]


@dataclass(frozen=True, slots=True)
class ExplorationPage(Page):
    """Context of ``exploration.html.jinja``."""

    summary: Annotated[str, "One or two sentences; may be empty."]
    authors: Annotated[str, "Authors in one line; may be empty."]
    date: Annotated[str, "Date of publication in words; may be empty."]
    date_iso: Annotated[str, "Date of publication as YYYY-MM-DD; may be empty."]
    byline: Annotated[tuple[Fact, ...], "Network and counts for the head of the page."]
    before: Annotated[Markup, "The essay up to the explorer, as HTML."]
    after: Annotated[Markup, "The essay after the explorer, as HTML."]
    manifest: Annotated[Markup, "The manifest as JSON, escaped for a script element."]
    viewer: Annotated[str, "Address of the viewer's script."]
    layers: Annotated[tuple[LayerLink, ...], "The layers in forward order."]
    graph: Annotated[GraphDrawing, "The graph of the first view."]
    caption: Annotated[str, "Caption of the static graph."]
    notices: Annotated[tuple[str, ...], "What to know before believing that graph; often nothing."]
    table: Annotated[NodeTable, "The nodes of that graph."]
    method: Annotated[str, "Link to the method page."]
    citation: Annotated[str, "How to cite, in one line."]


@dataclass(frozen=True, slots=True)
class LayerPage(Page):
    """Context of ``layer.html.jinja``."""

    exploration: Annotated[Link, "The exploration the layer belongs to."]
    layer: Annotated[LayerLink, "The layer that the page shows."]
    view: Annotated[str, "Link to the layer in the explorer."]
    method: Annotated[str, "Address of the method page, which defines the figures."]
    facts: Annotated[tuple[Fact, ...], "Shape and quality figures."]
    notices: Annotated[tuple[str, ...], "What to know before believing the graph; often nothing."]
    structures: Annotated[StructureTable, "The structures of the graph."]
    choice: Annotated[ChoiceTable | None, "What the settings were chosen from, if they were."]
    graph: Annotated[GraphDrawing, "The graph of the layer."]
    caption: Annotated[str, "Caption of the graph."]
    table: Annotated[NodeTable, "All nodes of the layer."]
    previous: Annotated[Link | None, "The layer before."]
    next: Annotated[Link | None, "The layer after."]


@dataclass(frozen=True, slots=True)
class QualityRow:
    """A layer in the quality table of the method page."""

    name: Annotated[str, "Name of the layer."]
    href: Annotated[str, "Link to its page."]
    shape: Annotated[str, "Channels, height and width in words."]
    rows: Annotated[str, "Activation vectors."]
    metric: Annotated[str, "Distance between rows."]
    n_intervals: Annotated[str, "Number of intervals; of both lenses where there are two."]
    quantile: Annotated[str, "Quantile of eps; an en dash where none is read off."]
    eps: Annotated[str, "Neighbourhood radius."]
    nodes: Annotated[str, "Number of nodes."]
    edges: Annotated[str, "Number of edges."]
    coverage: Annotated[str, "Share of rows in some node."]
    purity: Annotated[str, "Mean label purity of the nodes."]
    components: Annotated[str, "Connected components."]
    branching: Annotated[str, "Nodes with three or more neighbours."]
    loops: Annotated[str, "Cycle rank."]
    largest: Annotated[str, "Rows in the largest node, as a share of all."]
    blob_share: Annotated[str, "Share of intervals that are one blob."]
    own_pictures: Annotated[str, "Share of pictures that are of their own node; en dash if none."]


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of the build and the digest of what it made."""

    stage: Annotated[str, "Name of the stage."]
    subject: Annotated[str, "What it worked on; may be empty."]
    digest: Annotated[str, "SHA-256 of its result."]


@dataclass(frozen=True, slots=True)
class MethodPage(Page):
    """Context of ``method.html.jinja``."""

    exploration: Annotated[Link, "The exploration this is about."]
    network: Annotated[tuple[Fact, ...], "What is known of the network."]
    data: Annotated[tuple[Fact, ...], "What the network was probed with."]
    labels: Annotated[tuple[str, ...], "Label names."]
    credits: Annotated[tuple[Fact, ...], "Who made the inputs."]
    skipped: Annotated[tuple[Fact, ...], "Inputs left out, with the reason."]
    recipe: Annotated[tuple[Fact, ...], "The settings that decide the graph, in words."]
    lenses: Annotated[tuple[str, ...], "Names of the lenses, one or two."]
    distance: Annotated[str, "Which distance is used, in words."]
    layers: Annotated[tuple[QualityRow, ...], "Figures of each layer."]
    shape: Annotated[ShapeTable | None, "Stability beside that of noise; None if not judged."]
    choices: Annotated[tuple[ChoiceTable, ...], "What was chosen from, layer by layer."]
    notices: Annotated[tuple[Fact, ...], "What to know before believing a layer's graph."]
    sampled: Annotated[tuple[Fact, ...], "Layers whose stability is that of a sample."]
    aim: Annotated[str, "What the pictures of nodes are to respond to; empty without pictures."]
    left_out: Annotated[tuple[Fact, ...], "Layers of which a budget left out pictures."]
    settings: Annotated[str, "The settings of the exploration as TOML."]
    versions: Annotated[tuple[Fact, ...], "Versions of the libraries."]
    stages: Annotated[tuple[StageRow, ...], "Digests of the stages' results."]
    rebuild: Annotated[str, "Commands that build it again."]
    citation: Annotated[str, "How to cite, in one line."]
    bibtex: Annotated[str, "How to cite, as BibTeX."]


@dataclass(frozen=True, slots=True)
class NotFoundPage(Page):
    """Context of ``not_found.html.jinja``, which must work at any depth."""

    url: Annotated[str | None, "Public address of the site."]


CONTEXTS: dict[str, type[Page]] = {
    "home.html.jinja": HomePage,
    "exploration.html.jinja": ExplorationPage,
    "layer.html.jinja": LayerPage,
    "method.html.jinja": MethodPage,
    "not_found.html.jinja": NotFoundPage,
}
