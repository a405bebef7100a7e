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
from topopress.stage.stage import Stage, stage
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


def samples_stage(
    name: str, opened: Pictures, seed: int, hash_file: Callable[[Path], str]
) -> Stage[Survey]:
    """Return the stage that lists the samples of an exploration.

    Raises:
        DataError: there are no inputs, or a list is malformed.
    """
    from topopress.kinds.images.reading import inputs_digest

    files = inputs_digest(opened.data, base=opened.folder, hash_file=hash_file)
    return stage(samples, name, data=opened.data, files=files, seed=seed, opened=opened)


def samples(work: Work, data: ImageData, files: str, seed: int, opened: Pictures) -> Survey:
    """List all pictures and decode each once; see ``PictureSource.survey``.

    ``files`` is the SHA-256 of all files' names and contents.
    """
    from topopress.kinds.images.reading import open_pictures

    return open_pictures(data, base=opened.folder).survey(seed=seed, progress=work.progress)


def crops(
    work: Work,
    *,
    rows: Rows,
    exemplars: ExemplarRows,
    samples: SampleTable,
    network: NetworkInfo,
    size: int,
    seed: int,
    opened: NetworkResource,
    inputs: Pictures,
) -> ExemplarCrops:
    """Cut out what the exemplars of a layer see of their samples.

    ``size`` is the side of a crop in pixels. The seed draws the samples on which the receptive
    field is measured.
    """
    from topopress.kinds.images.crops import cut_exemplars
    from topopress.kinds.images.receptive_field import measure_field

    loaded, pictures = same_network(work.open(opened), network.digest), work.open(inputs)
    field = measure_field(loaded, pictures, samples.samples, layer=rows.layer, seed=seed)
    return cut_exemplars(
        rows, exemplars, pictures=pictures, samples=samples.samples, field=field, side=size
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
    )
