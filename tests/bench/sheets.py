"""Contact sheets: lucent's default, our fast setting and our default, side by side.

Early, middle and late layers of three networks; the first of each four of ours has the target of
lucent's picture. Written to docs/images/visuals. lucent takes a minute or two a picture: with
``TOPOPRESS_SHEETS_KEEP_LUCENT=1`` its pictures are taken from the sheets that are there.
"""

import os
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from tables import table
from torch.nn import functional
from visuals import SHARED, Case, cluster_means, directed, forget_hooks

from rendered_pictures import in_order
from topopress.config.schema import Network
from topopress.config.visuals import FeatureVisualisation
from topopress.core.threads import one_thread
from topopress.network.loading import load_network
from topopress.visuals.feature_visualisation import render
from topopress.visuals.targets import towards_distinct_means
from topopress.visuals.truncated_network import TruncatedNetwork

OUT = Path(__file__).resolve().parents[2] / "docs/images/visuals"
HERE = Path(__file__).resolve().parent
CIFAR = SHARED / "data/cifar10-lossless/cifar10-train-4000.npz"
TILE, GAP, BAND, HEAD, SHOWN = 96, 2, 24, 18, 4
FAST = {"canvas": 80, "steps": 48, "learning_rate": 0.1}
NETWORKS = {
    "efficientnet-lite0": ("efficientnet-lite0", "default", ("block2", "block10", "block15")),
    "inceptionv1": (
        "lucent:inceptionv1", "inceptionv1-lucent.safetensors", ("mixed3a", "mixed4c", "mixed5b"),
    ),
    "resnet20-cifar": (
        f"file:{HERE}/cifar_resnet.py:load", "cifar-resnet20/resnet20-12fca82f.th",
        ("layer1", "layer2", "layer3"),
    ),
}  # fmt: skip


def load_case(name: str, layer: str) -> Case:
    """Return a layer with the means of sixteen clusters of its activations."""
    network, weights, _ = NETWORKS[name]
    settings = Network(name=network, weights=weights, layers=(layer,))
    if name != "resnet20-cifar":
        return Case.load(settings)
    loaded = load_network(settings, base=SHARED / "models", seed=0)
    (info,) = (one for one in loaded.info.layers if one.name == layer)
    part = TruncatedNetwork(loaded, info)
    images = np.load(CIFAR)["images"][::4].transpose(0, 3, 1, 2).astype(np.float32) / 255
    with torch.no_grad():
        answers = part(torch.from_numpy(images))
    rng = np.random.default_rng(0)
    y, x = rng.integers(answers.shape[2], size=(2, len(answers)))
    rows = answers[torch.arange(len(answers)), :, y, x].numpy()
    return Case(loaded, info, cluster_means(rows), part)


def ours(case: Case, **settings: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the pictures of the first targets and the cosines reached for them."""
    chosen = FeatureVisualisation(**settings)
    targets = towards_distinct_means(case.means, chosen.cosine_power).at(range(SHOWN))
    parts = render(case.network, case.layer, targets, settings=chosen, seeds=range(SHOWN))
    done = in_order(parts, chosen)
    return done.pictures, done.cosine


def lucents(case: Case) -> np.ndarray:
    """Return lucent's picture of the first target at the size of ours."""
    from lucent.optvis import render as lucent_render
    from lucent.optvis import transform

    module = case.network.module.requires_grad_(True)
    goal = functional.normalize(torch.from_numpy(case.means[:1]), dim=1)
    (picture,) = lucent_render.render_vis(
        module,
        lambda layer: -directed(layer(case.layer.name.replace(".", "_")), goal).sum(),
        transforms=[*transform.standard_transforms, case.network.preprocessing.normalise],
        preprocess=False, thresholds=(512,), show_image=False, progress=False,
    )  # fmt: skip
    forget_hooks(module)
    module.requires_grad_(False)
    pixels = (picture[0].clip(0, 1) * 255).round().astype(np.uint8)
    return np.asarray(Image.fromarray(pixels).resize((TILE, TILE), Image.Resampling.LANCZOS))


def kept(name: str, row: int) -> np.ndarray | None:
    """Return lucent's picture from the sheet that is there, where that is asked for."""
    path = OUT / f"{name}.webp"
    if not os.environ.get("TOPOPRESS_SHEETS_KEEP_LUCENT") or not path.is_file():
        return None
    top = HEAD + row * (TILE + 2 * GAP)
    box = (0, top, TILE, top + TILE)
    return np.asarray(Image.open(path).convert("RGB").crop(box))


def sheet(name: str) -> list[list[str]]:
    """Write the sheet of a network; return the cosines reached in each layer."""
    layers, rows = NETWORKS[name][2], []
    width = TILE + 2 * (BAND + SHOWN * (TILE + GAP) - GAP)
    canvas = Image.new("RGB", (width, HEAD + len(layers) * (TILE + 2 * GAP)), "white")
    starts = [0, TILE + BAND, TILE + 2 * BAND + SHOWN * (TILE + GAP) - GAP]
    for left, text in zip(
        starts, ("lucent, 512 steps", "80 px, 48 steps", "defaults"), strict=True
    ):
        ImageDraw.Draw(canvas).text((left, 2), text, fill="black")
    for row, layer in enumerate(layers):
        case, top = load_case(name, layer), HEAD + row * (TILE + 2 * GAP)
        theirs = kept(name, row)
        theirs = lucents(case) if theirs is None else theirs
        canvas.paste(Image.fromarray(theirs), (0, top))
        cells = [layer]
        for left, settings in zip(starts[1:], (FAST, {}), strict=True):
            pictures, cosines = ours(case, **settings)
            for k, picture in enumerate(pictures):
                canvas.paste(Image.fromarray(picture), (left + k * (TILE + GAP), top))
            cells.append(", ".join(f"{cosine:.2f}" for cosine in cosines))
        rows.append([f"{name} {cells[0]}", *cells[1:]])
    OUT.mkdir(parents=True, exist_ok=True)
    canvas.save(OUT / f"{name}.webp", quality=85, method=6)
    return rows


def report() -> str:
    """Write all sheets; return the cosines under the pictures."""
    if not SHARED.is_dir():
        return "Needs the development models and photographs beside the checkout."
    with one_thread():
        rows = [row for name in NETWORKS for row in sheet(name)]
    return table(("layer", "80 px, 48 steps: cosines", "defaults: cosines"), rows)
