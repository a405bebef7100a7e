"""The stages that list pictures as samples and show them, and the resource that reads them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from topopress.activations.types import Rows
from topopress.core.arrays import Int32
from topopress.kinds.images.settings import ImageData
from topopress.network.stages import NetworkResource, same_network
from topopress.network.types import NetworkInfo
from topopress.samples.types import SampleTable, Survey
from topopress.stage.executor import Work
from topopress.visuals.types import ExemplarCrops, ExemplarRows, Thumbnails

if TYPE_CHECKING:
    from topopress.kinds.images.types import PictureSource


@dataclass(frozen=True, slots=True, eq=False)
class RowSamples:
    """The sample of each row, shape (n_rows,)."""

    sample: Int32


@dataclass(frozen=True, slots=True, eq=False)
class ShownRows:
    """The row of each exemplar, shape (n_exemplars,)."""

    row: Int32


@dataclass(frozen=True, slots=True, eq=False)
class ShownSamples:
    """The samples that are shown, ascending, shape (n,)."""

    sample: Int32


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of an exploration; relative paths start from the folder."""

    data: ImageData
    folder: Path

    def open(self, device: str) -> "PictureSource":
        """Return what reads the pixels of a sample."""
        from topopress.kinds.images.reading import open_pictures

        return open_pictures(self.data, base=self.folder)


def files_of(opened: Pictures, hash_file: Callable[[Path], str]) -> str:
    """Return a SHA-256 of the names and contents of all files of the pictures.

    Raises:
        DataError: there are no inputs, or a list is malformed.
    """
    from topopress.kinds.images.reading import inputs_digest

    return inputs_digest(opened.data, base=opened.folder, hash_file=hash_file)


def samples(work: Work, data: ImageData, files: str, seed: int, opened: Pictures) -> Survey:
    """List all pictures and decode each once; see ``PictureSource.survey``.

    ``files`` is the SHA-256 of all files' names and contents.
    """
    from topopress.kinds.images.reading import open_pictures

    return open_pictures(data, base=opened.folder).survey(seed=seed, progress=work.progress)


@dataclass(frozen=True, slots=True)
class ShownTo:
    """Number of channels with which pictures are shown to a network."""

    channels: int


def shown_to(
    work: Work,
    *,
    network: NetworkInfo,
    data: ImageData,
    files: str,
    shown: tuple[int, ...] | None,
    inputs: Pictures,
) -> ShownTo:
    """Ask once whether pictures have the channels that a network takes and that are shown.

    ``files`` is the SHA-256 of an array's file, empty for other pictures; ``shown`` is as in
    ``shown_channels``.

    Raises:
        DataError: They lack channels that the network takes.
        NetworkError: A channel that is to be shown is none of the network's.
    """
    from topopress.visuals.shown_channels import shown_channels

    shown_channels(network.input_channels, shown)
    work.open(inputs).require_channels(network.input_channels)
    return ShownTo(network.input_channels)


def crops(
    work: Work,
    *,
    rows: Rows,
    exemplars: ExemplarRows,
    samples: SampleTable,
    network: NetworkInfo,
    size: int,
    shown: tuple[int, ...] | None,
    seed: int,
    opened: NetworkResource,
    inputs: Pictures,
) -> ExemplarCrops:
    """Cut out what the exemplars of a layer see of their samples.

    ``size`` is the longer side of a crop in pixels. Channels of the input that are ``shown`` are as
    in ``shown_channels``. The seed draws the samples on which the receptive field is measured.
    """
    from topopress.kinds.images.crops import Published, cut_exemplars
    from topopress.kinds.images.receptive_field import measure_field

    loaded, pictures = same_network(work.open(opened), network.digest), work.open(inputs)
    field = measure_field(loaded, pictures, samples.samples, layer=rows.layer, seed=seed)
    return cut_exemplars(
        rows,
        exemplars,
        pictures=pictures,
        samples=samples.samples,
        field=field,
        published=Published(size, shown),
    )


def shown_samples(
    rows: Mapping[str, RowSamples], exemplars: Mapping[str, ShownRows]
) -> ShownSamples:
    """Return the samples that the exemplars of any layer come from."""
    used = [rows[layer].sample[exemplars[layer].row] for layer in rows]
    return ShownSamples(np.unique(np.concatenate([np.empty(0, np.int32), *used])))


def thumbnails(
    work: Work,
    *,
    shown: ShownSamples,
    samples: SampleTable,
    network: NetworkInfo,
    size: int,
    shown_channels: tuple[int, ...] | None,
    opened: NetworkResource,
    inputs: Pictures,
) -> Thumbnails:
    """Return small pictures of what the network is shown of some samples."""
    from topopress.kinds.images.thumbnails import make_thumbnails

    return make_thumbnails(
        shown.sample,
        samples=samples.samples,
        pictures=work.open(inputs),
        preprocessing=same_network(work.open(opened), network.digest).preprocessing,
        side=size,
        shown=shown_channels,
    )
