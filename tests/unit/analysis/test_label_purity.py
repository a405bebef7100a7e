"""The purity of nodes beside chance, against a slow reference."""

from collections import Counter
from itertools import permutations

import numpy as np
import pytest

from topopress.analysis.nodes import label_purity as module
from topopress.analysis.nodes.label_purity import (
    Memberships,
    excess,
    exchanged,
    label_purity,
    share_of_commonest,
)
from topopress.analysis.stages import Groups, Members, RowSamples, label_purities
from topopress.samples.types import Sample, Survey


def slow_share(cells, labels):
    """Return the share of the commonest label, cell by cell."""
    held = [(c, x) for c, x in zip(cells, labels, strict=True) if c is not None and x >= 0]
    counts = [Counter(x for c, x in held if c == cell) for cell in {c for c, _ in held}]
    return sum(max(count.values()) for count in counts) / len(held) if held else None


def slow_purity(nodes, sample, label, group):
    """Return purity and purity within groups, with lists alone."""
    flat = [(node, sample[row]) for node, rows in enumerate(nodes) for row in rows]
    labels = [label[s] for _, s in flat]
    inner = [(n, group[s]) if group[s] >= 0 else None for n, s in flat]
    return slow_share([n for n, _ in flat], labels), slow_share(inner, labels)


def all_exchanges(label, group):
    """Yield every way to exchange labels within the groups."""
    having = [k for k, x in enumerate(label) if x >= 0]
    for order in permutations(having):
        if all(group[a] == group[b] for a, b in zip(having, order, strict=True)):
            mixed = list(label)
            for k, other in zip(having, order, strict=True):
                mixed[k] = label[other]
            yield mixed


def memberships(nodes, sample, group=None):
    node = np.repeat(np.arange(len(nodes)), [len(rows) for rows in nodes])
    rows = np.concatenate([np.array(rows, int) for rows in nodes])
    return Memberships(node, np.array(sample, np.int32)[rows], group)


@pytest.mark.parametrize("seed", range(20))
def test_the_shares_equal_a_slow_count(seed):
    rng = np.random.default_rng(seed)
    n_rows, n_samples = 30, 20
    sample = rng.integers(0, n_samples, n_rows)
    nodes = [rng.permutation(n_rows)[: rng.integers(1, 12)] for _ in range(rng.integers(1, 6))]
    label, group = rng.integers(-1, 4, n_samples), rng.integers(-1, 3, n_samples)
    given = memberships(nodes, sample, group.astype(np.int32))
    found = label_purity("c", given, label.astype(np.int32), rng, draws=1)
    purity, within = slow_purity(nodes, sample, label, group)
    assert found is not None
    assert (found.column, found.purity) == ("c", pytest.approx(purity))
    assert found.within == (None if within is None else pytest.approx(within))


def test_many_cells_are_counted_without_a_table(monkeypatch):
    rng = np.random.default_rng(5)
    cell, label = rng.integers(-1, 40, 300), rng.integers(-1, 5, 300)
    expected = slow_share([None if c < 0 else c for c in cell], label)
    assert share_of_commonest(cell, label) == pytest.approx(expected)
    monkeypatch.setattr(module, "SMALL", -(10**6))
    assert share_of_commonest(cell, label) == pytest.approx(expected)


def test_chance_is_the_mean_over_all_exchanges():
    label, group = [0, 0, 1, 1, 2, -1, 0], [0, 0, 0, 1, 1, 1, -1]
    nodes, sample = [[0, 1, 2], [3, 4, 5, 6], [0, 6]], range(7)
    given = memberships(nodes, sample, np.array(group, np.int32))
    found = label_purity(
        None, given, np.array(label, np.int32), np.random.default_rng(0), draws=3000
    )
    free = [slow_purity(nodes, sample, x, group)[0] for x in all_exchanges(label, [0] * 7)]
    bound = [slow_purity(nodes, sample, x, group)[1] for x in all_exchanges(label, group)]
    assert found is not None
    assert found.chance == pytest.approx(np.mean(free), abs=0.01)
    assert found.chance_within == pytest.approx(np.mean(bound), abs=0.01)
    expected = (found.within - found.chance_within) / (1 - found.chance_within)
    assert found.excess == pytest.approx(expected)


def test_labels_are_exchanged_within_their_group_and_nothing_else_changes():
    rng = np.random.default_rng(1)
    label = rng.integers(-1, 5, 200).astype(np.int32)
    group = rng.integers(-1, 6, 200).astype(np.int32)
    mixed = exchanged(label, group, rng)
    assert not np.array_equal(mixed, label)
    assert np.array_equal(mixed < 0, label < 0)
    for one in range(-1, 6):
        assert sorted(mixed[group == one]) == sorted(label[group == one])


def test_rows_without_groups_are_compared_with_all():
    given = memberships([[0, 1], [2, 3]], range(4))
    label = np.array([0, 0, 1, 1], np.int32)
    found = label_purity(None, given, label, np.random.default_rng(0), draws=500)
    assert found is not None
    assert (found.purity, found.within, found.chance_within, found.excess) == (1, None, None, 1)
    assert found.chance == pytest.approx(2 / 3, abs=0.03)


def test_where_chance_is_pure_there_is_no_excess():
    assert excess(1.0, 1.0) is None
    given = memberships([[0, 1], [2, 3]], range(4), np.arange(4, dtype=np.int32) // 2)
    found = label_purity(None, given, np.array([0, 0, 1, 1], np.int32), np.random.default_rng(0))
    assert found is not None
    assert (found.within, found.chance_within, found.excess) == (1, 1, None)


def test_without_labels_there_is_no_purity():
    given = memberships([[0, 1]], range(3))
    label = np.array([-1, -1, 2], np.int32)
    assert label_purity(None, given, label, np.random.default_rng(0)) is None
    assert share_of_commonest(np.empty(0, np.int64), np.empty(0, np.int32)) is None


def test_the_stage_measures_the_labels_and_each_further_column():
    samples = Survey.of(
        [
            Sample(
                f"s{k:02}", "o", "ab"[k % 2], "d", metadata={"even": "yn"[k % 3 > 0], "k": f"{k}"}
            )
            for k in range(12)
        ]
    )
    graph = Members(np.array([0, 6, 12]), np.array([*range(0, 12, 2), *range(1, 12, 2)]))
    rows, groups = RowSamples(np.arange(12, dtype=np.int32)), Groups(np.arange(12) % 3)
    found = label_purities(rows, groups, graph, samples, seed=0)
    assert [one.column for one in found.purities] == [None, "even"]
    assert found.purities[0].purity == 1
    assert found.purities[1].within == 1
    assert label_purities(rows, groups, graph, samples, seed=0) == found
    assert label_purities(rows, None, graph, samples, seed=0).purities[0].within is None
