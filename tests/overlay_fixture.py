"""New data over the graphs of the synthetic exploration: planted figures for its page."""

from dataclasses import replace

import numpy as np

from topopress.config.schema import Exploration
from topopress.diagnosis.overlay.types import (
    Confusion,
    Counted,
    LabelSpread,
    LayerOverlay,
    LeftRow,
    LeftSample,
    LeftSamples,
    NodeReturn,
    NodeShare,
    Repeated,
    Return,
    Returns,
)
from topopress.pages.sources import OverlaySource, PageSource
from topopress.samples.types import Sample
from unit.pages import synthetic

SAMPLES = tuple(Sample(f"s{k}", f"new/{k}.png", "tabby_cat", "0" * 64) for k in range(3))


def layer_of(name: str, nowhere: Counted) -> LayerOverlay:
    """Return what three rows say over a graph of two nodes."""
    labels = ("tabby_cat", "dog <b>")
    many = tuple(f"class {k}" for k in range(40))
    return LayerOverlay(
        layer=name,
        sample=np.arange(3, dtype=np.int32),
        row=np.array([0, 0, 1], np.int32),
        node=np.array([0, 1, 1], np.int32),
        node_ids=("i0c0", "i1c0"),
        answer=("Tabby cat", "dog", ""),
        nowhere=nowhere,
        own_nowhere=Counted(2, 100),
        spreads=(
            LabelSpread("", 3, 1, 2, 1.5, 100, 2.5),
            *(LabelSpread(label, 2, 1, 1, None, 50, 1.25) for label in labels),
        ),
        shares=(
            NodeShare("i1c0", 2, 0.75, "dog", "tabby_cat"),
            NodeShare("i0c0", 1, 2.25, "", ""),
        ),
        confusion=Confusion(
            labels=labels,
            answers=("Tabby cat", "dog", *many),
            counts=((1, 7, *[0] * 40, 0, 1), (0, 3, *range(40), 2, 0)),
            right=Counted(4, 100),
            own_right=Counted(90, 100),
        ),
        left=(LeftRow(2, 2, "far", 1.5),),
        returns=Returns(
            every=Return("", 20, 14, 3, 1, 0.25),
            changes=(Return("blurred", 10, 5, 3, 1, 0.25),),
            nodes=(
                NodeReturn("i1c0", Return("", 8, 2, 3, 1, 0.5)),
                NodeReturn("i0c0", Return("", 12, 12, 0, 0, 0.1)),
            ),
        ),
    )


def overlaid() -> PageSource:
    """Return the synthetic exploration with new data over its graphs."""
    made = synthetic.source()
    first, *others = (view.layer.name for view in made.bundle.views)
    overlay = OverlaySource(
        layers=(
            layer_of(first, Counted(40, 100)),
            *(layer_of(name, Counted(2, 100)) for name in others),
        ),
        left=LeftSamples(
            left=(LeftSample(2, (first,), 1.5), LeftSample(0, (first,), None)),
            repeated=(Repeated(1, 0),),
            sample=np.array([2], np.int32),
        ),
        samples=SAMPLES,
        own=SAMPLES,
        faces=None,
    )
    written = made.settings.model_dump(exclude_unset=True)
    settings = Exploration.model_validate(
        {**written, "overlay": {"data": written["data"], "listed": 1}}
    )
    return replace(made, overlay=overlay, settings=settings)
