"""The texts of an exploration, from any data source."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from topopress.core.errors import DataError
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.huggingface.texts import HuggingFaceTexts
from topopress.kinds.texts.choosing import Choice
from topopress.kinds.texts.columns import NONE
from topopress.kinds.texts.conllu import conllu_words
from topopress.kinds.texts.settings import TextData, Texts, Tokens
from topopress.kinds.texts.source import FileTexts
from topopress.kinds.texts.types import Account, Candidate, TextSource
from topopress.kinds.texts.whole_texts import (
    TABLES,
    line_texts,
    marked,
    table_texts,
    whole,
)
from topopress.kinds.texts.word_table import WordTable
from topopress.samples.tables.entries import LABEL
from topopress.store.canonical import sha256_of_file

# Raise it whenever the same file would give other samples or other texts.
DATA_VERSION = 1
_LINES, _CONLLU = ".txt", ".conllu"


def open_texts(settings: TextData, *, base: Path) -> TextSource:
    """Return the texts of a data source; relative paths start from ``base``."""
    if isinstance(settings, HuggingFaceData):
        return HuggingFaceTexts(settings, base)
    if isinstance(settings, Texts):
        return WholeTexts(settings, base)
    return WordsInContext(settings, base)


def inputs_digest(
    settings: TextData, *, base: Path, hash_file: Callable[[Path], str] = sha256_of_file
) -> str:
    """Return a SHA-256 of the file's content.

    It covers our reader's version too, but not the settings themselves. ``hash_file`` returns a
    file's SHA-256; the store's own remembers files that did not change.

    Raises:
        DataError: The file cannot be read.
    """
    content = open_texts(settings, base=base).digest(hash_file)
    return hashlib.sha256(f"{DATA_VERSION} {content}".encode()).hexdigest()


class WholeTexts(FileTexts):
    """Texts, each a sample."""

    place = "whole"
    what = "texts"
    default_label = LABEL

    def __init__(self, settings: Texts, base: Path) -> None:
        super().__init__(settings, base)
        self._text = settings.text

    def read(self, account: Account) -> Iterator[Candidate]:
        """Return the texts of the file."""
        suffix = self.file.suffix.lower()
        if suffix == _LINES:
            self.refuse_columns()
            return line_texts(self.file, self.where, whole, account)
        if suffix not in TABLES:
            raise _wrong_ending(self.where, (_LINES, *TABLES))
        return table_texts(self.file, self.name, self._text, whole, self.cut(), account)


class WordsInContext(FileTexts):
    """Words in sentences, each a sample."""

    place = "span"
    what = "words"
    none = NONE

    def __init__(self, settings: Tokens, base: Path) -> None:
        super().__init__(settings, base)
        self._tokens = settings

    @property
    def default_label(self) -> str:
        """``upos`` in CoNLL-U, else ``label``."""
        return "upos" if self.file.suffix.lower() == _CONLLU else LABEL

    def read(self, account: Account) -> Iterator[Candidate]:
        """Return the words of the file."""
        suffix = self.file.suffix.lower()
        if suffix in TABLES:
            return self._read_table(account)
        for name in ("text", "sentence", "form"):
            if getattr(self._tokens, name) is not None:
                raise DataError(
                    f"data.{name}: names a column of a table, and {self.name!r} is none; leave it "
                    "out"
                )
        if suffix == _CONLLU:
            return conllu_words(self.file, self.where, self.cut(), account)
        if suffix == _LINES:
            self.refuse_columns()
            return line_texts(self.file, self.where, marked, account)
        raise _wrong_ending(self.where, (_CONLLU, *TABLES, _LINES))

    def choice(self, seed: int) -> Choice:
        """Return what chooses by ``keep`` and ``limit``."""
        return Choice(self._tokens.keep, self._tokens.limit, seed)

    def _read_table(self, account: Account) -> Iterator[Candidate]:
        settings = self._tokens
        if settings.text is not None and settings.sentence is None and settings.form is None:
            return table_texts(self.file, self.name, settings.text, marked, self.cut(), account)
        if settings.text is not None or settings.sentence is None or settings.form is None:
            raise DataError(
                f"{self.where} is a table: name the columns data.sentence and data.form where each "
                "line is a word, or data.text where each line is a sentence with a marked word"
            )
        table = WordTable(self.file, self.name, settings.sentence, settings.form, self.cut())
        return table.words(account)


def _wrong_ending(where: str, endings: Sequence[str]) -> DataError:
    return DataError(f"{where} ends in none of {', '.join(endings)}")
