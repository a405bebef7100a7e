"""Pictures as a kind of samples."""

from collections.abc import Mapping

from topopress.activations.stages import CHUNK, input_range
from topopress.activations.types import Rows
from topopress.config.load import ExplorationSource
from topopress.config.visuals import Visuals
from topopress.diagnosis.types import Faces, Fingerprints
from topopress.kinds.images.diagnosis_stages import picture_faces, picture_prints
from topopress.kinds.images.essay_pictures import essay_pictures
from topopress.kinds.images.looks import picture_looks
from topopress.kinds.images.node_sprites import node_sprites
from topopress.kinds.images.settings import ImageArray, ImageData
from topopress.kinds.images.stages import Pictures, files_of, samples, shown_to, thumbnails
from topopress.kinds.images.words import image_words
from topopress.kinds.kind import HashFile, Inputs, Kind, NamesSamples
from topopress.kinds.network_rows import network_rows
from topopress.network.stages import NetworkResource, network_stage, probe
from topopress.network.takes import require_takes
from topopress.stage.stage import Stage, stage


def _inputs(source: ExplorationSource, hash_file: HashFile) -> Inputs:
    settings, data, network = source.settings, source.settings.data, source.settings.network
    if not isinstance(data, ImageData) or network is None:
        raise TypeError(f"data of kind {data.kind!r} are no images")
    require_takes(network, "pictures", source.folder)
    pictures = Pictures(data, source.folder)
    opened = NetworkResource(network, source.folder, settings.seed)
    described = network_stage(source.item, opened, hash_file)
    files = files_of(pictures, hash_file)
    listed = stage(
        samples, source.name, data=data, files=files, seed=settings.seed, opened=pictures
    )
    places = settings.activations.positions != "mean"
    return Inputs(
        samples=listed,
        network=described,
        opened=opened,
        probe=stage(
            probe,
            source.item,
            network=described,
            layers=network.layers,
            gradient=_needs_gradient(settings.visuals),
            maps=tuple(name for name in network.layers if places and name not in network.maps),
            opened=opened,
        ),
        fits=stage(
            shown_to,
            source.item,
            network=described,
            data=data,
            # Settings alone say with which channels files of pictures are read.
            files=files if isinstance(data, ImageArray) else "",
            shown=settings.visuals.shown_channels,
            inputs=pictures,
        ),
        input_range=stage(
            input_range,
            source.item,
            samples=listed,
            network=described,
            opened=opened,
            inputs=pictures,
        ),
        reader=pictures,
    )


def _needs_gradient(visuals: Visuals) -> bool:
    """Return whether pictures need gradients: exemplars do for their receptive fields."""
    exemplars = visuals.exemplars + visuals.spread_exemplars + visuals.label_exemplars
    return visuals.attribution or visuals.feature_visualisation.enabled or exemplars > 0


def _rows(source: ExplorationSource, inputs: Inputs) -> Mapping[str, Stage[Rows]]:
    return network_rows(source, inputs, CHUNK)


def _prints(source: ExplorationSource, inputs: Inputs) -> Stage[Fingerprints]:
    return stage(
        picture_prints,
        source.name,
        samples=inputs.samples,
        network=inputs.network,
        inputs=inputs.reader,
    )


def _faces(source: ExplorationSource, inputs: Inputs, found: Stage[NamesSamples]) -> Stage[Faces]:
    visuals = source.settings.visuals
    small = stage(
        thumbnails,
        f"{source.name}/anomalies",
        shown=found,
        samples=inputs.samples,
        network=inputs.network,
        size=visuals.thumbnail_size,
        shown_channels=visuals.shown_channels,
        opened=inputs.opened,
        inputs=inputs.reader,
    )
    return stage(picture_faces, source.name, thumbnails=small)


KIND = Kind(
    "images",
    _inputs,
    _rows,
    image_words,
    picture_looks,
    essay_pictures,
    prints=_prints,
    faces=_faces,
    sprites=node_sprites,
)
