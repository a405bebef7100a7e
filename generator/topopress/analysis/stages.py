"""The stages that choose settings, and that describe a graph, its shape and its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.nodes.counterparts import Counterparts, Membership, SamplesOfRows
from topopress.analysis.nodes.types import GraphQuality, LabelPurity, NodeStatistics
from topopress.analysis.settings.types import Choice, SweptGraph
from topopress.analysis.shape.types import LayerShape
from topopress.config.schema import Mapper
from topopress.config.schema import Stability as StabilitySettings
from topopress.core.arrays import Float32, Int32, Int64
from topopress.mapper.splits import PROBABILITIES
from topopress.mapper.stages import LensColumns, SampledVectors, SettledMapper, columns_of
from topopress.mapper.types import MapperGraph
from topopress.samples.types import Labels, SampleTable
from topopress.stage.executor import Work


@dataclass(frozen=True, slots=True)
class ChosenMapper(SettledMapper):
    """Settings chosen from the data, and what they were chosen from.

    ``repeats`` says whether most rows repeat others, and nothing can be said of structure.
    """

    choice: Choice
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class JudgedMapper(SettledMapper):
    """Settings with nothing left open, and whether most of the rows repeat others."""

    repeats: bool


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Number of each row's group, -1 for none, shape (n_rows,)."""

    group: Int32


@dataclass(frozen=True, slots=True, eq=False)
class RowSamples:
    """Sample of each row, shape (n_rows,)."""

    sample: Int32


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The rows of each node, as ``MapperGraph`` has them."""

    member_offsets: Int64
    members: Int32


@dataclass(frozen=True, slots=True)
class LabelPurities:
    """The purity of a graph's nodes in each column of labels, the labels themselves first."""

    purities: tuple[LabelPurity, ...]


@dataclass(frozen=True, slots=True)
class Purities:
    """Label purity of the graph of each candidate; None without labels."""

    purity: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """The figures of each node of a graph, and of the whole graph."""

    statistics: NodeStatistics
    quality: GraphQuality


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The vectors of a layer, shape (n_rows, n_channels)."""

    vectors: Float32


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """Coordinates of the rows, shape (n_rows, 2), and the share of the variance that they hold.

    The share is None for coordinates that are not principal components.
    """

    projection: Float32
    explained: float | None = None


@dataclass(frozen=True, slots=True)
class KeptNeighbours:
    """How well a scatter keeps the neighbours of vectors; None where there are too few rows.

    ``metric`` is the distance between vectors; see ``kept_neighbours`` for the two figures.
    """

    metric: str
    kept: float | None
    trustworthiness: float | None


def choice(
    work: Work,
    rows: SampledVectors,
    raw: Vectors | None,
    columns: LensColumns | None,
    groups: Groups | None,
    mapper: Mapper,
    candidates: Literal["open", "all"],
    centred: bool,
    seed: int,
) -> ChosenMapper:
    """Choose what the author's settings leave open; with ``all`` also what they fix.

    ``raw`` are the rows before they were prepared, None if they were not; ``centred`` says whether
    they are without the mean of their group.
    """
    from topopress.analysis.settings.ball_scores import by_share
    from topopress.analysis.settings.candidates import CandidateGrid
    from topopress.analysis.settings.choice import RowFacts, choose_among
    from topopress.analysis.settings.verdict import resolved

    tried = by_share(mapper, rows.vectors, seed=seed)
    chosen = choose_among(
        rows.vectors,
        CandidateGrid.of(tried) if candidates == "open" else CandidateGrid.around(tried),
        seed=seed,
        columns=columns_of(columns, rows.sample),
        facts=RowFacts(
            group=None if groups is None else groups.group,
            raw=None if raw is None else raw.vectors,
            centred=centred,
        ),
        progress=work.progress,
    )
    return ChosenMapper(resolved(mapper, chosen), chosen, chosen.repeats)


def choice_purity(
    work: Work,
    rows: SampledVectors,
    columns: LensColumns | None,
    labels: Labels,
    mapper: Mapper,
    seed: int,
) -> Purities:
    """Return the label purity of every candidate around some settings; see ``choice``."""
    from topopress.analysis.settings.ball_scores import by_share
    from topopress.analysis.settings.candidates import CandidateGrid
    from topopress.analysis.settings.choice import purities, sampled

    family = CandidateGrid.around(by_share(mapper, rows.vectors, seed=seed))
    cloud = sampled(rows.vectors, family, seed=seed, columns=columns_of(columns, rows.sample))
    work.progress.start("label purity", len(family))
    label = labels.label[rows.sample[cloud.rows]]
    found = purities(cloud, family, label, seed=seed, progress=work.progress)
    work.progress.finish()
    return Purities(tuple(found))


def sweep(
    work: Work,
    rows: SampledVectors,
    columns: LensColumns | None,
    mapper: tuple[Mapper, ...],
    seed: int,
) -> Iterator[tuple[int, SweptGraph]]:
    """Yield the figures of the graph of each of some settings."""
    from topopress.analysis.settings.sweep import swept_graphs

    values = columns_of(columns, rows.sample)
    yield from swept_graphs(rows.vectors, mapper, seed=seed, columns=values, progress=work.progress)


def statistics(
    rows: Rows, prepared: Vectors | None, graph: MapperGraph, labels: Labels
) -> Description:
    """Describe the nodes of a graph, and the graph as a whole.

    The graph was made of the prepared rows, if there are any.
    """
    from topopress.analysis.nodes.quality import graph_quality
    from topopress.analysis.nodes.statistics import node_statistics

    found = node_statistics(
        rows,
        graph,
        labels.label,
        n_labels=len(labels.labels),
        prepared=None if prepared is None else prepared.vectors,
    )
    return Description(found, graph_quality(graph, found))


def label_purities(
    rows: RowSamples, groups: Groups | None, graph: Members, samples: SampleTable, seed: int
) -> LabelPurities:
    """Return how pure the nodes are in the labels and in each further column of labels."""
    from topopress.analysis.nodes.label_purity import Memberships, label_purity
    from topopress.core.seeds import rng_for
    from topopress.samples.label_columns import label_columns

    group = None
    if groups is not None:
        group = np.full(len(samples.label), -1, np.int32)
        group[rows.sample] = groups.group
    sizes = np.diff(graph.member_offsets)
    node = np.repeat(np.arange(len(sizes)), sizes)
    members = Memberships(node, rows.sample[graph.members], group)
    columns = [(None, samples.label), *((c.name, c.label) for c in label_columns(samples))]
    found = (
        label_purity(name, members, label, rng_for(seed, "label purity", name or ""))
        for name, label in columns
    )
    return LabelPurities(tuple(one for one in found if one is not None))


def counterparts(
    rows: Mapping[str, SamplesOfRows], graphs: Mapping[str, Membership], layer: str
) -> Counterparts:
    """Find the most similar node in each other layer for each node of one of them."""
    from topopress.analysis.nodes.counterparts import counterparts_of

    return counterparts_of(layer, graphs, rows)


def pca_scatter(rows: Vectors) -> Scatter:
    """Project the rows of a layer to their first two principal components."""
    from topopress.analysis.nodes.projection import pca

    return Scatter(*pca(rows.vectors))


def tsne_scatter(rows: Vectors, perplexity: float, seed: int) -> Scatter:
    """Embed the rows of a layer by t-SNE."""
    from topopress.analysis.nodes.projection import tsne

    return Scatter(tsne(rows.vectors, perplexity=perplexity, seed=seed))


def umap_scatter(rows: Vectors, n_neighbors: int, min_dist: float, seed: int) -> Scatter:
    """Embed the rows of a layer by UMAP."""
    from topopress.analysis.nodes.projection import umap

    return Scatter(umap(rows.vectors, n_neighbors=n_neighbors, min_dist=min_dist, seed=seed))


def scatter_neighbours(
    rows: Vectors, scatter: Scatter, chosen: SettledMapper | None, seed: int
) -> KeptNeighbours:
    """Judge how well a scatter keeps the neighbours of vectors, by the distance of the graph.

    The distance is the cosine where another tool made the graph.
    """
    from topopress.analysis.nodes.kept_neighbours import kept_neighbours

    metric = chosen.mapper.clusterer.metric if chosen else "cosine"
    found = kept_neighbours(rows.vectors, scatter.projection, metric=metric, seed=seed)
    return KeptNeighbours(metric, *(found or (None, None)))


def structures(
    work: Work,
    rows: SampledVectors,
    columns: LensColumns | None,
    graph: MapperGraph,
    chosen: JudgedMapper,
    stability: StabilitySettings,
    seed: int,
) -> LayerShape:
    """Find the structures of a graph, and judge their stability unless that is switched off.

    Nor is it judged where most rows repeat others: what repeats is stable, and says nothing.
    """
    from topopress.analysis.shape.assessment import assess
    from topopress.analysis.shape.structures import find_structures
    from topopress.mapper.graph import build_graph

    if stability.resamples == 0 or chosen.repeats:
        return LayerShape.unjudged(find_structures(graph))
    values = columns_of(columns, rows.sample)

    def build(vectors: Float32, mapper: Mapper, drawn: Int64) -> MapperGraph:
        drawn_values = {name: column[drawn] for name, column in values.items()}
        return build_graph(vectors, mapper, seed=seed, columns=drawn_values)

    return assess(
        rows.vectors,
        graph,
        chosen.mapper.model_copy(update={"stability": stability}),
        build,
        probabilities=values.get(PROBABILITIES),
        seed=seed,
        progress=work.progress,
    )
