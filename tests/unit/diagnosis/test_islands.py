"""Islands of labels: what holds most of a label, what exchanged labels give, when one forms."""

import numpy as np
from scipy.sparse import csr_array

from topopress.diagnosis.assembled_story import formed
from topopress.diagnosis.islands import label_islands
from topopress.diagnosis.training_types import LabelIslands

SAMPLE = np.arange(60, dtype=np.int32)
LABEL = np.repeat(np.arange(3, dtype=np.int32), 20)


def nodes(*rows: list[int]) -> csr_array:
    there = np.zeros((len(rows), 60), np.int64)
    for k, of_node in enumerate(rows):
        there[k, of_node] = 1
    return csr_array(there)


def found(graph: csr_array, label: np.ndarray = LABEL, n: int = 3) -> LabelIslands:
    return label_islands(graph, SAMPLE, label, n, np.random.default_rng(0))


def test_connected_nodes_of_one_label_are_an_island():
    graph = nodes([*range(12)], [*range(8, 16)], [*range(20, 26)], [*range(40, 60)])
    islands = found(graph)
    assert islands.is_island.tolist() == [1, 0, 1]
    assert islands.n_rows.tolist() == [16, 6, 20]
    assert islands.n_nodes.tolist() == [2, 1, 1]
    assert islands.node.tolist() == [0, 2, 3]
    assert islands.share[0] == 0.8


def test_nodes_without_a_majority_belong_to_no_label():
    half = nodes([*range(10, 30)], [*range(50)])
    assert found(half).is_island.tolist() == [0, 0, 0]


def test_two_halves_that_nothing_links_are_none():
    apart = nodes([*range(9)], [*range(9, 18)])
    assert found(apart).n_rows.tolist() == [9, 0, 0]
    assert found(apart).is_island.tolist() == [0, 0, 0]


def test_the_label_of_most_samples_has_none_that_says_anything():
    label = np.where(SAMPLE < 50, 0, 1).astype(np.int32)
    islands = found(nodes([*range(60)]), label, 2)
    assert islands.by_chance[:, 0].all()
    assert islands.is_island.tolist() == [0, 0]


def test_rows_without_a_label_do_not_count():
    label = LABEL.copy()
    label[::2] = -1
    islands = found(nodes([*range(20)], [*range(20, 60)]), label)
    assert islands.is_island.tolist() == [1, 0, 0]
    assert islands.n_rows[0] == 10


def test_parts_hold_the_labels_that_are_mostly_in_them():
    graph = nodes([*range(30)], [*range(20, 45)], [*range(45, 60)])
    islands = found(graph)
    assert islands.part_rows.tolist() == [45, 15]
    assert islands.held_by.tolist() == [0, 0, -1], "three in four of the last label are apart"


def test_a_part_with_nearly_all_rows_holds_no_label():
    islands = found(nodes([*range(57)], [57, 58, 59]))
    assert islands.part_rows.tolist() == [57]
    assert islands.held_by.tolist() == [-1, -1, -1]


def steps(*there: list[int]) -> list[LabelIslands]:
    n = len(there[0])
    zeros = np.zeros(n, np.int64)
    return [
        LabelIslands(
            share=np.array(one) * 0.6,
            n_rows=zeros,
            n_nodes=zeros,
            node=zeros,
            is_island=np.array(one, np.int32),
            by_chance=zeros[None],
            part_rows=zeros[:0],
            held_by=zeros - 1,
        )
        for one in there
    ]


def test_an_island_forms_where_it_stays_from_then_on():
    names, checkpoints = ("a", "b", "c", "d"), ("0", "1", "2")
    said = list(formed(steps([0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 1, 0]), names, checkpoints))
    assert [(one.label, one.since, one.before) for one in said] == [
        ("c", "0", ""),
        ("a", "1", "0"),
        ("b", "2", "1"),
    ]
    assert said[1].share_before == 0.0
    assert said[1].last == 0.6
