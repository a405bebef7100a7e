from itertools import pairwise

import numpy as np

from topopress.artifacts import (
    ActivationMatrix,
    ImageSample,
    Interval,
    LayerInfo,
    MapperGraph,
    NodeStatistics,
)
from topopress.config.schema import Visuals
from topopress.network.preprocessing import Preprocessing
from topopress.visuals.effective_field import Square
from topopress.visuals.exemplars import choose, cut, make_exemplars
from topopress.visuals.receptive_field import ReceptiveField

FIELD = ReceptiveField(Square(8, 0.0), (4, 4), Preprocessing(resize=32, crop=32))


def graph_of(*nodes):
    none = np.empty(0)
    return MapperGraph(
        lens=none, intervals=(Interval(0, ((0.0, 1.0),)),), eps=none,
        node_interval=np.zeros(len(nodes), np.int32),
        node_cluster=np.arange(len(nodes), dtype=np.int32),
        member_offsets=np.concatenate([[0], np.cumsum([len(n) for n in nodes])]).astype(np.int64),
        members=np.concatenate([np.array(n, np.int32) for n in nodes]),
        edges=np.empty((0, 2), np.int32), shared=np.empty(0, np.int32), jaccard=none,
        neighbour_curve=none,
    )  # fmt: skip


def statistics_of(means):
    none, some = np.empty(0), np.empty(0, np.int32)
    mean = np.array(means, np.float32)
    return NodeStatistics(mean, none, none, none, some, np.empty(0, np.int64), some, some)


def matrix_of(angles, samples):
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    position = np.array([[k % 4, k // 4 % 4] for k in range(len(angles))], np.int32)
    return ActivationMatrix(
        LayerInfo("layer", 2, 4, 4), vectors, np.array(samples, np.int32), position
    )


def chosen(matrix, graph, means, count):
    offsets, row, similarity = choose(matrix, graph, statistics_of(means), count=count)
    return [row[a:b].tolist() for a, b in pairwise(offsets)], similarity


def test_the_nearest_come_first():
    matrix = matrix_of([0.3, 0.1, -0.2, 0.0], [0, 1, 2, 3])
    rows, similarity = chosen(matrix, graph_of([0, 1, 2, 3]), [[1, 0]], 3)
    assert rows == [[3, 1, 2]]
    np.testing.assert_allclose(similarity, np.cos([0.0, 0.1, 0.2]), atol=1e-6)


def test_one_row_of_each_sample_while_there_are_enough():
    matrix = matrix_of([0.0, 0.1, 0.2, 0.3], [7, 7, 8, 9])
    assert chosen(matrix, graph_of([0, 1, 2, 3]), [[1, 0]], 3)[0] == [[0, 2, 3]]


def test_too_few_samples_are_filled_up_and_stay_in_order():
    matrix = matrix_of([0.0, 0.1, 0.2, 0.3], [7, 7, 7, 9])
    assert chosen(matrix, graph_of([0, 1, 2, 3]), [[1, 0]], 3)[0] == [[0, 1, 3]]


def test_ties_go_to_the_smaller_row():
    matrix = matrix_of([0.2, 0.0, -0.2, 0.0], [0, 1, 2, 3])
    assert chosen(matrix, graph_of([0, 1, 2, 3]), [[1, 0]], 4)[0] == [[1, 3, 0, 2]]


def test_vectors_and_means_of_zero_have_similarity_zero():
    matrix = matrix_of([0.0, 1.0], [0, 1])
    matrix.vectors[0] = 0
    rows, similarity = chosen(matrix, graph_of([0, 1], [1]), [[1, 0], [0, 0]], 2)
    assert rows == [[1, 0], [1]]
    assert similarity[1] == similarity[2] == 0


def test_none_wanted_none_chosen():
    matrix = matrix_of([0.0, 1.0], [0, 1])
    assert chosen(matrix, graph_of([0, 1]), [[1, 0]], 0)[0] == [[]]


class Pictures:
    def __init__(self):
        self.reads = []

    def read(self, sample):
        self.reads.append(sample.id)
        picture = np.zeros((32, 32, 3), np.uint8)
        picture[:, :, 0] = np.arange(32)[:, None] * 8
        picture[:, :, 1] = np.arange(32)[None, :] * 8
        return picture


def test_a_row_in_two_nodes_is_cut_once_and_each_sample_read_once():
    matrix = matrix_of([0.0, 0.1, 0.2, 0.3], [0, 0, 1, 2])
    graph = graph_of([0, 1, 2], [0, 1, 2, 3])
    pictures = Pictures()
    exemplars = make_exemplars(
        matrix, graph, statistics_of([[1, 0], [1, 0]]), pictures=pictures,
        samples=[ImageSample(str(k), "o", None, "") for k in range(3)], field=FIELD,
        settings=Visuals(exemplars=4, exemplar_size=16),
    )  # fmt: skip
    assert exemplars.row.tolist() == [0, 1, 2, 0, 1, 2, 3]
    assert exemplars.sprite.tolist() == [0, 1, 2, 0, 1, 2, 3]
    assert [sheet.count for sheet in exemplars.sheets] == [4]
    assert pictures.reads == ["0", "1", "2"]


def test_the_crop_is_what_the_position_sees():
    picture = Pictures().read(ImageSample("0", "o", None, ""))
    crop = cut(picture, np.array([2, 1], np.int32), FIELD, 8)
    np.testing.assert_array_equal(crop, picture[16:24, 8:16])
