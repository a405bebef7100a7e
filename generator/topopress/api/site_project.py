"""Writes the project that ``topopress.publish`` builds: the same files as an author would write.

A folder that the user names is kept, with its store, so that `topopress build` goes on with it. A
file whose text somebody has changed since is never written again.
"""

import hashlib
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from topopress.api.errors import ParameterError
from topopress.api.layers import GivenLayer
from topopress.api.pictures import GivenPictures, Place
from topopress.api.table import Table
from topopress.build.own_file import write_file
from topopress.config.addresses import layer_address
from topopress.config.contents import ESSAY, SETTINGS, SITE
from topopress.core.errors import PublishError

DATA = "data"
"""Folder beside the settings that each call writes anew."""
ROWS = f"{DATA}/rows.jsonl"
PICTURES = "pictures"
_STAMPS = {SETTINGS: "# {}", ESSAY: "<!-- {} -->"}
_STAMP = "topopress.publish wrote this; it writes it again only while it is unchanged: {}"
_FOUND = re.compile(
    r"\n*^(?:# |<!-- )topopress\.publish wrote this.*: ([0-9a-f]{16})(?: -->)?\n?\Z", re.M
)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is written of an exploration; ``essay`` is None where there is none."""

    name: str
    site: str
    settings: str
    essay: str | None
    layers: Mapping[str, GivenLayer]
    table: Table
    pictures: GivenPictures | None


def layer_files(layers: Mapping[str, GivenLayer]) -> dict[str, str]:
    """Return the file of each layer, relative to the settings."""
    return {name: f"{DATA}/{layer_address(name)}.npy" for name in layers}


@contextmanager
def project_folder(project: Path | None) -> Iterator[Path]:
    """Yield the folder of the project: the given one, or one that is removed afterwards."""
    if project is not None:
        yield project.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="topopress-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def write_project(root: Path, content: Content, *, keep: bool) -> None:
    """Write an exploration into ``root/content``, and the settings of the site if there are none.

    Args:
        root: Folder of the project.
        content: What is written.
        keep: Whether the folder stays, so that nothing in it may hang on files elsewhere.

    Raises:
        ParameterError: somebody has changed a file that would be written.
        PublishError: the folder cannot be written.
    """
    folder = root / "content" / content.name
    texts = {SETTINGS: content.settings, ESSAY: content.essay}
    try:
        for name, text in texts.items():
            if text is not None:
                _require_ours(folder / name, text)
        folder.mkdir(parents=True, exist_ok=True)
        _write_data(folder, content, keep=keep)
        for name, text in texts.items():
            if text is not None:
                write_file((_stamped(name, text) if keep else text).encode(), folder / name)
        if not (root / "content" / SITE).exists():
            write_file(content.site.encode(), root / "content" / SITE)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PublishError(f"{error.filename or folder}: cannot be written: {reason}") from error


def _require_ours(file: Path, text: str) -> None:
    if not file.exists():
        return
    written = file.read_text("utf-8")
    found = _FOUND.search(written)
    if found and _digest(written[: found.start()]) == found[1]:
        return
    if written.rstrip("\n") == text.rstrip("\n"):
        return
    advice = (
        "leave essay out to keep the text"
        if file.name == ESSAY
        else "publish under another name=..., or go on with `topopress build`"
    )
    raise ParameterError(
        f"project: {file} was changed, or not written by topopress.publish, and is not replaced; "
        f"{advice}"
    )


def _stamped(name: str, text: str) -> str:
    text = text.rstrip("\n")
    return f"{text}\n\n{_STAMPS[name].format(_STAMP.format(_digest(text)))}\n"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _write_data(folder: Path, content: Content, *, keep: bool) -> None:
    """Write arrays, table and pictures beside the old ones, then in their place."""
    staged = folder / f".{DATA}.new-{secrets.token_hex(4)}"
    place = _copy if keep else _link_or_copy
    try:
        staged.mkdir()
        for name, file in layer_files(content.layers).items():
            _write_layer(content.layers[name], staged / Path(file).name, place)
        if content.table.columns:
            lines = "".join(f"{line}\n" for line in content.table.lines())
            (staged / Path(ROWS).name).write_text(lines, "utf-8")
        if content.pictures is not None:
            (staged / PICTURES).mkdir()
            content.pictures.write(staged / PICTURES, place)
        shutil.rmtree(folder / DATA, ignore_errors=True)
        staged.rename(folder / DATA)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _write_layer(layer: GivenLayer, target: Path, place: Place) -> None:
    if layer.file is not None:
        place(layer.file, target)
        return
    with target.open("wb") as opened:
        np.save(opened, layer.values, allow_pickle=False)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _link_or_copy(source: Path, target: Path) -> None:
    """Let a file stand under a second name, without copying it where the system allows."""
    try:
        target.hardlink_to(source)
    except OSError:
        _copy(source, target)
