"""The settings of a site and of an exploration, as frozen models.

Each field's description is its documentation: ``docs/settings.md`` is generated from them.
"""

import math
from functools import reduce
from importlib import import_module
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from topopress.config.balls import BallCover, check_balls
from topopress.config.base import (
    ClustererSettings,
    DataSettings,
    Name,
    Positive,
    Settings,
    Share,
)
from topopress.config.budgets import Budgets
from topopress.config.checkpoints import CheckpointSettings, published_layers
from topopress.config.diagnosis import DiagnosisSettings
from topopress.config.inputs import checked_size
from topopress.config.lenses import checked_lenses, needs_network
from topopress.config.limits import MOST, MOST_ELEMENTS, MOST_RESAMPLES
from topopress.config.overlays import OverlaySettings, check_overlay
from topopress.config.people import People, Version
from topopress.config.preparation import Preparation
from topopress.config.presets import filled_in
from topopress.config.projection import Projection
from topopress.config.references import CitationStyle
from topopress.config.splits import SplitCover, check_splits
from topopress.config.texts import (
    Author,
    LanguageTag,
    Line,
    SiteAddress,
    Title,
    WebAddress,
)
from topopress.config.visuals import Visuals

Overlap = Annotated[float, Field(ge=0, lt=1)]
MOST_CHANGES = 10
"""Other numbers of intervals, and other overlaps, at most."""
Intervals = Annotated[int, Field(ge=1, le=MOST_ELEMENTS)] | Literal["auto"]

N_INTERVALS = "Number of intervals; `auto` chooses it from the data."

# Clusterers and kinds of samples stand above config: so these packages are imported by name.
CLUSTERERS = import_module("topopress.mapper.clusterers").CLUSTERERS
if TYPE_CHECKING:
    Clusterer = ClustererSettings
else:
    Clusterer = reduce(or_, CLUSTERERS)

DATA = [
    settings
    for kind in import_module("topopress.kinds").KINDS
    for settings in import_module(f"{kind}.settings").DATA
]
if TYPE_CHECKING:
    Data = DataSettings
else:
    Data = Annotated[reduce(or_, DATA), Field(discriminator="kind")]

LensNames = Annotated[str | tuple[str, str], BeforeValidator(checked_lenses)]


class Network(Settings):
    """The trained network that is probed."""

    name: str = Field(
        description="`efficientnet-lite0`, `torchvision:NAME`, `lucent:inceptionv1`, "
        "`file:PATH.py:FUNCTION` for your own, or, for texts and pictures, `transformers:` and a "
        "folder, `package:MODULE` or the name of a model of the Hugging Face hub; `#vision` or "
        "`#text` after it chooses a tower of CLIP."
    )
    weights: str = Field(
        "default",
        description="`default` (the network's usual weights), a name that torchvision registers, "
        "a local .safetensors or .pth file relative to this file, or `random`.",
    )
    classes: str | None = Field(
        None,
        description="A text or CSV file with one class name per line, in output order, or a .json "
        "file with a list of names or an object of names and output numbers.",
    )
    layers: tuple[Name, ...] = Field(
        min_length=1,
        description="Layers to publish; `topopress layers NETWORK` lists them. `relu#2` is the "
        "second call of a module, `attention[0]` a part of its output, `encoder@0` a token that "
        "is no patch, such as a class token.",
    )
    size: Annotated[Positive | tuple[Positive, Positive] | None, BeforeValidator(checked_size)] = (
        Field(
            None,
            description="Size of the network's input in pixels: the side of a square, or `[height, "
            "width]`. By default the network's usual size.",
        )
    )
    maps: tuple[str, ...] = Field(
        (),
        description="Those of the layers whose positions are places of the input although the "
        "probe of the network finds that they do not follow it.",
    )
    predictions: bool = Field(
        True,
        description="Whether to publish the class that the network predicts for each sample, how "
        "likely it is, and whether it is the label. The network needs names of its classes, and "
        "each sample goes through the whole of it once more.",
    )

    @model_validator(mode="after")
    def _check_maps(self) -> Self:
        if others := [name for name in self.maps if name not in self.layers]:
            raise ValueError(f"maps names {others[0]!r}, which is not among the layers")
        return self


class TrainedNetwork(CheckpointSettings, Network):
    """The trained network that is probed, perhaps at several steps of its training."""


class Activations(Settings):
    """Which activation vectors of each sample become rows."""

    positions: Literal["random", "centre", "all", "mean"] = Field(
        "random",
        description="`random`: interior positions drawn by the seed, the same place of the "
        "picture in every layer; `centre`; `all`: the whole map; `mean`: the mean over the map, "
        "which data of kind `python` take if nothing is written.",
    )
    per_sample: Annotated[int, Field(ge=1, le=10_000)] = Field(
        1, description="Number of random positions per sample."
    )
    batch_size: Annotated[int, Field(ge=1, le=65_536)] | Literal["auto"] = Field(
        "auto", description="Samples per forward pass; `auto`: 8 pictures or 64 texts."
    )

    def at_once(self, kind: Literal["pictures", "texts"]) -> int:
        """Return the number of samples per forward pass."""
        if self.batch_size == "auto":
            return {"pictures": 8, "texts": 64}[kind]
        return self.batch_size


class UniformCover(Settings):
    """Intervals of one length."""

    kind: Literal["uniform"] = "uniform"
    n_intervals: Intervals = Field("auto", description=N_INTERVALS)
    overlap: Overlap = Field(
        0.3, description="Share of an interval's length that it has in common with the next."
    )
    placement: Literal["centred", "inside"] = Field(
        "centred",
        description="`centred`: the intervals' centres are the middles of equal bins and the ends "
        "stick out of the range, as KeplerMapper has it; `inside`: the first interval starts at "
        "the smallest lens value and the last ends at the largest.",
    )


class BalancedCover(Settings):
    """Intervals that hold equally many rows."""

    kind: Literal["balanced"]
    n_intervals: Intervals = Field("auto", description=N_INTERVALS)
    overlap: Overlap = Field(
        0.3, description="Share of an interval's rows that it has in common with the next."
    )


IntervalCover = UniformCover | BalancedCover
Cover = Annotated[
    UniformCover | BalancedCover | BallCover | SplitCover, Field(discriminator="kind")
]


class Stability(Settings):
    """How it is judged what of a graph would be there again."""

    resamples: Annotated[int, Field(ge=0, le=MOST_RESAMPLES)] = Field(
        30, description="Bootstrap resamples of the rows; 0 switches the judgement off."
    )
    match: Share = Field(
        0.5,
        description="Smallest Jaccard index of their rows at which two nodes count as the same.",
    )
    sample: Positive = Field(20_000, description="Rows at most of the published sample.")


def _listed(written: Any) -> Any:  # noqa: ANN401 - nothing is checked yet
    return tuple(written) if isinstance(written, list) else written


Factors = Annotated[
    tuple[Annotated[float, Field(gt=0, le=100)], ...],
    Field(max_length=MOST_CHANGES),
    BeforeValidator(_listed),
]
Steps = Annotated[
    tuple[Annotated[float, Field(ge=-1, le=1)], ...],
    Field(max_length=MOST_CHANGES),
    BeforeValidator(_listed),
]


class Family(Settings):
    """The covers that readers can choose: every number of intervals with every overlap."""

    intervals: Factors = Field(
        (0.8, 1.25), description="Other numbers of intervals, as factors of the graph's own."
    )
    overlaps: Steps = Field(
        (-0.1, 0.1), description="Other overlaps, as what is added to the graph's own."
    )


class Mapper(Settings):
    """How activation vectors become a graph."""

    preset: Literal["topoact", "words"] | None = Field(
        None,
        description="`topoact`: the setting of TopoAct's authors, that is the L2 norm, 70 centred "
        "intervals overlapping by 0.3, and DBSCAN with Euclidean distance, eps at the quantile "
        "0.95 and 5 min_samples. `words`: for few word forms with many rows each, that is rows "
        "without the mean of their form and without what their position explains, their first "
        "principal component, 10 centred intervals overlapping by 0.5, and agglomerative "
        "clustering with average linkage, cosine distance, distance_threshold at the quantile 0.95 "
        "and 5 min_size. Keys given beside it win.",
    )
    preparation: Preparation = Field(
        Preparation(), description="What is taken away from the rows before they are compared."
    )
    lens: LensNames = Field(
        "l2_norm",
        description="The number each row is sorted by, or two of them: `l1_norm`, `l2_norm`, "
        "`max_norm`, `component:N` (the N-th principal component), `eccentricity` (mean distance "
        "to all rows), `knn_distance:K` (mean distance to the K nearest, 5 if not said), `density` "
        "(logarithm of a Gaussian kernel estimate), `confidence` (largest class probability), "
        "`entropy` (of the class probabilities, from 0 to 1), `probability:CLASS`, `logit:CLASS`, "
        "`loss` (minus the logarithm of the probability of the sample's label), `error` (1 minus "
        "that probability), `metadata:COLUMN`, `raw:LENS` (a norm or a component of the rows "
        "before they were prepared), `file:PATH.py:FUNCTION` (a function of your own that is "
        "called with "
        "the rows of a layer).",
    )
    cover: Cover = Field(UniformCover(), description="How the range of the lens is covered.")
    second_cover: Cover | None = Field(
        None, description="How the range of a second lens is covered; like the first if not given."
    )
    clusterer: Annotated[Clusterer, Field(discriminator="kind")] = Field(
        CLUSTERERS[0](), description="How the rows of an interval are clustered."
    )
    contained_nodes: Literal["keep", "contract"] = Field(
        "keep",
        description="What becomes of a node whose rows are all in one of its neighbours: `keep`, "
        "or `contract`, which merges it into that neighbour.",
    )
    stability: Stability = Field(Stability(), description="How stability is judged.")
    family: Family = Field(
        Family(),
        description="The graphs that readers can choose in the explorer; DBSCAN with one lens.",
    )

    @property
    def lenses(self) -> tuple[str, ...]:
        """The names of the one or two lenses."""
        return (self.lens,) if isinstance(self.lens, str) else self.lens

    @property
    def balls(self) -> BallCover | None:
        """The cover, if it is one of balls."""
        return self.cover if isinstance(self.cover, BallCover) else None

    @property
    def splits(self) -> SplitCover | None:
        """The cover, if it splits the rows along class probabilities."""
        return self.cover if isinstance(self.cover, SplitCover) else None

    @property
    def needs_network(self) -> bool:
        """Whether a lens or the cover is read off the network's outputs."""
        return self.splits is not None or any(map(needs_network, self.lenses))

    @property
    def contracts(self) -> bool:
        """Whether nodes contained in a neighbour are merged into it."""
        return self.contained_nodes == "contract"

    @property
    def covers(self) -> tuple[IntervalCover, ...]:
        """The cover of each lens; none if no lens decides, as with balls."""
        first, second = self.cover, self.second_cover or self.cover
        if isinstance(first, IntervalCover) and isinstance(second, IntervalCover):
            return (first, second)[: len(self.lenses)]
        return ()

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, written: Any) -> Any:  # noqa: ANN401 - nothing is checked yet
        return filled_in(written) if isinstance(written, dict) else written

    @model_validator(mode="after")
    def _check_elements(self) -> Self:
        if self.second_cover is not None and len(self.lenses) == 1:
            raise ValueError("second_cover needs a second lens: lens = [FIRST, SECOND]")
        check_balls(self)
        check_splits(self)
        counts = [cover.n_intervals for cover in self.covers]
        n_elements = math.prod(count for count in counts if isinstance(count, int))
        if n_elements > MOST_ELEMENTS:
            raise ValueError(
                f"{n_elements:,} cover elements are more than a graph can have "
                f"({MOST_ELEMENTS:,}); make n_intervals smaller"
            )
        return self


class Overlay(OverlaySettings):
    """New data that are laid over the finished graphs, such as a test set."""

    data: Data = Field(
        description="Where the new samples come from: a table as `[data]` is, of the same kind of "
        "samples. The same network is shown them, with the same settings.",
        json_schema_extra={"like": "data"},
    )


class Exploration(DiagnosisSettings):
    """One published exploration: the content of an ``exploration.toml``."""

    seed: Annotated[int, Field(ge=0, le=MOST)] = Field(
        0, description="Seed of everything random, an integer from 0 to 2^63 - 1."
    )
    data: Data = Field(description="The inputs the network is probed with.")
    network: TrainedNetwork | None = Field(
        None, description="The network that is probed.", validate_default=True
    )
    activations: Activations = Field(
        Activations(), description="Which vectors become rows.", validate_default=True
    )
    mapper: Mapper = Field(Mapper(), description="How vectors become a graph.")
    projection: Projection = Field(Projection(), description="The scatters beside the graph.")
    visuals: Visuals = Field(Visuals(), description="Pictures for each node.")
    overlay: Overlay | None = Field(
        None, description="New data that are laid over the finished graphs, such as a test set."
    )

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the layers: those of the network that are published, or those of the data."""
        return published_layers(self.network) if self.network else self.data.layer_names

    @field_validator("activations")
    @classmethod
    def _take_usual(cls, activations: Activations, info: ValidationInfo) -> Activations:
        usual = getattr(info.data.get("data"), "usual_positions", "random")
        if "positions" in activations.model_fields_set or usual == activations.positions:
            return activations
        return activations.model_copy(update={"positions": usual})

    @field_validator("network")
    @classmethod
    def _needed(cls, network: TrainedNetwork | None, info: ValidationInfo) -> TrainedNetwork | None:
        data = info.data.get("data")
        if network is None and data is not None and data.needs_network:
            raise PydanticCustomError("missing", "Field required")
        if network is not None and data is not None and not data.needs_network:
            raise ValueError(f"data of kind {data.kind!r} go through no network; leave it out")
        return network

    @field_validator("overlay")
    @classmethod
    def _check_overlay(cls, overlay: Overlay | None, info: ValidationInfo) -> Overlay | None:
        data, mapper = info.data.get("data"), info.data.get("mapper")
        if overlay is not None and data is not None and mapper is not None:
            check_overlay(overlay.data, data, mapper)
        return overlay


class Site(Settings):
    """The whole site: the content of ``content/site.toml``."""

    title: Title = Field(description="Name of the site.")
    tagline: Line = Field("", description="One sentence under the name.")
    authors: tuple[Author, ...] = Field((), description="Authors of the site.")
    people: People = Field(
        {},
        description="ORCID and affiliation of authors by their names, as authors have them: "
        '[people."Ada Lovelace"] with orcid = "0000-0002-1825-0097" and affiliation = "A '
        'university". They stand in the files for archives and reference managers.',
    )
    version: Version | None = Field(
        None,
        description="Version of the site, such as 1.0, which citations name. Without it they name "
        "the digest of the build alone.",
    )
    language: LanguageTag = Field(
        "en",
        description="BCP 47 language tag of the texts, such as en, de-CH or zh-Hant. Pages in a "
        "language that is written from right to left begin at the right.",
    )
    url: SiteAddress | None = Field(
        None,
        description="Public address of the site, with https:// or http://, for citations, the 404 "
        "page, the feed, the map for search engines and pictures that other sites show for links.",
    )
    repository: WebAddress | None = Field(
        None,
        description="Address of the source, with https:// or http://, linked in the footer.",
    )
    license: Line | None = Field(None, description="Licence of the site's content, in words.")
    icon: str | None = Field(
        None,
        description="A file .svg or .png beside this one, which browsers show for the site.",
    )
    citation_style: CitationStyle = Field(
        "numeric",
        description="How essays cite works: `numeric`, as in [3], `author-year`, as in (Rathore et "
        "al. 2021), or `file:NAME.csl`, a style in CSL below `content/`, which needs the extra "
        "`csl`.",
    )
    budgets: Budgets = Field(
        Budgets(), description="Bytes that the built site may have; by default any number."
    )
