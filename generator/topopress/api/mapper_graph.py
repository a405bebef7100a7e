"""``topopress.mapper_graph``: the exact Mapper engine for arrays."""

from collections.abc import Sequence
from typing import Any, Literal, cast

import numpy as np

from topopress.api.arrays import Numbers, checked_vectors, single_precision
from topopress.api.errors import parameter_errors
from topopress.api.estimators import Estimator
from topopress.api.graph import Graph
from topopress.api.lenses import GivenLens, given_lens
from topopress.api.randomness import RandomState, seed_of
from topopress.api.settings import settings_of, with_contained_nodes
from topopress.config.automatic import unresolved
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.threads import one_thread
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.clusterers.dbscan import Dbscan, is_small
from topopress.mapper.graph import ClusterEach, build_graph


@one_thread()
def mapper_graph(
    vectors: Any,  # noqa: ANN401 - whatever numpy reads
    *,
    lens: Any = "l2_norm",  # noqa: ANN401
    cover: Any = None,  # noqa: ANN401
    clusterer: Any = None,  # noqa: ANN401
    contained_nodes: Literal["keep", "contract"] = "keep",
    random_state: RandomState = None,
) -> Graph:
    """Return the Mapper graph of some vectors; docs/mapper.md has all definitions.

    What is not given is chosen from the data as in a build (docs/choice.md): the number of
    intervals, the distance and the quantile that eps is read off.

    Args:
        vectors: Shape (n_rows, n_channels): an array of numpy, memory-mapped too, lists, a data
            frame of numbers, a tensor on the CPU. Float64 is clustered as it is, but for DBSCAN of
            many rows, which has it as float32 (docs/python.md).
        lens: A name (``"l2_norm"``, ``"component:1"``, ``"density"``, ...); an array of shape
            (n_rows,) or (n_rows, 2); a function that returns one when it is called with the
            vectors as float32; or a pair of names, functions and arrays.
        cover: ``"uniform"``, ``"balanced"`` or ``"ball"``; a dictionary such as
            ``{"n_intervals": 20, "overlap": 0.5}`` with the keys of ``[mapper.cover]``
            (docs/settings.md); settings of ``topopress.config.schema``; a ``kmapper.Cover``; or a
            pair, one for each of two lenses.
        clusterer: ``"dbscan"``, ``"hdbscan"`` or ``"agglomerative"``; a dictionary such as
            ``{"kind": "dbscan", "metric": "euclidean", "eps": 0.5}`` with the keys of
            ``[mapper.clusterer]``; or a clusterer of scikit-learn. ``sklearn.cluster.DBSCAN`` with
            Euclidean or cosine distance takes the exact engine. Every other one is cloned and
            fitted once in each interval, which is slow.
        contained_nodes: ``"contract"`` merges a node whose rows are all in one of its neighbours
            into that neighbour.
        random_state: A whole number, a generator of numpy, or None, which is 0 here: the same call
            returns the same graph.

    Raises:
        ParameterError: an argument has a wrong type or value. It is a ``ValueError`` and a
            ``TypeError``.

    Examples:
        >>> import numpy as np
        >>> import topopress
        >>> angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
        >>> circle = np.column_stack([np.cos(angle), np.sin(angle)])
        >>> graph = topopress.mapper_graph(
        ...     circle,
        ...     lens=circle[:, 0],
        ...     cover={"n_intervals": 4, "overlap": 0.3},
        ...     clusterer={"kind": "dbscan", "metric": "euclidean", "eps": 0.1, "min_samples": 3},
        ... )
        >>> graph.n_nodes, graph.n_edges
        (6, 6)
        >>> graph.nodes
        ('i0c0', 'i1c0', 'i1c1', 'i2c0', 'i2c1', 'i3c0')
        >>> graph.members[0][:3]
        array([63, 64, 65], dtype=int32)
    """
    with parameter_errors():
        given_rows = checked_vectors(vectors)
        rows = single_precision(given_rows)
        seed = seed_of(random_state)
        given = given_lens(lens, rows)
        settings = settings_of(given.names, cover, clusterer, rows, seed)
        settings = with_contained_nodes(settings, contained_nodes)
        chosen, notices = _chosen(rows, settings, given, seed)
        graph = build_graph(
            rows,
            chosen,
            seed=seed,
            columns=given.columns,
            cluster_each=_clustered_as_given(given_rows, rows, chosen),
        )
    return Graph(graph, chosen, notices)


def _clustered_as_given(vectors: Numbers, rows: Float32, settings: Mapper) -> ClusterEach | None:
    """Return what clusters rows of double precision as they are, None where there are none.

    The engine, which DBSCAN takes where there are many rows, has them in single precision.
    """
    if vectors.dtype != np.float64:
        return None
    clusterer, doubles = clusterer_of(settings.clusterer), cast("Float32", vectors)

    def labels(interval_rows: Sequence[Int64], radii: Float64) -> Sequence[Int32]:
        by_engine = isinstance(clusterer, Dbscan) and not is_small(interval_rows, rows.shape[1])
        return clusterer.labels(rows if by_engine else doubles, interval_rows, radii)

    return labels


def _chosen(
    rows: Float32, settings: Mapper, given: GivenLens, seed: int
) -> tuple[Mapper, tuple[str, ...]]:
    """Return the settings with nothing left open, and what is to be said of the choice."""
    if not unresolved(settings):
        return settings, ()
    from topopress.analysis.settings.candidates import CandidateGrid
    from topopress.analysis.settings.choice import choose_among
    from topopress.analysis.settings.verdict import resolved, verdicts

    choice = choose_among(rows, CandidateGrid.of(settings), seed=seed, columns=given.columns)
    # What a verdict requires was measured for our own clusterers.
    own = not isinstance(settings.clusterer, Estimator)
    return resolved(settings, choice), verdicts(choice) if own else ()
