"""What is published of structures and stability, with the judgement and without."""

import numpy as np
import pytest

from topopress.analysis.shape.types import LayerShape, NullStability, Stability, Structures
from topopress.bundle.shape import (
    edge_shares,
    sample_notice,
    stability_summary,
    structure_documents,
)

STRUCTURES = Structures(
    kind=("largest_component", "bifurcation", "loop", "loop"),
    id=("largest_component-i0c0", "bifurcation-i1c0", "loop-i2c0", "loop-i4c0"),
    rows=np.array([90, 40, 30, 50]),
    node_offsets=np.array([0, 5, 8, 11, 15]),
    nodes=np.array([0, 1, 2, 3, 4, 1, 2, 3, 2, 3, 4, 5, 6, 7, 8], np.int32),
    arm_offsets=np.array([0, 0, 2, 2, 2]),
    arm_node_offsets=np.array([0, 1, 2]),
    arm_nodes=np.array([2, 3], np.int32),
)
IDS = [f"i{k}c0" for k in range(9)]
STABLE = np.array([False, False, True, False])


def stability(family=(1.0, 0.5, 0.9, 0.2)) -> Stability:
    shares = np.array(family)
    return Stability(
        threshold=0.5,
        n_family=14,
        n_bootstrap=30,
        node_family=shares[:2],
        node_bootstrap=np.array([0.5, 1.0]),
        edge_bootstrap=np.array([0.25]),
        structure_family=shares,
        structure_bootstrap=np.array([1.0, 0.7, 0.8, 0.4]),
    )


NULL = NullStability(
    model="shuffled",
    copies=2,
    kind=("largest_component", "loop", "largest_component"),
    rows=np.array([80, 12, 70]),
    structure_family=np.array([1.0, 0.3, 1.0]),
    structure_bootstrap=np.array([1.0, 0.1, 1.0]),
    node_family=np.array([0.2, 0.4]),
    node_bootstrap=np.array([0.1, 0.1]),
)


def shape(judged, stable=STABLE) -> LayerShape:
    return LayerShape(STRUCTURES, judged, None if judged is None else NULL, stable)


def test_stable_structures_come_first_then_the_stronger_and_the_largest_component_is_left_out():
    found = structure_documents(shape(stability()), IDS)
    assert [one.id for one in found] == ["loop-i2c0", "bifurcation-i1c0", "loop-i4c0"]
    assert [one.stable for one in found] == [True, False, False]
    assert found[0].nodes == [2, 3, 4]
    assert found[1].arms == [[2], [3]]
    assert [one.name for one in found] == [
        "Loop of 3 nodes", "Bifurcation at i1c0 with 2 arms", "Loop of 4 nodes",
    ]  # fmt: skip
    assert (found[0].bootstrap, found[0].family) == (0.8, 0.9)


def test_without_a_judgement_structures_stay_and_shares_are_unknown():
    found = structure_documents(shape(None, np.zeros(4, np.bool_)), IDS)
    assert [one.rows for one in found] == [50, 40, 30]
    assert {one.bootstrap for one in found} == {None}
    assert stability_summary(shape(None, np.zeros(4, np.bool_))) is None
    assert not len(edge_shares(None))


def test_an_empty_family_leaves_no_shares_of_it():
    lonely = stability((np.nan,) * 4)
    assert structure_documents(shape(lonely), IDS)[0].family is None
    assert edge_shares(lonely).tolist() == [0.25]


def test_the_summary_holds_the_data_beside_noise():
    summary = stability_summary(shape(stability()))
    assert summary is not None
    assert (summary.resamples, summary.family, summary.copies) == (30, 14, 2)
    assert (summary.node_bootstrap, summary.node_family) == (0.75, 0.75)
    assert (summary.null_bootstrap, summary.null_family) == (0.1, pytest.approx(0.3))
    loops = next(one for one in summary.kinds if one.kind == "loop")
    assert (loops.count, loops.stable, loops.strongest) == (2, 1, 0.8)
    assert (loops.null_count, loops.null_strongest) == (0.5, 0.1)
    assert "largest_component" not in [one.kind for one in summary.kinds]


def test_a_sample_is_said_and_all_rows_are_not():
    assert sample_notice(20_000, 20_000, judged=True, family=True) is None
    assert sample_notice(84_000, 20_000, judged=False, family=False) is None
    both = sample_notice(84_000, 20_000, judged=True, family=True)
    assert both.startswith("Stability and the published family of other settings are those of")
    assert "20,000 of the 84,000 rows" in both
    assert sample_notice(84_000, 20_000, judged=True, family=False).startswith("Stability is")
    assert sample_notice(84_000, 20_000, judged=False, family=True).startswith("The published")
