"""When a score is above chance, by clusterer: simulated rows of no, of one and of several groups.

Words in context of one sense are no noise: their channels depend on each other, and shuffled copies
of them do not. A verdict must not call such rows structure. The rows here are drawn: noise; one
sense, a Gaussian whose standard deviations fall like those of 60 rows of a transformer's state 3 to
6 (a first component with 0.19 of the variance; measured 0.16 to 0.22); one sense that is no
Gaussian but has heavier tails (Student's t, 8 degrees of freedom); and two or six such senses, the
means of all as far from that of the first as those of "bank" are apart (0.99 times the root mean
square distance to them).
"""

from collections.abc import Mapping
from functools import partial

import numpy as np
from tables import table

from topopress.analysis.settings.candidates import CandidateGrid
from topopress.analysis.settings.choice import RowFacts, choose_among
from topopress.analysis.settings.types import Choice
from topopress.analysis.settings.verdict import contrast, no_structure
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32

CHANNELS = 384
DECAY = 0.5
"""Standard deviations fall like the number of the component to this power."""
APART = 1.0
"""Distance of the means of two senses, over the rows' distance to their mean."""
ROWS = (60, 120, 400)
SEEDS = 5
CLUSTERERS: Mapping[str, dict[str, object]] = {
    "agglomerative, 0.95": {"kind": "agglomerative", "metric": "cosine", "eps_quantile": 0.95},
    "agglomerative, chosen": {"kind": "agglomerative", "metric": "cosine"},
    "DBSCAN, 0.5": {"kind": "dbscan", "metric": "cosine", "eps_quantile": 0.5},
    "DBSCAN, chosen": {"kind": "dbscan", "metric": "cosine"},
    "HDBSCAN": {"kind": "hdbscan", "metric": "cosine"},
    "balls, chosen": {"kind": "none", "metric": "cosine"},
}


def noise(n_rows: int, seed: int) -> Float32:
    """Return rows whose channels do not depend on each other."""
    return np.random.default_rng(seed).normal(size=(n_rows, CHANNELS)).astype(np.float32)


def senses(n_rows: int, seed: int, *, count: int, freedom: int = 0) -> Float32:
    """Return rows of so many senses, without their mean; with degrees of freedom heavy-tailed."""
    rng = np.random.default_rng(seed)
    scale = np.arange(1, CHANNELS + 1) ** -DECAY
    turn = np.linalg.qr(rng.normal(size=(CHANNELS, CHANNELS)))[0]
    rows = rng.normal(size=(n_rows, CHANNELS)) * scale
    if freedom:
        rows *= np.sqrt(freedom / rng.chisquare(freedom, size=n_rows))[:, None]
    others = rng.normal(size=(count - 1, CHANNELS))
    others *= APART * np.linalg.norm(scale) / np.linalg.norm(others, axis=1)[:, None]
    means = np.vstack([np.zeros((1, CHANNELS)), others])
    rows = (rows + means[np.arange(n_rows) % count]) @ turn
    return (rows - rows.mean(axis=0)).astype(np.float32)


DATA = {
    "noise": noise,
    "one sense": partial(senses, count=1),
    "one sense, heavy tails": partial(senses, count=1, freedom=8),
    "two senses": partial(senses, count=2),
    "six senses": partial(senses, count=6),
}


def settings(clusterer: dict[str, object], n_rows: int) -> Mapper:
    """Return fixed settings but for the quantile: intervals of some 40 rows, as for words.

    Without a clusterer, balls cover the rows, and their radius is open.
    """
    if clusterer["kind"] == "none":
        return Mapper.model_validate({"cover": {"kind": "ball"}, "clusterer": clusterer})
    count = 3 if n_rows < 200 else 10
    cover = {"n_intervals": count, "overlap": 0.5}
    return Mapper.model_validate({"lens": "component:1", "cover": cover, "clusterer": clusterer})


def row(name: str, rows: str, n_rows: int) -> list[str]:
    """Return the figures of one clusterer on one kind of rows."""
    grid = CandidateGrid.of(settings(CLUSTERERS[name], n_rows))
    choices = [prepared_choice(DATA[rows](n_rows, seed), grid) for seed in range(SEEDS)]
    return [name, rows, str(n_rows), *figures(choices)]


def prepared_choice(rows: Float32, grid: CandidateGrid) -> Choice:
    """Return the choice for rows that were prepared: of few rows there are more copies."""
    return choose_among(rows, grid, seed=0, facts=RowFacts(raw=rows))


def figures(choices: list[Choice]) -> list[str]:
    """Return scores, the best of copies, the ratio, and how many show structure."""
    scores = [choice.score for choice in choices]
    nulls = [max(choice.null_scores) for choice in choices]
    ratios = [contrast(choice) for choice in choices]
    passed = sum(no_structure(choice) is None for choice in choices)
    return [
        f"{min(scores):.3f} to {max(scores):.3f}",
        f"{min(nulls):.3f} to {max(nulls):.3f}",
        f"{min(ratios):.1f} to {max(ratios):.1f}",
        f"{passed} of {len(choices)}",
    ]


def report() -> str:
    """Return the table."""
    head = ["clusterer", "rows", "number", "score", "best copy", "ratio", "structure"]
    found = [row(name, rows, n) for name in CLUSTERERS for rows in DATA for n in ROWS]
    return f"{SEEDS} draws each.\n\n" + table(head, found)
