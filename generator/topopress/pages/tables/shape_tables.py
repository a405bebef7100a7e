"""Structures and their stability as tables."""

from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from topopress.analysis.null_words import NULL_WORDS
from topopress.analysis.shape.types import KindFigures
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer, StabilitySummary, Structure
from topopress.pages.contexts import Column, Link, Row, Table
from topopress.pages.essay.fact_tables import verdict_of
from topopress.pages.essay.views import fragment
from topopress.pages.tables.text import count, listed, percent, plural

KINDS = ("island", "bifurcation", "loop", "flare")


@dataclass(frozen=True, slots=True)
class StructureTable:
    """The structures of a graph."""

    table: Annotated[Table, "The structures, stable ones first; unstable ones are marked."]
    summary: Annotated[str, "How many there are of each kind, in a sentence."]
    noise: Annotated[str, "A sentence about the null model; empty if stability was not measured."]
    sampled: Annotated[str, "Notice where stability is that of a sample; else empty."]
    judged: Annotated[bool, "Whether stability was measured."]


def structure_table(view: LayerView, *, explorer: str) -> StructureTable:
    """Return the structures of a layer's graph, the stable ones first.

    ``explorer`` is the address of the page with the explorer.
    """
    layer, judged = view.layer, view.layer.stability

    def row(one: Structure) -> Row:
        href = explorer + fragment({"layer": layer.id, "structure": one.id})
        sizes = (count(len(one.nodes)), count(one.rows))
        if not judged:
            return Row(sizes, Link(one.name, href))
        found = (percent(one.bootstrap), percent(one.family), verdict_of(layer, one))
        return Row((*sizes, *found), Link(one.name, href), "" if one.stable else "unstable")

    columns = [Column("Nodes"), Column("Rows")]
    if judged:
        columns += [Column("Resamples"), Column("Neighbouring settings"), Column("Stable", True)]
    order = "stable ones first" if judged else "by rows"
    return StructureTable(
        Table(
            f"Structures of {layer.name}, {order}", tuple(columns), tuple(map(row, view.structures))
        ),
        summary=_summary(view.structures, layer),
        noise=_noise_in_words(judged) if judged else "",
        sampled=layer.sampled or "",
        judged=judged is not None,
    )


def _noise_in_words(stability: StabilitySummary) -> str:
    """Return a sentence about the structures in the copies of the null model."""
    copies = plural(stability.copies, "copy", "copies")
    made = NULL_WORDS[stability.null_model].copied
    found = [kind for kind in stability.kinds if kind.null_count > 0]
    start = f"In {copies} of the rows{made} (the null model)"
    if not found:
        return f"{start}, no structure is found."
    kinds = listed([f"{_per_copy(kind)} {kind.kind}s" for kind in found])
    strongest = max(kind.null_strongest for kind in found)
    return (
        f"{start}, the same analysis finds {kinds} per copy. "
        f"The most stable of them is found again in {percent(strongest)} of the graphs."
    )


def shape_table(layers: list[Layer]) -> Table | None:
    """Return the stability of each layer beside that of noise; None where none was measured.

    After the nodes in resamples and in settings come three columns for each kind of structure.
    """
    judged = [(layer, layer.stability) for layer in layers if layer.stability is not None]
    if not judged:
        return None
    first = judged[0][1]
    titles = ["Data", "Noise"] * 2 + ["Found", "Stable", "Noise"] * len(KINDS)
    return Table(
        caption=f"Parts found again in {plural(first.resamples, 'resample')} and "
        f"{plural(first.family, 'neighbouring setting')}, beside the same in "
        f"{NULL_WORDS[first.null_model].short}",
        columns=tuple(map(Column, titles)),
        rows=tuple(_shape(layer, found) for layer, found in judged),
    )


def _shape(layer: Layer, found: StabilitySummary) -> Row:
    shares = (found.node_bootstrap, found.null_bootstrap, found.node_family, found.null_family)
    kinds = sorted(found.kinds, key=lambda kind: KINDS.index(kind.kind))
    counts = ((count(kind.count), count(kind.stable), _per_copy(kind)) for kind in kinds)
    link = Link(layer.name, f"layers/{layer.id}.html#structures")
    return Row((*map(percent, shares), *chain.from_iterable(counts)), link)


def _per_copy(kind: KindFigures) -> str:
    return f"{kind.null_count:.1f}".removesuffix(".0")


def _summary(structures: tuple[Structure, ...], layer: Layer) -> str:
    why = layer.unjudged or "Their stability was not measured."
    if not structures:
        none = "No island, bifurcation, loop or flare was found."
        return f"{none} {layer.unjudged}" if layer.unjudged else none
    counts = {kind: sum(one.kind == kind for one in structures) for kind in KINDS}
    parts = listed([plural(n, kind) for kind, n in counts.items() if n])
    if layer.stability is None:
        return f"{parts}. {why}"
    found, stable = len(structures), sum(one.stable for one in structures)
    words = {0: "none of them stable", found: "all of them stable"}
    if found == 1:
        words = {0: "not stable", 1: "stable"}
    return f"{parts}, {words.get(stable, f'{count(stable)} of them stable')}."
