"""Structures and their stability as tables."""

from dataclasses import dataclass
from typing import Annotated

from topopress.analysis.shape.types import KindFigures
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer, StabilitySummary, Structure
from topopress.pages.contexts import Link
from topopress.pages.essay.facts import verdict_of
from topopress.pages.essay.views import fragment
from topopress.pages.tables.text import count, listed, percent, plural

KINDS = ("island", "bifurcation", "loop", "flare")


@dataclass(frozen=True, slots=True)
class StructureRow:
    """A structure as a row of the table."""

    name: Annotated[str, "Name of the structure."]
    href: Annotated[str, "Link to the view in which it is marked."]
    nodes: Annotated[str, "Number of its nodes."]
    rows: Annotated[str, "Rows in any of them."]
    bootstrap: Annotated[str, "Share of the resamples it is found in."]
    family: Annotated[str, "Share of the neighbouring settings it is found in."]
    verdict: Annotated[str, "stable, not stable, or an en dash if not measured."]
    stable: Annotated[bool, "Whether it counts as stable."]


@dataclass(frozen=True, slots=True)
class StructureTable:
    """The structures of a graph."""

    caption: Annotated[str, "Caption of the table."]
    judged: Annotated[bool, "Whether stability was measured; adds three columns."]
    rows: Annotated[tuple[StructureRow, ...], "The structures, stable ones first."]
    summary: Annotated[str, "How many there are of each kind, in a sentence."]
    noise: Annotated[str, "A sentence about shuffled rows; empty if stability was not measured."]
    sampled: Annotated[str, "Notice where stability is that of a sample; else empty."]


@dataclass(frozen=True, slots=True)
class ShapeFigure:
    """A figure of a layer's stability."""

    text: Annotated[str, "The figure as text."]
    noise: Annotated[bool, "Whether it is a figure of shuffled rows."]


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """A layer in the table that shows the data beside noise."""

    layer: Annotated[Link, "The layer's page."]
    figures: Annotated[tuple[ShapeFigure, ...], "Nodes, then structures, beside those of noise."]


@dataclass(frozen=True, slots=True)
class ShapeTable:
    """The stability of all layers beside that of noise."""

    caption: Annotated[str, "Caption of the table."]
    kinds: Annotated[tuple[str, ...], "Names of the kinds of structures."]
    rows: Annotated[tuple[ShapeRow, ...], "The layers."]


def structure_table(view: LayerView, *, explorer: str) -> StructureTable:
    """Return the structures of a layer's graph, the stable ones first.

    Args:
        view: The layer.
        explorer: Address of the page with the explorer.
    """
    judged = view.layer.stability
    return StructureTable(
        caption=f"Structures of {view.layer.name}, "
        + ("stable ones first" if judged else "by rows"),
        judged=judged is not None,
        rows=tuple(_row(view, one, explorer) for one in view.structures),
        summary=_summary(view.structures, judged is not None),
        noise=noise_in_words(judged) if judged else "",
        sampled=view.layer.sampled or "",
    )


def noise_in_words(stability: StabilitySummary) -> str:
    """Return a sentence about the structures in shuffled rows."""
    copies = plural(stability.shuffles, "copy", "copies")
    found = [kind for kind in stability.kinds if kind.null_count > 0]
    start = f"In {copies} of the rows with each channel shuffled separately (the null model)"
    if not found:
        return f"{start}, no structure is found."
    kinds = listed([f"{_per_copy(kind)} {kind.kind}s" for kind in found])
    strongest = max(kind.null_strongest for kind in found)
    return (
        f"{start}, the same analysis finds {kinds} per copy. "
        f"The most stable of them is found again in {percent(strongest)} of the graphs."
    )


def shape_table(layers: list[Layer]) -> ShapeTable | None:
    """Return the stability of each layer beside that of noise; None where none was measured."""
    judged = [(layer, layer.stability) for layer in layers if layer.stability is not None]
    if not judged:
        return None
    first = judged[0][1]
    return ShapeTable(
        caption=f"Parts found again in {plural(first.resamples, 'resample')} and "
        f"{plural(first.family, 'neighbouring setting')}, beside the same in shuffled rows",
        kinds=tuple(f"{kind.capitalize()}s" for kind in KINDS),
        rows=tuple(_shape(layer, found) for layer, found in judged),
    )


def _shape(layer: Layer, found: StabilitySummary) -> ShapeRow:
    nodes = (found.node_bootstrap, found.null_bootstrap, found.node_family, found.null_family)
    figures = [ShapeFigure(percent(share), bool(k % 2)) for k, share in enumerate(nodes)]
    by_kind = {kind.kind: kind for kind in found.kinds}
    for kind in (by_kind[name] for name in KINDS if name in by_kind):
        figures += (ShapeFigure(count(n), noise=False) for n in (kind.count, kind.stable))
        figures.append(ShapeFigure(_per_copy(kind), noise=True))
    return ShapeRow(Link(layer.name, f"layers/{layer.id}.html", current=False), tuple(figures))


def _per_copy(kind: KindFigures) -> str:
    return f"{kind.null_count:.1f}".removesuffix(".0")


def _row(view: LayerView, one: Structure, explorer: str) -> StructureRow:
    return StructureRow(
        name=one.name,
        href=explorer + fragment({"layer": view.layer.id, "structure": one.id}),
        nodes=count(len(one.nodes)),
        rows=count(one.rows),
        bootstrap=percent(one.bootstrap),
        family=percent(one.family),
        verdict=verdict_of(view.layer, one),
        stable=one.stable,
    )


def _summary(structures: tuple[Structure, ...], judged: bool) -> str:
    if not structures:
        return "No island, bifurcation, loop or flare was found."
    counts = {kind: sum(one.kind == kind for one in structures) for kind in KINDS}
    parts = listed([plural(n, kind) for kind, n in counts.items() if n])
    stable = sum(one.stable for one in structures)
    if not judged:
        return f"{parts}. Their stability was not measured."
    return f"{parts}, {_how_many(stable, len(structures))}."


def _how_many(stable: int, found: int) -> str:
    if found == 1:
        return "stable" if stable else "not stable"
    if stable in (0, found):
        return "none of them stable" if stable == 0 else "all of them stable"
    return f"{count(stable)} of them stable"
