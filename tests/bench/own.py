"""Whether pictures stay their own when looked at otherwise than they were made for.

A chain as dense as graphs get: a layer's rows sorted by length and cut into sixty intervals, each
sharing half of its rows with the next; targets are the means of every third. The own share is
measured on finished pictures: looked at straight, in eight views as far as those of the last
steps, and in eight as far as those of the first; none of these views was used to make them. For
the mean alone (``direction``) and the default (``distinct``). Needs the development models and
photographs beside the checkout.
"""

import numpy as np
import torch
from PIL import Image
from tables import table
from visuals import SHARED, Case, activations

from topopress.config.schema import FeatureVisualisation, Network
from topopress.network.loading import load_network
from topopress.visuals.aims import towards_distinct_means, towards_means
from topopress.visuals.eye import PLACES, Eye
from topopress.visuals.feature_visualisation import in_order, one_thread, render_for
from topopress.visuals.frame import prepare
from topopress.visuals.frozen_part import FrozenPart
from topopress.visuals.optimise import LATE_VIEWS
from topopress.visuals.own_node import nearest_nodes
from topopress.visuals.quick_part import quicken
from topopress.visuals.sprites import VISUAL_QUALITY, compressed
from topopress.visuals.true_gradients import true_gradients
from topopress.visuals.views import ViewRange, draw_views

INTERVALS, EVERY, VIEWS = 60, 3, 8
LAYERS = {
    "efficientnet-lite0": ("default", ("block2", "block10")),
    "lucent:inceptionv1": ("inceptionv1-lucent.safetensors", ("mixed3a", "mixed4b")),
}


def load_chain(network: str, weights: str, layer: str) -> Case:
    """Return a layer with the means of the intervals of its rows' lengths."""
    settings = Network(name=network, weights=weights, layers=(layer,))
    loaded = load_network(settings, base=SHARED / "models", seed=0)
    (info,) = (one for one in loaded.info.layers if one.name == layer)
    part = FrozenPart(loaded, info)
    rows = activations(loaded, part)
    rows = rows[np.argsort(np.linalg.norm(rows, axis=1), kind="stable")]
    half = len(rows) // (INTERVALS + 1)
    means = [rows[k * half : (k + 2) * half].mean(0) for k in range(INTERVALS)]
    return Case(loaded, info, np.array(means, np.float32), part)


def eye_of(case: Case) -> Eye:
    """Return the layer ready to look at pictures, as the product prepares it."""
    part, frame = prepare(case.network, case.layer, FeatureVisualisation().canvas)
    with true_gradients(part.module):
        quick = quicken(part, (PLACES, 3, frame.canvas, frame.canvas))
    return Eye(quick, frame, torch.device("cpu"), PLACES)


def answers(eye: Eye, pictures: np.ndarray, view: torch.Tensor) -> np.ndarray:
    """Return what the layer answers to published pictures in one view, shape (2, 3)."""
    side, found = (eye.frame.side, eye.frame.side), []
    shown = [Image.fromarray(compressed(picture, VISUAL_QUALITY)) for picture in pictures]
    pixels = np.stack([np.asarray(one.resize(side, Image.Resampling.BICUBIC)) for one in shown])
    pixels = torch.from_numpy(pixels.transpose(0, 3, 1, 2).astype(np.float32) / 255)
    idle = pixels.new_zeros(-len(pixels) % PLACES, *pixels.shape[1:])
    for part in torch.cat([pixels, idle]).split(PLACES):
        with torch.no_grad():
            found.append(eye.answers(part, view.expand(PLACES, 2, 3)).numpy())
    return np.concatenate(found)[: len(pictures)]


def own_shares(case: Case, eye: Eye, objective: str) -> list[str]:
    """Return the own share straight, in narrow and in wide views, and the mean cosine."""
    settings = FeatureVisualisation(objective=objective)
    towards = towards_distinct_means if objective == "distinct" else towards_means
    of = np.arange(0, INTERVALS, EVERY, dtype=np.int32)
    aims = towards(case.means, settings.cosine_power).at(of)
    done = in_order(render_for(eye, aims, settings=settings, seeds=range(len(of))), settings)
    shares = []
    for spread in (None, ViewRange().narrowed(LATE_VIEWS), ViewRange()):
        views = torch.eye(2, 3)[None] if spread is None else draw_views([77], VIEWS, spread)[:, 0]
        own = [
            nearest_nodes(answers(eye, done.pictures, view), case.means, of) == of for view in views
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
                case = load_chain(network, weights, layer)
                eye = eye_of(case)
                for objective in ("direction", "distinct"):
                    rows.append([layer, objective, *own_shares(case, eye, objective)])
    head = ("layer", "objective", "own, straight", "in narrow views", "in wide views", "cosine")
    return table(head, rows)
