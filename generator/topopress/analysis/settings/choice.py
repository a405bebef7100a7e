"""Settings chosen from the data by a criterion that uses no labels, compared with the null model.

``docs/choice.md`` defines the criterion and says what it was tested on.
"""

from dataclasses import dataclass, replace

import numpy as np

from topopress.analysis.settings.candidates import (
    CandidateGrid,
    Cloud,
    candidate_graphs,
    evaluate,
)
from topopress.analysis.settings.comparison import COPIES_OF_SMALL, SMALL, Comparison
from topopress.analysis.settings.lenses import lenses_by_metric
from topopress.analysis.settings.repeats import first_of_each
from topopress.analysis.settings.types import Candidate, Choice
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Int32
from topopress.core.progress import SILENT, Progress
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.lens import Columns
from topopress.mapper.published_sample import published_sample
from topopress.mapper.types import VerdictRule

SAMPLE = 3000
"""Largest number of rows on which the candidates are evaluated."""


@dataclass(frozen=True, slots=True, eq=False)
class RowFacts:
    """What is known of the rows of a layer beside their vectors.

    Attributes:
        group: Number of each row's group, -1 for none, shape (n_rows,); None without groups.
        raw: The rows before they were prepared, shape (n_rows, n_channels); None if they were not.
            They say which rows are equal.
        centred: Whether the rows are without the mean of their group.
    """

    group: Int32 | None = None
    raw: Float32 | None = None
    centred: bool = False


def choose_among(
    vectors: Float32,
    grid: CandidateGrid,
    *,
    seed: int,
    columns: Columns | None = None,
    facts: RowFacts | None = None,
    progress: Progress = SILENT,
) -> Choice:
    """Choose the candidate with the largest score, and compare the data with copies of it.

    Of equal scores the one with the larger coverage is chosen, then the first. Rows that are equal
    count once in the comparison, and there is none if fewer than half of the rows are distinct.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        grid: The candidates.
        seed: Seed of the sample, the pairs and the copies.
        columns: Values of lenses that are no function of the vectors, each of shape (n_rows,).
        facts: What else is known of the rows.
        progress: Advances by a candidate at a time.

    Raises:
        ActivationError: if there is no row, or a row is not finite.
    """
    facts = facts or RowFacts()
    raw = vectors if facts.raw is None else facts.raw
    distinct = len(first_of_each(raw))
    cloud = sampled(vectors, grid, seed=seed, columns=columns)
    judged = _once_each(cloud, raw)
    group = None if facts.group is None else facts.group[judged.rows]
    # More copies are needed of few rows; the verdicts on rows as they are were settled without.
    plain = facts.group is None and facts.raw is None
    least = 0 if plain or len(judged.rows) >= SMALL else COPIES_OF_SMALL
    comparison = Comparison(judged, grid, group, least, seed, progress)
    repeats = len(judged.rows) < len(cloud.rows)
    progress.start("choosing settings", (1 + repeats + comparison.rounds) * len(grid))
    candidates = evaluate(cloud, grid, seed=seed, progress=progress)
    choice = Choice(
        candidates=candidates,
        chosen=_best(candidates),
        n_rows=len(cloud.vectors),
        null_scores=(),
        total=len(vectors),
        distinct=distinct,
        distinct_score=comparison.score(judged) if repeats else None,
        rule=_rule(grid.settings),
        centred=facts.centred,
    )
    if not choice.repeats and choice.rule.times:
        choice = replace(
            choice,
            null_scores=comparison.null_scores(),
            group_scores=comparison.group_scores(),
        )
    progress.finish()
    return choice


def _rule(settings: Mapper) -> VerdictRule:
    """Return when a score is above chance; never asked where class probabilities split the rows.

    They split the rows of any network, and copies of the rows keep theirs, so that no score tells
    rows from copies.
    """
    if settings.splits is not None:
        return VerdictRule(times=0)
    return clusterer_of(settings.clusterer).verdict


def _best(candidates: tuple[Candidate, ...]) -> int:
    ranks = [(candidate.score, candidate.quality.coverage) for candidate in candidates]
    return ranks.index(max(ranks))


def _once_each(cloud: Cloud, raw: Float32) -> Cloud:
    """Return a cloud without the rows that are equal to earlier ones; covers stay as they are.

    The rows before they were prepared, those of the whole layer, say which are equal.
    """
    kept = first_of_each(raw[cloud.rows])
    if len(kept) == len(cloud.rows):
        return cloud
    return replace(
        cloud,
        vectors=cloud.vectors[kept],
        lenses={name: tuple(lens[kept] for lens in each) for name, each in cloud.lenses.items()},
        columns={name: values[kept] for name, values in cloud.columns.items()},
        rows=cloud.rows[kept],
    )


def sampled(
    vectors: Float32, grid: CandidateGrid, *, seed: int, columns: Columns | None = None
) -> Cloud:
    """Return the rows on which candidates are evaluated: all, or a sample along the first lens.

    The covers are those of the lens values of all rows, so that intervals are as long as in the
    graph. The arguments are those of ``choose_among``.
    """
    ranges = lenses_by_metric(vectors, grid, seed, columns or {})
    rows = published_sample(ranges[grid.metrics[0]][0], SAMPLE, seed)
    return Cloud(
        vectors=np.asarray(vectors[rows]),
        lenses={name: tuple(lens[rows] for lens in each) for name, each in ranges.items()},
        ranges=ranges,
        columns={name: values[rows] for name, values in (columns or {}).items()},
        rows=rows,
    )


def purities(
    cloud: Cloud, grid: CandidateGrid, labels: Int32, *, seed: int, progress: Progress = SILENT
) -> tuple[float | None, ...]:
    """Return the mean label purity of each candidate's nodes, None where no member has a label.

    It is for readers of the table; the choice does not use it. Seed and order are those of
    ``evaluate``. ``labels`` are those of the cloud's rows, -1 for none, shape (n_rows,).
    """
    found: list[float | None] = []
    for candidate in candidate_graphs(cloud, grid, seed=seed, progress=progress):
        graph = candidate.graph
        label = labels[graph.members]
        node = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
        counts = np.zeros((graph.n_nodes, int(labels.max(initial=-1)) + 1), np.int64)
        np.add.at(counts, (node[label >= 0], label[label >= 0]), 1)
        known = counts[counts.any(axis=1)]
        shares = known.max(axis=1, initial=0) / known.sum(axis=1)
        found.append(float(shares.mean()) if len(shares) else None)
    return tuple(found)
