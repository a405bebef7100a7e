"""The stages that ask a language head what it predicts for words and for nodes."""

from typing import TYPE_CHECKING

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.stages import Groups
from topopress.kinds.texts.predictions.types import NetworkDigest, NodePredictions, WordPredictions
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.texts.terms.types import RowSamples
from topopress.mapper.types import MapperGraph
from topopress.network.language_head import HeadKind, HeadResource
from topopress.samples.types import SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource

if TYPE_CHECKING:
    from topopress.kinds.texts.stages import TextReader


def word_predictions(
    work: Work,
    *,
    samples: SampleTable,
    network: NetworkDigest,
    data: Tokens,
    batch_size: int,
    head: HeadResource,
    inputs: "Resource[TextReader]",
) -> WordPredictions:
    """Ask the head what it puts in the place of each word; ``network`` is that of its files."""
    from topopress.kinds.texts.predictions.places import KEPT, predictions_in_place

    loaded = work.open(head)
    if loaded is None:
        work.notice(f"{head.settings.name}: {WITHOUT_HEAD}")
        none = np.zeros((len(samples.samples), KEPT))
        return WordPredictions(
            none.astype(np.int32), none.astype(np.float32), (), np.empty(0, np.int32)
        )
    return predictions_in_place(
        loaded,
        work.open(inputs).source,
        samples.samples,
        data,
        batch_size=batch_size,
        progress=work.progress,
    )


WITHOUT_HEAD = (
    "its config.json names a language head, but its files lack weights of it, so pages say nothing "
    "of what it predicts"
)


def place_predictions(
    work: Work,
    *,
    rows: RowSamples,
    graph: MapperGraph,
    groups: Groups | None,
    words: WordPredictions,
    kind: HeadKind,
    seed: int,
) -> NodePredictions:
    """Average what the head puts in the place of the words of each node."""
    from topopress.kinds.texts.predictions.averages import averaged
    from topopress.kinds.texts.predictions.nodes import Predictor, nothing, predictions_of

    sample = np.asarray(rows.sample)
    if not len(words.ids) or not graph.n_nodes:
        return nothing("place", kind)
    distributions, with_prediction = averaged(words, sample)
    group = None if groups is None else groups.group
    asked = Predictor("place", kind, distributions, words.tokens.__getitem__, with_prediction)
    return predictions_of(asked, graph, group, seed=seed, progress=work.progress)


def state_predictions(
    work: Work,
    *,
    rows: Rows,
    graph: MapperGraph,
    groups: Groups | None,
    network: NetworkDigest,
    seed: int,
    head: HeadResource,
) -> NodePredictions:
    """Read the mean vector of each node by the head; ``network`` is the digest of its files."""
    from topopress.kinds.texts.predictions.nodes import Predictor, nothing, predictions_of
    from topopress.kinds.texts.predictions.states import read_means

    loaded = work.open(head)
    state = None if loaded is None else loaded.state_number(rows.layer.name)
    if loaded is None or state is None or not graph.n_nodes:
        return nothing("state", head.kind)
    group = None if groups is None else groups.group
    has = np.ones(len(rows.sample), np.int64)
    read = read_means(loaded, rows.vectors, state)
    asked = Predictor("state", head.kind, read, loaded.token, has)
    return predictions_of(asked, graph, group, seed=seed, progress=work.progress)
