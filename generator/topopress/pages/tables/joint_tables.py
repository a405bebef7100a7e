"""The joint graph of two networks: a drawing, what only one of them tells apart, and its nodes."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import numpy as np

from topopress.bundle.colour_map import colour_at
from topopress.core.language import gettext, ngettext
from topopress.diagnosis.joint.told_apart import EXPLAINED
from topopress.diagnosis.joint.types import JointGraph, OnlyGroup
from topopress.pages.contexts import Column, Dot, GraphDrawing, Legend, Link, Row, Table
from topopress.pages.drawing import (
    FIGURE,
    SWATCHES,
    fit,
    largest_nodes,
    short,
    size_marks,
    strokes,
)
from topopress.pages.essay.views import fragment
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import NONE, count, edges, listed, nodes, percent

SHOWN = 12
"""Nodes of the table, those with most rows; the data have all."""
NAMED = 3
"""Nodes of a group that are named, and labels."""
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SaidOfGroup:
    """What only one network tells apart."""

    title: Annotated[str, "The network and the label."]
    sentence: Annotated[str, "The sentence with its figures."]


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """Nodes of one network alone."""

    network: Annotated[str, "The network."]
    nodes: Annotated[str, "Names of the nodes."]
    rows: Annotated[str, "How many samples, and their commonest label."]
    samples: Annotated[tuple[Link, ...], "Some of them, in the viewer."]
    apart: Annotated[str, "Share of their nearest samples in the other that are far here."]
    others: Annotated[str, "Labels of these far samples."]
    far: Annotated[tuple[Link, ...], "Some of these, in the viewer."]


@dataclass(frozen=True, slots=True)
class JointPart:
    """The joint graph of two networks."""

    summary: Annotated[str, "What is in the graph, and how well the spaces were aligned."]
    notice: Annotated[str, "Where the alignment is poor; else empty."]
    drawing: Annotated[GraphDrawing, "The graph of both networks."]
    caption: Annotated[str, "What the drawing shows."]
    told: Annotated[tuple[SaidOfGroup, ...], "What only one network tells apart."]
    nothing: Annotated[str, "What is said where nothing is told apart."]
    groups: Annotated[tuple[OnlyOne, ...], "Nodes of one network alone."]
    groups_caption: Annotated[str, "What their table shows."]
    nodes: Annotated[Table, "The largest nodes."]


def joint_part(joint: JointGraph, names: Names, source: PageSource, layer: str) -> JointPart:
    """Return the part of a page; ``names`` are those of the networks, ``layer`` is the id of one.

    ``source`` is the exploration that numbers the samples; links lead to its layer.
    """
    poor = joint.explained < EXPLAINED
    return JointPart(
        summary=_summary(joint, names),
        notice=gettext(
            "The alignment is poor, so nodes of one network alone say no more than that the "
            "spaces differ. Nothing is said of what one network tells apart."
        )
        if poor
        else "",
        drawing=_drawing(joint, names, source.bundle.manifest.labels),
        caption=_caption(joint),
        told=tuple(_said(one, joint, names) for one in joint.groups if one.told),
        nothing=""
        if any(one.told for one in joint.groups)
        else gettext("No rule holds: nothing is known that one of the networks tells apart alone."),
        groups=tuple(_only(one, names, source, layer) for one in joint.groups),
        groups_caption=_groups_caption(joint, names),
        nodes=_nodes(joint, names, source.bundle.manifest.labels),
    )


def joint_data(joint: JointGraph, ids: Sequence[str]) -> dict[str, Any]:
    """Return the graph as data, with the ids of samples."""
    plain = {name: getattr(joint, name) for name in joint.__slots__}
    for name, value in plain.items():
        if hasattr(value, "tolist"):
            plain[name] = value.round(4).tolist()
    plain["groups"] = [
        asdict(one) | {"samples": [ids[k] for k in one.samples], "far": [ids[k] for k in one.far]}
        for one in joint.groups
    ]
    return plain


def _summary(joint: JointGraph, names: Names) -> str:
    said = gettext(
        "One row of either network for each of {n} samples, in one space. The rows of {second} are "
        "moved, scaled by one number and turned, as fits {fitted} other samples best. On those in "
        "the graph that explains {share} of the variance of {first}; with samples exchanged at "
        "random {chance}.",
        n=count(joint.n_shown),
        first=names[0],
        second=names[1],
        fitted=count(joint.n_fitted),
        share=percent(max(joint.explained, 0.0)),
        chance=percent(max(joint.explained_by_chance, 0.0)),
    )
    if not joint.replaced:
        return said
    return f"{said} " + gettext("The lens is the L2 norm, since these rows lack the exploration’s.")


def _caption(joint: JointGraph) -> str:
    return gettext(
        "Mapper graph of both, with the settings of the first exploration: {nodes}, {edges}. "
        "{none} of the rows are in no node.",
        nodes=nodes(len(joint.names)),
        edges=edges(len(joint.edges)),
        none=percent(joint.in_no_node),
    )


def _drawing(joint: JointGraph, names: Names, labels: Sequence[str]) -> GraphDrawing:
    shown = largest_nodes(joint, FIGURE.max_nodes)
    places, height = fit(joint.position, shown, FIGURE)
    radii = FIGURE.radius * np.sqrt(joint.sizes / joint.sizes.max(initial=1))
    dots = (
        Dot(
            x=short(places[node][0]),
            y=short(places[node][1]),
            r=short(max(float(radii[node]), FIGURE.least_radius)),
            fill=colour_at(_share(joint, node)),
            title=_in_words(joint, node, names, labels),
        )
        for node in shown
    )
    certain = np.zeros(len(joint.edges), np.bool_)
    return GraphDrawing(
        id="joint-graph",
        width=FIGURE.width,
        height=height,
        edges=strokes(joint, shown, places, certain),
        nodes=tuple(dots),
        dots=(),
        legend=Legend(
            name=gettext("Share of rows of {first}", first=names[0]),
            low=gettext("only {network}", network=names[1]),
            high=gettext("only {network}", network=names[0]),
            swatches=tuple(colour_at(k / (SWATCHES - 1)) for k in range(SWATCHES)),
            sizes=size_marks(joint, FIGURE),
            dashed=False,
        ),
        label=gettext(
            "Mapper graph of {first} and {second}: {nodes}, {edges}",
            first=names[0],
            second=names[1],
            nodes=nodes(len(joint.names)),
            edges=edges(len(joint.edges)),
        ),
    )


def _share(joint: JointGraph, node: int) -> float:
    return float(joint.first[node] / max(int(joint.sizes[node]), 1))


def _in_words(joint: JointGraph, node: int, names: Names, labels: Sequence[str]) -> str:
    """Return ``i12c0: 40 of First, 2 of Second, 92 % tench``."""
    said = gettext(
        "{node}: {n} of {first}, {other} of {second}",
        node=joint.names[node],
        n=count(int(joint.first[node])),
        first=names[0],
        other=count(int(joint.second[node])),
        second=names[1],
    )
    label = _label(joint, node, labels)
    return f"{said}, {label}" if label else said


def _label(joint: JointGraph, node: int, labels: Sequence[str]) -> str:
    if joint.label[node] < 0:
        return ""
    return f"{percent(float(joint.label_share[node]))} {labels[joint.label[node]]}"


def _said(one: OnlyGroup, joint: JointGraph, names: Names) -> SaidOfGroup:
    own, other = names[one.origin], names[1 - one.origin]
    title = gettext("Told apart by {network} alone", network=own)
    figures = {
        "network": own,
        "other": other,
        "share": percent(one.apart),
        "error": percent(2 * one.error),
        "all": percent(joint.apart[one.origin]),
    }
    said = gettext(
        "{rows}: {share} (± {error}) of the nearest samples in {other} are far from them in "
        "{network}; of all samples {all}.",
        rows=_rows(one),
        **figures,
    )
    if one.others:
        said += " " + gettext("The far ones are mostly {label}.", label=one.others[0][0])
    return SaidOfGroup(title, said)


def _only(one: OnlyGroup, names: Names, source: PageSource, layer: str) -> OnlyOne:
    named = ", ".join(one.nodes[:NAMED])
    if more := one.nodes[NAMED:]:
        named = gettext("{nodes} and {n} more", nodes=named, n=count(len(more)))
    others = listed([f"{percent(share)} {label}" for label, share in one.others[:NAMED]])
    return OnlyOne(
        network=names[one.origin],
        nodes=named,
        rows=_rows(one),
        samples=tuple(_links(one.samples, source, layer)),
        apart=f"{percent(one.apart)} ± {percent(2 * one.error)}",
        others=others or NONE,
        far=tuple(_links(one.far, source, layer)),
    )


def _rows(one: OnlyGroup) -> str:
    samples = ngettext("{n} sample", "{n} samples", one.n_samples)
    return f"{samples} ({percent(one.share)} {one.label})" if one.label else samples


def _links(samples: Sequence[int], source: PageSource, layer: str) -> Iterator[Link]:
    for sample in samples:
        name = source.sample_ids[sample]
        yield Link(name, f"index.html{fragment({'layer': layer, 'sample': name})}")


def _groups_caption(joint: JointGraph, names: Names) -> str:
    return gettext(
        "Connected nodes of one network alone: nine tenths of their rows are its own, which "
        "exchanging the origins within samples would not give. Far: of the ten nearest samples in "
        "the other network, the share that is not within two steps of nearest samples in this one, "
        "± two standard errors; of all samples {first} for {one}, {second} for {other}. Where "
        "little is far, the samples are together in both networks, only elsewhere.",
        first=percent(joint.apart[0]),
        one=names[0],
        second=percent(joint.apart[1]),
        other=names[1],
    )


def _nodes(joint: JointGraph, names: Names, labels: Sequence[str]) -> Table:
    order = largest_nodes(joint, SHOWN)
    caption = gettext(
        "The largest nodes of the graph, {shown} of {total}; the data have all.",
        shown=count(len(order)),
        total=count(len(joint.names)),
    )
    columns = (
        Column(gettext("Node"), label=True),
        Column(names[0]),
        Column(names[1]),
        Column(gettext("Share of rows of {first}", first=names[0])),
        Column(gettext("Beyond chance"), label=True),
        Column(gettext("Label"), label=True),
    )
    lines = (
        Row(
            (
                joint.names[node],
                count(int(joint.first[node])),
                count(int(joint.second[node])),
                percent(_share(joint, node)),
                {1: names[0], -1: names[1]}.get(int(joint.beyond_chance[node]), NONE),
                _label(joint, node, labels) or NONE,
            )
        )
        for node in order
    )
    return Table(caption, columns, tuple(lines))
