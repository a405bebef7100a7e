"""The pictures of a data set of Hugging Face."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from topopress.core.errors import DataError
from topopress.kinds.huggingface.columns import cells_of, label_column, require_columns
from topopress.kinds.huggingface.opening import content_digest, library, open_dataset
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.images.decoder_process import check
from topopress.kinds.images.decoding import (
    MAX_BYTES,
    UnreadablePicture,
    decode,
    read_file,
)
from topopress.kinds.images.numbered import Item, NumberedPictures, NumberedSettings


class HuggingFacePictures(NumberedPictures[Any]):
    """The pictures of a column; their bytes are decoded within our own limits."""

    def __init__(self, settings: HuggingFaceData, base: Path) -> None:
        """Name the data set; nothing is opened."""
        shared = NumberedSettings(
            settings.limit, settings.channels, settings.max_broken, settings.numbers
        )
        name = settings.name.rstrip("/").rpartition("/")[2]
        super().__init__(shared, base, f"data.name: {settings.name!r}", f"{name} {settings.split}")
        self._settings = settings

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return a text that changes with the content of the data set."""
        return content_digest(self._settings, self._base, hash_file)

    def open_set(self) -> Any:  # noqa: ANN401 - the library has no types
        """Return the data set with the pictures of a column as they are stored."""
        found = open_dataset(self._settings, self._base)
        require_columns(self._settings, found.column_names)
        column, image = self._settings.image or "", library().Image
        if not isinstance(found.features[column], image):
            raise DataError(
                f"data.image: the column {column!r} of {self._settings.name!r} holds no pictures, "
                f"but {found.features[column]}"
            )
        return found.cast_column(column, image(decode=False))

    def count(self) -> int:
        """Return the number of rows."""
        return len(self.set)

    def check(self, number: int) -> None:
        """Decode a picture where its decoder may crash."""
        check(_content(self.set[number][self._settings.image]), self.read_with)

    def item(self, number: int) -> Item:
        """Return the picture of a row."""
        row, settings = self.set[number], self._settings
        label = label_column(settings, self.set.column_names)
        columns = [*settings.columns, *([label] if label else [])]
        cells = cells_of(row, columns, self.set.features, f"{self.where}, row {number}")
        content = _content(row[settings.image])
        return Item(
            digest=hashlib.sha256(content).hexdigest(),
            pixels=decode(content, self.read_with),
            label=cells.get(label) if label else None,
            cells={column: cells[column] for column in settings.columns if column in cells},
        )


def _content(picture: Any) -> bytes:  # noqa: ANN401
    """Return the bytes of a file of a picture."""
    if picture is None:
        raise UnreadablePicture("there is no picture")
    content = picture["bytes"]
    if content is None:
        return read_file(Path(picture["path"]).resolve())
    if not 0 < len(content) <= MAX_BYTES:
        raise UnreadablePicture(f"{len(content):,} bytes; 1 to {MAX_BYTES:,} are allowed")
    return bytes(content)
