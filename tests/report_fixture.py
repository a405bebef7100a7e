"""A report with one verdict of each rule, for the tests of its page."""

import itertools

import numpy as np

from topopress.diagnosis.comparison_types import (
    MEASURES,
    ClassAnswers,
    Matrix,
    NetworkComparison,
)
from topopress.diagnosis.flow_types import (
    GraphFlow,
    MovedClass,
    MovedSample,
    Neighbourhoods,
    NodeChange,
    RowGroup,
)
from topopress.diagnosis.measures.paired import Difference
from topopress.diagnosis.report_types import (
    BlockResult,
    LayerPair,
    LayerSummary,
    NetworkReport,
)
from topopress.diagnosis.verdicts.types import Verdict

DAMAGE = {"own": 0.5, "probe": 0.91, "error": 0.012}
VERDICTS = (
    Verdict("dead", {"layer": "block10", "before": "block4"}, {"dead": 0.75, "dead_before": 0.02}),
    Verdict(
        "collapsed",
        {"layer": "block10", "before": "block4"},
        {"dimension": 1.4, "dimension_before": 9.25},
    ),
    Verdict("reset", {"best": "block4", "block": "blocks.3"}, DAMAGE),
    Verdict("broken_from", {"best": "block4", "block": "blocks.3"}, DAMAGE),
    Verdict("same_answer", {"best": "block4", "classes": "E, F"}, DAMAGE | {"excused": 0.9}),
    Verdict("says_less", {"best": "block4"}, DAMAGE),
    Verdict("readable_nowhere", {"best": "block4"}, {"probe": 0.12, "chance": 0.1}),
    Verdict("read_early", {"layer": "block2", "best": "block4"}, {"probe": 0.99, "best_probe": 1}),
    Verdict("adds_nothing", {"block": "blocks.2"}, {"cost": -0.001, "at_most": 0.0064}),
    Verdict("could_be_linear", {"block": "blocks.1"}, {"cost": 0.001, "at_most": 0.0064}),
    Verdict(
        "changes_little", {"layer": "block10", "before": "block4"}, {"overlap": 0.95, "cka": 0.999}
    ),
)
ALIKE = {"cka": 0.85, "procrustes": 0.91, "agreement": 0.93}
OF_TWO = (
    Verdict("permuted", {}, {"cka": 1.0, "procrustes": 1.0, "lowest": 1.0}),
    Verdict("rescaled", {}, {"cka": 0.9, "procrustes": 0.95, "lowest": 0.9995}),
    Verdict("rotated", {}, {"cka": 1.0, "procrustes": 1.0, "lowest": 0.5}),
    Verdict("same_but_classes", {"classes": "F, Q"}, ALIKE),
    Verdict("same_up_to_the_seed", {}, ALIKE),
)
CURVE = {"start": 0.55, "last": 0.96, "best": 0.97}
PARTINGS = (
    Verdict(
        "part_between",
        {"first": "E", "second": "F", "before": "block4", "layer": "block10"},
        CURVE | {"from": 0.6, "at": 0.95},
    ),
    Verdict(
        "part_gradually", {"first": "E", "second": "O", "layer": "block10"}, CURVE | {"at": 0.8}
    ),
    Verdict("apart_at_first", {"first": "O", "second": "X", "layer": "block0"}, CURVE),
    Verdict("do_not_part", {"first": "O", "second": "Q"}, CURVE | {"last": 0.7}),
)
UNTESTED = (
    "no_labels", "no_head", "no_tests", "no_blocks", "not_skipped", "not_linear", "no_power",
    "training", "weakened", "elsewhere",
)  # fmt: skip


def made_flow(first: str, second: str) -> GraphFlow:
    """Return a node that splits, one that merges, and one that dissolves."""
    node = RowGroup(("i2c0",), 42, "cat", 0.6, (0, 1))
    parts = (
        RowGroup(("i0c0",), 22, "cat", 0.9, (0,)),
        RowGroup(("i1c0", "i2c0", "i3c0", "i4c0", "i5c0"), 20, "", 0.0, (1, 2)),
    )
    gone = RowGroup(("i3c0",), 30, "", 0.0, (3,))
    return GraphFlow(
        first=first,
        second=second,
        n_rows=3000,
        in_no_node=0.15,
        judged=(28, 31),
        found={"splits": 1, "merges": 1, "dissolves": 1},
        by_chance={"splits": 0, "merges": 0, "dissolves": 25},
        matched=0.62,
        matched_by_chance=0.11,
        changes=(
            NodeChange("splits", node, parts, 20, 2),
            NodeChange("merges", node, parts, 19, 0),
            NodeChange("dissolves", gone, (), 30, 25),
        ),
    )


def made_neighbourhoods(first: str, second: str) -> Neighbourhoods:
    """Return neighbours of one class that changed more than those of another."""
    samples = (
        MovedSample(0, "cat", 0.1, 0.9, 0.2),
        MovedSample(4, "", 0.2, None, None),
    )
    classes = (MovedClass("cat", 300, 0.3), MovedClass("rocket", 250, 0.55))
    return Neighbourhoods(first, second, 0.42, classes, samples)


def made_comparison() -> NetworkComparison:
    """Return a comparison of a network of two layers with one of three."""
    rng = np.random.default_rng(0)
    parts = [rng.uniform(0.1, 1, (5, 5)) for _ in MEASURES]
    values = [np.round((part + part.T) / 2, 3) for part in parts]
    for one in values:
        np.fill_diagonal(one, 1)
    matrices = (
        Matrix(name, one, 0.04, 0.008 if name in ("cka", "procrustes") else None)
        for name, one in zip(MEASURES, values, strict=True)
    )
    return NetworkComparison(
        n_samples=3000,
        first=("block4", "block10"),
        second=("one", "two", "three"),
        matrices=tuple(matrices),
        verdicts=OF_TWO,
        agreement=0.93,
        classes=(
            ClassAnswers("tench", 300, 0.9, 0.8, 0.85, 0.3),
            ClassAnswers("church", 300, None, None, None, None),
        ),
        flow=made_flow("block10", "three"),
        neighbourhoods=made_neighbourhoods("block10", "three"),
        untested=("no_answers", "other_size", "one_class"),
    )


def lost(value: float) -> Difference:
    return Difference(value, 0.002, 1000)


def made_report(layers: tuple[str, ...]) -> NetworkReport:
    """Return a report on layers; nothing is known of labels in the first."""
    summaries = tuple(
        LayerSummary(
            name=name,
            probe=0.5 + 0.1 * k if k else None,
            error=0.01 if k else None,
            gain=lost(0.1) if k > 1 else None,
            control=0.1 if k else None,
            dimension=9.25 + k if k else None,
            rank=12.0 + k,
            saturation=0.5,
            dead=0.0,
            purity=0.25 * k if k else None,
            bifurcations=k,
            stable=0.5 if k else None,
            above_null=0.3 if k else None,
            pair=LayerPair(0.5, 0.9, 0.8, 0.7) if k else None,
        )
        for k, name in enumerate(layers)
    )
    blocks = (
        BlockResult("blocks.1", lost(0.2), lost(0.001), 0.25),
        BlockResult("blocks.2", lost(-0.001), None, 0.01),
        BlockResult("blocks.3", None, None, None),
    )
    return NetworkReport(
        n_samples=3000,
        n_labelled=2500,
        n_tested=1400,
        n_fitted=400,
        by_probe=False,
        own=0.5,
        own_error=0.01,
        chance=0.1,
        layers=summaries,
        blocks=blocks,
        verdicts=VERDICTS,
        partings=PARTINGS,
        flows=tuple(made_flow(*pair) for pair in itertools.pairwise(layers)),
        neighbourhoods=tuple(made_neighbourhoods(*pair) for pair in itertools.pairwise(layers)),
        untested=UNTESTED,
    )
