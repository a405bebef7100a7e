"""Between which layers two classes part: the step in what a probe reads of the pair alone."""

from collections.abc import Sequence

import numpy as np

from topopress.core.arrays import Flags
from topopress.diagnosis.measures.paired import difference
from topopress.diagnosis.verdicts.types import Verdict

APART = 0.75
"""Accuracy in the last layer below which two classes do not part. A convention."""
HALF = 0.5
RISE = 0.02
"""Accuracy that a probe has to gain from the first layer on for classes to part on the way."""
STEP_ERRORS = 3.0


def parting(layers: Sequence[str], right: Sequence[Flags], classes: tuple[str, str]) -> Verdict:
    """Return where two classes part.

    It is the first layer at or above half of the way from the first layer to the best. They part
    between it and the layer before if this step is three standard errors and half of the rise.
    They are apart in the first layer if the best probe gains less than two points on it.

    Args:
        layers: In forward order.
        right: Whether the probe of the pair is right, for each of its rows, by layer.
        classes: Names of the two classes.
    """
    curve = np.array([each.mean() for each in right])
    of = {"first": classes[0], "second": classes[1]}
    figures = {"start": float(curve[0]), "last": float(curve[-1]), "best": float(curve.max())}
    if curve[-1] < APART:
        return Verdict("do_not_part", of, figures)
    if curve.max() - curve[0] < RISE:
        return Verdict("apart_at_first", of | {"layer": layers[0]}, figures)
    place = int(np.argmax(curve >= (curve[0] + curve.max()) / 2))
    step = difference(right[place], right[place - 1])
    sharp = step.value > STEP_ERRORS * step.error and step.value >= HALF * (curve.max() - curve[0])
    names = {"before": layers[place - 1], "layer": layers[place]}
    figures |= {"from": float(curve[place - 1]), "at": float(curve[place])}
    return Verdict("part_between" if sharp else "part_gradually", of | names, figures)
