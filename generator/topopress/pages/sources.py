"""The frozen inputs of ``render_site``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from topopress.bundle.exploration import ExplorationBundle
from topopress.config.case_studies import CaseStudy, study_path
from topopress.config.glossary import NO_TERMS, GlossaryFile
from topopress.config.references import ReferencesFile
from topopress.config.schema import Exploration
from topopress.diagnosis.class_types import ClassFigures
from topopress.diagnosis.comparison_types import NetworkComparison
from topopress.diagnosis.overlay.types import LayerOverlay, LeftSamples
from topopress.diagnosis.report_types import NetworkReport
from topopress.diagnosis.training_types import TrainingStory
from topopress.diagnosis.types import Faces, Findings
from topopress.kinds.pictures import LayerSprites, PictureRequest, TextFigure
from topopress.kinds.words import KindWords
from topopress.network.types import NetworkInfo
from topopress.samples.types import Found, Sample, SkippedInput

PICTURE_ENDINGS = (".webp", ".png", ".jpg", ".jpeg", ".gif", ".svg")
"""File name endings of pictures beside an essay."""


@dataclass(frozen=True, slots=True)
class StageRecord:
    """The digest of a stage's result."""

    stage: Annotated[str, "Name of the stage, such as mapper."]
    subject: Annotated[str, "Its subject, such as a layer; empty for the whole exploration."]
    digest: Annotated[str, "SHA-256 of the result, as hexadecimal digits."]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an exploration comes from. Holds no time and no path, so pages are reproducible.

    Attributes:
        network: The network that the samples were shown to; None where there is none.
        n_origins: What the samples are taken from, such as files, counted.
        found: Everything that the data source found, counted; None where it counts nothing.
        notices: What an author should know of the data.
        stages: One record per stage and subject, in the order they ran.
        versions: Version of each library by its name.
    """

    network: NetworkInfo | None
    n_samples: int
    n_origins: int
    skipped: tuple[SkippedInput, ...]
    stages: tuple[StageRecord, ...]
    versions: Mapping[str, str]
    settings_toml: str
    found: Found | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ClassSources:
    """The input of the pages of classes.

    Attributes:
        classes: The classes that have a page.
        sprites: The pictures of each layer's nodes and exemplars that these show.
        least: Samples that a class with a page has at least.
        answers: Name of the column of labels with the network's answers; empty where there is none.
    """

    classes: tuple[ClassFigures, ...]
    sprites: tuple[LayerSprites, ...]
    least: int
    answers: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class AnomalySource:
    """What is worth a look in the data: the findings, the samples, and how some of these look."""

    findings: Findings
    samples: tuple[Sample, ...]
    faces: Faces | None


@dataclass(frozen=True, slots=True, eq=False)
class OverlaySource:
    """New data over the graphs of an exploration.

    Attributes:
        layers: What the new rows say in each layer, in the order of the network.
        left: The new samples that fit nowhere.
        samples: The new samples.
        own: The samples of the graphs.
        faces: How some of the new samples look; None if they are ids.
    """

    layers: tuple[LayerOverlay, ...]
    left: LeftSamples
    samples: tuple[Sample, ...]
    own: tuple[Sample, ...]
    faces: Faces | None


@dataclass(frozen=True, slots=True, eq=False)
class PageSource:
    """The input of the pages of one exploration.

    Attributes:
        name: Folder name of the exploration.
        essay: The author's Markdown.
        essay_path: Where the essay lies, for messages.
        words: What pages say about its kind of samples.
        sample_ids: Id of each sample, in the order of ``LayerView.sample_offsets``.
        pictures: The figures that ``needs_of`` lists, of all articles; empty until they are made.
        attachments: The files beside the essay that it names, by their path relative to it.
        references: The works that the essay can cite; None where there is no file of them.
        glossary: The terms that the site defines.
        classes: The classes that have pages; None where none are asked for.
        report: The report on its network; None where the settings ask for none.
        anomalies: What is worth a look in the data; None where nothing asks for it.
        comparisons: Those with the networks of other explorations, by their names.
        overlay: New data over its graphs; None without any.
        story: What forms along the training of its network; None without checkpoints.
    """

    name: str
    settings: Exploration
    essay: str
    essay_path: str
    bundle: ExplorationBundle
    provenance: Provenance
    words: KindWords
    sample_ids: tuple[str, ...] = ()
    pictures: Mapping[PictureRequest, TextFigure] = field(default_factory=dict)
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    references: ReferencesFile | None = None
    glossary: GlossaryFile = NO_TERMS
    classes: ClassSources | None = None
    report: NetworkReport | None = None
    anomalies: AnomalySource | None = None
    comparisons: Mapping[str, NetworkComparison] = field(default_factory=dict)
    overlay: OverlaySource | None = None
    story: TrainingStory | None = None

    @property
    def path(self) -> str:
        """Path of its folder below the site's root."""
        return self.name

    @property
    def has_classes(self) -> bool:
        """Whether there are pages of classes."""
        return self.classes is not None and bool(self.classes.classes)

    @property
    def own(self) -> str:
        """The exploration that is meant where its essay names none: itself."""
        return self.name

    @property
    def draws_on(self) -> None:
        """Its essay may name all explorations."""


@dataclass(frozen=True, slots=True, eq=False)
class StudySource:
    """The input of the page of one case study.

    Attributes:
        name: Folder name of the case study.
        essay: The author's Markdown.
        essay_path: Where the essay lies, for messages.
        attachments: The files beside the essay that it names, by their path relative to it.
        references: The works that the essay can cite; None where there is no file of them.
        glossary: The terms that the site defines.
    """

    name: str
    settings: CaseStudy
    essay: str
    essay_path: str
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    references: ReferencesFile | None = None
    glossary: GlossaryFile = NO_TERMS

    @property
    def path(self) -> str:
        """Path of its folder below the site's root."""
        return study_path(self.name)

    @property
    def own(self) -> str:
        """The exploration that is meant where its essay names none."""
        return self.settings.only_exploration

    @property
    def draws_on(self) -> tuple[str, ...]:
        """The explorations that its essay may name."""
        return self.settings.explorations


ArticleSource = PageSource | StudySource
