"""Texts and words of one file as samples: labels, metadata, and what the settings leave out."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.texts.choosing import Choice, Labelled
from topopress.kinds.texts.columns import (
    Cut,
    Features,
    cell,
    further_columns,
    require_column,
)
from topopress.kinds.texts.naming import text_digest
from topopress.kinds.texts.settings import TextData
from topopress.kinds.texts.types import Account, Candidate, TextSource
from topopress.samples.broken import refuse_too_many
from topopress.samples.labels import clean_text, label_notices, shown
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.types import Found, Sample, Survey

FORM = "form"
"""Column of the metadata that every word has."""


class FileTexts(TextSource):
    """What texts and words have in common."""

    what: str
    """What is counted."""
    none: str | None = None
    """What a cell has that says nothing."""

    def __init__(self, settings: TextData, base: Path) -> None:
        """Name the file; relative paths start from ``base``."""
        key = "name" if isinstance(settings, HuggingFaceData) else "file"
        named = str(getattr(settings, key))
        self.file, self.name = base / named, shown(named)
        self.where = f"data.{key}: {self.name!r}"
        self._settings = settings
        self._texts: dict[str, str] = {}

    @abstractmethod
    def read(self, account: Account) -> Iterator[Candidate]:
        """Yield what may become a sample, and account for the rest of the file.

        Raises:
            DataError: It cannot be read or is malformed.
        """

    @property
    @abstractmethod
    def default_label(self) -> str:
        """Column of the label where the settings name none and there is such a column."""

    def choice(self, seed: int) -> Choice:
        """Return what chooses the samples as the settings say: here all."""
        return Choice(None, None, seed)

    def cut(self) -> Cut:
        """Return what leaves the columns that the settings name."""
        settings = self._settings
        return Cut((self.default_label, *settings.columns), settings.label)

    def survey(self, *, seed: int, progress: Progress = SILENT) -> Survey:
        """List all samples. What is not chosen is read and let go."""
        settings, account, choice = self._settings, Account(), self.choice(seed)
        label, named = settings.label or self.default_label, self._named_columns()
        features = [Features(column, setting) for column, setting in named]
        for candidate in self.read(account):
            choice.take(candidate, cell(candidate.entry, label, none=self.none))
            for each in features:
                each.look(candidate.entry)
        self._check(choice.listed, account, named, features)
        chosen = choice.chosen(self.name)
        samples = self._samples(chosen)
        self._texts |= {candidate.origin: candidate.text for candidate, _ in chosen}
        found = Found(
            f"{self.what} in {self.name!r}",
            len(chosen),
            len(account.skipped),
            not_drawn=choice.kept - len(chosen),
            not_kept=choice.listed - choice.kept,
            others=dict(account.others),
        )
        notices = (*account.notices, *label_notices(choice.written))
        return Survey.of(samples, account.skipped, found, notices)

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return the SHA-256 of the file."""
        Utf8File(self.file, self.where).require()
        try:
            return hash_file(self.file)
        except OSError as error:
            raise DataError(f"{self.where}: cannot be read ({error.strerror})") from error

    def text(self, sample: Sample) -> str:
        """Return the text of a sample; the file is read again only for one not surveyed here."""
        if sample.origin not in self._texts:
            self._texts = {each.origin: each.text for each in self.read(Account())}
        text = self._texts.get(sample.origin)
        if text is None or text_digest(text) != sample.digest:
            raise DataError(
                f"{self.where}, {sample.origin}: changed since this build began; run the build "
                "again"
            )
        return text

    def refuse_columns(self) -> None:
        """Refuse settings that name columns, for a file of lines.

        Raises:
            DataError: With the setting.
        """
        for setting in ("label", "columns", "numbers", "keep"):
            if getattr(self._settings, setting, None):
                raise DataError(
                    f"data.{setting}: {self.name!r} is a file of lines, which has no columns; "
                    "leave it out, or write a .csv, .tsv or .jsonl table"
                )

    def _named_columns(self) -> list[tuple[str, str]]:
        """Return the columns that the settings name, each with its setting."""
        settings = self._settings
        label = [(settings.label, "data.label")] if settings.label else []
        return [*label, *((column, "data.columns") for column in settings.columns)]

    def _check(
        self,
        n_listed: int,
        account: Account,
        named: Sequence[tuple[str, str]],
        features: Sequence[Features],
    ) -> None:
        """Refuse a file without what the settings name, or with too much that cannot be used."""
        if not n_listed and not account.skipped:
            raise DataError(f"{self.where} holds no {self.what}")
        for (column, setting), of_column in zip(named, features, strict=True):
            require_column(column, account.columns, setting, self.name)
            of_column.require()
        most = self._settings.max_broken
        refuse_too_many(n_listed, account.skipped, self.what, most, self.where)

    def _samples(self, chosen: Sequence[Labelled]) -> list[Sample]:
        digests: dict[str, str] = {}
        columns = tuple(dict.fromkeys(self._settings.columns))
        entries = [candidate.entry for candidate, _ in chosen]
        metadata = further_columns(
            entries, columns, self._settings.numbers, where=self.where, none=self.none
        )
        samples = []
        for (c, label), further in zip(chosen, metadata, strict=True):
            digest = digests.get(c.origin) or digests.setdefault(c.origin, text_digest(c.text))
            described = {**_form(c.text, c.part), **further}
            samples.append(Sample(c.id, c.origin, label, digest, c.part, described))
        return samples


def _form(text: str, part: tuple[int, ...]) -> dict[str, str]:
    """Return the form of a word in small letters, by which rows are grouped; {} for a text."""
    return {FORM: clean_text(text[part[0] : part[1]]).lower()} if part else {}
