"""Where samples are in a layer: their nearest others, and the nodes that hold them."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Int32
from topopress.diagnosis.types import LayerNeighbours, NodeMembers, Seen

NEAR = 10
"""Nearest other samples that are told."""


@dataclass(frozen=True, slots=True, eq=False)
class RowSamples:
    """Sample of each row, shape (n_rows,)."""

    sample: Int32


class Surroundings:
    """Finds the nodes and the neighbours of samples in one layer."""

    def __init__(self, graph: NodeMembers, rows: RowSamples, near: LayerNeighbours) -> None:
        """Find the samples of each node."""
        offsets, self._names = graph.member_offsets, graph.names
        self._inside = [
            np.unique(rows.sample[graph.members[offsets[k] : offsets[k + 1]]])
            for k in range(len(self._names))
        ]
        self._nodes: dict[int, list[int]] = {}
        for node, samples in enumerate(self._inside):
            for sample in samples.tolist():
                self._nodes.setdefault(sample, []).append(node)
        self._near = near

    def of(self, sample: int) -> Seen:
        """Return a sample with its surroundings."""
        nodes = sorted(self._nodes.get(sample, ()), key=lambda k: (-len(self._inside[k]), k))
        others = {one for node in nodes for one in self._inside[node].tolist()} - {sample}
        place = int(np.searchsorted(self._near.of, sample))
        known = place < len(self._near.of) and int(self._near.of[place]) == sample
        near = self._near.near[place].tolist() if known else ()
        return Seen(sample, tuple(near), tuple(self._names[k] for k in nodes), len(others))
