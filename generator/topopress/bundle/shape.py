"""Documents of a graph's structures and of their stability."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from topopress.analysis.shape.ranking import kind_figures, ranked
from topopress.analysis.shape.types import KindName, LayerShape, Stability, Structures
from topopress.bundle.schema import StabilitySummary, Structure
from topopress.core.arrays import Float64
from topopress.core.language import gettext, whole


def structure_documents(shape: LayerShape, node_ids: Sequence[str]) -> list[Structure]:
    """Return the structures of a graph in the order of ``ranked``."""
    structures, stability = shape.structures, shape.stability
    unknown = np.full(len(structures.kind), np.nan)
    bootstrap = _known(stability.structure_bootstrap if stability else unknown)
    family = _known(stability.structure_family if stability else unknown)
    return [
        Structure(
            id=structures.id[k],
            name=_name(structures, k, node_ids),
            kind=cast(KindName, structures.kind[k]),
            nodes=structures.nodes_of(k).tolist(),
            arms=[arm.tolist() for arm in structures.arms_of(k)],
            rows=int(structures.rows[k]),
            bootstrap=bootstrap[k],
            family=family[k],
            stable=bool(shape.stable[k]),
        )
        for k in ranked(shape)
    ]


def stability_summary(shape: LayerShape) -> StabilitySummary | None:
    """Return the stability of a layer beside that of the null model; None where not judged."""
    stability, null = shape.stability, shape.null
    if stability is None or null is None:
        return None
    return StabilitySummary(
        resamples=stability.n_bootstrap,
        family=stability.n_family,
        null_model=null.model,
        copies=null.copies,
        threshold=stability.threshold,
        node_bootstrap=_mean(stability.node_bootstrap),
        node_family=_mean(stability.node_family),
        null_bootstrap=_mean(null.node_bootstrap),
        null_family=_mean(null.node_family),
        kinds=list(kind_figures(shape)),
    )


def sample_notice(n_rows: int, limit: int, *, judged: bool, family: bool) -> str | None:
    """Return a notice if stability or family were computed on a sample of the rows, else None.

    The sample has at most ``limit`` rows.
    """
    if n_rows <= limit or not (judged or family):
        return None
    values = {"number": whole(limit), "rows": whole(n_rows)}
    if not family:
        what = gettext("Stability is that of a sample, {number} of the {rows} rows.", **values)
    elif not judged:
        what = gettext(
            "The published family of other settings is that of a sample, {number} of the {rows} "
            "rows.",
            **values,
        )
    else:
        what = gettext(
            "Stability and the published family of other settings are those of a sample, {number} "
            "of the {rows} rows.",
            **values,
        )
    why = gettext(
        "Every part of the lens has its share in the sample. Rows of a sample are further apart, "
        "so its graphs show less than that of all rows."
    )
    return f"{what} {why}"


def edge_shares(stability: Stability | None) -> Float64:
    """Return the share of resamples in which each edge is found; empty where unknown."""
    if stability is None or np.isnan(stability.edge_bootstrap).any():
        return np.empty(0)
    return stability.edge_bootstrap


def _name(structures: Structures, k: int, node_ids: Sequence[str]) -> str:
    nodes, kind = structures.nodes_of(k), structures.kind[k].capitalize()
    first, size = node_ids[nodes[0]], f"{len(nodes):,} {'node' if len(nodes) == 1 else 'nodes'}"
    match structures.kind[k]:
        case "bifurcation":
            return f"{kind} at {first} with {len(structures.arms_of(k)):,} arms"
        case "flare":
            return f"{kind} of {size} from {first}"
    return f"{kind} of {size}"


def _known(values: Float64) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _mean(values: Float64) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
