"""The stage between the rows of a layer and everything that compares rows with each other."""

import numpy as np

from topopress.activations.types import RowGroups, Rows
from topopress.config.preparation import Preparation
from topopress.core.arrays import Float32
from topopress.stage.executor import Work


def prepared(work: Work, rows: Rows, groups: RowGroups | None, preparation: Preparation) -> Rows:
    """Return rows without what a preparation takes away: first the means, then the position."""
    from topopress.analysis.preparation.position import remove_position

    out = work.array("vectors", rows.vectors.shape, np.float32)
    if len(out):
        _without_means(rows.vectors, groups, preparation, out)
        if preparation.position and groups is not None:
            remove_position(out, groups.position)
    return Rows(rows.layer, out, rows.sample, rows.place, rows.position)


def _without_means(
    vectors: Float32, groups: RowGroups | None, preparation: Preparation, out: Float32
) -> None:
    from topopress.analysis.preparation.means import without_group_means, without_mean

    if preparation.kind == "form" and groups is not None:
        without_group_means(vectors, groups.group, out)
    elif preparation.kind == "centre":
        without_mean(vectors, out)
    else:
        out[:] = vectors
