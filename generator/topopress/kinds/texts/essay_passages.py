"""The texts that stand for a node in an essay."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from topopress.activations.types import Rows
from topopress.config.addresses import layer_address
from topopress.config.load import ExplorationSource
from topopress.kinds.kind import Inputs, LayerStages, Looks
from topopress.kinds.pictures import (
    NodePicture,
    Passage,
    PictureRequest,
    TextFigure,
    TextPassages,
)
from topopress.samples.types import SampleTable
from topopress.stage.executor import Executor, Work
from topopress.stage.stage import Resource, stage
from topopress.visuals.types import ExemplarRows

if TYPE_CHECKING:
    from topopress.kinds.texts.types import TextSource

SHOWN = 5
"""Texts of a node at most."""
BESIDE = 80
"""Characters on each side of a word at most."""


def essay_passages(
    executor: Executor,
    source: ExplorationSource,
    inputs: Inputs,
    _looks: Looks,
    layers: Mapping[str, LayerStages],
    requests: Sequence[PictureRequest],
) -> dict[PictureRequest, TextFigure]:
    """Return the texts of the nodes that an essay asks for; there are no other figures."""
    by_id = {layer_address(name): layer for name, layer in layers.items()}
    found: dict[PictureRequest, TextFigure] = {}
    for request in requests:
        if isinstance(request, NodePicture):
            layer = by_id[request.layer]
            graph = executor.record(layer.graph)
            names = [graph.node_id(node) for node in range(graph.n_nodes)]
            found[request] = executor.record(
                stage(
                    node_passages,
                    f"{source.name}/{layer.name}/{request.node}",
                    node=names.index(request.node),
                    exemplars=layer.exemplars,
                    rows=layer.rows,
                    samples=inputs.samples,
                    inputs=inputs.reader,
                )
            )
    return found


def node_passages(
    work: Work,
    node: int,
    exemplars: ExemplarRows,
    rows: Rows,
    samples: SampleTable,
    inputs: "Resource[TextSource]",
) -> TextPassages:
    """Return the texts of the exemplars nearest to a node's centroid, each text once."""
    reader, found = work.open(inputs), list[Passage]()
    for row in exemplars.row[exemplars.of_kind(node, "nearest")].tolist():
        sample = samples.samples[int(rows.sample[row])]
        passage = passage_of(reader.text(sample), sample.part)
        if passage not in found:
            found.append(passage)
    return TextPassages(tuple(found[:SHOWN]))


def passage_of(text: str, part: tuple[int, ...]) -> Passage:
    """Return a text around its word, cut between words where it is long."""
    if not part:
        return Passage("", "", _start(text, 2 * BESIDE))
    first, last = part
    return Passage(_end(text[:first], BESIDE), text[first:last], _start(text[last:], BESIDE))


def _start(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    edge = text.rfind(" ", most // 2, most + 1)
    return f"{text[: edge if edge > 0 else most]} \u2026"


def _end(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    edge = text.find(" ", len(text) - most, len(text) - most // 2)
    return f"\u2026 {text[edge + 1 if edge > 0 else len(text) - most :]}"
