"""Lists the samples that an author's code yields, and keeps what the network is to be shown."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import Progress
from topopress.kinds.own.examples import example_numbers
from topopress.kinds.own.given import Given
from topopress.kinds.own.running import running_samples
from topopress.kinds.own.settings import OwnData
from topopress.kinds.own.types import Form, OwnSamples
from topopress.network.own.reads import recording
from topopress.samples.types import Sample

LEAST = 4
"""Samples that an exploration needs, so that the network can be probed with different ones."""
LOOKED_AT = 8
"""Samples that must be the same when the code runs once more."""
MOST_BYTES = 32 << 30
"""Bytes of all inputs at most."""
OpenArray = Callable[[str, int], Uint8]
"""Returns an array of bytes on disk, by its name and its length."""


@dataclass(slots=True)
class _Collected:
    """What has been yielded so far; inputs and pictures wait in temporary files."""

    inputs: BinaryIO
    pictures: BinaryIO
    samples: list[Sample] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    forms: dict[Form, int] = field(default_factory=dict)
    form: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    picture_ends: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def add(self, given: Given, what: str) -> None:
        """Keep a sample.

        Raises:
            DataError: there is one with this id, or the inputs are too large together.
        """
        number, form = len(self.samples), Form.of(given.arrays)
        own_id = f"{number:06d}" if given.id is None else given.id
        if (first := self.numbers.setdefault(own_id, number)) != number:
            raise DataError(
                f"{what}: sample {number} has the id {own_id!r} of sample {first}; each id stands "
                "for one sample"
            )
        self.form.append(self.forms.setdefault(form, len(self.forms)))
        for each in given.arrays.values():
            self.inputs.write(each.tobytes())
        self.pictures.write(given.picture)
        self.ends.append(self.inputs.tell())
        self.picture_ends.append(self.pictures.tell())
        if self.ends[-1] > MOST_BYTES:
            raise DataError(
                f"{what}: the inputs of {number + 1:,} samples have more than {MOST_BYTES >> 30} "
                "GiB, which would all be stored; set data.limit, or yield smaller inputs"
            )
        self.texts.append(given.text)
        self.links.append(given.link)
        digest = digest_of(given, form)
        self.samples.append(Sample(own_id, own_id, given.label, digest, (), dict(given.metadata)))


def digest_of(given: Given, form: Form) -> str:
    """Return the SHA-256 of a sample's input, picture, text and link."""
    digest = hashlib.sha256(repr((form.names, form.types, form.shapes)).encode())
    for each in given.arrays.values():
        digest.update(each.tobytes())
    for text in (given.text, given.link):
        digest.update(f"{len(text)} {text}".encode("utf-8", "backslashreplace"))
    digest.update(given.picture)
    return digest.hexdigest()


def list_samples(
    data: OwnData, base: Path, seed: int, open_array: OpenArray, progress: Progress
) -> OwnSamples:
    """Run an author's code once, and a second time for its first samples.

    Raises:
        DataError: the code fails, yields what is no sample or too few, or yields other samples when
            it runs again.
    """
    what = f"data.samples: {data.samples}"
    with tempfile.TemporaryFile() as inputs, tempfile.TemporaryFile() as pictures:
        found = _Collected(inputs, pictures)
        with recording() as seen:
            progress.start("samples", data.limit or 0)
            with running_samples(data, base, seed) as (samples, modules):
                more = _collect(samples, found, data, what, progress)
                own = modules()
            progress.finish()
            _require_same(found, data, base, seed, what)
        read = seen.reads(base, own)
        return OwnSamples(
            samples=tuple(_with_columns_of_one_type(found.samples)),
            more=more,
            examples=_examples_digest(found),
            forms=tuple(found.forms),
            form=np.array(found.form, np.int32),
            inputs=_copied(inputs, open_array, "inputs"),
            ends=np.array(found.ends, np.int64),
            texts=tuple(found.texts) if any(found.texts) else (),
            links=tuple(found.links) if any(found.links) else (),
            pictures=_copied(pictures, open_array, "pictures"),
            picture_ends=np.array(found.picture_ends, np.int64),
            read=read,
        )


def _collect(
    samples: Iterator[Given], found: _Collected, data: OwnData, what: str, progress: Progress
) -> bool:
    """Keep all samples, up to the limit; return whether there are more.

    Raises:
        DataError: there are too few.
    """
    for given in samples:
        if data.limit is not None and len(found.samples) == data.limit:
            return True
        found.add(given, what)
        progress.advance()
    if len(found.samples) < LEAST:
        raise DataError(
            f"{what} yields {len(found.samples)} samples; a graph needs at least {LEAST}"
        )
    return False


def _require_same(found: _Collected, data: OwnData, base: Path, seed: int, what: str) -> None:
    """Run the code again, and compare the first samples.

    Raises:
        DataError: one differs.
    """
    first = found.samples[:LOOKED_AT]
    with running_samples(data, base, seed) as (samples, _):
        for number, before in enumerate(first):
            given = next(samples, None)
            if given is None or digest_of(given, Form.of(given.arrays)) != before.digest:
                raise DataError(
                    f"{what}: sample {number} ({before.id!r}) is another one when the code runs "
                    "again. What it draws must follow the generators of torch, numpy or random, "
                    "which are seeded before the file runs; it must not depend on the time"
                )


def _with_columns_of_one_type(samples: Sequence[Sample]) -> Iterator[Sample]:
    """Yield the samples; a column of the metadata with a text anywhere has texts only."""
    texts = {
        name for each in samples for name, value in each.metadata.items() if type(value) is str
    }
    for each in samples:
        columns = {
            name: f"{value:.15g}" if name in texts and not isinstance(value, str) else value
            for name, value in each.metadata.items()
        }
        yield replace(each, metadata=columns)


def _examples_digest(found: _Collected) -> str:
    chosen = [found.samples[k].digest for k in example_numbers(found.form)]
    return hashlib.sha256(" ".join(chosen).encode()).hexdigest()


def _copied(file: BinaryIO, open_array: OpenArray, name: str) -> Uint8:
    """Return the content of a file as an array on disk."""
    if not file.tell():
        return np.empty(0, np.uint8)
    array = open_array(name, file.tell())
    file.seek(0)
    place = 0
    while piece := file.read(1 << 24):
        array[place : place + len(piece)] = np.frombuffer(piece, np.uint8)
        place += len(piece)
    return array
