"""What new data say over graphs as JSON, to take back to the data."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from topopress.diagnosis.overlay.types import (
    Confusion,
    Counted,
    LayerOverlay,
    LeftSamples,
    Return,
    Returns,
)
from topopress.samples.types import Sample


def document(
    layers: Sequence[LayerOverlay],
    left: LeftSamples,
    samples: Sequence[Sample],
    own: Sequence[Sample],
) -> dict[str, Any]:
    """Return all of it as a JSON document; ``samples`` are the new ones."""
    return {
        "samples": len(samples),
        "nowhere": [
            {**_named(samples[one.sample]), "layers": one.layers, "nearness": one.nearness}
            for one in left.left
        ],
        "copies": [
            {**_named(samples[one.sample]), "of": _named(own[one.own])} for one in left.repeated
        ],
        "layers": [_layer(one, samples) for one in layers],
    }


def _layer(one: LayerOverlay, samples: Sequence[Sample]) -> dict[str, Any]:
    return {
        "layer": one.layer,
        "nowhere": _counted(one.nowhere),
        "own_nowhere": _counted(one.own_nowhere),
        "confusion": _confusion(one.confusion),
        "spread": [
            {
                "label": each.label or None,
                "rows": each.rows,
                "nowhere": each.nowhere,
                "nodes": each.nodes,
                "effective": each.effective,
                "own_rows": each.own_rows,
                "own_effective": each.own_effective,
            }
            for each in one.spreads
        ],
        "nodes": [
            {"node": each.node, "new": each.new, "expected": each.expected} for each in one.shares
        ],
        "edited": _returns(one.returns),
        "rows": _rows(one, samples),
    }


def _returns(found: Returns | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "all": _return(found.every),
        "changes": [{"change": one.change, **_return(one)} for one in found.changes],
        "nodes": [{"node": one.node, **_return(one.copies)} for one in found.nodes],
    }


def _return(one: Return) -> dict[str, Any]:
    return {
        "copies": one.copies,
        "in_node": one.same,
        "in_neighbour": one.beside,
        "nowhere": one.nowhere,
        "chance": one.chance,
    }


def _rows(one: LayerOverlay, samples: Sequence[Sample]) -> list[dict[str, Any]]:
    bounds = np.searchsorted(one.row, np.arange(len(one.sample) + 1)).tolist()
    return [
        {
            "id": samples[sample].id,
            "nodes": [one.node_ids[k] for k in one.node[bounds[row] : bounds[row + 1]].tolist()],
            "answer": one.answer[row] or None,
        }
        for row, sample in enumerate(one.sample.tolist())
    ]


def _confusion(table: Confusion | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {
        "labels": table.labels,
        "answers": table.answers,
        "counts": [line[:-2] for line in table.counts],
        "unlabelled": [line[-2] for line in table.counts],
        "nowhere": [line[-1] for line in table.counts],
        "right": _counted(table.right),
        "own_right": _counted(table.own_right),
    }


def _counted(one: Counted) -> dict[str, int]:
    return {"count": one.count, "of": one.total}


def _named(sample: Sample) -> dict[str, Any]:
    return {"id": sample.id, "origin": sample.origin, "label": sample.label}
