"""What is exported of a layer: its graph with the figures of the nodes, and its rows as a table."""

from collections.abc import Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from topopress.build.plan import Plan
from topopress.bundle.exploration import LayerView
from topopress.bundle.node_figures import NODE_FIGURES
from topopress.bundle.schema import Layer
from topopress.core.arrays import Float64
from topopress.exchange.convert import given_graph
from topopress.exchange.types import GivenGraph
from topopress.kinds.kind import LayerStages
from topopress.mapper.types import MapperGraph
from topopress.network.types import Place
from topopress.pages.tables.recipe import mapper_recipe
from topopress.samples.types import Sample
from topopress.stage.executor import Executor

Column = NDArray[np.generic] | list[str] | list[float | None] | list[list[str]]
POSITIONS: Mapping[Place, tuple[str, ...]] = {"cell": ("y", "x"), "span": ("first", "end")}
"""Columns of a row's place: of a cell those of the map, of a span the first token and the one after
the last, counted from 0."""
DERIVED = {"members", "neighbours"}
"""Facts of nodes that follow from the graph."""


def exported_graph(executor: Executor, plan: Plan, layer: str) -> GivenGraph:
    """Return the graph of a layer, with the figures of its nodes and the stability of its edges.

    Rows have the names of their samples where no two rows are of one sample.
    """
    stages = plan.layers[layer]
    view = executor.record(plan.bundles[layer]).view
    samples = executor.record(plan.inputs.samples).samples
    sample = executor.record(stages.rows).sample
    single = len(np.unique(sample)) == len(sample)
    return given_graph(
        executor.record(stages.graph),
        [samples[k].id for k in sample.tolist()] if single else (),
        said={
            "format": "Topopress",
            "layer": layer,
            **_recipe(executor, stages),
            **_radii(view.layer),
        },
        node_values=_figures(view),
        edge_values={"resamples": view.edge_bootstrap} if len(view.edge_bootstrap) else {},
    )


def exported_rows(executor: Executor, plan: Plan, layer: str) -> dict[str, Column]:
    """Return a column for each thing that is known of the rows of a layer.

    ``row`` is its number, from 0; ``nodes`` are the names of the nodes that it is in; ``scatter_x``
    and ``scatter_y`` are its place in the scatter that is shown first, ``tsne_x`` and the like its
    places in the others. A column of the metadata with the name of
    another column is called ``metadata.NAME``.
    """
    stages = plan.layers[layer]
    rows, graph = executor.record(stages.rows), executor.record(stages.graph)
    table = executor.record(plan.inputs.samples)
    of_rows = [table.samples[k] for k in rows.sample.tolist()]
    columns: dict[str, Column] = {
        "row": np.arange(len(of_rows)),
        "id": [sample.id for sample in of_rows],
        "origin": [sample.origin for sample in of_rows],
        "label": [sample.label or "" for sample in of_rows],
    }
    places = POSITIONS.get(rows.place, ())
    columns |= {name: rows.position[:, k] for k, name in enumerate(places)}
    columns |= {} if np.isnan(graph.lens).any() else {"lens": graph.lens}
    columns |= {"second_lens": graph.second_lens} if len(graph.second_lens) else {}
    columns |= {"nodes": _nodes_of_rows(graph)}
    for scatter in stages.scatters:
        points = executor.record(scatter.points).projection
        name: str = "scatter" if scatter is stages.scatters[0] else scatter.kind
        columns |= {f"{name}_x": points[:, 0], f"{name}_y": points[:, 1]}
    for name in sorted(set(chain.from_iterable(sample.metadata for sample in table.samples))):
        columns[f"metadata.{name}" if name in columns else name] = _metadata(of_rows, name)
    return columns


def _recipe(executor: Executor, stages: LayerStages) -> dict[str, str]:
    """Return how the graph was made; nothing where another tool made it."""
    if stages.chosen is None:
        return {}
    facts = mapper_recipe(executor.record(stages.chosen).mapper)
    return {fact.term.lower(): fact.value.replace("\u00a0", " ") for fact in facts}


def _radii(layer: Layer) -> dict[str, float]:
    """Return the radii that were used, which the settings may have left open."""
    radii = {"eps": layer.eps, "ball_radius": layer.ball_radius}
    return {name: radius for name, radius in radii.items() if radius is not None}


def _figures(view: LayerView) -> dict[str, Float64]:
    return {
        figure.fact or figure.id: view.figure(figure.array)
        for figure in NODE_FIGURES
        if figure.format != "label" and figure.id not in DERIVED
    }


def _nodes_of_rows(graph: MapperGraph) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in graph.lens]
    for node in range(graph.n_nodes):
        name = graph.node_id(node)
        for row in graph.members_of(node).tolist():
            found[row].append(name)
    return found


def _metadata(samples: list[Sample], name: str) -> list[str] | list[float | None]:
    """Return a column of the metadata: numbers and None if all are numbers, else texts."""
    values = [sample.metadata.get(name) for sample in samples]
    if all(value is None or isinstance(value, float | int) for value in values):
        return [None if value is None else float(value) for value in values]
    return ["" if value is None else str(value) for value in values]
