"""What the pages are made from: the frozen inputs of ``render_site``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from topopress.bundle.exploration import ExplorationBundle
from topopress.config.schema import Exploration
from topopress.network.types import NetworkInfo
from topopress.pages.pictures import PictureRequest, TextPicture
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
        sample_ids: Id of each sample, in the order of ``LayerView.sample_offsets``.
        pictures: The pictures that ``needs_of`` lists; empty until they are made.
        attachments: Pictures beside the essay, by their path relative to it.
    """

    name: str
    settings: Exploration
    essay: str
    essay_path: str
    bundle: ExplorationBundle
    provenance: Provenance
    sample_ids: tuple[str, ...] = ()
    pictures: Mapping[PictureRequest, TextPicture] = field(default_factory=dict)
    attachments: Mapping[str, bytes] = field(default_factory=dict)
