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
}
