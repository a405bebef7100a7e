"""What the report says of a layer's graph, from what is known of it already."""

from collections.abc import Sequence

import numpy as np

from topopress.analysis.nodes.types import LabelPurity
from topopress.analysis.shape.types import LayerShape, NullStability, Stability
from topopress.diagnosis.report_types import GraphFigures, GraphMembers, RowsOfLayer

STABLE = 0.8
"""Share of other graphs in which a stable node is found again, as for structures."""


def graph_figures(
    rows: RowsOfLayer, graph: GraphMembers, shape: LayerShape, purities: Sequence[LabelPurity]
) -> GraphFigures:
    """Return the figures of a graph."""
    kinds = shape.structures.kind
    stability = shape.stability
    return GraphFigures(
        purity=next((one.excess for one in purities if one.column is None), None),
        bifurcations=sum(kind == "bifurcation" for kind in kinds),
        stable=None if stability is None else _stable_share(rows, graph, stability),
        above_null=_above_null(stability, shape.null),
    )


def _stable_share(rows: RowsOfLayer, graph: GraphMembers, stability: Stability) -> float | None:
    """Return the share of the rows that are in a node found again in resamples and settings."""
    shares = np.fmin(stability.node_bootstrap, stability.node_family)
    if np.isnan(shares).all() or not len(rows.sample):
        return None
    stable = np.repeat(shares >= STABLE, np.diff(graph.member_offsets))
    return float(len(np.unique(graph.members[stable])) / len(rows.sample))


def _above_null(stability: Stability | None, null: NullStability | None) -> float | None:
    if stability is None or null is None or not len(stability.node_bootstrap):
        return None
    own, copies = stability.node_bootstrap, null.node_bootstrap
    if np.isnan(own).all() or not len(copies) or np.isnan(copies).all():
        return None
    return float(np.nanmean(own) - np.nanmean(copies))
