"""What is published of a graph's structures and of their stability."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from topopress.analysis.shape.types import (
    LARGEST_COMPONENT,
    NullStability,
    Stability,
    Structures,
)
from topopress.bundle.schema import ArmPicture, KindSummary, StabilitySummary, Structure
from topopress.core.arrays import Float64

Flags = NDArray[np.bool_]


def structure_documents(
    structures: Structures,
    stability: Stability | None,
    stable: Flags,
    contrasts: Sequence[list[ArmPicture | None]] | None = None,
) -> list[Structure]:
    """Return the structures of a graph but the largest component: stable ones first, by their rows.

    The others follow by their strength, the smaller of their two shares.

    Args:
        structures: All of them.
        stability: In which share of other graphs each is found; None where not judged.
        stable: Which of them count as stable, shape (n_structures,).
        contrasts: Pictures of the arms of each, as ``arm_pictures`` returns them.
    """
    nothing: Sequence[None] = [None] * len(structures.kind)
    bootstrap = nothing if stability is None else _known(stability.structure_bootstrap)
    family = nothing if stability is None else _known(stability.structure_family)
    found = [
        Structure.model_validate(
            {
                "id": structures.id[k],
                "kind": kind,
                "nodes": structures.nodes_of(k).tolist(),
                "arms": [arm.tolist() for arm in structures.arms_of(k)],
                "contrasts": contrasts[k] if contrasts else [None] * len(structures.arms_of(k)),
                "rows": int(structures.rows[k]),
                "bootstrap": bootstrap[k],
                "family": family[k],
                "stable": bool(stable[k]),
            }
        )
        for k, kind in enumerate(structures.kind)
        if kind != LARGEST_COMPONENT
    ]
    return sorted(found, key=_rank)


def stability_summary(
    structures: Structures,
    stability: Stability | None,
    null: NullStability | None,
    stable: Flags,
) -> StabilitySummary | None:
    """Return what a layer's stability comes to, beside that of shuffled rows; None without it."""
    if stability is None or null is None:
        return None
    # Costly to import, and a finished build needs none of it.
    from topopress.analysis.shape.assessment import Assessment, kind_figures

    kinds = kind_figures(Assessment(structures, stability, null, stable))
    return StabilitySummary(
        resamples=stability.n_bootstrap,
        family=stability.n_family,
        shuffles=null.shuffles,
        threshold=stability.threshold,
        node_bootstrap=_mean(stability.node_bootstrap),
        node_family=_mean(stability.node_family),
        null_bootstrap=_mean(null.node_bootstrap),
        null_family=_mean(null.node_family),
        kinds=[
            KindSummary.model_validate(
                {name: getattr(one, name) for name in KindSummary.model_fields}
            )
            for one in kinds
        ],
    )


def sample_notice(n_rows: int, limit: int, *, judged: bool, family: bool) -> str | None:
    """Return what is said of figures that are those of a sample of the rows, or None.

    Args:
        n_rows: Rows of the layer.
        limit: Rows at most of the published sample.
        judged: Whether stability was judged, which is done on that sample.
        family: Whether a family is published, which is that of the same rows.
    """
    if n_rows <= limit:
        return None
    rows = (
        f"a sample, {limit:,} of the {n_rows:,} rows, in which every part of the lens has its "
        "share. Rows of a sample are further apart, so its graphs show less than that of all rows."
    )
    match judged, family:
        case True, True:
            return f"Stability and the published family of other settings are those of {rows}"
        case True, False:
            return f"Stability is that of {rows}"
        case False, True:
            return f"The published family of other settings is that of {rows}"
    return None


def part_shares(stability: Stability | None) -> dict[str, Float64]:
    """Return the shares of nodes and edges by their names in a chunk; empty where unknown."""
    names = ("node_bootstrap", "node_family", "edge_bootstrap", "edge_family")
    nothing = np.empty(0)
    if stability is None:
        return dict.fromkeys(names, nothing)
    found = {name: getattr(stability, name) for name in names}
    return {name: nothing if np.isnan(values).any() else values for name, values in found.items()}


def _rank(one: Structure) -> tuple[bool, float, int, str]:
    """Stable ones by rows, which say how much of the layer they are; others by their strength."""
    shares = [share for share in (one.bootstrap, one.family) if share is not None]
    weakness = 0.0 if one.stable else -min(shares, default=0.0)
    return not one.stable, weakness, -one.rows, one.id


def _known(values: Float64) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _mean(values: Float64) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
