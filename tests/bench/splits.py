"""Splits along class probabilities: what they cost, and whether they gather confusions.

The first table is of clouds with as many wavering rows as sure ones. The second is of
scikit-learn's digits, over 20 halves: logistic regression on one half answers for the other, whose
pixels are the rows.
"""

import time
from itertools import pairwise

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from tables import table

from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int64
from topopress.mapper.graph import build_graph
from topopress.mapper.splits import PROBABILITIES, SplitRows

SIZES, CHANNELS, CLASSES = (1_000, 2_000, 5_000, 10_000, 20_000), 512, 10
SEEDS = range(20)
SETTINGS = Mapper(cover={"kind": "split", "rows": 30})
SURE = 0.9


def cloud(n_rows: int, seed: int) -> tuple[Float32, Float64]:
    """Return rows of ten classes, every second between two of them, and their probabilities."""
    rng = np.random.default_rng(seed)
    first, second = rng.integers(CLASSES, size=(2, n_rows))
    along = np.where(rng.random(n_rows) < 0.5, rng.random(n_rows), 0.0)[:, None]
    probabilities = (1 - along) * np.eye(CLASSES)[first] + along * np.eye(CLASSES)[second]
    middles = rng.normal(size=(CLASSES, CHANNELS))
    rows = probabilities @ middles + rng.normal(0, 0.3, (n_rows, CHANNELS))
    return rows.astype(np.float32), probabilities


def costs() -> str:
    """Return the table of sizes."""
    lines = []
    for n_rows in SIZES:
        vectors, probabilities = cloud(n_rows, 0)
        start = time.process_time()
        split = SplitRows.of(vectors, "cosine", probabilities, 30)
        middle = time.process_time()
        parts = split.parts(SETTINGS.splits)
        end = time.process_time()
        held = sum(map(len, parts))
        lines.append(
            [
                f"{n_rows:,}",
                f"{middle - start:.1f}",
                f"{end - middle:.1f}",
                f"{len(parts):,}",
                f"{held:,}",
            ]
        )
    columns = ("rows", "neighbours, CPU s", "splitting, CPU s", "parts", "rows in them")
    return table(columns, lines)


def confusions(seed: int) -> tuple[float, ...]:
    """Return how the errors of one half of the digits are gathered by parts, and by the norm."""
    digits = load_digits()
    vectors, label = digits.data.astype(np.float32), digits.target
    order = np.random.default_rng(seed).permutation(len(label))
    fitted, shown = order[: len(order) // 2], order[len(order) // 2 :]
    model = LogisticRegression(max_iter=200, C=0.001).fit(vectors[fitted], label[fitted])
    probabilities = model.predict_proba(vectors[shown])
    wrong = model.classes_[probabilities.argmax(axis=1)] != label[shown]
    columns = {PROBABILITIES: probabilities}
    split = build_graph(vectors[shown], SETTINGS, seed=0, columns=columns)
    plain = Mapper(
        cover={"n_intervals": 10, "overlap": 0.3},
        clusterer={"metric": "cosine", "eps_quantile": 0.5},
    )
    norm = build_graph(vectors[shown], plain, seed=0)
    rate, found = float(wrong.mean()), gathered(split.members, split.member_offsets, wrong)
    least = np.argsort(probabilities.max(axis=1))[: round(found[1] * len(wrong))]
    return (
        rate,
        float(wrong[least].sum() / wrong.sum()),
        *found,
        *gathered(norm.members, norm.member_offsets, wrong),
    )


def gathered(members: Int64, offsets: Int64, wrong: Float64) -> tuple[float, float, float]:
    """Return the nodes, and the rows and errors in those with three times the error rate."""
    nodes = [members[a:b] for a, b in pairwise(offsets)]
    worst = [rows for rows in nodes if wrong[rows].mean() >= 3 * wrong.mean()]
    inside = np.unique(np.concatenate([np.empty(0, np.int64), *worst])).astype(np.int64)
    return len(nodes), len(inside) / len(wrong), float(wrong[inside].sum() / wrong.sum())


def report() -> str:
    """Return both tables."""
    found = np.array([confusions(seed) for seed in SEEDS])
    mean = found.mean(axis=0)
    names = ("class probabilities", "norm, 10 intervals, DBSCAN")
    lines = [
        [name, f"{mean[2 + 3 * k]:.0f}", f"{mean[3 + 3 * k]:.1%}", f"{mean[4 + 3 * k]:.0%}"]
        for k, name in enumerate(names)
    ]
    columns = ("digits, error rate", "nodes", "rows in nodes of thrice the rate", "errors there")
    said = f"Error rate {mean[0]:.1%}; as many rows of least confidence have {mean[1]:.0%} of them."
    return f"{costs()}\n\n{table(columns, lines)}\n\n{said}"
