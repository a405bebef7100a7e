"""A layer as drawings of views read it: the graph, and what its nodes hold where that is needed."""

from functools import cached_property

import numpy as np

from topopress.bundle.exploration import ExplorationBundle
from topopress.bundle.view_state import parts_of_classes
from topopress.core.arrays import Int64
from topopress.pages.views.held import Held, Mask, SampleNames, held_by, sample_names

SAMPLE_KINDS = ("label", "value", "sample", "origin", "classes")
"""Selections of samples that a drawing knows; word forms and words are the viewer's alone."""


class Shown:
    """A layer, and what its nodes hold, read when it is first needed."""

    def __init__(self, bundle: ExplorationBundle, layer: str) -> None:
        self.bundle = bundle
        self.view = next(view for view in bundle.views if view.layer.id == layer)

    @cached_property
    def held(self) -> Held:
        """The memberships of the layer."""
        return held_by(self.bundle, self.view)

    @cached_property
    def samples(self) -> SampleNames:
        """The names and labels of the samples."""
        return sample_names(self.bundle)

    def column(self, name: str | None) -> tuple[list[str], Int64]:
        """Return the labels, or the values of a further column, and that of each sample."""
        manifest = self.bundle.manifest
        if name is None:
            return manifest.labels, self.samples.label
        at = [one.name for one in manifest.columns].index(name)
        return manifest.columns[at].labels, self.samples.columns[at]

    def samples_of(self, kind: str, value: str) -> Mask:
        """Return the samples of a selection, shape (n_samples,); none where it is not known."""
        samples = self.samples
        if kind == "classes":
            parts = [self.samples_of(*part) for part in parts_of_classes(value)]
            return np.asarray(np.logical_or.reduce(parts))
        if kind in ("label", "value"):
            column, _, name = value.partition(":") if kind == "value" else ("", "", value)
            labels, label = self.column(column or None)
            return np.asarray(label == labels.index(name))
        names = {"sample": samples.ids, "origin": samples.origin}.get(kind, [""] * len(samples.ids))
        return np.array([one == value for one in names], np.bool_)
