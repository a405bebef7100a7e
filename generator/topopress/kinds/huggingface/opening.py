"""Opens a data set of Hugging Face, from a folder or the hub, without surprises on the network.

The library is imported by name here alone, since it is optional and no stage's results depend on
its version: what it gives is checked by digests.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from topopress.core.errors import DataError, suggestion
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.named_files import files_digest
from topopress.network.hub import offline
from topopress.samples.labels import shown

_STATE, _SPLITS = "state.json", "dataset_dict.json"
_COMMIT = re.compile(r"[0-9a-f]{40}")
_LONGEST = 300


def library() -> Any:  # noqa: ANN401 - it has no types
    """Return the library.

    Raises:
        DataError: it is not installed.
    """
    try:
        return import_module("datasets")
    except ImportError as error:
        raise DataError(
            "data.kind: data sets of Hugging Face need the package 'datasets', which is not "
            f"installed ({error}); run `pip install topopress[datasets]`"
        ) from error


def content_digest(settings: HuggingFaceData, base: Path, hash_file: Callable[[Path], str]) -> str:
    """Return a text that changes with the content of a data set.

    For a folder it is made of the names and contents of all its files, for a data set of the hub
    of the commit and the names and sizes of its files.

    Raises:
        DataError: there is no such data set.
    """
    if (folder := base / settings.name).is_dir():
        # The state names the data by a number that differs between equal copies.
        return files_digest(folder, "data.name", hash_file, without=lambda name: name == _STATE)
    if _COMMIT.fullmatch(settings.revision or ""):
        return repr((settings.name, settings.config, settings.revision))
    found = _of_hub(settings)
    files = sorted((name, str(size)) for name, size in (found.download_checksums or {}).items())
    if not files:
        files = [("arrow", hash_file(Path(each["filename"]))) for each in found.cache_files]
    return hashlib.sha256(repr((settings.name, settings.config, files)).encode()).hexdigest()


def open_dataset(settings: HuggingFaceData, base: Path) -> Any:  # noqa: ANN401
    """Return the split of the data set that the settings name, with its rows by number.

    Raises:
        DataError: there is none.
    """
    folder = base / settings.name
    if not folder.is_dir():
        return _of_hub(settings)
    datasets = library()
    saved = (folder / _STATE).is_file() or (folder / _SPLITS).is_file()
    with _said(f"data.name: {settings.name!r} cannot be read"), connected(datasets, allowed=False):
        if not saved:
            return datasets.load_dataset(str(folder), settings.config, split=settings.split)
        found = datasets.load_from_disk(str(folder))
    if isinstance(found, datasets.Dataset):
        if settings.split != "train":
            raise DataError(
                f"data.split: {settings.name!r} is a saved data set without splits; leave it out"
            )
        return found
    if settings.split not in found:
        raise DataError(
            f"data.split: {settings.name!r} has no split {settings.split!r}"
            f"{suggestion(settings.split, found)} (splits: {', '.join(found)})"
        )
    return found[settings.split]


def _of_hub(settings: HuggingFaceData) -> Any:  # noqa: ANN401
    datasets, name = library(), settings.name
    hint = (
        "it is neither a folder here nor in the hub's cache on this machine; set data.download = "
        "true to download it"
    )
    if settings.download:
        hint = "it is no folder here, and the hub does not give it"
    with (
        _said(f"data.name: {name!r} cannot be read: {hint}"),
        connected(datasets, allowed=settings.download),
    ):
        return datasets.load_dataset(
            name, settings.config, split=settings.split, revision=settings.revision
        )


@contextmanager
def connected(datasets: Any, *, allowed: bool) -> Iterator[None]:  # noqa: ANN401
    """Keep the library from the network inside the block, unless it is allowed."""
    if allowed:
        yield
        return
    before = datasets.config.HF_HUB_OFFLINE
    datasets.config.HF_HUB_OFFLINE = True
    try:
        with offline():
            yield
    finally:
        datasets.config.HF_HUB_OFFLINE = before


@contextmanager
def _said(what: str) -> Iterator[None]:
    """Turn whatever the library raises inside the block into an error of ours."""
    try:
        yield
    except DataError:
        raise
    except Exception as error:  # it raises errors of many libraries
        reason = shown(" ".join(str(error).split())[:_LONGEST])
        raise DataError(f"{what} ({type(error).__name__}: {reason})") from error
