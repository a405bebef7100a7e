"""What pages of classes say of two classes, on ResNet-20 and CIFAR-10, with planted answers.

From a layer on, the rows of one class are rows of another one: the page of each must say that they
are together, and from no earlier layer on. With labels exchanged at random it must say nothing.
Needs the development models and pictures beside the checkout.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from sheets import CIFAR, NETWORKS
from tables import spread, table

from topopress.bundle.class_figures import LayerRecords, class_figures
from topopress.config.schema import Mapper, Network, UniformCover
from topopress.core.arrays import Float32
from topopress.diagnosis.class_types import ClassFigures
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph
from topopress.network.loading import load_network
from topopress.samples.types import Labels
from topopress.visuals.types import ExemplarRows

SHARED = Path(__file__).resolve().parents[3] / "shared"
LAYERS = tuple(f"layer{stage}.{block}" for stage in (1, 2, 3) for block in range(3))
SETTINGS = Mapper(
    cover=UniformCover(n_intervals=20, overlap=0.5),
    clusterer=Dbscan(kind="dbscan", metric="cosine", eps_quantile=0.5),
)
N_ROWS, FROM, LEAST, SHUFFLES = 2000, (3, 6, 8), 10, 20
Clouds = Mapping[str, Float32]


def clouds() -> tuple[dict[str, Float32], Labels]:
    """Return the spatial mean of each picture in each layer, and the labels."""
    name, weights, _ = NETWORKS["resnet20-cifar"]
    settings = Network(name=name, weights=weights, layers=LAYERS)
    module = load_network(settings, base=SHARED / "models", seed=0).module
    with np.load(CIFAR) as data:
        images, labels = data["images"][:N_ROWS], data["labels"][:N_ROWS]
        names = tuple(data["names"].tolist())
    found: dict[str, list[Float32]] = {layer: [] for layer in LAYERS}
    for layer in LAYERS:
        module.get_submodule(layer).register_forward_hook(
            lambda _module, _given, out, layer=layer: found[layer].append(
                out.mean(dim=(2, 3)).numpy()
            )
        )
    shift, scale = (np.float32(each) for each in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    shown = ((images / np.float32(255) - shift) / scale).transpose(0, 3, 1, 2)
    with torch.inference_mode():
        for part in np.array_split(shown, 20):
            module(torch.from_numpy(np.ascontiguousarray(part)))
    means = {layer: np.concatenate(each).astype(np.float32) for layer, each in found.items()}
    return means, Labels(names, labels.astype(np.int32))


def record(vectors: Float32) -> LayerRecords:
    """Return the graph of a layer, without exemplars."""
    graph = build_graph(vectors, SETTINGS, seed=0)
    nothing = np.empty(0, np.int32)
    none = ExemplarRows(
        np.zeros(graph.n_nodes + 1, np.int64), nothing.astype(np.uint8), nothing, np.empty(0)
    )
    return LayerRecords(graph, np.arange(len(vectors), dtype=np.int32), none, None)


def planted(means: Clouds, labels: Labels, pair: Sequence[int], first: int) -> list[Float32]:
    """Return the layers; from the first on, the rows of one class are rows of the other."""
    rng = np.random.default_rng([*pair, first])
    one, other = (np.flatnonzero(labels.label == label) for label in pair)
    changed = []
    for layer, vectors in enumerate(means.values()):
        given = vectors.copy()
        if layer >= first:
            spread = 0.05 * vectors[one].std(axis=0)
            drawn = vectors[rng.choice(one, len(other))]
            given[other] = drawn + spread * rng.normal(size=drawn.shape)
        changed.append(given.astype(np.float32))
    return changed


def findings(classes: Sequence[ClassFigures]) -> Iterator[tuple[str, str, str, int]]:
    """Yield class, other class, relation and layer of everything that pages say."""
    for one in classes:
        for other in one.others:
            if other.relation != "neither":
                yield one.name, other.name, other.relation, other.since


def report() -> str:
    """Return the table."""
    means, labels = clouds()
    own = [record(vectors) for vectors in means.values()]
    rng = np.random.default_rng(0)
    by_chance = [
        one
        for _ in range(SHUFFLES)
        for one in findings(
            class_figures(Labels(labels.labels, rng.permutation(labels.label)), None, own, LEAST)
        )
    ]
    said = list(findings(class_figures(labels, None, own, LEAST)))
    together = sorted({" and ".join(sorted(one[:2])) for one in said if one[2] == "together"})
    rows = [
        ("labels exchanged, 20 times", SHUFFLES * 90, len(by_chance), "", ""),
        ("the network as it is", 90, len(said), ", ".join(together) or "none", ""),
    ]
    pairs = list(combinations(range(10), 2))[::5]
    for first in FROM:
        rows.append(_planted_row(means, labels, own, pairs, first))
    head = ("case", "ordered pairs", "findings", "together", "layers after the planted one")
    return table(head, [tuple(map(str, row)) for row in rows])


def _planted_row(
    means: Clouds,
    labels: Labels,
    own: Sequence[LayerRecords],
    pairs: Sequence[Sequence[int]],
    first: int,
) -> tuple[object, ...]:
    lags: list[int] = []
    others = 0
    for pair in pairs:
        changed = planted(means, labels, pair, first)
        layers = [*own[:first], *map(record, changed[first:])]
        names = {labels.labels[k] for k in pair}
        for one, other, relation, since in findings(class_figures(labels, None, layers, LEAST)):
            if {one, other} == names and relation == "together":
                lags.append(since - first)
            elif relation == "together":
                others += 1
    return (
        f"one class has rows of another from {LAYERS[first]} on, {len(pairs)} pairs",
        2 * len(pairs),
        len(lags) + others,
        f"{len(lags)}, {others} of other pairs",
        spread(lags, ".0f"),
    )


if __name__ == "__main__":
    print(report())
