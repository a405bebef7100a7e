"""How often a picture's activation is nearest to the mean that it was made for (top-1).

The graph is as dense as graphs get: a layer's rows sorted by length and cut into sixty intervals,
each sharing half of its rows with the next; targets are the means of every third. The top-1 share
is measured on finished pictures: with the identity transform, with eight random transforms as wide
as those of the last steps, and with eight as wide as those of the first. None of these transforms
was used to make the pictures. Both for the mean alone (``direction``) and for the default
(``distinct``). Needs the development models and photographs beside the checkout.
"""

import numpy as np
import torch
from tables import table
from visuals import SHARED, Case

from rendered_pictures import in_order
from topopress.config.schema import Network
from topopress.config.visuals import FeatureVisualisation
from topopress.core.threads import one_thread
from topopress.visuals.augmentations import AugmentationRange, draw_augmentations
from topopress.visuals.batched_layer import BatchedLayer
from topopress.visuals.feature_visualisation import (
    forward_finished,
    load_batched_layer,
    render_for,
)
from topopress.visuals.nearest_centroid import nearest_nodes
from topopress.visuals.optimise import LATE_SHARE
from topopress.visuals.targets import towards_distinct_means, towards_means

INTERVALS, EVERY, VIEWS = 60, 3, 8
LAYERS = {
    "efficientnet-lite0": ("default", ("block2", "block10")),
    "lucent:inceptionv1": ("inceptionv1-lucent.safetensors", ("mixed3a", "mixed4b")),
}


def chain_means(rows: np.ndarray) -> np.ndarray:
    """Return the means of the intervals of the rows' lengths, float32."""
    rows = rows[np.argsort(np.linalg.norm(rows, axis=1), kind="stable")]
    half = len(rows) // (INTERVALS + 1)
    means = [rows[k * half : (k + 2) * half].mean(0) for k in range(INTERVALS)]
    return np.array(means, np.float32)


def answers(batched_layer: BatchedLayer, pictures: np.ndarray, view: torch.Tensor) -> np.ndarray:
    """Return what the layer answers to published pictures in one view, shape (2, 3)."""
    idle = np.zeros((-len(pictures) % batched_layer.batch_slots, *pictures.shape[1:]), np.uint8)
    parts = np.split(
        np.concatenate([pictures, idle]), -(-len(pictures) // batched_layer.batch_slots)
    )
    return np.concatenate([forward_finished(batched_layer, part, view) for part in parts])[
        : len(pictures)
    ]


def top1_shares(case: Case, batched_layer: BatchedLayer, objective: str) -> list[str]:
    """Return the top-1 share without, with narrow, with wide transforms, and the mean cosine."""
    settings = FeatureVisualisation(objective=objective)
    towards = towards_distinct_means if objective == "distinct" else towards_means
    of = np.arange(0, INTERVALS, EVERY, dtype=np.int32)
    targets = towards(case.means, settings.cosine_power).at(of)
    done = in_order(
        render_for(batched_layer, targets, settings=settings, seeds=range(len(of))), settings
    )
    shares = []
    for spread in (None, AugmentationRange().narrowed(LATE_SHARE), AugmentationRange()):
        views = torch.eye(2, 3)[None] if spread is None else draw_augmentations(77, VIEWS, spread)
        own = [
            nearest_nodes(answers(batched_layer, done.pictures, view), case.means, of) == of
            for view in views
        ]
        shares.append(f"{np.mean(own):.2f}")
    return [*shares, f"{done.cosine.mean():.2f}"]


def report() -> str:
    """Return the table."""
    if not SHARED.is_dir():
        return "Needs the development models and photographs beside the checkout."
    rows = []
    with one_thread():
        for network, (weights, layers) in LAYERS.items():
            for layer in layers:
                settings = Network(name=network, weights=weights, layers=(layer,))
                case = Case.load(settings, chain_means)
                batched_layer = load_batched_layer(
                    case.network, case.layer, FeatureVisualisation().canvas
                )
                for objective in ("direction", "distinct"):
                    rows.append([layer, objective, *top1_shares(case, batched_layer, objective)])
    head = (
        "layer",
        "objective",
        "top-1, identity",
        "narrow transforms",
        "wide transforms",
        "cosine",
    )
    return table(head, rows)
