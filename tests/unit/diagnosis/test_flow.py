"""Flows between graphs in which it is known what splits, merges and dissolves."""

import numpy as np
import pytest

from topopress.diagnosis.common_rows import LayerNodes, common_rows, exchanged
from topopress.diagnosis.graph_flow import NamedLayer, graph_flow
from topopress.diagnosis.measures.node_matching import matched_nodes
from topopress.diagnosis.moved_samples import neighbourhoods
from topopress.diagnosis.types import NodeMembers

N = 400
BLOCKS = [list(range(start, start + 40)) for start in range(0, N, 40)]
LABELS = ("cat", "dog")
LABEL = np.where(np.arange(N) % 40 < 20, 0, 1).astype(np.int32)


def graph(nodes) -> NodeMembers:
    sizes = [len(rows) for rows in nodes]
    return NodeMembers(
        node_interval=np.arange(len(nodes), dtype=np.int32),
        node_cluster=np.zeros(len(nodes), np.int32),
        member_offsets=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        members=np.concatenate([*map(np.asarray, nodes)]).astype(np.int32),
    )


def layer(nodes, sample=None) -> LayerNodes:
    return LayerNodes(graph(nodes), np.arange(N, dtype=np.int32) if sample is None else sample)


def flow(before, after):
    one, other = layer(before), layer(after)
    common = common_rows([one, other])
    names = (NamedLayer("early", one.graph.names), NamedLayer("late", other.graph.names))
    return graph_flow(*names, common, LABELS, LABEL, 0)


def told(found):
    return [(one.kind, one.node.nodes[0], one.moved) for one in found.changes]


HALVES = [BLOCKS[3][:22], BLOCKS[3][22:]]
SPLIT = [*BLOCKS[:3], *HALVES, *BLOCKS[4:]]


def test_the_same_nodes_do_not_change():
    found = flow(BLOCKS, BLOCKS)
    assert told(found) == []
    assert found.judged == (10, 10)
    assert found.matched == 1
    assert found.matched_by_chance < 0.2
    assert found.by_chance["dissolves"] >= 8


def test_a_node_that_splits_in_two():
    found = flow(BLOCKS, SPLIT)
    assert told(found) == [("splits", "i3c0", 18)]
    (change,) = found.changes
    assert [(part.nodes, part.n_rows) for part in change.parts] == [
        (("i3c0",), 22),
        (("i4c0",), 18),
    ]
    assert [(part.label, part.share) for part in change.parts] == [("cat", 20 / 22), ("dog", 1)]
    assert change.parts[1].samples == (142, 143, 144)
    assert found.found == {"splits": 1, "merges": 0, "dissolves": 0}
    assert found.by_chance["splits"] == 0


def test_two_nodes_that_merge():
    found = flow(SPLIT, BLOCKS)
    assert told(found) == [("merges", "i3c0", 18)]
    assert [part.nodes for part in found.changes[0].parts] == [("i3c0",), ("i4c0",)]


def test_a_node_that_dissolves():
    scattered = [[*rows, *BLOCKS[3][4 * k : 4 * k + 4]] for k, rows in enumerate(BLOCKS)]
    found = flow(BLOCKS, [rows for k, rows in enumerate(scattered) if k != 3])
    assert told(found) == [("dissolves", "i3c0", 40)]
    assert found.changes[0].parts == ()
    assert found.changes[0].node.samples == (120, 121, 122)
    in_no_node = flow(BLOCKS, [rows for k, rows in enumerate(BLOCKS) if k != 3])
    assert told(in_no_node) == [("dissolves", "i3c0", 40)]
    assert (found.changes[0].in_no_node, in_no_node.changes[0].in_no_node) == (4, 40)
    assert (found.in_no_node, in_no_node.in_no_node) == (0.01, 0.1)


def test_all_at_once():
    after = [[*BLOCKS[0], *BLOCKS[1]], BLOCKS[2], *HALVES, *BLOCKS[5:]]
    assert told(flow(BLOCKS, after)) == [
        ("splits", "i3c0", 18), ("merges", "i0c0", 40), ("dissolves", "i4c0", 40),
    ]  # fmt: skip


def test_nodes_that_share_rows_are_one_part():
    chain = [BLOCKS[3][:25], BLOCKS[3][15:]]
    assert told(flow(BLOCKS, [*BLOCKS[:3], *chain, *BLOCKS[4:]])) == []
    one_row = [BLOCKS[3][:21], BLOCKS[3][20:]]
    assert told(flow(BLOCKS, [*BLOCKS[:3], *one_row, *BLOCKS[4:]])) == [("splits", "i3c0", 19)]


def test_nodes_that_are_linked_by_other_rows_are_one_part():
    between = BLOCKS[2][:10]
    linked = [[*HALVES[0], *between], [*HALVES[1], *between]]
    assert flow(BLOCKS, [*BLOCKS[:3], *linked, *BLOCKS[4:]]).found["splits"] == 0
    one_row = [[*HALVES[0], between[0]], [*HALVES[1], between[0]]]
    assert told(flow(BLOCKS, [*BLOCKS[:3], *one_row, *BLOCKS[4:]])) == [("splits", "i3c0", 18)]


def test_nodes_that_hold_most_rows_are_no_parts_of_a_small_one():
    rng = np.random.default_rng(1)
    halves = np.array_split(rng.permutation(N), 2)
    found = flow(BLOCKS, halves)
    assert found.found["splits"] == 0
    assert found.found["dissolves"] >= 9


def test_overlapping_nodes_are_told_once():
    twice = [*BLOCKS, BLOCKS[3][2:]]
    found = flow(twice, SPLIT)
    assert found.found["splits"] == 2
    assert [one for one in told(found) if one[0] == "splits"] == [("splits", "i3c0", 18)]


def test_small_nodes_are_not_judged():
    small = [rows[k : k + 8] for rows in BLOCKS for k in range(0, 40, 8)]
    found = flow(small, BLOCKS[:5])
    assert found.judged == (0, 5)
    assert all(kind != "splits" for kind, *_ in told(found))


def test_rows_are_matched_by_sample_and_by_their_order():
    order = np.random.default_rng(2).permutation(N)
    place = np.argsort(order)
    other = layer([place[rows] for rows in SPLIT], order.astype(np.int32))
    common = common_rows([layer(BLOCKS), other])
    same = common_rows([layer(BLOCKS), layer(SPLIT)])
    for own, wanted in zip(common.nodes, same.nodes, strict=True):
        np.testing.assert_array_equal(own.toarray(), wanted.toarray())
    twice = (np.arange(N) // 2).astype(np.int32)
    doubled = common_rows([layer(BLOCKS, twice), layer(BLOCKS, twice)])
    assert doubled.nodes[0].shape == (10, N)
    np.testing.assert_array_equal(doubled.sample, twice)


def test_only_rows_that_both_have_count():
    sample = np.where(np.arange(N) < 200, np.arange(N), -1).astype(np.int32)
    common = common_rows([layer(BLOCKS), layer(BLOCKS, sample)])
    np.testing.assert_array_equal(common.sample, np.arange(200))
    assert [int(one.sum()) for one in common.nodes] == [200, 200]
    nothing = common_rows([layer(BLOCKS), layer(BLOCKS, np.full(N, -1, np.int32))])
    assert matched_nodes(*nothing.nodes) == 0


@pytest.mark.parametrize(
    ("before", "after", "similarity"),
    [
        (BLOCKS, BLOCKS[::-1], 1),
        (BLOCKS, BLOCKS[:5], 10 / 15),
        (BLOCKS[:1], HALVES, 0),
        (BLOCKS[3:4], HALVES, 2 * (22 / 40) / 3),
        # Greedy would match the first pair, 30 / 40, and leave nothing to the others.
        ([list(range(40)), list(range(10))], [list(range(10, 40)), list(range(20))],
         2 * (30 / 40 + 10 / 20) / 4),
    ],
)  # fmt: skip
def test_the_similarity_of_matched_nodes(before, after, similarity):
    nodes = common_rows([layer(before), layer(after)]).nodes
    assert matched_nodes(*nodes) == pytest.approx(similarity)
    assert matched_nodes(*nodes[::-1]) == pytest.approx(similarity)


def test_exchanged_rows_keep_sizes_and_common_rows():
    (nodes,) = common_rows([layer([*BLOCKS, range(30, 50)])]).nodes
    random = exchanged(nodes, np.random.default_rng(0))
    np.testing.assert_array_equal((random @ random.T).toarray(), (nodes @ nodes.T).toarray())
    assert (random.toarray() != nodes.toarray()).any()


def test_samples_with_other_neighbours_come_first():
    n = 30
    near = (np.arange(n)[:, None] + np.arange(1, 11)) % n
    moved = near.copy()
    moved[7] = (near[7] + 11) % n
    moved[8, :5] = (near[8, :5] + 15) % n
    label = np.array([0] * 15 + [1] * 15, np.int32)
    label[0] = -1
    found = neighbourhoods(
        first="early",
        second="late",
        near=(near, moved),
        sample=np.arange(100, 100 + n, dtype=np.int32),
        label=label,
        labels=LABELS,
    )
    assert [one.sample for one in found.samples[:2]] == [107, 108]
    assert found.samples[0].kept == 0
    assert (found.samples[0].label, found.samples[0].like_before) == ("cat", 0.7)
    assert found.samples[0].like_after == 0
    assert [(one.label, one.n_samples) for one in found.classes] == [("cat", 14), ("dog", 15)]
    assert found.classes[1].kept == 1
    assert found.kept == pytest.approx((28 + 0.5) / 30)


def test_a_few_rows_are_no_part():
    small = [BLOCKS[3][:12], *BLOCKS[4:]]
    after = [BLOCKS[3][:8], BLOCKS[3][8:12], *BLOCKS[4:]]
    assert told(flow(small, after)) == [], "four of twelve rows, a third"
