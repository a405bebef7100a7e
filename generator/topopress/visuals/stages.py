"""The stages that show what nodes respond to: attribution and optimised pictures."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.stages import Description, Members
from topopress.config.visuals import Visuals
from topopress.core.arrays import Int32
from topopress.mapper.types import MapperGraph
from topopress.network.stages import NetworkResource, same_network
from topopress.network.types import InputReader, NetworkInfo
from topopress.samples.types import Labels, SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource
from topopress.visuals.types import Attribution, ExemplarRows

if TYPE_CHECKING:
    from torch import Tensor

COMPARED = 64
"""Rows of a layer, at most, that are set to zero to see what the logits lose."""


def attribution(
    work: Work,
    *,
    rows: Rows,
    exemplars: ExemplarRows,
    samples: SampleTable,
    network: NetworkInfo,
    batch_size: int,
    opened: NetworkResource,
    inputs: Resource[InputReader],
) -> Attribution:
    """Attribute the logits of the network to a layer's nearest exemplars."""
    from topopress.visuals.attribution import NoClasses, agreement, attribute
    from topopress.visuals.node_classes import empty_attribution, nearest_rows, summarise

    chosen, layer = nearest_rows(exemplars), rows.layer.name
    if not len(chosen):
        return empty_attribution()

    def batches(some: Int32) -> "Iterator[tuple[Tensor, Int32]]":
        chosen = [samples.samples[k] for k in rows.sample[some]]
        positions = np.asarray(rows.position[some])
        for part, batch in loaded.inputs(work.open(inputs), chosen, batch_size):
            yield batch, positions[part]

    loaded = same_network(work.open(opened), network.digest)
    work.progress.start("class attribution", len(chosen))
    try:
        values, way = attribute(loaded, layer, batches(chosen), work.progress)
        some = slice(None, None, -(-len(chosen) // COMPARED))
        agreed = agreement(loaded, layer, batches(chosen[some]), values[some])
    except NoClasses as reason:
        work.notice(f"{work.item}: no class attribution: {reason}")
        return empty_attribution()
    finally:
        work.progress.finish()
    return summarise(exemplars, chosen, values, agreement=float(np.median(agreed)), way=way)


def exemplars(
    rows: Rows,
    graph: MapperGraph,
    described: Description,
    labels: Labels,
    visuals: Visuals,
) -> ExemplarRows:
    """Choose the members that stand for each node."""
    from topopress.visuals.exemplar_choice import choose

    return choose(rows, graph, described.statistics, labels=labels.label, settings=visuals)


def member_exemplars(graph: Members, most: int, seed: int) -> ExemplarRows:
    """Draw the members that stand for each node where rows have no vectors."""
    from topopress.visuals.drawn_members import drawn_members

    return drawn_members(graph.member_offsets, graph.members, most=most, seed=seed)
