"""The stages that pack a layer for the site."""

from dataclasses import dataclass

from topopress.activations.types import Rows
from topopress.analysis.nodes.counterparts import Counterparts
from topopress.analysis.predictions import Predictions
from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import (
    ChosenMapper,
    Description,
    KeptNeighbours,
    LabelPurities,
    Scatter,
    Vectors,
)
from topopress.bundle.assemble import LayerBundle, bundle_layer
from topopress.bundle.exploration import Look
from topopress.bundle.parts import FamilyChunk, GivenFacts, LayerParts
from topopress.config.addresses import layer_address
from topopress.config.projection import Projection
from topopress.config.schema import Family, Stability
from topopress.core.arrays import Float64
from topopress.mapper.stages import Layout, NetworkClasses, SettledMapper
from topopress.mapper.types import MapperGraph
from topopress.samples.types import Labels
from topopress.stage.executor import Work
from topopress.visuals.types import Attribution, ExemplarRows


@dataclass(frozen=True, slots=True, eq=False)
class LensAndRadius:
    """The first lens of a graph, shape (n_rows,), and eps in each interval, (n_intervals,)."""

    lens: Float64
    eps: Float64


def family(
    work: Work,
    rows: Vectors,
    graph: LensAndRadius,
    chosen: SettledMapper,
    layer: str,
    others: Family,
    sample: int,
    seed: int,
) -> FamilyChunk:
    """Pack the graphs of at most ``sample`` rows under other covers and at any eps."""
    from topopress.bundle.family import family_chunk
    from topopress.bundle.packing import pack
    from topopress.mapper.clusterers.base import clusterer_of
    from topopress.mapper.family import build_family, family_covers
    from topopress.mapper.published_sample import published_sample

    built = build_family(
        rows.vectors,
        graph.lens,
        published_sample(graph.lens, sample, seed),
        family_covers(chosen.mapper, others),
        clusterer_of(chosen.mapper.clusterer).with_radius(graph.eps),
        work.progress,
    )
    return FamilyChunk(pack(*family_chunk(layer_address(layer), built, len(graph.lens))))


def bundle(
    *,
    layer: str,
    rows: Rows,
    graph: MapperGraph,
    described: Description,
    purities: LabelPurities,
    layout: Layout,
    scatters: tuple[Scatter, ...],
    neighbours: tuple[KeptNeighbours, ...],
    shape: LayerShape,
    chosen: ChosenMapper | None,
    exemplars: ExemplarRows,
    labels: Labels,
    stability: Stability,
    projection: Projection,
    lists_members: bool,
    family: FamilyChunk | None,
    attribution: Attribution | None,
    given: GivenFacts | None,
    counterparts: Counterparts,
    look: Look | None,
    network: NetworkClasses | None,
    predictions: Predictions | None,
    schema_version: int,
) -> LayerBundle:
    """Pack a layer as the site carries it, by the name under which it is published."""
    parts = LayerParts(
        layer, rows, graph, described, purities, layout, scatters, neighbours, shape, chosen,
        exemplars, labels, stability, projection, counterparts, lists_members, family, attribution,
        look, network, given, predictions,
    )  # fmt: skip
    return bundle_layer(parts)
