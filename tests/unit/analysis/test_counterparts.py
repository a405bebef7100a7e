"""The node of each other layer with most nearly the same samples, beside a slow reference."""

import numpy as np

from topopress.analysis.nodes.counterparts import SamplesOfRows, counterparts_of
from unit.analysis.drawn_graphs import graph_of


def reference(samples, graphs, layer, node, other):
    """Return interval, cluster, shared and Jaccard index of the best node, by sets."""
    mine = {int(samples[layer][row]) for row in graphs[layer].members_of(node)}
    best = (-1, 0, 0, 0.0)
    for k in range(graphs[other].n_nodes):
        theirs = {int(samples[other][row]) for row in graphs[other].members_of(k)}
        index = len(mine & theirs) / len(mine | theirs)
        if index > best[3]:
            place = graphs[other].node_interval[k], graphs[other].node_cluster[k]
            best = (*map(int, place), len(mine & theirs), index)
    return best


def drawn_layer(rng, n_rows, n_nodes):
    nodes = [
        (k // 3, k % 3, np.sort(rng.choice(n_rows, int(rng.integers(1, 12)), replace=False)))
        for k in range(n_nodes)
    ]
    return graph_of(nodes, n_rows)


def test_counterparts_equal_a_slow_reference_also_with_several_rows_of_a_sample():
    rng = np.random.default_rng(2)
    graphs = {"a": drawn_layer(rng, 40, 9), "b": drawn_layer(rng, 60, 14), "c": graph_of([], 40)}
    rows = {"a": 40, "b": 60, "c": 40}
    samples = {name: np.sort(rng.integers(0, 30, n)).astype(np.int32) for name, n in rows.items()}
    given = {name: SamplesOfRows(sample) for name, sample in samples.items()}
    found = {name: counterparts_of(name, graphs, given) for name in graphs}
    assert found["a"].interval.shape == (9, 3)
    assert found["c"].interval.shape == (0, 3)
    for layer, other in (("a", "b"), ("b", "a")):
        one, k = found[layer], list(graphs).index(other)
        for node in range(graphs[layer].n_nodes):
            arrays = (one.interval, one.cluster, one.shared, one.jaccard)
            values = tuple(array[node, k].item() for array in arrays)
            assert values == reference(samples, graphs, layer, node, other)
    assert (found["a"].interval[:, [0, 2]] == -1).all()  # the layer itself, and one without nodes


def test_a_node_without_a_common_sample_has_no_counterpart():
    graphs = {"a": graph_of([(0, 0, [0, 1])], 4), "b": graph_of([(2, 1, [2, 3]), (3, 0, [1])], 4)}
    samples = {name: SamplesOfRows(np.arange(4, dtype=np.int32)) for name in graphs}
    found = counterparts_of("b", graphs, samples)
    assert found.interval.tolist() == [[-1, -1], [0, -1]]
    assert (found.shared.tolist(), found.jaccard.tolist()) == ([[0, 0], [1, 0]], [[0, 0], [0.5, 0]])
