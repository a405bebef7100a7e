"""Made-up optimised pictures for the synthetic exploration of ``viewer_fixture.py``."""

import numpy as np

from topopress.analysis.shape.ranking import ranked
from topopress.bundle.schema import PictureKind, VisualSummary
from topopress.kinds.images.look_stages import arm_pictures, inversion_arrays
from topopress.kinds.images.words import OBJECTIVE_TERMS
from topopress.visuals.types import FeatureVisualisations


def picture_arrays(rng, n: int, with_visuals: bool) -> dict[str, np.ndarray]:
    """Return the arrays of nodes' pictures: all have one, every seventh is another's."""
    cosine, value = (rng.uniform(*ends, n if with_visuals else 0) for ends in ((0.3, 0.8), (2, 9)))
    rng, own = np.random.default_rng(n), np.arange(n)
    near = np.where(own % 7 == 3, (own + 1) % n, own)
    low = rng.uniform(0.3, 0.8, n)
    return {
        "spread_low": low, "spread_middle": low + 0.1, "spread_high": low + 0.15,
        "visual_sprite": own if with_visuals else np.full(n, -1),
        "visual_cosine": cosine if with_visuals else np.zeros(n),
        "visual_objective": value if with_visuals else np.zeros(n),
        "visual_steps": np.full(n, 80), "visual_nearest": near,
    }  # fmt: skip


def made_inversions(arrays) -> dict[str, np.ndarray]:
    """Return those of single activations: of each node's nearest, of every third the second."""
    offsets = arrays["exemplar_offsets"]
    first = offsets[:-1] + (np.arange(len(offsets) - 1) % 3 == 2)
    return inversion_arrays(pictures(np.unique(arrays["exemplar_row"][first]), "inversion"))


def contrasts(shape):
    """Return a picture for each arm of each listed structure but every fourth."""
    arms = np.arange(shape.structures.arm_offsets[-1])
    drawn = arm_pictures(shape.structures, pictures(arms[arms % 4 != 3], "contrast"))
    return [drawn[k] for k in ranked(shape)]


def drawn_arms(arms) -> int:
    return sum(arm is not None for structure in arms for arm in structure)


def pictures(of, objective: str) -> FeatureVisualisations:
    rng = np.random.default_rng(len(of))
    return FeatureVisualisations(
        of=of.astype(np.int32), wanted=len(of), cosine=rng.uniform(0.4, 0.9, len(of)),
        objective=rng.uniform(2, 30, len(of)), steps=rng.integers(50, 81, len(of)).astype(np.int32),
        nearest=of.astype(np.int32), objective_name=objective, sheets=(),
    )  # fmt: skip


def picture_summary(n_nodes: int, n_arms: int, n_rows: int) -> VisualSummary:
    """Return what the pictures of a layer come to: as many as there are of each kind."""
    drawn = {"distinct": n_nodes, "contrast": n_arms, "inversion": n_rows}
    nodes, arms, rows = (
        PictureKind(objective=name, aim=OBJECTIVE_TERMS[name], drawn=count, wanted=count)
        for name, count in drawn.items()
    )
    return VisualSummary(nodes=nodes, arms=arms, rows=rows, top1_share=0.86, cosine=0.55)
