"""Structures and their stability as tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from topopress.analysis.null_words import NULL_WORDS
from topopress.analysis.shape.types import KindFigures
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer, StabilitySummary, Structure
from topopress.core.language import (
    decimals,
    gettext,
    gettext_noop,
    ngettext,
    ngettext_noop,
    ngettext_viewer,
)
from topopress.pages.contexts import Column, Link, Row, Table
from topopress.pages.essay.fact_tables import verdict_of
from topopress.pages.essay.views import fragment
from topopress.pages.tables.text import count, listed, percent

KINDS = (
    gettext_noop("island"),
    gettext_noop("bifurcation"),
    gettext_noop("loop"),
    gettext_noop("flare"),
)
_COUNTED = {
    "island": ngettext_viewer("{n} island", "{n} islands"),
    "bifurcation": ngettext_viewer("{n} bifurcation", "{n} bifurcations"),
    "loop": ngettext_viewer("{n} loop", "{n} loops"),
    "flare": ngettext_viewer("{n} flare", "{n} flares"),
}
_NAMED = {
    "island": ngettext_noop("Island of {n} node", "Island of {n} nodes"),
    "loop": ngettext_noop("Loop of {n} node", "Loop of {n} nodes"),
    "flare": ngettext_noop("Flare of {n} node from {node}", "Flare of {n} nodes from {node}"),
}
_SEVERAL = {
    "island": gettext_noop("{number} islands"),
    "bifurcation": gettext_noop("{number} bifurcations"),
    "loop": gettext_noop("{number} loops"),
    "flare": gettext_noop("{number} flares"),
}


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
        link = Link(structure_name(one, view.node_ids), href)
        sizes = (count(len(one.nodes)), count(one.rows))
        if not judged:
            return Row(sizes, link)
        found = (percent(one.bootstrap), percent(one.family), verdict_of(layer, one))
        return Row((*sizes, *found), link, "" if one.stable else "unstable")

    columns = [Column(gettext("Nodes")), Column(gettext("Rows"))]
    caption = gettext("Structures of {name}, by rows", name=layer.name)
    if judged:
        columns += [Column(gettext("Resamples")), Column(gettext("Neighbouring settings"))]
        columns += [Column(gettext("Stable"), True)]
        caption = gettext("Structures of {name}, stable ones first", name=layer.name)
    return StructureTable(
        Table(caption, tuple(columns), tuple(map(row, view.structures))),
        summary=_summary(view.structures, layer),
        noise=_noise_in_words(judged) if judged else "",
        sampled=layer.sampled or "",
        judged=judged is not None,
    )


def structure_name(one: Structure, node_ids: Sequence[str]) -> str:
    """Return ``Flare of 3 nodes from i12c0``, as the viewer names it too."""
    first = node_ids[one.nodes[0]]
    if one.kind == "bifurcation":
        return ngettext(
            "Bifurcation at {node} with {n} arm",
            "Bifurcation at {node} with {n} arms",
            len(one.arms),
            node=first,
        )
    return ngettext(*_NAMED[one.kind], len(one.nodes), node=first)


def _noise_in_words(stability: StabilitySummary) -> str:
    """Return a sentence about the structures in the copies of the null model."""
    made = gettext(NULL_WORDS[stability.null_model].copied)
    found = [kind for kind in stability.kinds if kind.null_count > 0]
    if not found:
        return ngettext(
            "In {n} copy of the rows (the null model: {made}), no structure is found.",
            "In {n} copies of the rows (the null model: {made}), no structure is found.",
            stability.copies,
            made=made,
        )
    kinds = listed([gettext(_SEVERAL[kind.kind], number=_per_copy(kind)) for kind in found])
    strongest = max(kind.null_strongest for kind in found)
    return ngettext(
        "In {n} copy of the rows (the null model: {made}), the same analysis finds {kinds} per "
        "copy. The most stable of them is found again in {share} of the graphs.",
        "In {n} copies of the rows (the null model: {made}), the same analysis finds {kinds} per "
        "copy. The most stable of them is found again in {share} of the graphs.",
        stability.copies,
        made=made,
        kinds=kinds,
        share=percent(strongest),
    )


def shape_table(layers: list[Layer]) -> Table | None:
    """Return the stability of each layer beside that of noise; None where none was measured.

    After the nodes in resamples and in settings come three columns for each kind of structure.
    """
    judged = [(layer, layer.stability) for layer in layers if layer.stability is not None]
    if not judged:
        return None
    first = judged[0][1]
    data, noise = Column(gettext("Data")), Column(gettext("Noise"))
    found = (Column(gettext("Found")), Column(gettext("Stable")), noise)
    return Table(
        caption=gettext(
            "Parts found again in {resamples} and {settings}, beside the same in {noise}",
            resamples=ngettext("{n} resample", "{n} resamples", first.resamples),
            settings=ngettext(
                "{n} neighbouring setting", "{n} neighbouring settings", first.family
            ),
            noise=gettext(NULL_WORDS[first.null_model].short),
        ),
        columns=(data, noise, data, noise, *found * len(KINDS)),
        rows=tuple(_shape(layer, found) for layer, found in judged),
    )


def _shape(layer: Layer, found: StabilitySummary) -> Row:
    shares = (found.node_bootstrap, found.null_bootstrap, found.node_family, found.null_family)
    kinds = sorted(found.kinds, key=lambda kind: KINDS.index(kind.kind))
    counts = ((count(kind.count), count(kind.stable), _per_copy(kind)) for kind in kinds)
    link = Link(layer.name, f"layers/{layer.id}.html#structures")
    return Row((*map(percent, shares), *chain.from_iterable(counts)), link)


def _per_copy(kind: KindFigures) -> str:
    tenths = round(float(kind.null_count), 1)
    return count(int(tenths)) if tenths.is_integer() else decimals(tenths, 1)


def _summary(structures: tuple[Structure, ...], layer: Layer) -> str:
    why = layer.unjudged or gettext("Their stability was not measured.")
    if not structures:
        none = gettext("No island, bifurcation, loop or flare was found.")
        return f"{none} {layer.unjudged}" if layer.unjudged else none
    counts = {kind: sum(one.kind == kind for one in structures) for kind in KINDS}
    parts = listed([ngettext(*_COUNTED[kind], n) for kind, n in counts.items() if n])
    if layer.stability is None:
        return f"{parts}. {why}"
    return _with_stable(parts, len(structures), sum(one.stable for one in structures))


def _with_stable(parts: str, found: int, stable: int) -> str:
    if found == 1:
        if stable:
            return gettext("{structure}, stable.", structure=parts)
        return gettext("{structure}, not stable.", structure=parts)
    if not stable:
        return gettext("{structures}, none of them stable.", structures=parts)
    if stable == found:
        return gettext("{structures}, all of them stable.", structures=parts)
    return gettext("{structures}, {stable} of them stable.", structures=parts, stable=count(stable))
