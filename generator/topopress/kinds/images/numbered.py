"""Pictures that a library gives by their number, with label and further columns."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import seed_for
from topopress.kinds.images.channels import COLOURS, GREY, READ_AS, require_channels
from topopress.kinds.images.decoding import UnreadablePicture
from topopress.kinds.images.files import sample_id
from topopress.kinds.images.types import PictureSource
from topopress.samples.broken import refuse_too_many
from topopress.samples.labels import clean_label, label_notices, shown
from topopress.samples.tables.metadata import metadata_of
from topopress.samples.tables.types import Entry
from topopress.samples.types import Found, Sample, SkippedInput, Survey

Set = TypeVar("Set")


@dataclass(frozen=True, slots=True)
class NumberedSettings:
    """The settings that all such sources have, with the values of theirs."""

    limit: int | None
    channels: int | None
    max_broken: float
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A picture: digest, pixels (height, width, n_channels), label, further columns as texts."""

    digest: str
    pixels: Uint8
    label: str | None
    cells: Mapping[str, str] = field(default_factory=dict)


class NumberedPictures(PictureSource, Generic[Set]):
    """The pictures of a data set; their origins are ``NAME[i]``."""

    def __init__(self, settings: NumberedSettings, base: Path, where: str, name: str) -> None:
        """Name the data set; ``where`` is the place in the settings, for messages."""
        self._numbered, self._base = settings, base
        self.where, self.name = where, name

    @abstractmethod
    def open_set(self) -> Set:
        """Return the data set; called once.

        Raises:
            DataError: there is none, or it is of another kind.
        """

    @abstractmethod
    def count(self) -> int:
        """Return the number of pictures."""

    @abstractmethod
    def item(self, number: int) -> Item:
        """Return a picture.

        Raises:
            UnreadablePicture: it cannot be used.
        """

    def check(self, number: int) -> None:
        """Refuse a picture that cannot be decoded, before ``item`` decodes it in this process.

        Raises:
            UnreadablePicture: it cannot be used.
        """

    @abstractmethod
    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return a text that changes with the content of the data set."""

    @cached_property
    def set(self) -> Set:
        """The data set."""
        return self.open_set()

    @property
    def read_with(self) -> int:
        """Number of channels with which pictures are read."""
        return self._numbered.channels or COLOURS

    def require_channels(self, takes: int) -> None:
        """Refuse a network that takes other channels."""
        own = self._numbered.channels
        can = (COLOURS, GREY) if own is None else READ_AS[own]
        require_channels(can, takes, self.where, files=True)

    def survey(self, *, seed: int, progress: Progress = SILENT) -> Survey:
        """Decode every picture that is drawn once, and return those that can be used."""
        numbers, settings = self._drawn(seed), self._numbered
        samples: list[Sample] = []
        entries: list[Entry] = []
        skipped: list[SkippedInput] = []
        written: list[str | None] = []
        progress.start("checking pictures", len(numbers))
        for number in numbers:
            origin = f"{self.name}[{number}]"
            try:
                self.check(number)
                item = self.item(number)
                label = clean_label(item.label)
                samples.append(Sample(sample_id(origin), origin, label, item.digest))
                entries.append(Entry(number, item.cells))
                written.append(item.label)
            except UnreadablePicture as error:
                skipped.append(SkippedInput(shown(origin), shown(str(error))))
            progress.advance()
        progress.finish()
        refuse_too_many(len(samples), skipped, "pictures", settings.max_broken, self.where)
        metadata = metadata_of(entries, settings.numbers, self.where, texts=())
        described = [
            Sample(s.id, s.origin, s.label, s.digest, s.part, further)
            for s, further in zip(samples, metadata, strict=True)
        ]
        left_out = self.count() - len(numbers)
        found = Found(f"pictures in {self.name}", len(samples), len(skipped), not_drawn=left_out)
        return Survey.of(described, skipped, found, tuple(label_notices(written)))

    def load(self, sample: Sample) -> tuple[str, Uint8]:
        """Return the digest and the pixels of a picture."""
        number = int(sample.origin.removesuffix("]").rpartition("[")[2])
        try:
            item = self.item(number)
        except (UnreadablePicture, IndexError) as error:
            raise DataError(f"{sample.origin}: {error}; run the build again") from error
        return item.digest, item.pixels

    def _drawn(self, seed: int) -> list[int]:
        """Return the numbers of the pictures whose hashes are smallest, in their order."""
        limit, n_pictures = self._numbered.limit, self.count()
        if not n_pictures:
            raise DataError(f"{self.where}: there is no picture in {self.name}")
        if limit is None or limit >= n_pictures:
            return list(range(n_pictures))
        return sorted(sorted(range(n_pictures), key=lambda k: seed_for(seed, "limit", k))[:limit])
