"""The method page of an exploration: all one needs to judge its graphs, and to build them again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from topopress.bundle.exploration import LayerView
from topopress.config.schema import Clusterer, Exploration, Visuals
from topopress.network.types import NetworkInfo
from topopress.pages.contexts import Fact, Link, Page
from topopress.pages.site.environment import template_source
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource, Provenance
from topopress.pages.tables.choice_table import (
    METRICS,
    ChoiceTable,
    choice_table,
    chosen_facts,
    metrics_in_words,
)
from topopress.pages.tables.citation import bibtex, citation
from topopress.pages.tables.picture_facts import left_out, picture_recipe
from topopress.pages.tables.recipe import mapper_recipe, radius_of
from topopress.pages.tables.references import FILE, Reference, read_references
from topopress.pages.tables.shape_tables import ShapeTable, shape_table
from topopress.pages.tables.text import count, percent
from topopress.pages.types.layer import shape_of
from topopress.pages.types.page_type import PageType
from topopress.visuals.types import AIMS

SOURCES = {
    "images": "folder of pictures",
    "list": "list of pictures",
    "npz": "arrays in an npz file",
    "builtin": "crops of the photographs of scikit-image and scikit-learn",
}
BEST_CANDIDATES = 10
"""Of each layer; all of them are on the layer's page."""
SCATTERS = {"pca": "PCA", "tsne": "t-SNE"}


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
    references: Annotated[Mapping[str, Reference], "The works that the page cites, by key."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, MethodPage]]:
    references = read_references(template_source(site.templates, FILE))
    for source in site.explorations:
        path = f"{source.name}/method.html"
        yield path, _method_page(site, path, source, references)


def _method_page(
    site: SiteInputs, path: str, source: PageSource, references: Mapping[str, Reference]
) -> MethodPage:
    settings, manifest, provenance = source.settings, source.bundle.manifest, source.provenance
    optimised = settings.visuals.feature_visualisation
    return MethodPage(
        **site.common(path),
        title=f"Method: {settings.title}",
        description=f"Data, network, settings, versions and digests behind “{settings.title}”.",
        exploration=Link(settings.title, "index.html", current=False),
        network=_network(provenance.network),
        data=_data(source),
        labels=tuple(manifest.labels),
        credits=tuple(Fact(credit.origin, credit.text) for credit in provenance.credits),
        skipped=tuple(Fact(skip.origin, skip.reason) for skip in provenance.skipped),
        recipe=(*_recipe(settings), *chosen_facts(source.bundle.views)),
        lenses=settings.mapper.lenses,
        distance=metrics_in_words(manifest.layers),
        shape=shape_table(manifest.layers),
        choices=_choices(source),
        notices=tuple(
            Fact(layer.name, notice) for layer in manifest.layers for notice in layer.notices
        ),
        sampled=tuple(
            Fact(layer.name, layer.sampled) for layer in manifest.layers if layer.sampled
        ),
        aim=AIMS[optimised.objective] if optimised.enabled else "",
        left_out=left_out(source.bundle.views),
        layers=tuple(_quality(view, settings.mapper.clusterer) for view in source.bundle.views),
        settings=provenance.settings_toml.strip(),
        versions=tuple(Fact(name, provenance.versions[name]) for name in provenance.versions),
        stages=tuple(StageRow(s.stage, s.subject, s.digest) for s in provenance.stages),
        rebuild=_rebuild(source.name, provenance, site.settings.repository),
        citation=citation(site.settings, settings, source.name),
        bibtex=bibtex(site.settings, settings, source.name),
        references=references,
    )


def _choices(source: PageSource) -> tuple[ChoiceTable, ...]:
    tables = (
        choice_table(view, most=BEST_CANDIDATES, rest=f"layers/{view.layer.id}.html#choice")
        for view in source.bundle.views
    )
    return tuple(table for table in tables if table is not None)


def _network(network: NetworkInfo) -> tuple[Fact, ...]:
    height, width = network.input_size
    return (
        Fact("Name", network.name),
        Fact("Weights", network.weights),
        Fact("Parameters", count(network.parameters)),
        Fact("Input", f"{height} × {width} pixels"),
        Fact("Preprocessing", network.preprocessing),
        Fact("SHA-256 of the weights", network.digest),
    )


def _data(source: PageSource) -> tuple[Fact, ...]:
    provenance, settings = source.provenance, source.settings
    return (
        Fact("Source", SOURCES[settings.data.kind]),
        Fact("Inputs used", count(provenance.n_samples)),
        Fact("From so many files", count(provenance.n_origins)),
        Fact("Inputs skipped", count(len(provenance.skipped))),
        Fact("Labels", count(len(source.bundle.manifest.labels))),
    )


def _exemplars(visuals: Visuals) -> str:
    return (
        f"for each node {visuals.exemplars} nearest to its mean, {visuals.spread_exemplars} spread "
        f"over it, and one for each of its {visuals.label_exemplars} commonest labels"
    )


def _recipe(settings: Exploration) -> tuple[Fact, ...]:
    activations = settings.activations
    drawn = f"{activations.positions}, {activations.per_sample} per input"
    return (
        Fact("Positions", drawn if activations.positions == "random" else activations.positions),
        *mapper_recipe(settings.mapper),
        Fact("Exemplars", _exemplars(settings.visuals)),
        Fact("Feature visualisation", picture_recipe(settings.visuals.feature_visualisation)),
        Fact("Scatter", SCATTERS[settings.projection.kind]),
        Fact("Seed", str(settings.seed)),
    )  # fmt: skip


def _quality(view: LayerView, clusterer: Clusterer) -> QualityRow:
    layer, quality = view.layer, view.layer.quality
    return QualityRow(
        name=layer.name,
        href=f"layers/{layer.id}.html",
        shape=shape_of(layer),
        rows=count(layer.n_rows),
        metric=METRICS.get(layer.metric, layer.metric),
        n_intervals=" × ".join(count(n) for n in layer.n_intervals),
        quantile="–" if layer.eps_quantile is None else f"{layer.eps_quantile:g}",
        eps=radius_of(layer, clusterer),
        nodes=count(layer.n_nodes),
        edges=count(layer.n_edges),
        coverage=percent(quality.coverage),
        purity=percent(quality.purity),
        components=count(quality.components),
        branching=count(quality.branching),
        loops=count(quality.loops),
        largest=percent(quality.largest),
        blob_share=percent(quality.blob_share),
        own_pictures="–" if view.visuals is None else percent(view.visuals.own_share),
    )


def _rebuild(name: str, provenance: Provenance, repository: str | None) -> str:
    version = provenance.versions.get("topopress")
    package = f"topopress=={version}" if version else "topopress"
    clone = [f"git clone {repository} site && cd site"] if repository else []
    return "\n".join([*clone, f"pip install {package}", f"topopress build {name}"])


METHOD = PageType("method.html.jinja", MethodPage, _pages)
