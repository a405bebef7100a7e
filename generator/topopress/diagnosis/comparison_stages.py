"""The stage that compares two networks over the same samples."""

from collections.abc import Mapping

import numpy as np

from topopress.diagnosis.comparison_types import NetworkComparison
from topopress.diagnosis.report_types import OwnAnswers, RowsOfLayer
from topopress.diagnosis.types import NodeMembers, SampleMeans
from topopress.mapper.stages import SettledMapper
from topopress.samples.types import SampleTable
from topopress.stage.executor import Work


def network_comparison(
    work: Work,
    *,
    means: Mapping[str, SampleMeans],
    graphs: Mapping[str, NodeMembers],
    rows: Mapping[str, RowsOfLayer],
    samples: SampleTable,
    own: OwnAnswers | None,
    other_means: Mapping[str, SampleMeans],
    other_graphs: Mapping[str, NodeMembers],
    other_rows: Mapping[str, RowsOfLayer],
    other_samples: SampleTable,
    other_own: OwnAnswers | None,
    chosen: SettledMapper | None,
    names: tuple[str, str],
    most: int,
    seed: int,
) -> NetworkComparison:
    """Compare the network of an exploration with that of another one, by samples of the same id.

    ``chosen`` are the settings of the last layer's graph; None where another tool made it.

    Raises:
        ConfigError: they have too few samples in common.
    """
    from topopress.core.errors import ConfigError
    from topopress.diagnosis.common_rows import LayerNodes
    from topopress.diagnosis.compared_networks import (
        LEAST_SAMPLES,
        ComparedNetwork,
        common_samples,
        compare,
    )

    ids = (tuple(one.id for one in table.samples) for table in (samples, other_samples))
    nothing = np.empty(0, np.int32)
    nodes = {name: LayerNodes(graphs[name], rows[name].sample) for name in means}
    others = {name: LayerNodes(other_graphs[name], other_rows[name].sample) for name in other_means}
    first = ComparedNetwork(means, nodes, next(ids), nothing if own is None else own.said)
    said = nothing if other_own is None else other_own.said
    same_labels = samples.labels == other_samples.labels
    second = ComparedNetwork(other_means, others, next(ids), said if same_labels else nothing)
    if (n := len(common_samples(first, second)[0])) < LEAST_SAMPLES:
        raise ConfigError(
            f"compare: {names[0]!r} and {names[1]!r} have {n} samples in common, and at least "
            f"{LEAST_SAMPLES} are needed; both have to read the same data with the same seed"
        )
    return compare(
        first,
        second,
        names=samples.labels,
        label=samples.label,
        mapper=None if chosen is None else chosen.mapper,
        most=most,
        seed=seed,
        progress=work.progress,
    )
