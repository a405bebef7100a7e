"""The stages that lay new rows over graphs, and that list what fits nowhere."""

from collections.abc import Mapping

import numpy as np

from topopress.config.preparation import Preparation
from topopress.core.arrays import Float32
from topopress.diagnosis.overlay.types import (
    EditedSamples,
    FinishedGraph,
    LayerOverlay,
    LeftSamples,
    RowsLeft,
    RowsOfSamples,
)
from topopress.mapper.stages import LensColumns, SettledMapper
from topopress.samples.types import Labels, SampleTable


def layer_overlay(
    rows: RowsOfSamples,
    prepared: RowsOfSamples | None,
    graph: FinishedGraph,
    chosen: SettledMapper,
    labels: Labels,
    new_rows: RowsOfSamples,
    new_columns: LensColumns | None,
    new_labels: Labels,
    edited: EditedSamples | None,
    preparation: Preparation,
    layer: str,
    seed: int,
) -> LayerOverlay:
    """Attach new rows to the nodes of a layer's graph, and count what that says.

    ``prepared`` are the rows that the graph was made of, None where these are ``rows``;
    ``edited`` says which new samples are edited copies, None where none are.

    Raises:
        ActivationError: a new row or its lens is not finite.
    """
    from topopress.diagnosis.overlay.attached import NewRows, OwnRows
    from topopress.diagnosis.overlay.figures import LabelledRows
    from topopress.diagnosis.overlay.laid import Laid, laid_over
    from topopress.diagnosis.overlay.new_lenses import VectorPair, new_lens
    from topopress.mapper.stages import columns_of

    own = prepared or rows
    new = _prepared(rows.vectors, new_rows.vectors, preparation)
    columns = columns_of(new_columns, new_rows.sample)
    pairs = VectorPair(new, own.vectors), VectorPair(new_rows.vectors, rows.vectors)
    lenses = tuple(new_lens(name, *pairs, columns) for name in chosen.mapper.lenses)
    given = Laid(
        new=NewRows.of(new, lenses),
        own=OwnRows(own.vectors, own.sample),
        graph=graph,
        new_labels=LabelledRows(
            new_labels.labels, new_labels.label[new_rows.sample], new_rows.sample
        ),
        own_labels=LabelledRows(labels.labels, labels.label[own.sample], own.sample),
        metric=chosen.mapper.clusterer.metric,
        edited=edited,
    )
    return laid_over(layer, given, seed=seed)


def edited_samples(
    samples: SampleTable, own: SampleTable, of: str, change: str | None, where: str
) -> EditedSamples:
    """Find the sample of the graph that each new sample is an edited copy of.

    ``of`` and ``change`` are columns of the new samples; ``where`` is the table of the settings.

    Raises:
        DataError: a column is missing, or a value names no sample.
    """
    from topopress.diagnosis.overlay import edited

    return edited.edited_samples(samples.samples, own.samples, of, change, where)


def left_samples(
    layers: Mapping[str, RowsLeft],
    samples: SampleTable,
    own: SampleTable,
    order: tuple[str, ...],
    listed: int,
) -> LeftSamples:
    """List the new samples that fit nowhere, and those that the graph has already.

    ``order`` are the layers as the network has them, ``listed`` the samples that a page shows.
    """
    from topopress.diagnosis.overlay.left import left_of, repeated

    left = left_of({name: layers[name] for name in order})
    shown = sorted(one.sample for one in left[:listed])
    copies = repeated(samples.samples, own.samples)
    return LeftSamples(left, copies, np.array(shown, np.int32))


def _prepared(vectors: Float32, new: Float32, preparation: Preparation) -> Float32:
    from topopress.analysis.preparation.means import without_mean_of

    if preparation.kind == "centre":
        return without_mean_of(vectors, new)
    return np.asarray(new)
