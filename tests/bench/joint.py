"""Joint graphs of two networks that are trained here: seeds, merged classes, unrelated labels.

Each pair is compared with five draws of the samples that are aligned, under two settings. A group
that is told apart is right where the second network has two labels merged, the group is of the
first and of one of them, and its far samples are mostly of the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from planted import Net, Residual, cifar, letters, trained
from tables import table

from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Int32
from topopress.diagnosis.joint.graph import TwoRows, joint_graph
from topopress.diagnosis.joint.types import JointGraph
from topopress.network.randomness import private_rng

SEEDS = range(5)
SETTINGS = {
    "DBSCAN, cosine": Mapper(
        cover={"n_intervals": 15, "overlap": 0.3},
        clusterer={"metric": "cosine", "eps_quantile": 0.6},
    ),
    "balls, cosine": Mapper(
        cover={"kind": "ball", "radius_quantile": 0.03}, clusterer={"metric": "cosine"}
    ),
}
MERGED = {0, 1}


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Vectors of two networks for the same samples, and whether the second has labels merged."""

    name: str
    first: Float32
    second: Float32
    label: Int32
    merged: bool = False


def last_vectors(net: Net, pictures: torch.Tensor) -> Float32:
    """Return the mean of the last block over positions, shape (n, n_channels)."""
    found = []
    with torch.no_grad():
        for part in pictures.split(250):
            inner = torch.relu(net.stem(part))
            found.append(net.blocks(inner).mean((2, 3)).numpy())
    return np.concatenate(found)


def merged(label: Int32) -> Int32:
    """Return labels of which two are one."""
    return np.where(label == 1, 0, label)


def vectors_of_all() -> tuple[Mapping[str, Float32], Int32, Int32]:
    """Train the networks, about ten minutes on an idle core; return vectors, and labels of both."""
    seen, known = letters(6_000, 100)
    shown, label = letters(3_000, 101)
    pictures, kind = cifar()
    exchanged = np.random.default_rng(5).permutation(known)
    of_letters = {
        "letters_s1": (known, 1), "letters_s2": (known, 2), "letters_s5": (known, 5),
        "letters_merged": (merged(known), 3), "letters_merged6": (merged(known), 6),
        "letters_shuffled": (exchanged, 4),
    }  # fmt: skip
    of_cifar = {"cifar_s1": (kind, 1), "cifar_s2": (kind, 2), "cifar_merged": (merged(kind), 3)}
    found = {
        name: last_vectors(trained(Residual, seen, of, seed), shown)
        for name, (of, seed) in of_letters.items()
    }
    for name, (of, seed) in of_cifar.items():
        net = trained(Residual, pictures[:3_000], of[:3_000], seed)
        found[name] = last_vectors(net, pictures[3_000:])
    with private_rng(9):
        found["letters_untrained"] = last_vectors(Net(Residual).eval(), shown)
    return found, label, kind[3_000:]


def pairs(of: Mapping[str, Float32], label: Int32, kind: Int32) -> list[Pair]:
    """Return the pairs of the table."""
    first = of["letters_s1"]
    order = np.random.default_rng(0).permutation(len(first))
    return [
        Pair("a network and itself", first, first, label),
        Pair("letters, seeds 1 and 2", first, of["letters_s2"], label),
        Pair("letters, seeds 1 and 5", first, of["letters_s5"], label),
        Pair("letters, seeds 2 and 5", of["letters_s2"], of["letters_s5"], label),
        Pair("letters, second has two merged", first, of["letters_merged"], label, merged=True),
        Pair("same, others", of["letters_s5"], of["letters_merged6"], label, merged=True),
        Pair("letters, second of exchanged labels", first, of["letters_shuffled"], label),
        Pair("letters, second untrained", first, of["letters_untrained"], label),
        Pair("letters, samples exchanged", first, of["letters_s2"][order], label),
        Pair("CIFAR, seeds 1 and 2", of["cifar_s1"], of["cifar_s2"], kind),
        Pair("CIFAR, second has two merged", of["cifar_s1"], of["cifar_merged"], kind, merged=True),
    ]


def told(pair: Pair, joint: JointGraph) -> tuple[int, int]:
    """Return how many groups are told apart rightly, and wrongly."""
    right = wrong = 0
    for one in joint.groups:
        if one.told:
            ends = {int(one.label), int(one.others[0][0])}
            fits = pair.merged and one.origin == 0 and ends == MERGED
            right, wrong = right + fits, wrong + (not fits)
    return right, wrong


def figures(pair: Pair, settings: Mapper) -> list[str]:
    """Return the figures of a pair over all draws."""
    found, names = [], tuple(map(str, range(10)))
    sample = np.arange(len(pair.label), dtype=np.int32)
    rows = TwoRows(("last", "last"), pair.first, pair.second, sample, pair.label, names)
    for seed in SEEDS:
        joint = joint_graph(rows, settings, seed=seed)
        alone = [joint.beyond_chance == sign for sign in (1, -1)]
        of_groups = [sum(one.origin == origin for one in joint.groups) for origin in (0, 1)]
        found.append(
            (joint.explained, len(joint.names), *(each.sum() for each in alone), *of_groups,
             *joint.apart, *told(pair, joint))
        )  # fmt: skip
    mean = np.mean(found, axis=0)
    right, wrong = (int(sum(each[k] for each in found)) for k in (-2, -1))
    return [
        f"{mean[0]:.2f}", f"{mean[1]:.0f}", f"{mean[2]:.0f}, {mean[3]:.0f}",
        f"{mean[4]:.1f}, {mean[5]:.1f}", f"{mean[6]:.2f}, {mean[7]:.2f}", f"{right}", f"{wrong}",
    ]  # fmt: skip


def report_of(found: list[Pair]) -> str:
    """Return the table of some pairs."""
    lines = [
        [name, pair.name, *figures(pair, settings)]
        for name, settings in SETTINGS.items()
        for pair in found
    ]
    columns = (
        "settings", "pair", "explained", "nodes", "beyond chance", "groups", "far, of all samples",
        "told, right", "told, wrong",
    )  # fmt: skip
    return table(columns, lines)


def report() -> str:
    """Train the networks and return the table."""
    return report_of(pairs(*vectors_of_all()))
