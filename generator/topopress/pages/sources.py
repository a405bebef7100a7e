"""What the pages are made from: the frozen inputs of ``render_site``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from topopress.bundle.exploration import ExplorationBundle
from topopress.config.schema import Exploration
from topopress.network.types import NetworkInfo
from topopress.samples.types import SkippedInput

PICTURE_ENDINGS = (".webp", ".png", ".jpg", ".jpeg", ".gif", ".svg")
"""Of pictures beside an essay that it may show."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made an input, as its licence asks to be told.

    Attributes:
        origin: The input, such as a photograph's name.
        text: Maker, source and licence in one line.
    """

    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class StageRecord:
    """The digest of what one stage made.

    Attributes:
        stage: Name of the stage, such as ``mapper``.
        subject: What it worked on, such as a layer's name; empty for the whole exploration.
        digest: SHA-256 of the result, as hexadecimal digits.
    """

    stage: str
    subject: str
    digest: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an exploration comes from. Holds no time and no path, so pages are reproducible.

    Attributes:
        network: The network that was probed.
        n_samples: Inputs used.
        n_origins: Distinct files or photographs the samples come from.
        skipped: Inputs left out.
        stages: One record per stage and subject, in the order they ran.
        versions: Version of each library by its name.
        settings_toml: The content of ``exploration.toml``.
        credits: Makers of the inputs.
    """

    network: NetworkInfo
    n_samples: int
    n_origins: int
    skipped: tuple[SkippedInput, ...]
    stages: tuple[StageRecord, ...]
    versions: Mapping[str, str]
    settings_toml: str
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPicture:
    """A picture optimised because a text asks for it.

    Attributes:
        webp: The picture.
        steps: Optimisation steps taken.
        cosine: Cosine similarity of the finished picture's activation to what it aims at.
        objective: Value of the objective reached.
    """

    webp: bytes
    steps: int
    cosine: float
    objective: float


def no_picture(layer: str, node: str) -> bytes:
    """Stand for a build without pictures: no node has one."""
    raise KeyError(f"{layer}/{node}")


def no_contrast(layer: str, node: str, other: str) -> TextPicture:
    """Have no picture of any contrast."""
    raise KeyError(layer, node, other)


def no_channel(layer: str, channel: int) -> TextPicture:
    """Have no picture of any channel."""
    raise KeyError(layer, channel)


def no_nodes(layer: str, sample: str) -> tuple[int, ...]:
    """Stand for a build that cannot tell which nodes hold a sample."""
    raise KeyError(f"{layer}/{sample}")


@dataclass(frozen=True, slots=True, eq=False)
class PageSource:
    """All that the pages of one exploration are made from.

    Attributes:
        name: Folder name of the exploration.
        settings: Its settings.
        essay: The author's Markdown.
        essay_path: Where the essay lies, for messages.
        bundle: What was computed.
        provenance: Where it comes from.
        node_picture: Returns the picture of a node (feature visualisation and exemplars) as
            WebP, given layer id and node id; raises KeyError where there is none.
        contrast_picture: Returns the picture of what a node has and another lacks, given layer
            id and both node ids; raises KeyError where feature visualisations are off.
        channel_picture: Returns the picture of a channel, given layer id and its number, from 0;
            raises KeyError where feature visualisations are off.
        nodes_of: Returns the nodes that hold a row of a sample, the one whose mean is nearest
            first, given layer id and sample id; raises KeyError for a sample that is not there.
        attachments: Pictures beside the essay, by their path relative to it.
    """

    name: str
    settings: Exploration
    essay: str
    essay_path: str
    bundle: ExplorationBundle
    provenance: Provenance
    node_picture: Callable[[str, str], bytes] = no_picture
    contrast_picture: Callable[[str, str, str], TextPicture] = no_contrast
    channel_picture: Callable[[str, int], TextPicture] = no_channel
    nodes_of: Callable[[str, str], Sequence[int]] = no_nodes
    attachments: Mapping[str, bytes] = field(default_factory=dict)
