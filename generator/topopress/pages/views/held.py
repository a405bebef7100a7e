"""What the nodes of a published graph hold: their rows, the samples of these, and their labels.

It is read back from the chunks that the viewer loads, so that drawings and
the viewer say the same.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topopress.bundle.exploration import ExplorationBundle, LayerView
from topopress.bundle.packing import read_arrays, read_header
from topopress.core.arrays import Float64, Int64

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The memberships of a layer.

    Attributes:
        node: Node of each membership, shape (n_memberships,).
        row: Row of each membership, shape (n_memberships,).
        sample: Sample of each row, shape (n_rows,).
        sizes: Members of each node, shape (n_nodes,).
    """

    node: Int64
    row: Int64
    sample: Int64
    sizes: Int64

    def rows_of(self, nodes: Mask) -> Mask:
        """Return the rows in at least one of some nodes, shape (n_rows,)."""
        rows = np.zeros(len(self.sample), np.bool_)
        rows[self.row[nodes[self.node]]] = True
        return rows

    def rows_with(self, samples: Mask) -> Mask:
        """Return the rows of some samples, shape (n_rows,)."""
        return samples[self.sample]

    def samples_of(self, rows: Mask, n_samples: int) -> Mask:
        """Return the samples of some rows, shape (n_samples,)."""
        samples = np.zeros(n_samples, np.bool_)
        samples[self.sample[rows]] = True
        return samples

    def shares(self, rows: Mask) -> Float64:
        """Return the share of each node's members that are among some rows, shape (n_nodes,)."""
        return self._sums(rows[self.row].astype(np.float64)) / np.maximum(self.sizes, 1)

    def means(self, values: Float64) -> Float64:
        """Return the mean over each node's members of a number of samples; NaN without one."""
        own = values[self.sample[self.row]]
        known = np.isfinite(own)
        with np.errstate(invalid="ignore"):  # 0 / 0 where no member has a value
            return self._sums(np.where(known, own, 0.0)) / self._sums(known.astype(np.float64))

    def counts(self, label: Int64, n_labels: int) -> Int64:
        """Return how many members of each node have each label, shape (n_nodes, n_labels)."""
        own = label[self.sample[self.row]]
        places = self.node[own >= 0] * n_labels + own[own >= 0]
        found = np.bincount(places, minlength=len(self.sizes) * n_labels)
        return found.reshape(len(self.sizes), n_labels)

    def _sums(self, values: Float64) -> Float64:
        return np.asarray(np.bincount(self.node, values, len(self.sizes)), np.float64)


def held_by(bundle: ExplorationBundle, view: LayerView) -> Held:
    """Return the memberships of a layer, from its chunks."""
    offsets = read_arrays(bundle.files[view.layer.graph])["member_offsets"].astype(np.int64)
    rows = read_arrays(bundle.files[view.layer.rows])
    sizes = np.diff(offsets)
    return Held(
        node=np.repeat(np.arange(len(sizes)), sizes),
        row=without_steps(offsets, rows["members"].astype(np.int64)),
        sample=rows["sample"].astype(np.int64),
        sizes=sizes,
    )


def without_steps(offsets: Int64, steps: Int64) -> Int64:
    """Return lists whose values were replaced by their steps: undo ``delta_code``."""
    sums = np.cumsum(steps)
    before = np.concatenate([[0], sums])[offsets[:-1]]
    return np.asarray(sums - np.repeat(before, np.diff(offsets)))


@dataclass(frozen=True, slots=True, eq=False)
class SampleNames:
    """What the samples of an exploration are called, and their labels.

    Attributes:
        ids: Id of each sample.
        origin: Name of the origin of each sample.
        label: Label of each sample, -1 for none, shape (n_samples,).
        columns: The same of each further column, shape (n_columns, n_samples).
        numbers: Numbers of the samples, shape (n_numbers, n_samples); NaN is unknown.
    """

    ids: list[str]
    origin: list[str]
    label: Int64
    columns: Int64
    numbers: Float64


def sample_names(bundle: ExplorationBundle) -> SampleNames:
    """Return what the chunks say of the samples."""
    manifest = bundle.manifest
    script = bundle.files[manifest.samples]
    header, arrays = read_header(script), read_arrays(script)
    ids: list[str] = header["ids"]
    return SampleNames(
        ids=ids,
        origin=_origins(header, arrays["origin"]),
        label=arrays["label"].astype(np.int64),
        columns=arrays["columns"].astype(np.int64).reshape(len(manifest.columns), len(ids)),
        numbers=_numbers(bundle, len(ids)),
    )


def _origins(header: dict[str, Any], origin: NDArray[np.generic]) -> list[str]:
    names: list[str] = header["origins"]
    ids: list[str] = header["ids"]
    return [names[int(k)] for k in origin.tolist()] if names else ids


def _numbers(bundle: ExplorationBundle, n_samples: int) -> Float64:
    path = bundle.manifest.numbers_chunk
    if path is None:
        return np.empty((0, n_samples))
    return read_arrays(bundle.files[path])["numbers"].astype(np.float64).reshape(-1, n_samples)
