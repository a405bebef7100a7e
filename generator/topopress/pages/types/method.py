"""The method page of an exploration: all one needs to judge its graphs, and to build them again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import starmap
from typing import Annotated

from topopress.analysis.null_words import NULL_WORDS
from topopress.bundle.schema import Manifest
from topopress.config.projection import PROJECTION_NAMES
from topopress.config.visuals import Visuals
from topopress.core.language import gettext, gettext_noop
from topopress.kinds.words import KindWords, Terms
from topopress.mapper.clusterers.base import clusterer_of
from topopress.network.types import NetworkInfo
from topopress.pages.contexts import Column, Fact, Link, Page, Row, Table
from topopress.pages.site.environment import template_source
from topopress.pages.site.location import SiteInputs
from topopress.pages.site.release import DIGEST
from topopress.pages.sources import PageSource, Provenance, StageRecord
from topopress.pages.tables.choice_table import (
    ChoiceTable,
    choice_table,
    chosen_facts,
    metrics_in_words,
)
from topopress.pages.tables.citation import bibtex, citation
from topopress.pages.tables.found import found_in_words
from topopress.pages.tables.layer_figures import shown_figures
from topopress.pages.tables.picture_facts import left_out
from topopress.pages.tables.purity_tables import PurityTable, purity_tables
from topopress.pages.tables.recipe import mapper_recipe
from topopress.pages.tables.references import FILE, Reference, cited, read_references
from topopress.pages.tables.scatter_table import scatter_table
from topopress.pages.tables.shape_tables import shape_table
from topopress.pages.tables.text import capital, count, short
from topopress.pages.types.page_type import PageType

BEST_CANDIDATES = 10
"""Of each layer; all of them are on the layer's page."""

_POSITIONS = {
    "all": gettext_noop("all"),
    "centre": gettext_noop("centre"),
    "mean": gettext_noop("mean"),
}


@dataclass(frozen=True, slots=True)
class MethodPage(Page):
    """Context of ``method.html.jinja``."""

    exploration: Annotated[Link, "The exploration this is about."]
    samples: Annotated[str, "Noun for several samples."]
    rows: Annotated[tuple[Fact, ...], "Definitions of what a row is."]
    exemplar: Annotated[str, "A sentence that says how an exemplar is shown."]
    pictures: Annotated[tuple[Fact, ...], "Definitions of the pictures of nodes; often empty."]
    network: Annotated[tuple[Fact, ...], "The network in figures; empty without one."]
    data: Annotated[tuple[Fact, ...], "The samples in figures."]
    manifest: Annotated[Manifest, "The labels, and the notices of each layer."]
    credits: Annotated[tuple[Fact, ...], "Who made the samples."]
    skipped: Annotated[tuple[Fact, ...], "Samples left out, with the reason."]
    found: Annotated[str, "Everything that the data source found, counted; often empty."]
    data_notices: Annotated[tuple[str, ...], "What a reader should know of the data."]
    recipe: Annotated[tuple[Fact, ...], "The settings that decide the graph, in words."]
    lenses: Annotated[tuple[str, ...], "Names of the lenses, one or two; none if unknown."]
    vectors: Annotated[bool, "Whether rows have vectors."]
    dominant: Annotated[bool, "Whether the dominant share is known."]
    balls: Annotated[bool, "Whether balls cover the rows, and not intervals of the lens."]
    splits: Annotated[bool, "Whether class probabilities split the rows into parts."]
    clustered: Annotated[bool, "Whether rows are clustered; else each element is a node."]
    contracts: Annotated[bool, "Whether nodes are merged into a neighbour that contains them."]
    distance: Annotated[str, "Which distance is used, in words."]
    figures: Annotated[Table, "Figures of each layer."]
    scatters: Annotated[Table | None, "How well scatters keep neighbours; None if unknown."]
    purities: Annotated[tuple[PurityTable, ...], "Label purity beside chance, by column."]
    shape: Annotated[Table | None, "Stability beside that of noise; None if not measured."]
    null: Annotated[Fact, "What the copies of the null model are called, and what they are."]
    required: Annotated[str, "How often a score has to reach theirs, as in “less than twice”."]
    choices: Annotated[tuple[ChoiceTable, ...], "Candidates for the settings of each layer."]
    left_out: Annotated[tuple[Fact, ...], "Layers of which a budget left out pictures."]
    settings: Annotated[str, "The settings of the exploration as TOML."]
    versions: Annotated[tuple[Fact, ...], "Versions of the libraries."]
    stages: Annotated[tuple[StageRecord, ...], "Digests of the stages' results."]
    rebuild: Annotated[str, "Commands that build it again."]
    version: Annotated[str, "Version of the site; empty if it has none."]
    digest: Annotated[str, "Digest of the build: SHA-256 of its list of files."]
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
    words, rule = source.words, clusterer_of(settings.mapper.clusterer).verdict
    null = NULL_WORDS[rule.null]
    return MethodPage(
        **site.common(path),
        title=gettext("Method: {title}", title=settings.title),
        description=gettext(
            "Data, network, settings, versions and digests behind “{title}”.",
            title=settings.title,
        ),
        exploration=Link(settings.title, "index.html"),
        samples=words.samples,
        rows=_terms(words.rows, references),
        exemplar=words.exemplar,
        pictures=_terms(words.pictures, references),
        network=_network(provenance.network, words) if provenance.network else (),
        data=_data(source),
        manifest=manifest,
        credits=_terms(words.credits, references),
        skipped=tuple(Fact(skip.origin, skip.reason) for skip in provenance.skipped),
        found=found_in_words(provenance.found),
        data_notices=provenance.notices,
        recipe=tuple(_recipe(source)),
        lenses=tuple(filter(None, (manifest.lens, manifest.second_lens))),
        vectors=any(layer.channels for layer in manifest.layers),
        dominant=any(layer.quality.dominant_share is not None for layer in manifest.layers),
        balls=settings.mapper.balls is not None,
        splits=settings.mapper.splits is not None,
        clustered=settings.mapper.clusterer.kind != "none",
        contracts=settings.mapper.contracts,
        distance=metrics_in_words(manifest.layers),
        scatters=scatter_table(source.bundle.views, manifest.projections),
        purities=purity_tables(manifest.layers),
        shape=shape_table(manifest.layers),
        null=Fact(capital(gettext(null.short)), gettext(null.meaning)),
        required=_required(rule.times),
        choices=tuple(_choices(source)),
        left_out=tuple(left_out(source.bundle.views)),
        figures=_figures(source),
        settings=provenance.settings_toml.strip(),
        versions=tuple(starmap(Fact, provenance.versions.items())),
        stages=provenance.stages,
        rebuild=_rebuild(source.name, provenance, site.settings.repository),
        version=site.settings.version or "",
        digest=DIGEST,
        citation=citation(site.settings, settings, source.name),
        bibtex=bibtex(site.settings, settings, source.name),
        references=references,
    )


def _choices(source: PageSource) -> Iterator[ChoiceTable]:
    for view in source.bundle.views:
        rest = f"layers/{view.layer.id}.html#choice"
        if table := choice_table(view, most=BEST_CANDIDATES, rest=rest):
            yield table


def _required(least: float) -> str:
    if least == 2:  # noqa: PLR2004
        return gettext("twice")
    return gettext("{ratio} times", ratio=short(least))


def _terms(terms: Terms, references: Mapping[str, Reference]) -> tuple[Fact, ...]:
    return tuple(Fact(term, cited(text, references)) for term, text in terms)


def _network(network: NetworkInfo, words: KindWords) -> tuple[Fact, ...]:
    facts = (
        Fact(gettext("Name"), network.name),
        Fact(gettext("Weights"), network.weights),
        Fact(gettext("Parameters"), count(network.parameters)),
        Fact(gettext("Input"), words.network_input),
        Fact(gettext("Preprocessing"), network.preprocessing),
        Fact(gettext("SHA-256 of the weights"), network.digest),
    )
    return tuple(fact for fact in facts if fact.value)


def _data(source: PageSource) -> tuple[Fact, ...]:
    provenance, words = source.provenance, source.words
    samples = capital(words.samples)
    n_labels = len(source.bundle.manifest.labels)
    number = gettext("Number of {things}", things=words.origins)
    origins = Fact(number, count(provenance.n_origins))
    return (
        Fact(gettext("Source"), words.source),
        Fact(gettext("{things} used", things=samples), count(provenance.n_samples)),
        *((origins,) if words.origins else ()),
        Fact(gettext("{things} left out", things=samples), count(len(provenance.skipped))),
        *((Fact(gettext("Labels"), count(n_labels)),) if n_labels else ()),
    )


def _recipe(source: PageSource) -> Iterator[Fact]:
    settings, visuals = source.settings, source.settings.visuals
    positions, n_drawn = settings.activations.positions, settings.activations.per_sample
    said = gettext(_POSITIONS.get(positions, positions))
    drawn = gettext("random, {number} per {thing}", number=n_drawn, thing=source.words.sample)
    if source.provenance.network is not None:
        yield Fact(gettext("Positions"), drawn if positions == "random" else said)
    if source.bundle.manifest.given:
        yield from (fact for view in source.bundle.views for fact in starmap(Fact, view.said))
    else:
        yield from mapper_recipe(settings.mapper)
    vectors = any(layer.channels for layer in source.bundle.manifest.layers)
    yield _exemplars(visuals) if vectors else _members(visuals)
    yield from starmap(Fact, source.words.recipe)
    if vectors:
        yield Fact(
            gettext("Scatter"), ", ".join(PROJECTION_NAMES[k] for k in settings.projection.kinds)
        )
    yield Fact(gettext("Seed"), str(settings.seed))
    yield from chosen_facts(source.bundle.views)


def _exemplars(visuals: Visuals) -> Fact:
    return Fact(
        gettext("Exemplars"),
        gettext(
            "for each node {nearest} nearest to its centroid, {spread} spread over it, and one "
            "for each of its {labels} commonest labels",
            nearest=visuals.exemplars,
            spread=visuals.spread_exemplars,
            labels=visuals.label_exemplars,
        ),
    )


def _members(visuals: Visuals) -> Fact:
    most = visuals.exemplars + visuals.spread_exemplars
    shown = gettext("{most} of each node at most, drawn at random", most=most)
    return Fact(gettext("Members shown"), shown)


def _figures(source: PageSource) -> Table:
    shown, layers = shown_figures(source), source.bundle.views
    return Table(
        gettext("Figures by which each graph can be judged"),
        tuple(Column(gettext(figure.title)) for figure in shown),
        tuple(
            Row(
                tuple(figure.text(view, source) for figure in shown),
                Link(view.layer.name, f"layers/{view.layer.id}.html"),
            )
            for view in layers
        ),
    )


def _rebuild(name: str, provenance: Provenance, repository: str | None) -> str:
    version = provenance.versions.get("topopress")
    package = f"topopress=={version}" if version else "topopress"
    clone = [f"git clone {repository} site && cd site"] if repository else []
    return "\n".join([*clone, f"pip install {package}", f"topopress build {name}"])


METHOD = PageType("method.html.jinja", MethodPage, _pages)
