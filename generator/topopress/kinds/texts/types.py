"""What the readers of texts hand over, and a source of texts."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from topopress.core.progress import SILENT, Progress
from topopress.network.types import Place
from topopress.samples.tables.types import Entry
from topopress.samples.types import Sample, SkippedInput, Survey


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text, or a word of one, that may become a sample.

    Attributes:
        id: See ``Sample``; ids in order keep the words of a sentence together and in order.
        origin: Where the text stands, such as the id of its sentence.
        part: First and one-after-last character of the word; empty for the whole text.
        entry: Line and columns.
    """

    id: str
    origin: str
    part: tuple[int, ...]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds, before the settings choose from it.

    Attributes:
        texts: The texts, by origin.
        candidates: Everything that may become a sample.
        skipped: What cannot be used.
        others: What is counted and never a sample, by its kind.
        notices: What an author should know.
        columns: Names of all columns, in their order.
    """

    texts: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    skipped: tuple[SkippedInput, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class TextSource(ABC):
    """The texts of a data source: lists the samples and gives back their texts."""

    place: Place
    """Place of the rows: ``whole`` for texts, ``span`` for words."""

    @abstractmethod
    def survey(self, *, seed: int, progress: Progress = SILENT) -> Survey:
        """List all samples; what cannot be used is skipped and named. The seed draws limits.

        Raises:
            DataError: There are none, too many cannot be used, or the file is malformed.
        """

    @abstractmethod
    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return a text that changes with the content of the file.

        Raises:
            DataError: The file cannot be read or is malformed.
        """

    @abstractmethod
    def text(self, sample: Sample) -> str:
        """Return the text of a sample: for a word, its whole sentence.

        Raises:
            DataError: The file has changed since the samples were listed.
        """
