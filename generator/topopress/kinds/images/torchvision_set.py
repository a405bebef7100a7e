"""The pictures of a data set of torchvision."""

import hashlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from topopress.core.errors import DataError, suggestion
from topopress.kinds.images.decoding import UnreadablePicture, check_size, pixels_of
from topopress.kinds.images.numbered import Item, NumberedPictures, NumberedSettings
from topopress.kinds.images.settings import Torchvision
from topopress.kinds.named_files import files_digest

_PAIR = 2
_LONGEST = 300
_OTHER = {
    "ImageFolder": 'data.kind = "images"',
    "DatasetFolder": 'data.kind = "images"',
    "FakeData": 'data.kind = "npz"',
}
"""What reads folders and drawn pictures better."""


class TorchvisionPictures(NumberedPictures[Any]):
    """The pictures of a data set whose items are a picture and a class."""

    def __init__(self, settings: Torchvision, base: Path) -> None:
        """Name the data set; nothing is opened."""
        shared = NumberedSettings(settings.limit, settings.channels, settings.max_broken)
        part = settings.split or {True: "train", False: "test", None: ""}[settings.train]
        name = f"{settings.name} {part}".rstrip()
        super().__init__(shared, base, f"data.name: {settings.name!r}", name)
        self._settings, self._folder = settings, base / settings.folder

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return the SHA-256 of all files below the folder, without archives."""
        empty = not self._folder.is_dir() or not any(self._folder.iterdir())
        if self._settings.download and empty:
            self.count()  # torchvision downloads it
        if not self._folder.is_dir():
            raise DataError(
                f"data.folder: there is no folder {self._settings.folder!r}; the path is relative "
                "to the exploration.toml. With data.download = true torchvision makes it"
            )
        return files_digest(self._folder, "data.folder", hash_file)

    def open_set(self) -> Any:  # noqa: ANN401 - the library has no types
        """Return the data set of torchvision."""
        kind = _class_named(self._settings.name)
        arguments = _arguments(kind, self._settings)
        try:
            found = kind(str(self._folder), **arguments)
        except Exception as error:
            try:
                if not self._settings.download:
                    raise
                found = kind(str(self._folder), **arguments, download=True)
            except Exception as again:
                raise self._unreadable(again) from error
        self._require_pictures(found)
        return found

    def count(self) -> int:
        """Return the number of pictures."""
        return len(self.set)

    def item(self, number: int) -> Item:
        """Return a picture and its class."""
        try:
            image, target = self.set[number]
            check_size(*image.size)
            pixels = pixels_of(image, self.read_with)
        except UnreadablePicture:
            raise
        except Exception as error:  # a damaged file, read by whatever library
            reason = " ".join(str(error).split())[:_LONGEST]
            raise UnreadablePicture(f"{type(error).__name__}: {reason}") from error
        shape = f"{pixels.shape} ".encode()
        digest = hashlib.sha256(shape + pixels.tobytes()).hexdigest()
        return Item(digest, pixels, _label(self.set, target))

    def _unreadable(self, error: Exception) -> DataError:
        settings, reason = self._settings, " ".join(str(error).split())[:_LONGEST]
        hint = "" if settings.download else "; data.download = true lets torchvision download it"
        return DataError(
            f"data.folder: torchvision finds no {settings.name} in {settings.folder!r} "
            f"({type(error).__name__}: {reason}){hint}"
        )

    def _require_pictures(self, found: Any) -> None:  # noqa: ANN401
        """Refuse a data set whose items are something else than a picture and a class."""
        try:
            one = found[0]
        except Exception:  # that picture alone may be damaged
            return
        pair = isinstance(one, tuple | list) and len(one) == _PAIR
        if pair and isinstance(one[0], Image.Image) and isinstance(_plain(one[1]), int | str):
            return
        kinds = [type(each).__name__ for each in one] if pair else type(one).__name__
        listed = " and ".join(kinds) if isinstance(kinds, list) else kinds
        raise DataError(
            f"{self.where}: its items are {listed}. Only data sets that give a picture and its "
            "class can be used, so none for detection, segmentation, captions, pairs or films; "
            "data.kind = 'python' takes any"
        )


def _class_named(name: str) -> Any:  # noqa: ANN401
    from torchvision import datasets

    if name in _OTHER:
        raise DataError(f"data.name: {name!r} has no name of a data set in it; use {_OTHER[name]}")
    kinds = {each: getattr(datasets, each) for each in datasets.__all__}
    names = [n for n, kind in kinds.items() if isinstance(kind, type) and n not in _OTHER]
    if name not in names:
        raise DataError(f"data.name: torchvision has no data set {name!r}{suggestion(name, names)}")
    return kinds[name]


def _arguments(kind: Any, settings: Torchvision) -> dict[str, str | bool]:  # noqa: ANN401
    """Return the arguments that the settings name.

    Raises:
        DataError: the data set has no such argument.
    """
    known = {
        name for each in kind.__mro__[:-1] for name in inspect.signature(each.__init__).parameters
    }
    given = {"train": settings.train, "split": settings.split}
    for name, value in given.items():
        if value is not None and name not in known:
            has = [each for each in given if each in known]
            hint = f"; it has {has[0]}" if has else ""
            raise DataError(f"data.{name}: {settings.name} has no such argument{hint}")
    return {name: value for name, value in given.items() if value is not None}


def _label(found: Any, target: object) -> str | None:  # noqa: ANN401
    """Return the name of a class, if the data set has names, else the class as a text."""
    plain, names = _plain(target), getattr(found, "classes", None)
    if isinstance(plain, int) and isinstance(names, list | tuple) and 0 <= plain < len(names):
        return str(names[plain])
    return str(plain)


def _plain(target: object) -> object:
    """Return a class as torchvision gives it as a number or a text of Python."""
    item = getattr(target, "item", None)
    return item() if callable(item) and getattr(target, "ndim", 1) == 0 else target
