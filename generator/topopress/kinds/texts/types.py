"""What the readers of texts hand over, and a source of texts."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
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
        text: The text; of a word, that of its sentence.
    """

    id: str
    origin: str
    part: tuple[int, ...]
    entry: Entry
    text: str


@dataclass(slots=True)
class Account:
    """What is to be said of a file beside its candidates; complete once it is read to its end.

    Attributes:
        skipped: What cannot be used.
        others: What is counted and never a sample, by its kind.
        notices: What an author should know.
        columns: Names of all columns, in their order.
    """

    skipped: list[SkippedInput] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
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
            DataError: The file cannot be read.
        """

    @abstractmethod
    def text(self, sample: Sample) -> str:
        """Return the text of a sample: for a word, its whole sentence.

        Raises:
            DataError: The file has changed since the samples were listed.
        """
