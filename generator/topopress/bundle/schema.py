"""The contract between the build and the viewer.

Two kinds of document. The *manifest* is JSON inside the exploration's page. A *chunk* is a
classic script that hands one string to the viewer (see ``packing.py`` for its bytes); its
header is one of the ``...Header`` models here and its arrays are listed by ``CHUNK_ARRAYS``.

TypeScript types are generated from this file (``python -m topopress.bundle.typescript``) and
compared in the checks, so the viewer cannot drift from the build. ``SCHEMA_VERSION`` rises with
every change that an older viewer would misread.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from topopress.analysis.nodes.types import GraphQuality, LabelPurity
from topopress.analysis.shape.types import KindFigures
from topopress.bundle.node_figures import figure_dtypes
from topopress.config.projection import ProjectionKind
from topopress.mapper.types import NullModel

SCHEMA_VERSION = 7


class Document(BaseModel):
    """Base of all documents: frozen, nothing beyond what is listed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StabilitySummary(Document):
    """Stability of a graph: bootstrap resamples, perturbed settings and the null model."""

    resamples: int
    family: int
    """Number of graphs with perturbed settings."""
    null_model: NullModel
    """Which copies of the rows show what chance gives: shuffled rows, or rows of one Gaussian."""
    copies: int
    """Number of such copies that were analysed in the same way."""
    threshold: float
    """Jaccard index from which two sets of rows match."""
    node_bootstrap: float | None
    node_family: float | None
    """Mean share of the nodes; None if there was no other graph."""
    null_bootstrap: float | None
    null_family: float | None
    """The same, mean over the copies."""
    kinds: list[KindFigures]


class PictureKind(Document):
    """The feature visualisations of one kind: of nodes, of arms, or of single rows."""

    objective: str
    """Name of the objective."""
    aim: str
    """Target of the objective, in words that follow "dot product with"."""
    drawn: int
    wanted: int
    """Larger than ``drawn`` if the budget left some out."""


class VisualSummary(Document):
    """How a layer's feature visualisations were made, and how well they match their nodes."""

    nodes: PictureKind
    arms: PictureKind | None
    """Of arms of bifurcations; None if none are made."""
    rows: PictureKind | None
    """Of single rows; None if none are made."""
    top1_share: float | None
    """Share of the nodes' pictures whose activation is closest to their own node's centroid."""
    cosine: float | None
    """Mean cosine similarity of that activation to the centroid; both None without pictures."""


class Layer(Document):
    """One layer of an exploration."""

    id: str
    """Name in addresses and file names: lower-case letters, digits and hyphens."""
    name: str
    """Name in the network."""
    channels: int
    """0 where another tool made the graph and its rows have no vectors."""
    map_size: list[int] | None
    """Height and width of the layer's map; None where its output is no map."""
    n_rows: int
    n_nodes: int
    n_edges: int
    lens_min: float
    lens_max: float
    """Smallest and largest mean lens of a node; 0 without a lens."""
    eps: float | None
    """Neighbourhood radius; None where it differs from interval to interval."""
    metric: str | None
    """None where another tool made the graph."""
    n_intervals: list[int]
    """For each lens, as the settings say; the number of balls where these cover the rows; empty
    where class probabilities split them into parts, and where another tool made the graph."""
    intervals: list[int]
    """Number of intervals of each lens: fewer than set if the lens has too few values; number of
    balls or parts; empty where another tool made the graph and its file names none. With two
    lenses, a node's ``interval`` is the index of a box: interval of the first lens times
    intervals[1], plus interval of the second lens."""
    eps_quantile: float | None
    """Quantile from which eps was computed; None if eps was given."""
    ball_radius: float | None = None
    """Radius of the balls that cover the rows; None where intervals of a lens do."""
    radius_quantile: float | None = None
    """Share of the pairs of rows within that radius, if it was computed from this share."""
    contracted: int | None = None
    """Nodes that were merged into a neighbour that contains them; None where these are kept."""
    notices: list[str]
    """Warnings about the graph, in sentences; often none."""
    sampled: str | None
    """Notice that stability and family were computed on a sample of the rows; else None."""
    quality: GraphQuality
    purities: list[LabelPurity]
    """For the labels, then for each column of labels in which nodes have members with a value."""
    stability: StabilitySummary | None
    """None where it was not judged."""
    unjudged: str | None = None
    """Why it was not judged, in a sentence, where another tool made the graph; else None."""
    graph: str
    """Path of the graph chunk, relative to the exploration's folder."""
    rows: str
    """Path of the rows chunk."""
    projections: list[str] = []
    """Paths of the chunks of the further scatters, in the order of the manifest's projections;
    empty for rows without vectors."""
    family: str | None
    """Path of the family chunk; None where the clusterer or the cover has no family."""
    look: str | None
    """Path of the chunk of the exploration's kind: how rows look; None where there is none."""


class LabelColumn(Document):
    """A further column of labels."""

    name: str
    labels: list[str]
    """Its values, sorted; an index points into this list, -1 means no value."""


class OtherExploration(Document):
    """An exploration of the same site whose graphs can stand beside this one's."""

    name: str
    """Its folder name."""
    title: str
    manifest: str
    """Path of the chunk of its manifest, relative to its folder."""
    layers: list[str]
    """Ids of its layers in forward order."""
    shared: int
    """Samples of the same id in both; at least one."""


class NumberColumn(Document):
    """Numbers of samples that nodes can be coloured by."""

    name: str
    source: Literal["table", "network"]
    """A column of the metadata, or a figure of the network's predictions."""


class Manifest(Document):
    """The document that the viewer reads first."""

    schema_version: Literal[7]
    kind: str
    """Kind of the samples, such as ``images``: it decides how rows are shown."""
    name: str
    """Folder name of the exploration."""
    title: str
    given: bool = False
    """Whether another tool made the graphs."""
    lens: str | None
    """Name of the lens as the settings write it, such as ``l2_norm``; None where another tool made
    the graphs and their file names no lens."""
    second_lens: str | None
    """Name of the second lens; None with one lens."""
    labels: list[str]
    """Label names, sorted; a label index points into this list, -1 means no label."""
    columns: list[LabelColumn]
    """Further columns of labels, by name; the predictions of the network are one of them."""
    numbers: list[NumberColumn] = []
    """Numbers of samples, in the order of the chunk of numbers."""
    numbers_chunk: str | None = None
    """Path of this chunk; None where there are none."""
    node_value: str | None = None
    """What the file of a graph that another tool made calls its number of each node; else None."""
    n_samples: int
    samples: str
    """Path of the samples chunk."""
    samples_look: str | None
    """Path of the chunk of the kind for samples; None where there is none."""
    details: str | None = None
    """Path of the chunk of what a table says of samples; None where there is none."""
    noun: tuple[str, str] | None = None
    """What a sample is called, one and several; None for the inputs of a network."""
    projections: list[ProjectionKind] = ["pca"]
    """Kinds of scatters; the rows chunks have that of the first kind. There is one even where rows
    have no vectors and no scatter."""
    layers: list[Layer]
    """In forward order."""
    start: str
    """Id of the layer shown first."""
    others: list[OtherExploration] = []
    """Explorations of the site that share samples, in the order of the home page."""


class ManifestHeader(Document):
    """Header of the chunk that brings an exploration's manifest to the pages of others."""

    kind: Literal["manifest"]
    manifest: Manifest
    """Without the list of others."""


class Structure(Document):
    """A feature of a graph's shape; ``docs/structures.md`` defines each kind."""

    id: str
    """Kind and anchor node, such as ``loop-i3c0``."""
    name: str
    """Name for readers, such as ``Flare of 3 nodes from i12c0``."""
    kind: Literal["island", "bifurcation", "loop", "flare"]
    nodes: list[int]
    """Around a loop in order; of a flare from its tip; of a bifurcation the centre first."""
    arms: list[list[int]]
    """Nodes of each arm of a bifurcation."""
    rows: int
    bootstrap: float | None
    family: float | None
    """Share of the resamples, and of the perturbed settings, that have it; None if unknown."""
    stable: bool


class GraphHeader(Document):
    """Header of a layer's graph chunk."""

    kind: Literal["graph"]
    layer: str
    structures: list[Structure]
    """Stable ones by rows, then the others by strength; without the largest component."""
    classes: list[str]
    """Names of the classes that the attribution arrays point into; empty without attribution."""
    agreement: float | None
    """Median correlation between attribution and zero-ablation effect; None if not measured."""
    names: list[str] = []
    """Names of the nodes in the file of a graph that another tool made; else empty."""


class RowsHeader(Document):
    """Header of a layer's rows chunk."""

    kind: Literal["rows"]
    layer: str
    projection: str
    """How the first scatter was made, and how well it keeps the neighbours of vectors: sentences
    for the caption, without the last full stop; empty without a scatter."""


class ProjectionHeader(Document):
    """Header of the chunk of a further scatter of a layer."""

    kind: Literal["projection"]
    layer: str
    projection: str
    """As in the header of the rows chunk."""


class SamplesHeader(Document):
    """Header of the samples chunk: the names of the samples."""

    kind: Literal["samples"]
    ids: list[str]
    origins: list[str]
    """Distinct origins; the array ``origin`` points into this list."""


class NumbersHeader(Document):
    """Header of the chunk of numbers of samples."""

    kind: Literal["numbers"]


class FamilyCover(Document):
    """One cover of a layer's family."""

    n_intervals: int
    overlap: float
    """The settings by which a reader selects the cover."""
    intervals: int
    """Number of intervals of the cover; one if the lens is constant."""
    memberships: int
    """Published rows in them, a row in two intervals counted twice."""
    peaks: int
    further: int
    """Lengths of this cover's parts of the arrays that follow one another cover by cover."""


class FamilyHeader(Document):
    """Header of a layer's family chunk: the graphs of the published rows at every level of eps."""

    kind: Literal["family"]
    layer: str
    n_rows: int
    """Rows of the layer, of which all are published or a sample."""
    min_samples: int
    levels: list[float]
    """Published values of eps, ascending. A level is an index into this list; 255 is never."""
    own: int | None
    """Level of the graph's own eps; null where it differs from interval to interval."""
    covers: list[FamilyCover]
    """The graph's own cover first."""


CHUNK_ARRAYS: Mapping[str, Mapping[str, str]] = {
    "graph": {
        "x": "float32",  # (n_nodes,) layout, y downwards, in units where nearby nodes are ~1 apart
        "y": "float32",
        "interval": "uint16",
        "cluster": "uint16",
        **figure_dtypes(),  # (n_nodes,), empty where unknown; NaN, or -1 of a label, is unknown
        "member_offsets": "uint32",  # (n_nodes + 1,) into "members" of the rows chunk
        "source": "uint32",  # (n_edges,)
        "target": "uint32",
        "jaccard": "float32",
        "edge_bootstrap": "float32",  # (n_edges,) share of the resamples, empty where not judged
        "composition_offsets": "uint32",  # (n_nodes + 1,)
        "composition_label": "int16",  # most frequent first
        "composition_count": "uint32",
        "exemplar_offsets": "uint32",  # (n_nodes + 1,)
        "exemplar_kind": "uint8",  # 0 nearest, 1 spread, 2 label; ascending within a node; 3 member
        "exemplar_row": "uint32",
        "exemplar_similarity": "float32",  # empty for rows without vectors
        "spread_low": "float32",  # (n_nodes,) quantile .1 of the members' similarity to the mean;
        "spread_middle": "float32",  # median; all three empty for rows without vectors
        "spread_high": "float32",  # quantile .9
        "exemplar_class": "int16",  # class with the largest attribution, -1 for none; empty without
        "exemplar_class_value": "float32",  # in logits above the mean of all classes
        "attribution_offsets": "uint32",  # (n_nodes + 1,), empty without classes
        "attribution_class": "uint16",  # positive ones, largest first, then negative ones
        "attribution_value": "float32",  # mean over the nearest exemplars
        "counterpart_interval": "int32",  # (n_nodes * n_layers,) of the node of each layer that
        "counterpart_cluster": "uint16",  # has most nearly the same samples; -1 for none
        "counterpart_shared": "uint32",  # samples in both
        "counterpart_jaccard": "float32",  # samples in both over samples in either
    },
    "rows": {
        "x": "uint16",  # (n_rows,) scatter, 0..65535 over the range of both axes, y downwards;
        "y": "uint16",  # empty for rows without vectors
        "sample": "uint32",
        "lens": "float32",  # empty without a lens
        "second_lens": "float32",  # empty without one
        "members": "uint32",  # (n_memberships,) rows, ascending and delta-coded within each node
        "similarity": "int16",  # (n_memberships,) cosine of each member to its node's centroid
        # times 32767, in the order of "members"; empty for kinds whose members are not listed
    },
    "projection": {
        "x": "uint16",  # (n_rows,) as in "rows"
        "y": "uint16",
    },
    "samples": {
        "label": "int16",  # (n_samples,)
        "columns": "int16",  # (n_columns * n_samples,) labels of the further columns, one by one
        "origin": "uint32",
    },
    "manifest": {},
    "numbers": {
        "numbers": "float32",  # (n_numbers * n_samples,) column by column; NaN is unknown
    },
    "family": {  # docs/family.md; arrays without a length in brackets are cover after cover
        "row": "uint32",  # (n_published,) ascending, delta-coded
        "order": "uint16",  # (n_published,) indices into row, by lens
        "start": "uint16",  # per interval: its rows are order[start..stop], made ascending
        "stop": "uint16",
        "n_peaks": "uint16",  # per interval
        "core": "uint8",  # per membership: level from which on it is a core row
        "lead": "uint8",  # per membership: so many levels before it is a border row
        "peak": "uint16",  # per membership: its peak, counted within the interval
        "peak_parent": "uint16",  # per peak: the peak it is joined to, itself for a root
        "peak_level": "uint8",  # per peak: from which level on
        "further_at": "uint32",  # memberships of the cover that touch several clusters, delta-coded
        "further_peak": "uint16",  # peak of a further row they touch
        "further_level": "uint8",  # from which level on
        "borders": "uint32",  # (n_covers * n_levels,) border rows
        "ambiguous": "uint32",  # (n_covers * n_levels,) those of them that touch several clusters
    },
}
