"""Context of the method page: everything one needs to judge a graph, and to build it again."""

from topopress.bundle.schema import Layer
from topopress.config.schema import Clusterer, Exploration, Visuals
from topopress.network.types import NetworkInfo
from topopress.pages.contexts import ChoiceTable, Fact, Link, MethodPage, QualityRow, StageRow
from topopress.pages.site.place import Place
from topopress.pages.sources import PageSource, Provenance
from topopress.pages.tables.choice_table import (
    METRICS,
    choice_table,
    chosen_facts,
    metrics_in_words,
)
from topopress.pages.tables.citation import bibtex, citation
from topopress.pages.tables.picture_facts import left_out, picture_recipe
from topopress.pages.tables.recipe import mapper_recipe, radius_of
from topopress.pages.tables.shape_tables import shape_table
from topopress.pages.tables.text import count, percent
from topopress.pages.types.exploration import page_links, shape_of
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


def method_page(source: PageSource, place: Place) -> MethodPage:
    """Return the context of an exploration's method page."""
    settings, manifest, provenance = source.settings, source.bundle.manifest, source.provenance
    optimised = settings.visuals.feature_visualisation
    return MethodPage(
        **place.common(*page_links("", current="method")),
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
        left_out=left_out(manifest.layers),
        layers=tuple(_quality(layer, settings.mapper.clusterer) for layer in manifest.layers),
        settings=provenance.settings_toml.strip(),
        versions=tuple(Fact(name, provenance.versions[name]) for name in provenance.versions),
        stages=tuple(StageRow(s.stage, s.subject, s.digest) for s in provenance.stages),
        rebuild=_rebuild(source.name, provenance, place.site.repository),
        citation=citation(place.site, settings, source.name),
        bibtex=bibtex(place.site, settings, source.name),
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


def _quality(layer: Layer, clusterer: Clusterer) -> QualityRow:
    quality = layer.quality
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
        own_pictures="–" if layer.visuals is None else percent(layer.visuals.own_share),
    )


def _rebuild(name: str, provenance: Provenance, repository: str | None) -> str:
    version = provenance.versions.get("topopress")
    package = f"topopress=={version}" if version else "topopress"
    clone = [f"git clone {repository} site && cd site"] if repository else []
    return "\n".join([*clone, f"pip install {package}", f"topopress build {name}"])
