"""What is published of optimised pictures."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from topopress.analysis.shape.types import Structures
from topopress.bundle.schema import ArmPicture, PictureKind, VisualSummary
from topopress.visuals.types import AIMS, FeatureVisualisations


def visual_summary(
    visuals: FeatureVisualisations | None,
    contrasts: FeatureVisualisations | None,
    inversions: FeatureVisualisations | None,
) -> VisualSummary | None:
    """Return what the optimised pictures of a layer come to; None where they are switched off.

    Args:
        visuals: Of nodes.
        contrasts: Of arms of bifurcations.
        inversions: Of single rows.
    """
    if visuals is None:
        return None
    return VisualSummary(
        nodes=_kind(visuals),
        arms=contrasts and _kind(contrasts),
        rows=inversions and _kind(inversions),
        own_share=visuals.top1_share,
        cosine=float(visuals.cosine.mean()) if len(visuals.of) else None,
    )


def visual_arrays(
    visuals: FeatureVisualisations | None,
    inversions: FeatureVisualisations | None,
    n_nodes: int,
) -> Mapping[str, NDArray[np.generic]]:
    """Return the arrays of the graph chunk that speak of pictures.

    Args:
        visuals: Of nodes.
        inversions: Of single rows.
        n_nodes: Number of nodes.
    """
    place = np.full(n_nodes, -1, np.int32) if visuals is None else visuals.places(n_nodes)
    return {
        "visual_sprite": place,
        **{
            f"visual_{figure}": _for_nodes(visuals, figure, place, without)
            for figure, without in _FIGURES.items()
        },
        "inversion_row": np.zeros(0) if inversions is None else inversions.of,
        **{
            f"inversion_{figure}": np.zeros(0)
            if inversions is None
            else getattr(inversions, figure)
            for figure in ("cosine", "objective", "steps")
        },
    }


def arm_pictures(
    structures: Structures, contrasts: FeatureVisualisations | None
) -> tuple[list[ArmPicture | None], ...]:
    """Return the picture of each arm of each structure, None where there is none."""
    drawn = {} if contrasts is None else _by_arm(contrasts)
    return tuple(
        [drawn.get(arm) for arm in range(first, last)]
        for first, last in pairwise(structures.arm_offsets.tolist())
    )


def _by_arm(contrasts: FeatureVisualisations) -> dict[int, ArmPicture]:
    return {
        arm: ArmPicture(
            sprite=k,
            cosine=float(contrasts.cosine[k]),
            objective=float(contrasts.objective[k]),
            steps=int(contrasts.steps[k]),
        )
        for k, arm in enumerate(contrasts.of.tolist())
    }


def _kind(made: FeatureVisualisations) -> PictureKind:
    name = made.objective_name
    return PictureKind(objective=name, aim=AIMS[name], drawn=len(made.of), wanted=made.wanted)


_FIGURES = {"cosine": 0.0, "objective": 0.0, "steps": 0, "nearest": -1}
"""What is published of each node's picture, and what stands where it has none."""


def _for_nodes(
    visuals: FeatureVisualisations | None, figure: str, place: NDArray[np.int32], without: float
) -> NDArray[np.generic]:
    """Return one value per node from one per picture."""
    if visuals is None:
        return np.full(len(place), without)
    padded: NDArray[np.generic] = np.append(getattr(visuals, figure), without)
    return padded[place]
