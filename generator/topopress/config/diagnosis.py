"""What is looked for in the data, the layers and the network of an exploration."""

from typing import Annotated

from pydantic import Field

from topopress.config.articles import ArticleSettings
from topopress.config.base import Name, Settings

MOST_LISTED = 1_000
"""Cards of a list at most."""


class Anomalies(Settings):
    """Lists of what is worth a look in the data; `anomalies = true` takes all defaults."""

    listed: Annotated[int, Field(ge=1, le=MOST_LISTED)] = Field(
        40, description="Cards of each list on the page at most; the CSV and JSON files have all."
    )
    false_pairs: Annotated[float, Field(gt=0, le=100)] = Field(
        1.0,
        description="Pairs in 1,000 samples that may be listed as near duplicates although they "
        "are none; fewer lists fewer pairs.",
    )
    split: Name | None = Field(
        None,
        description="The column of the samples' metadata that names their split, such as train "
        "and test: near duplicates in two splits are named first.",
    )


class ClassPages(Settings):
    """A page for each class of the data; `class_pages = true` takes all defaults."""

    least: Annotated[int, Field(ge=1)] = Field(
        10,
        description="Samples at least that have the label, or that the network answers with the "
        "class; smaller classes get no page.",
    )


class Report(Settings):
    """What each layer does, and which does nothing; `report = true` takes all defaults."""

    samples: Annotated[int, Field(ge=50, le=20_000)] = Field(
        3_000, description="Samples at most that layers are measured on, drawn by the seed."
    )
    tests: Annotated[int, Field(ge=0, le=20_000)] = Field(
        1_000,
        description="Samples at most with which blocks are skipped and replaced, beside 400 on "
        "which linear maps are fitted; 0 switches this off. Each block takes about half a forward "
        "pass of each of them for either test.",
    )
    blocks: tuple[Name, ...] = Field(
        (),
        description="The modules that are skipped and replaced. By default the outermost modules "
        "of a class that the network has at least twice, such as its residual blocks.",
    )


class DiagnosisSettings(ArticleSettings):
    """The settings of an exploration that ask for a diagnosis."""

    anomalies: Anomalies | bool = Field(
        False, description="Whether to list what is worth a look in the data, and how."
    )

    class_pages: ClassPages | bool = Field(
        False,
        description="Whether to make a page for each class of the data: each label, and each "
        "further class that the network answers with.",
    )

    @property
    def wanted_classes(self) -> ClassPages | None:
        """Which classes get a page; None if none do."""
        if isinstance(self.class_pages, bool):
            return ClassPages() if self.class_pages else None
        return self.class_pages

    report: Report | bool = Field(
        False, description="Whether to publish a report on the network and its layers, and how."
    )

    compare: tuple[Name, ...] = Field(
        (),
        description="Names of explorations over the same samples whose networks this one is "
        "compared with, such as another seed or checkpoint; each gets a page, and keeps means "
        "(`report = true`).",
    )

    @property
    def wanted_report(self) -> Report | None:
        """How the report on the network is made; None if there is none."""
        if isinstance(self.report, bool):
            return Report() if self.report else None
        return self.report

    @property
    def listed_anomalies(self) -> Anomalies | None:
        """How anomalies are listed; None if they are not."""
        if isinstance(self.anomalies, bool):
            return Anomalies() if self.anomalies else None
        return self.anomalies

    @property
    def asks_for_means(self) -> bool:
        """Whether the mean of each sample is kept beside its rows."""
        wanted = self.listed_anomalies, self.wanted_report
        return bool(self.compare) or any(each is not None for each in wanted)
