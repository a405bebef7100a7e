"""Which part of each node a view selects: the sources of the viewer's ``state/source.ts``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float64, Int32
from topopress.pages.views.colours import coloured
from topopress.pages.views.held import Mask
from topopress.pages.views.shown import SAMPLE_KINDS, Shown

GRAPH_KINDS = ("edge", "path", "component", "near", "nodes")
"""Selections of several nodes. One node alone is outlined, and nothing fades."""
MARKS = ("structure", "range", *SAMPLE_KINDS)
"""Selections that are the second one where there is another."""
_RANGE = re.compile(r"(-?[\d.e-]+),(-?[\d.e-]+):([^:]+)", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """What a view selects.

    Attributes:
        fills: Selected share of each node's members, shape (n_nodes,); None where nothing fades.
        rings: Share of the second selection, shape (n_nodes,); None where there is none.
        outlined: Nodes with an outline.
        selected: Kind and value of what is filled; empty for nothing.
        ringed: The same of the rings.
    """

    fills: Float64 | None = None
    rings: Float64 | None = None
    outlined: tuple[int, ...] = ()
    selected: tuple[str, str] = ("", "")
    ringed: tuple[str, str] = ("", "")


def lit_by(shown: Shown, state: Mapping[str, str]) -> Lit:
    """Return what a view selects, as far as a drawing knows its selections."""
    first = next((key for key in ("node", *GRAPH_KINDS) if key in state), "")
    mark = _mark_of(state)
    marked = shares(shown, *mark) if mark else None
    ringed = mark if mark and marked is not None else ("", "")
    if not first:
        return Lit(fills=marked, selected=ringed)
    if first == "node" and "@" not in state["node"]:
        node = shown.view.node_ids.index(state["node"])
        return Lit(rings=marked, outlined=(node,), ringed=ringed)
    chosen = (first, state[first])
    return Lit(shares(shown, *chosen), marked, selected=chosen, ringed=ringed)


def _mark_of(state: Mapping[str, str]) -> tuple[str, str] | None:
    """Return kind and value of the second selection, or of the one that is alone."""
    if "second" in state:
        kind, _, value = state["second"].partition(":")
        return kind, value
    return next(((key, state[key]) for key in MARKS if key in state), None)


def shares(shown: Shown, kind: str, value: str) -> Float64 | None:
    """Return the share of each node's members that a selection has, shape (n_nodes,).

    None where a drawing does not know the selection. Nodes of another layer are followed by ``@``
    and this layer; selected are then the samples that they hold.
    """
    if kind in SAMPLE_KINDS:
        return shown.held.shares(shown.held.rows_with(shown.samples_of(kind, value)))
    if kind not in ("node", *GRAPH_KINDS, "structure", "range"):
        return None
    names, _, layer = value.partition("@")
    other = Shown(shown.bundle, layer) if layer else shown
    rows = _rows(other, kind, names)
    if layer:
        samples = other.held.samples_of(rows, shown.bundle.manifest.n_samples)
        rows = shown.held.rows_with(samples)
    return shown.held.shares(rows)


def _rows(shown: Shown, kind: str, value: str) -> Mask:
    nodes = _nodes(shown, kind, value)
    if kind == "edge":
        each = (_mask(len(nodes), [int(node)]) for node in np.flatnonzero(nodes))
        both = [shown.held.rows_of(one) for one in each]
        return np.asarray(np.logical_and.reduce(both))
    return shown.held.rows_of(nodes)


def _nodes(shown: Shown, kind: str, value: str) -> Mask:
    """Return the nodes that a selection names, shape (n_nodes,)."""
    view = shown.view
    n_nodes = len(view.node_ids)
    if kind == "structure":
        return _mask(n_nodes, next(one.nodes for one in view.structures if one.id == value))
    if kind == "range":
        return _in_range(shown, value)
    named = [view.node_ids.index(name) for name in value.split(",") if not name.isdecimal()]
    if kind == "component":
        return _within(view.edges, _mask(n_nodes, named), n_nodes)
    if kind == "near":
        return _within(view.edges, _mask(n_nodes, named), int(value.rpartition(",")[2]))
    return _mask(n_nodes, named)


def _in_range(shown: Shown, value: str) -> Mask:
    found = _RANGE.fullmatch(value)
    if found is None:
        return np.zeros(len(shown.view.node_ids), np.bool_)
    values = coloured(shown, {"colour": found[3]}).values
    margin = 1e-4 * max(abs(float(found[1])), abs(float(found[2])))  # the ends were rounded
    return np.asarray((values >= float(found[1]) - margin) & (values <= float(found[2]) + margin))


def _mask(n_nodes: int, nodes: list[int]) -> Mask:
    mask = np.zeros(n_nodes, np.bool_)
    mask[nodes] = True
    return mask


def _within(edges: Int32, nodes: Mask, steps: int) -> Mask:
    """Return the nodes within some steps of others."""
    for _ in range(steps):
        reached = nodes.copy()
        for ends in (edges, edges[:, ::-1]):
            reached[ends[nodes[ends[:, 0]], 1]] = True
        if (reached == nodes).all():
            break
        nodes = reached
    return nodes
