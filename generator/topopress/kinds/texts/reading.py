"""The texts of an exploration, from any data source."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from topopress.core.errors import DataError
from topopress.kinds.texts.columns import NONE
from topopress.kinds.texts.conllu import conllu_contents
from topopress.kinds.texts.settings import TextData, Texts, Tokens
from topopress.kinds.texts.source import FileTexts, limited, matching
from topopress.kinds.texts.types import Contents, TextSource
from topopress.kinds.texts.whole_texts import (
    TABLES,
    line_contents,
    marked,
    table_contents,
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
    return (
        WholeTexts(settings, base)
        if isinstance(settings, Texts)
        else WordsInContext(settings, base)
    )


def inputs_digest(
    settings: TextData, *, base: Path, hash_file: Callable[[Path], str] = sha256_of_file
) -> str:
    """Return a SHA-256 of the file's content, which is read once to know its mistakes.

    It covers our reader's version too, but not the settings themselves. ``hash_file`` returns a
    file's SHA-256; the store's own remembers files that did not change.

    Raises:
        DataError: The file cannot be read, is malformed, or lacks a column.
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

    def read(self) -> Contents:
        """Return the texts of the file."""
        suffix = self.file.suffix.lower()
        if suffix == _LINES:
            self.refuse_columns()
            return line_contents(self.file, self.where, whole)
        if suffix not in TABLES:
            raise _wrong_ending(self.where, (_LINES, *TABLES))
        return table_contents(self.file, self.name, self._text, whole, self.cut())


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

    def read(self) -> Contents:
        """Return the words of the file."""
        suffix = self.file.suffix.lower()
        if suffix in TABLES:
            return self._read_table()
        for name in ("text", "sentence", "form"):
            if getattr(self._tokens, name) is not None:
                raise DataError(
                    f"data.{name}: names a column of a table, and {self.name!r} is none; leave it "
                    "out"
                )
        if suffix == _CONLLU:
            return conllu_contents(self.file, self.where, self.cut())
        if suffix == _LINES:
            self.refuse_columns()
            return line_contents(self.file, self.where, marked)
        raise _wrong_ending(self.where, (_CONLLU, *TABLES, _LINES))

    def kept(self, labels: Sequence[str | None]) -> list[int]:
        """Return the words whose label ``keep`` matches."""
        if self._tokens.keep is None:
            return super().kept(labels)
        return matching(labels, self._tokens.keep, self.name)

    def drawn(self, ids: Sequence[str], kept: list[int], seed: int) -> list[int]:
        """Return at most ``limit`` of the words."""
        if self._tokens.limit is None:
            return super().drawn(ids, kept, seed)
        return limited(ids, kept, self._tokens.limit, seed)

    def _read_table(self) -> Contents:
        settings = self._tokens
        if settings.text is not None and settings.sentence is None and settings.form is None:
            return table_contents(self.file, self.name, settings.text, marked, self.cut())
        if settings.text is not None or settings.sentence is None or settings.form is None:
            raise DataError(
                f"{self.where} is a table: name the columns data.sentence and data.form where each "
                "line is a word, or data.text where each line is a sentence with a marked word"
            )
        table = WordTable(self.file, self.name, settings.sentence, settings.form, self.cut())
        return table.contents()


def _wrong_ending(where: str, endings: Sequence[str]) -> DataError:
    return DataError(f"{where} ends in none of {', '.join(endings)}")
