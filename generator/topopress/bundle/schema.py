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

SCHEMA_VERSION = 1


class Document(BaseModel):
    """Base of all documents: frozen, nothing beyond what is listed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sheet(Document):
    """Square pictures of one size in one WebP file, row by row.

    Picture k of several sheets is on the first sheet whose counts, added up, exceed k.
    """

    file: str
    """Path relative to the exploration's folder."""
    tile: int
    """Side of a picture in pixels."""
    columns: int
    """Pictures in a row."""
    count: int
    """Pictures on this sheet."""


class Quality(Document):
    """Figures by which a graph can be judged."""

    coverage: float
    purity: float | None
    components: int
    branching: int
    loops: int
    largest: float
    blob_share: float


class Layer(Document):
    """One layer of an exploration."""

    id: str
    """Name in addresses and file names: lower-case letters, digits and hyphens."""
    name: str
    """Name in the network."""
    channels: int
    height: int
    width: int
    n_rows: int
    n_nodes: int
    n_edges: int
    lens_min: float
    lens_max: float
    """Smallest and largest mean lens of a node."""
    eps: float | None
    """Neighbourhood radius; None where it differs from interval to interval."""
    quality: Quality
    graph: str
    """Path of the graph chunk, relative to the exploration's folder."""
    rows: str
    """Path of the rows chunk."""
    exemplar_sheets: list[Sheet]
    visual_sheets: list[Sheet]
    """Feature visualisations, one per node in node order; empty where there are none."""


class Manifest(Document):
    """What the viewer must know before it loads anything."""

    schema_version: Literal[1]
    name: str
    """Folder name of the exploration."""
    title: str
    lens: str
    metric: str
    labels: list[str]
    """Label names, sorted; a label index points into this list, -1 means no label."""
    n_samples: int
    samples: str
    """Path of the samples chunk."""
    layers: list[Layer]
    """In forward order."""
    start: str
    """Id of the layer shown first."""


class GraphHeader(Document):
    """Header of a layer's graph chunk."""

    kind: Literal["graph"]
    layer: str


class RowsHeader(Document):
    """Header of a layer's rows chunk."""

    kind: Literal["rows"]
    layer: str
    projection: str
    """How the scatter was made, for the caption."""


class SamplesHeader(Document):
    """Header of the samples chunk: what is said of each sample in words."""

    kind: Literal["samples"]
    ids: list[str]
    origins: list[str]
    """Distinct origins; the array ``origin`` points into this list."""


class FamilyCover(Document):
    """One cover of a layer's family."""

    n_intervals: int
    overlap: float
    """The numbers a reader chooses it by."""
    intervals: int
    """Intervals there are: one where the lens is constant."""
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
        "lens": "float32",  # mean lens of the members
        "tightness": "float32",  # mean cosine similarity of the members to the node's mean
        "purity": "float32",  # NaN without labels
        "majority": "int16",  # label index, -1 without labels
        "member_offsets": "uint32",  # (n_nodes + 1,)
        "members": "uint32",  # rows, ascending within a node, delta-coded within the node
        "source": "uint32",  # (n_edges,)
        "target": "uint32",
        "shared": "uint32",
        "jaccard": "float32",
        "composition_offsets": "uint32",  # (n_nodes + 1,)
        "composition_label": "int16",  # most frequent first
        "composition_count": "uint32",
        "exemplar_offsets": "uint32",  # (n_nodes + 1,)
        "exemplar_row": "uint32",
        "exemplar_similarity": "float32",
        "exemplar_sprite": "uint32",  # counted through all exemplar sheets
        "visual_cosine": "float32",  # (n_nodes,), empty without feature visualisations
        "visual_objective": "float32",
    },
    "rows": {
        "x": "uint16",  # (n_rows,) scatter, 0..65535 over the range of both axes, y downwards
        "y": "uint16",
        "sample": "uint32",
        "lens": "float32",
    },
    "samples": {
        "label": "int16",  # (n_samples,)
        "origin": "uint16",
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
