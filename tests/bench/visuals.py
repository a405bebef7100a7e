"""Pictures per CPU second: ours against lucent's ``render_vis`` as it comes, on the same targets.

One thread, by turns in one run. lucent: its defaults (128 pixels enlarged to 224, 512 steps, one
picture a call), with the objective J and the network's own preprocessing, since its own would
flatter us. Ours with the same objective and, as "defaults", with the product's own, which tells a
mean apart from others. Preparing a layer, once for all its pictures, is not counted. J is the
mean, over eight fixed random views of a finished picture, of the dot product
times the cosine squared at the centre, divided by ten; views differ by up to 10 degrees, a tenth
of the size and 8 of the network's pixels on both sides. lucent takes minutes a picture: how many
of the sixteen it makes is ``TOPOPRESS_LUCENT_PICTURES`` (16); ours makes all sixteen after every
fourth of them.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np
import torch
from tables import table
from torch.nn import functional

from rendered_pictures import in_order
from topopress.config.schema import Network
from topopress.config.visuals import FeatureVisualisation
from topopress.core.threads import one_thread
from topopress.network.loading import load_network
from topopress.visuals.augmentations import AugmentationRange, augment, draw_augmentations
from topopress.visuals.batched_layer import BATCH_SLOTS, BatchedLayer
from topopress.visuals.compiled_subnet import compile_subnet
from topopress.visuals.feature_visualisation import (
    render_for,
)
from topopress.visuals.input_canvas import InputCanvas, prepare_canvas
from topopress.visuals.objectives import objective_value
from topopress.visuals.redirected_relu import without_redirected_relu
from topopress.visuals.render_pool import keep_memory
from topopress.visuals.targets import towards_distinct_means, towards_means
from topopress.visuals.truncated_network import TruncatedNetwork

SHARED = Path(__file__).resolve().parents[3] / "shared"
PHOTOGRAPHS = SHARED / "data/imagenette-train-subset"
TARGETS, ROWS_PER_PHOTOGRAPH, PHOTOGRAPHS_READ = 16, 6, 250
STEPS = 512
TURN = 4
# Network, and the canvas and steps that reach lucent's J at the least cost.
POINT = InputCanvas((1, 1), (1, 1), (0.5, 0.5))
CASES = {
    "EfficientNet-Lite0 block10": (Network(name="efficientnet-lite0", layers=("block10",)), 80, 72),
    "InceptionV1 mixed4c": (
        Network(
            name="lucent:inceptionv1",
            weights="inceptionv1-lucent.safetensors",
            layers=("mixed4c",),
        ),
        80,
        88,
    ),
}
LUCENTS_SIDE = 128


@dataclass
class Case:
    """A layer and the means that are rendered for it."""

    network: object
    layer: object
    means: np.ndarray
    part: TruncatedNetwork

    @classmethod
    def load(cls, settings: Network, means_of: Callable | None = None) -> "Case":
        """Load the network and average its activations on photographs.

        Args:
            settings: Of the network; its first layer counts.
            means_of: Turns rows into means; by default ``cluster_means``.
        """
        network = load_network(settings, base=SHARED / "models", seed=0)
        (layer,) = (one for one in network.info.layers if one.name == settings.layers[0])
        part = TruncatedNetwork(network, layer)
        means = (means_of or cluster_means)(activations(network, part))
        return cls(network, layer, means, part)


def activations(network, part) -> np.ndarray:
    """Return activation vectors at random positions of photographs."""
    from PIL import Image

    files = sorted(PHOTOGRAPHS.rglob("*.JPEG"))
    rng, rows = np.random.default_rng(0), []
    for file in files[:: len(files) // PHOTOGRAPHS_READ]:
        pixels = network.preprocessing.crop_pixels(np.asarray(Image.open(file).convert("RGB")))
        with torch.no_grad():
            answer = part(torch.from_numpy(pixels.transpose(2, 0, 1)[None].astype("f4") / 255))[0]
        places = rng.integers(answer.shape[1], size=(ROWS_PER_PHOTOGRAPH, 2))
        rows.extend(answer[:, y, x].numpy() for y, x in places)
    return np.array(rows)


def cluster_means(rows: np.ndarray) -> np.ndarray:
    """Return the means of every third of 48 clusters, float32."""
    from sklearn.cluster import KMeans

    labels = KMeans(3 * TARGETS, n_init=1, random_state=0, max_iter=30).fit(rows).labels_
    return np.array([rows[labels == k].mean(0) for k in range(0, 3 * TARGETS, 3)], np.float32)


def directed(activations: torch.Tensor, goal: torch.Tensor) -> torch.Tensor:
    """Return dot product times squared cosine at the centre, shape (n,)."""
    return objective_value(POINT.vectors(activations), goal, 2.0)


def robust(
    part, pictures: torch.Tensor, input_canvas: InputCanvas, means: np.ndarray
) -> np.ndarray:
    """Return J of each picture, shape (n,); pictures (n, 3, side, side) in 0..1."""
    directions = functional.normalize(torch.from_numpy(means), dim=1)
    values = []
    for view in draw_augmentations(123, 8, AugmentationRange(shift=8 / input_canvas.image[0])):
        turned = view[None].expand(len(pictures), 2, 3)
        with torch.no_grad():
            seen = augment(pictures, turned, canvas=input_canvas.size, centre=input_canvas.centre)
            values.append(directed(part(seen), directions) / 10)
    return torch.stack(values).mean(0).numpy()


def lucent_picture(case: Case, number: int) -> tuple[float, float]:
    """Return the CPU seconds and J of one picture by lucent."""
    from lucent.optvis import render as lucent_render
    from lucent.optvis import transform

    network = case.network
    network.module.requires_grad_(True)  # as lucent finds any network
    goal = functional.normalize(torch.from_numpy(case.means[number : number + 1]), dim=1)
    before = process_time()
    (picture,) = lucent_render.render_vis(
        network.module,
        lambda layer: -directed(layer(case.layer.name), goal).sum(),
        transforms=[*transform.standard_transforms, network.preprocessing.normalise],
        preprocess=False,
        thresholds=(STEPS,),
        show_image=False,
        progress=False,
    )
    took = process_time() - before
    forget_hooks(network.module)
    pixels = torch.from_numpy(picture).permute(0, 3, 1, 2)
    shown = functional.interpolate(pixels, (224, 224), mode="bilinear", align_corners=True)
    stride = 224 / case.layer.map_size[0]
    middle = (case.layer.map_size[0] // 2 + 0.5) * stride
    input_canvas = InputCanvas((224, 224), (224, 224), (middle, middle))
    return took, float(robust(case.part, shown, input_canvas, case.means[number : number + 1])[0])


def forget_hooks(module: torch.nn.Module) -> None:
    """Undo what slows lucent's next call down, in its favour."""
    for child in module.modules():
        child._forward_hooks.clear()
    for weight in module.parameters():
        weight.grad = None


def ours(case: Case, side: int | None = None, **settings: float) -> tuple[float, np.ndarray]:
    """Return the CPU seconds per picture and J of all targets.

    Args:
        case: The layer and its targets.
        side: Of a canvas that the picture fills, as lucent's does; None: as the product chooses.
        settings: Where they differ from the product's defaults; then the objective is lucent's.
    """
    chosen = FeatureVisualisation(**settings)
    towards = towards_means if settings else towards_distinct_means
    targets = towards(case.means, chosen.cosine_power)
    part, input_canvas = prepare_canvas(case.network, case.layer, chosen.canvas)
    if side is not None:
        cells = part(torch.zeros(1, 3, side, side)).shape[2]
        middle = (cells // 2 + 0.5) * side / cells
        input_canvas = InputCanvas((side, side), (side, side), (middle, middle))
        chosen = FeatureVisualisation(**settings, size=side)
    with without_redirected_relu(part.module):
        compiled = compile_subnet(part, (BATCH_SLOTS, 3, *input_canvas.size))
    batched_layer = BatchedLayer(compiled, input_canvas, torch.device("cpu"), BATCH_SLOTS)
    before = process_time()
    parts = render_for(batched_layer, targets, settings=chosen, seeds=range(len(targets)))
    done = in_order(parts, chosen)
    took = (process_time() - before) / len(targets)
    pixels = torch.from_numpy(done.pictures).permute(0, 3, 1, 2).float() / 255
    size = input_canvas.image
    shown = functional.interpolate(pixels, size, mode="bicubic", antialias=True).clamp(0, 1)
    return took, robust(case.part, shown, input_canvas, case.means)


def pass_seconds(features, batch: int, side: int) -> float:
    """Return the CPU seconds of a forward and backward pass, per picture: the best of five."""
    pixels = torch.rand(batch, 3, side, side, requires_grad=True)

    def once() -> float:
        before = process_time()
        answer = POINT.vectors(features(pixels)).square().sum()
        torch.autograd.grad(answer, pixels)
        return (process_time() - before) / batch

    return min(once() for _ in range(6))


def compare(name: str) -> list[list[str]]:
    """Return the rows of the first table for one network."""
    settings, canvas, steps = CASES[name]
    case = Case.load(settings)
    count = int(os.environ.get("TOPOPRESS_LUCENT_PICTURES", TARGETS))
    ways: dict[str, Callable[[], tuple[float, np.ndarray]]] = {
        f"ours, {canvas} px, {steps} steps": lambda: ours(
            case, canvas, steps=steps, learning_rate=0.1
        ),
        f"ours, {LUCENTS_SIDE} px, {steps} steps": lambda: ours(
            case, LUCENTS_SIDE, steps=steps, learning_rate=0.1
        ),
        "ours, defaults": lambda: ours(case),
    }
    theirs, found = [], {way: [] for way in ways}
    for number in range(count):
        theirs.append(lucent_picture(case, number))
        if number % TURN == 0:
            for way, measure in ways.items():
                found[way].append(measure())
    lucent = np.median([took for took, _ in theirs])
    goal = np.mean([j for _, j in theirs])
    rows = [[f"{name}: lucent", f"{lucent:.1f}", f"{goal:.2f}", "", "1"]]
    for way, results in found.items():
        took, reached = np.median([t for t, _ in results]), results[0][1]
        same, every = f"{reached[:count].mean():.2f}", f"{reached.mean():.2f}"
        rows.append([way, f"{took:.2f}", same, every, f"{lucent / took:.0f}"])
    return rows


def dissect(name: str) -> list[list[str]]:
    """Return what a forward and backward pass costs, step by step, in milliseconds."""
    settings, canvas, _ = CASES[name]
    network = load_network(settings, base=SHARED / "models", seed=0)
    (layer,) = (one for one in network.info.layers if one.name == settings.layers[0])
    part = TruncatedNetwork(network, layer)
    whole = network.module.requires_grad_(True)
    with without_redirected_relu(part.module):
        compiled = compile_subnet(part, (BATCH_SLOTS, 3, canvas, canvas))
    passes = {
        "whole network, with the gradients of its weights, 224 px": pass_seconds(
            lambda x: _passing(whole, layer.name, network.preprocessing.normalise(x)), 1, 224
        ),
        "cut at the layer, frozen, folded, channels last": pass_seconds(part, 1, 224),
        "128 px instead of 224": pass_seconds(part, 1, 128),
        f"{canvas} px": pass_seconds(part, 1, canvas),
        "eight at a time": pass_seconds(part, 8, canvas),
        "traced, fused, packed": pass_seconds(compiled, 8, canvas),
    }
    return [[f"{name}: {step}", f"{1000 * took:.1f}"] for step, took in passes.items()]


def _passing(module, layer: str, inputs: torch.Tensor) -> torch.Tensor:
    """Return a layer's output from a pass through the whole network."""
    kept = []
    handle = module.get_submodule(layer).register_forward_hook(lambda *a: kept.append(a[2]))
    module(inputs)
    handle.remove()
    return kept[0]


def report() -> str:
    """Return two tables: pictures per CPU second, and where the factor comes from."""
    if not PHOTOGRAPHS.is_dir():
        return "Needs the development models and photographs beside the checkout."
    keep_memory()
    with one_thread():
        speed = [row for name in CASES for row in compare(name)]
        passes = [row for name in CASES for row in dissect(name)]
    first = ("way", "CPU s per picture", "J, same targets", "J, all 16", "times lucent's pace")
    return f"{table(first, speed)}\n\n{table(('one pass', 'CPU ms per picture'), passes)}"
