"""The stages that list the samples of an author's own, and the resources that read them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from topopress.config.schema import Activations
from topopress.core.errors import DataError
from topopress.kinds.own.settings import OwnData
from topopress.kinds.own.types import Form, Looking, OwnSamples
from topopress.network.stages import NetworkResource
from topopress.samples.types import Found, Survey
from topopress.stage.executor import Work
from topopress.stage.stage import FromRecord, Stage, stage

if TYPE_CHECKING:
    from topopress.kinds.own.reader import OwnReader

HashFile = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of an exploration, where an author's code lies."""

    path: Path

    def open(self, device: str) -> Path:
        """Return it."""
        del device
        return self.path


@dataclass(frozen=True)
class StoredReader(FromRecord):
    """Reads the inputs that are stored as the record of a stage."""

    samples: Stage[OwnSamples]
    look: str

    @property
    def made_of(self) -> Stage[OwnSamples]:
        """The stage that ran the author's code."""
        return self.samples

    def with_record(self, record: OwnSamples) -> "OpenReader":
        """Return the reader of a record."""
        return OpenReader(record, self.look)


@dataclass(frozen=True, slots=True, eq=False)
class OpenReader:
    """The reader of a record."""

    record: OwnSamples
    look: str

    def open(self, device: str) -> "OwnReader":
        """Return what shows the samples to a network."""
        from topopress.kinds.own.reader import OwnReader

        del device
        return OwnReader(self.record, self.look)


@dataclass(frozen=True)
class ShownNetwork(NetworkResource, FromRecord):
    """A network that is shown the samples of an author's own."""

    of: Stage[OwnSamples] | None = None

    @property
    def made_of(self) -> Stage[OwnSamples]:
        """The stage that ran the author's code."""
        if self.of is None:
            raise TypeError("a network of samples needs their stage")
        return self.of

    def with_record(self, record: OwnSamples) -> NetworkResource:
        """Return the network, which is probed with samples of a record."""
        from topopress.kinds.own.reader import examples_of

        return NetworkResource(self.settings, self.folder, self.seed, examples_of(record))


def own_samples_stage(
    name: str, data: OwnData, base: Path, seed: int, hash_file: HashFile
) -> Stage[OwnSamples]:
    """Return the stage that runs an author's code for its samples.

    Raises:
        DataError: there is no such file.
    """
    path = base / data.file
    if not path.is_file():
        raise DataError(
            f"data.samples: there is no file {data.file!r}; the path is relative to the "
            "exploration.toml"
        )
    folder, code = Folder(base), hash_file(path)
    found = stage(own_samples, name, data=_read(data), code=code, seed=seed, folder=folder)
    return replace(found, changed=partial(_what_changed, base))


def _read(data: OwnData) -> OwnData:
    """Return the settings that decide what is read."""
    return OwnData(kind="python", samples=data.samples, limit=data.limit)


def _what_changed(base: Path, samples: OwnSamples, hash_file: HashFile) -> str:
    return samples.read.changed(base, hash_file)


def own_samples(work: Work, data: OwnData, code: str, seed: int, folder: Folder) -> OwnSamples:
    """Run an author's code and store what it yields; ``code`` is the SHA-256 of the file.

    Raises:
        DataError: the code fails, or yields what is no sample.
    """
    from topopress.kinds.own.listing import list_samples

    def open_array(name: str, size: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
        return work.array(name, (size,), np.uint8)

    return list_samples(data, work.open(folder), seed, open_array, work.progress)


def python_samples(given: Looking, data: OwnData) -> Survey:
    """List the samples that an author's code yields."""
    notices = []
    if given.more:
        notices.append(
            f"data.limit: the first {data.limit:,} samples of {data.samples} are used; there are "
            "more"
        )
    notices += _of_looks(given, data.look)
    found = Found(f"samples of {data.samples}", len(given.samples))
    return Survey.of(given.samples, found=found, notices=notices)


def _of_looks(given: Looking, look: str) -> Iterator[str]:
    """Yield what an author should know of pictures and texts.

    Raises:
        DataError: no sample has what the settings show.
    """
    having = {"picture": bool(given.picture_ends[-1]), "text": bool(given.texts), "card": True}
    if not having[look]:
        raise DataError(f"data.look: {look!r} needs samples with the key {look!r}; none has it")
    if look == "card" and having["picture"]:
        yield "samples have pictures, which data.look = 'picture' shows"


@dataclass(frozen=True, slots=True)
class SampleForms:
    """The distinct forms of inputs."""

    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """Says that rows can be taken from the samples as the settings ask for."""

    positions: str


def rows_fit(given: SampleForms, activations: Activations) -> Fitting:
    """Refuse positions of a layer where samples differ in their form.

    Raises:
        DataError: with two of the forms.
    """
    if len(given.forms) > 1 and activations.positions != "mean":
        one, other = given.forms[:2]
        raise DataError(
            f"activations.positions: {activations.positions!r} needs samples of one form, and "
            f"data.samples gives {one} and {other}; take 'mean', the mean over all positions"
        )
    return Fitting(activations.positions)
