"""The texts of a data set of Hugging Face."""

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from topopress.core.errors import DataError
from topopress.kinds.huggingface.columns import cells_of, label_column, require_columns
from topopress.kinds.huggingface.opening import content_digest, open_dataset
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.texts.choosing import Choice
from topopress.kinds.texts.source import FileTexts
from topopress.kinds.texts.types import Account, Candidate
from topopress.kinds.texts.whole_texts import taken_texts, whole
from topopress.samples.tables.entries import LABEL
from topopress.samples.tables.types import Entry


class HuggingFaceTexts(FileTexts):
    """The texts of a column, each a sample."""

    place = "whole"
    what = "texts"
    default_label = LABEL

    def __init__(self, settings: HuggingFaceData, base: Path) -> None:
        """Name the data set; nothing is opened."""
        super().__init__(settings, base)
        self._base, self._named = base, settings

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return a text that changes with the content of the data set."""
        return content_digest(self._named, self._base, hash_file)

    def choice(self, seed: int) -> Choice:
        """Return what chooses by ``limit``."""
        return Choice(None, self._named.limit, seed)

    def read(self, account: Account) -> Iterator[Candidate]:
        """Return the texts of the column."""
        account.columns = tuple(self._set.column_names)
        return taken_texts(self._entries(), self._named.text or "", whole, self.cut(), account)

    @cached_property
    def _set(self) -> Any:  # noqa: ANN401 - the library has no types
        found = open_dataset(self._named, self._base)
        require_columns(self._named, found.column_names)
        return found

    def _entries(self) -> Iterator[Entry]:
        settings, text = self._named, self._named.text or ""
        label = label_column(settings, self._set.column_names)
        columns = list(dict.fromkeys([text, *settings.columns, *([label] if label else [])]))
        for number, row in enumerate(self._set.select_columns(columns)):
            where = f"data.name: {settings.name!r}, row {number}"
            cells = cells_of(row, columns, self._set.features, where)
            if type(cells.get(text, "")) is not str:
                raise DataError(f"{where}: {text!r} must be a text")
            yield Entry(number + 1, {text: "", **cells})
