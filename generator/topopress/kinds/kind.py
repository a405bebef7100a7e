"""What a kind of samples gives to a build: its places in the plan, as one object."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Protocol

from topopress.activations.types import InputRange, RowGroups, Rows
from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import (
    ChosenMapper,
    Description,
    KeptNeighbours,
    LabelPurities,
    Scatter,
)
from topopress.bundle.exploration import Look
from topopress.bundle.parts import FamilyChunk, GivenFacts
from topopress.config.load import ExplorationSource
from topopress.config.projection import ProjectionKind
from topopress.config.schema import Exploration
from topopress.core.arrays import Int32
from topopress.core.errors import ConfigError
from topopress.diagnosis.types import Faces, Fingerprints
from topopress.kinds.pictures import LayerSprites, PictureRequest, TextFigure
from topopress.kinds.row_groups import groups_of_wholes
from topopress.kinds.words import KindWords
from topopress.mapper.stages import Layout
from topopress.mapper.types import MapperGraph
from topopress.network.stages import NetworkResource, Probed
from topopress.network.types import DescribedNetwork, NetworkInfo
from topopress.samples.types import SampleTable, Survey
from topopress.stage.executor import Executor
from topopress.stage.stage import Resource, Stage
from topopress.visuals.types import Attribution, ExemplarRows


@dataclass(frozen=True, slots=True)
class Inputs:
    """The samples of an exploration, the network that they go through, and their reader.

    The network, the resource that loads it, its probe and the range of its inputs are None for a
    kind without a network; the range also where inputs are no measurements. A reader without a
    network gives back how rows look. ``fits`` refuses inputs that cannot be used, before anything
    is computed of them. ``attributed`` says whether class outputs can be attributed to rows,
    ``listed_first`` whether samples are checked before the network, because listing them is quicker
    than loading it.
    """

    samples: Stage[Survey]
    network: Stage[DescribedNetwork] | None = None
    opened: NetworkResource | None = None
    probe: Stage[Probed] | None = None
    fits: Stage[object] | None = None
    input_range: Stage[InputRange] | None = None
    reader: Resource[Any] | None = None
    attributed: bool = True
    listed_first: bool = False


@dataclass(frozen=True, slots=True)
class ScatterStages:
    """The points of one scatter of a layer, and how well they keep the neighbours of vectors."""

    kind: ProjectionKind
    points: Stage[Scatter]
    neighbours: Stage[KeptNeighbours]


@dataclass(frozen=True, slots=True)
class LayerStages:
    """The stages that every kind's layers have, in the order in which they run.

    ``given`` is what a file says of a graph that another tool has made; None for graphs that are
    made here. ``chosen`` are the settings of the graph; None where another tool made it.
    ``scatters`` are those that a reader can choose from, the one that is shown first before the
    others; none for rows without vectors.
    ``family`` holds the same rows under other settings. It is None where there is no family to cut:
    with a cover of two lenses, a clusterer without eps, or a graph of another tool.
    ``attribution`` is None without a network, or where it is switched off. ``prepared`` are the
    rows that the graph is made of, where they are not ``rows``, those of the network; ``groups``
    say which of them belong together.
    """

    name: str
    rows: Stage[Rows]
    groups: Stage[RowGroups] | None
    prepared: Stage[Rows] | None
    chosen: Stage[ChosenMapper] | None
    graph: Stage[MapperGraph]
    described: Stage[Description]
    purities: Stage[LabelPurities]
    layout: Stage[Layout]
    scatters: tuple[ScatterStages, ...]
    shape: Stage[LayerShape]
    family: Stage[FamilyChunk] | None
    exemplars: Stage[ExemplarRows]
    attribution: Stage[Attribution] | None
    given: Stage[GivenFacts] | None = None

    @property
    def settled(self) -> Stage[ChosenMapper]:
        """The settings of the graph.

        Raises:
            ConfigError: another tool made the graph, so its settings are not known.
        """
        if self.chosen is None:
            raise ConfigError(
                f"{self.rows.item}: another tool made the graph, so there are no settings to "
                "compare; this command is for graphs that are made of vectors here"
            )
        return self.chosen

    @property
    def compared(self) -> Stage[Rows]:
        """The rows that are compared with each other, and that the graph is made of."""
        return self.prepared or self.rows

    def named(self) -> dict[str, Stage[object]]:
        """Return the stages by the names of these attributes, those of scatters by their kinds."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        own = {name: value for name, value in values.items() if isinstance(value, Stage)}
        return own | {
            f"{each.kind} {what}": stage
            for each in self.scatters
            for what, stage in (("scatter", each.points), ("neighbours", each.neighbours))
        }


@dataclass(frozen=True, slots=True)
class GivenStages:
    """The stages of a graph that another tool has made, and whether its rows have vectors."""

    graph: Stage[MapperGraph]
    shape: Stage[LayerShape]
    facts: Stage[GivenFacts]
    has_vectors: bool


@dataclass(frozen=True, slots=True)
class Looks:
    """The stages that show rows and samples to a reader.

    Attributes:
        layers: The chunk of the kind, by layer; empty for a kind that shows nothing of its own.
        samples: What the kind shows of samples; None for nothing.
        parts: Further stages by layer and name, whose digests the method page lists.
        details: What a table says of samples in its own columns; None for nothing.
    """

    layers: Mapping[str, Stage[Look]] = field(default_factory=dict)
    samples: Stage[Look] | None = None
    parts: Mapping[str, Mapping[str, Stage[object]]] = field(default_factory=dict)
    details: Stage[Look] | None = None


Grouping = Callable[
    [ExplorationSource, str, Stage[Rows], Stage[SampleTable]], Stage[RowGroups] | None
]
"""Returns the stage that says which rows of a layer belong together, given its item."""


class NamesSamples(Protocol):
    """A record that names samples that a page shows."""

    @property
    def sample(self) -> Int32:
        """The samples, ascending, shape (n,)."""


FacesOf = Callable[[ExplorationSource, Inputs, Stage[NamesSamples]], Stage[Faces] | None]
"""Returns the stage of what a page shows of the samples that a record names."""
HashFile = Callable[[Path], str]
"""Returns a file's SHA-256."""
Requests = Sequence[PictureRequest]
Pictures = dict[PictureRequest, TextFigure]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of samples.

    Attributes:
        name: Name of the kind in the manifest, and of its file in the viewer.
        inputs: Returns the samples and the network of an exploration.
        rows: Returns the stage of each layer's rows, by the name of the layer.
        words: Returns what pages say about the samples, given the network and the distinct
            origins of the samples.
        looks: Returns the stages that show rows and samples. By default there are none: the viewer
            has cards of ids and labels.
        pictures: Makes the figures that an essay asks for; by default none.
        sprites: Returns where on the site the pictures of some nodes and exemplars of a layer are;
            by default there are none.
        lists_members: Whether the viewer lists all members of a node, so that it needs how near
            each is to the centroid.
        groups: Returns the groups of a layer's rows. By default rows are in no sequence, and in
            groups only by a column of the metadata that the settings name.
        prints: Returns the stage that says what inputs that look the same have in common; by
            default there is none.
        faces: Returns the stage of what a page shows of the samples that findings name; by default
            there is none, and pages show ids.
        given: Returns the stages of a layer's graph, given its item, where another tool has made
            it. By default graphs are made of the rows, as the settings say.
    """

    name: str
    inputs: Callable[[ExplorationSource, HashFile], Inputs]
    rows: Callable[[ExplorationSource, Inputs], Mapping[str, Stage[Rows]]]
    words: Callable[[Exploration, NetworkInfo | None, Collection[str]], KindWords]
    looks: Callable[[ExplorationSource, Inputs, Mapping[str, LayerStages]], Looks] = lambda *_: (
        Looks()
    )
    pictures: Callable[
        [Executor, ExplorationSource, Inputs, Looks, Mapping[str, LayerStages], Requests], Pictures
    ] = lambda *_: {}
    sprites: Callable[
        [Executor, Looks, LayerStages, Collection[int], Collection[int]], LayerSprites
    ] = lambda *_: LayerSprites()
    lists_members: bool = False
    groups: Grouping = groups_of_wholes
    prints: Callable[[ExplorationSource, Inputs], Stage[Fingerprints] | None] = lambda *_: None
    faces: FacesOf = lambda *_: None
    given: Callable[[ExplorationSource, Inputs, str], GivenStages | None] = lambda *_: None
