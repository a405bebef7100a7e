"""The expected number of label errors on sets that its thresholds were not set on.

``SETS`` are in two parts. On "first" the sign of a weak layer was judged as it was (.15), and moved
to .12; "second" was looked at after that. A run draws 1,000 rows and plants 5 % errors, or none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from anomalies import logistic, one_hot, with_errors
from anomaly_vectors import FOLDER, NETWORKS, means, photographs, small, words
from PIL import Image
from planted import letters
from planted_cases import trained_network
from sklearn.datasets import load_digits
from tables import table
from torch.nn import functional

from planted_networks import layer_means
from topopress.config.schema import Network
from topopress.diagnosis.expected import expected_errors
from topopress.diagnosis.ridge import fit, smoother

ROWS, RATE, SEEDS = 1000, 0.05, range(200, 205)
WITHIN, CLEAN = 0.3, 3.0
"""How far the number may be from the truth, and how large in 1,000 without any error."""
SETS = {
    "first": (
        "efficientnet, other layers", "inception, other layers", "resnet, other pictures",
        "digits, pixels",
    ),
    "second": (
        "letters residual 33", "letters separable 31", "letters inverted 36", "letters bare 32",
        "digits in letters residual 33", "efficientnet, small pictures", "resnet, photographs",
        "minilm, other words",
    ),
}  # fmt: skip
LAYERS = {
    "efficientnet, other layers": ("block2", "block6", "block10", "block14"),
    "inception, other layers": ("mixed3a", "mixed4a", "mixed4c", "mixed5a"),
    "resnet, other pictures": ("layer1.2", "layer2.1", "layer3.0", "layer3.1", "layer3.2"),
    "efficientnet, small pictures": ("block4", "block8", "block12", "head"),
    "resnet, photographs": ("layer2.1", "layer3.1"),
    "minilm, other words": ("hidden.1", "hidden.3", "hidden.5"),
}


def vectors(name: str) -> dict[str, np.ndarray]:
    """Return ``label``, and the means by layer, made once."""
    file = FOLDER / f"{name.replace(', ', '-').replace(' ', '-')}.npz"
    if not file.is_file():
        FOLDER.mkdir(exist_ok=True)
        np.savez(file, **dict(_made(name)))
    return {key: value for key, value in np.load(file).items() if key != "sample"}


def _made(name: str) -> Iterator[tuple[str, np.ndarray]]:
    pictures, label = load_digits(return_X_y=True)
    if name.startswith("letters"):
        yield from _of_letters(name, *letters(3000, 7))
    elif name.startswith("digits in"):
        x = torch.from_numpy(pictures).float().view(-1, 1, 8, 8) / 8 - 1
        x = functional.interpolate(x.repeat(1, 3, 1, 1), scale_factor=2, mode="bilinear")
        yield from _of_letters(name.removeprefix("digits in "), x, label)
    elif name == "digits, pixels":
        yield "label", label
        yield "pixels", pictures.astype(np.float32)
    elif name.startswith("minilm"):
        yield from words("streusle/streusle_dev_tokens.tsv", LAYERS[name], seed=11)
    else:
        yield from _of_pictures(name)


def _of_letters(name: str, x: torch.Tensor, label: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    yield "label", label.astype(int)
    layers = ["stem", *(f"blocks.{k}" for k in range(1, 8, 2))]
    found = layer_means(trained_network(name), x, layers)
    yield from ((layer, each.means) for layer, each in found.items())


def _of_pictures(name: str) -> Iterator[tuple[str, np.ndarray]]:
    which, what = name.split(", ")
    if what in ("other layers", "photographs"):
        pictures, label = photographs()
    else:
        pictures, label = small(first=2000)
    if what == "small pictures":
        label, size = label[:ROWS], (224, 224)
        pictures = [_resized(one, size) for one in pictures[:ROWS]]
    elif what == "photographs":
        pictures = [_resized(one, (32, 32)) for one in pictures]
    yield "label", label
    settings: Network = replace_layers(NETWORKS[which], LAYERS[name])
    yield from means(settings, "", pictures)


def replace_layers(settings: Network, layers: tuple[str, ...]) -> Network:
    """Return the settings of a network with other layers."""
    return settings.model_copy(update={"layers": layers})


def _resized(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


@dataclass(frozen=True, slots=True)
class Run:
    """What was estimated of one labelling.

    Attributes:
        name: Of the set.
        layer: Of the network.
        kind: Of the errors, or "none".
        share: The estimate.
        truth: The share of errors.
        low: Lower end of the interval.
        high: Upper end.
        named: Share of the labels whose chance is above one half.
        weakness: Error of the predictions themselves.
        among_surest: Disagreements among the surest rows.
        weak: Whether the page says that errors and overlap cannot be told apart.
    """

    name: str
    layer: str
    kind: str
    share: float
    truth: float
    low: float
    high: float
    named: float
    weakness: float
    among_surest: float
    weak: bool

    @property
    def right(self) -> bool:
        """Whether the estimate is within the bar."""
        if self.kind == "none":
            return 1000 * self.share <= CLEAN
        return abs(self.share / self.truth - 1) <= WITHIN


def runs(name: str) -> Iterator[Run]:
    """Yield every run of a set: rows are drawn for each seed."""
    found = vectors(name)
    label, layers = found["label"], [key for key in found if key != "label"]
    for seed in SEEDS:
        drawn = np.random.default_rng(seed).permutation(len(label))[:ROWS]
        weak = logistic(found[layers[0]][drawn], label[drawn])
        kinds = {
            kind: with_errors(label[drawn], weak, RATE, kind, seed) for kind in ("uniform", "pair")
        }
        kinds["none"] = label[drawn], np.zeros(len(drawn), bool)
        for layer in layers:
            smooth = smoother(found[layer][drawn], np.random.default_rng(0))
            for kind, (given, wrong) in kinds.items():
                one = expected_errors(fit(smooth, one_hot(given)).predicted, given)
                named, truth = float((one.chance > 0.5).mean()), float(wrong.mean())
                figures = (one.share, truth, one.low, one.high, named)
                yield Run(
                    name, layer, kind, *figures, one.weakness, one.among_surest, bool(one.is_weak)
                )


def summary(every: list[Run]) -> list[list[str]]:
    """Return a row for each layer, and one for each set of all runs without the weak sign."""
    rows = []
    for name in dict.fromkeys(run.name for run in every):
        for layer in dict.fromkeys(run.layer for run in every if run.name == name):
            chosen = [run for run in every if (run.name, run.layer) == (name, layer)]
            rows.append([name, layer, *_cells(chosen)])
        rows.append([name, "all without sign", *_cells([run for run in every if run.name == name])])
    rows.append(["all", "", *_cells(every)])
    return rows


def _cells(chosen: list[Run]) -> list[str]:
    told = [run for run in chosen if not run.weak]
    cells = [f"{len(chosen) - len(told)} of {len(chosen)}"]
    for kind in ("uniform", "pair"):
        some = [run for run in told if run.kind == kind]
        ratio = f"{np.mean([run.share / run.truth for run in some]):.2f}, " if some else ""
        covered = sum(run.low <= run.truth <= run.high for run in some)
        cells.append(f"{ratio}{sum(run.right for run in some)} of {len(some)}, covered {covered}")
    clean = [run for run in told if run.kind == "none"]
    most = f", at most {1000 * max(run.share for run in clean):.1f}" if clean else ""
    cells.append(f"{sum(run.right for run in clean)} of {len(clean)}{most}")
    return cells


def report(parts: tuple[str, ...] = tuple(SETS)) -> str:
    """Return a table for each part."""
    head = ("set", "layer", "weak", "uniform", "pair", "clean, at most 3 in 1,000")
    every = {part: [run for name in SETS[part] for run in runs(name)] for part in parts}
    return "\n\n".join(f"{part}\n\n{table(head, summary(found))}" for part, found in every.items())
